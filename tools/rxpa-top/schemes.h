/* SPDX-License-Identifier: GPL-2.0 */
/* How drivers keep receive buffers: why one holds so much, another so little. */
#ifndef RXPA_TOP_SCHEMES_H
#define RXPA_TOP_SCHEMES_H

#include "num.h"

struct scheme {
	const char *driver;
	bool accounted;		/* where the module finds pages in its slots */
	const char *key;	/* page, page_pool, skb, mixed */
	const char *why;	/* one sentence */
	uint64_t fill;		/* the largest buffer on pages of 8 KiB and more; 0 unknown */
};

/* The row for that, or the only one of the driver; NULL: unknown. */
const struct scheme *scheme_find(const char *driver, bool accounted);

/*
 * Bytes that the hardware can fill at most of @page_bytes that a descriptor
 * holds, on a kernel with pages of @page_size.
 */
struct num scheme_fill(const struct scheme *scheme, uint64_t page_size, uint64_t page_bytes);

#endif
