/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel says of its memory: /proc/meminfo, vmstat and zoneinfo. */
#ifndef RXPA_TOP_MEMORY_H
#define RXPA_TOP_MEMORY_H

#include "num.h"

struct counter {
	char *name;
	uint64_t n;
};

struct counters {
	struct counter *at;
	size_t n;
};

struct memory {
	struct counters meminfo;	/* bytes, but where a line has no "kB" */
	struct counters vmstat;		/* pages and events */
	struct num page_size;
	struct num listed;		/* free pages in the CPUs' own lists, not in MemFree */
	struct num outside;		/* pages that are there and not in MemTotal */
};

/* Lines that are not as expected are passed over. */
void memory_meminfo(struct memory *memory, const char *text, size_t len);
void memory_vmstat(struct memory *memory, const char *text, size_t len);
void memory_zoneinfo(struct memory *memory, const char *text, size_t len);
void memory_free(struct memory *memory);

/* A line of meminfo; unknown where this kernel has none of that name. */
struct num memory_line(const struct memory *memory, const char *name);

/* Pages of vmstat, in bytes; unknown as above, and without a page size. */
struct num memory_pages(const struct memory *memory, const char *name);

/* The same of a number of pages. */
struct num memory_bytes(const struct memory *memory, struct num pages);

#endif
