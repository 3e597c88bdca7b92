/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MemTotal without everything that the kernel names: what is left, nobody
 * knows but those who took it.  No page is in two classes; balance.c says why.
 */
#ifndef RXPA_TOP_BALANCE_H
#define RXPA_TOP_BALANCE_H

#include "memory.h"

/* Bytes; signed where a sum may fall below zero. */
struct part {
	const char *key;	/* for programs */
	const char *name;	/* for people */
	const char *source;	/* lines it is made of */
	struct num bytes;	/* two's complement */
	bool subtracted;	/* else it lies in another part, or outside MemTotal */
};

#define BALANCE_PARTS	40

struct balance {
	struct part parts[BALANCE_PARTS];
	size_t n;
	struct num total;	/* MemTotal */
	struct num left;	/* signed: without all parts that are subtracted */
	struct num user, lists;	/* page cache and anonymous; LRU lists */
};

void balance_make(struct balance *balance, const struct memory *memory);

/* What this kernel does not say, or not exactly, in sentences; returns how many. */
#define BALANCE_LACKS	8
size_t balance_lacks(const struct memory *memory, const char **out);

#endif
