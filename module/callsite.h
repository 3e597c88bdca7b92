/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Call sites: direct calls to a target, found in the bytes of a driver's
 * text.  x86-64: e8 rel32, or cc rel32 under somebody's kprobe.  arm64: bl imm26,
 * straight or through a module PLT veneer (arch/arm64/kernel/module-plts.c).  A
 * hit is a candidate: on x86 register_kprobe() checks that it is an instruction
 * boundary.  Jumps, with conditions and without, are found the same way.
 */
#ifndef RXPA_CALLSITE_H
#define RXPA_CALLSITE_H

#include "pure.h"

enum rxpa_arch { RXPA_ARCH_X86_64, RXPA_ARCH_ARM64 };

/* Bytes of a call instruction; the return address lies this far behind it. */
#define RXPA_CALL_LEN_X86_64	5
#define RXPA_CALL_LEN_ARM64	4

/**
 * typedef rxpa_read_text - read kernel text that may not be there
 * @dst:	where to
 * @addr:	kernel address
 * @len:	bytes
 * @arg:	the caller's own
 *
 * Return: 0, or a negative errno when the address cannot be read.
 */
typedef int (*rxpa_read_text)(void *dst, u64 addr, size_t len, void *arg);

/**
 * struct rxpa_call_scan - what to look for
 * @arch:	instruction set
 * @targets:	addresses that count as the wanted function
 * @nr_targets:	how many
 * @read:	reads a veneer's code on arm64; NULL: veneers are not followed
 * @read_arg:	passed to @read
 */
struct rxpa_call_scan {
	enum rxpa_arch arch;
	const u64 *targets;
	size_t nr_targets;
	rxpa_read_text read;
	void *read_arg;
};

size_t rxpa_find_calls(const struct rxpa_call_scan *scan, const void *text,
		       size_t len, u64 addr, u64 *sites, size_t max);
size_t rxpa_find_jumps(const struct rxpa_call_scan *scan, const void *text,
		       size_t len, u64 addr, u64 *jumps, size_t max);

#endif /* RXPA_CALLSITE_H */
