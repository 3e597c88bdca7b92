/* SPDX-License-Identifier: GPL-2.0 */
/* How the fuzzers' inputs begin; shared by the fuzzers and by fuzz_seeds. */
#ifndef RXPA_FUZZ_INPUT_H
#define RXPA_FUZZ_INPUT_H

/*
 * fuzz_btf: one byte, its low nibble the driver's number in rxpa_drivers[]
 * (one more is the toy's), its high nibble one of these; then BTF.
 */
enum fuzz_btf_kind {
	FUZZ_BTF_TOY,		/* taken alone, and over the toy kernel's */
	FUZZ_BTF_PAIR,		/* u32: length of the base, which comes first */
	FUZZ_BTF_OVER_REAL,	/* over the BTF of a real kernel */
	NR_FUZZ_BTF_KINDS,
};

/*
 * fuzz_callsite: u64 address of the wanted function (odd: an offset to the
 * code, or a call in it that leads there), one byte to add to the code's
 * address, code.
 */
#define FUZZ_CODE_ADDR 0xffff800000080000ULL

#endif /* RXPA_FUZZ_INPUT_H */
