// SPDX-License-Identifier: GPL-2.0
#include "schemes.h"

#include <string.h>

#define BUFFER_2K	2048
#define BUFFER_3K	3072
#define SMALL_PAGE	8192	/* pages below this are used in halves */

#define HALVES \
	"keeps a page a descriptor, whether packets come or not, and raises its refcount once by a bias: both halves of a 4 KiB page are used by turns; of a larger page, too, one buffer is posted at a time"
#define SKBS \
	"keeps an skb a descriptor, not a page: about 2 KiB each whatever the page size is, from slab when the ring is filled first, later pieces of blocks that skbs share"

/* Each row: tests and sources of the drivers, not guesses. */
static const struct scheme schemes[] = {
	{ "i40e",      true,  "page", HALVES, BUFFER_2K },
	{ "igb",       true,  "page", HALVES, BUFFER_2K },
	{ "igc",       true,  "page", HALVES, BUFFER_2K },
	{ "iavf",      true,  "page", HALVES, BUFFER_2K },
	{ "ixgbe",     true,  "page", HALVES, BUFFER_3K },
	{ "ixgbevf",   true,  "page", HALVES, BUFFER_3K },
	{ "ice",       true,  "page", HALVES, BUFFER_3K },
	{ "ice",       false, "mixed",
	  "keeps a page a descriptor up to kernel 6.18, and shares pages of page_pool from 6.19 on", 0 },
	{ "iavf",      false, "mixed",
	  "keeps a page a descriptor up to kernel 6.9, and shares pages of page_pool from 6.10 on", 0 },
	{ "mlx5_core", false, "page_pool",
	  "takes pages from page_pool and puts several buffers into each: a packet costs 2 KiB at an MTU of 1500, whatever the page size is, so that many descriptors hold little; with XDP it is a page a packet", 0 },
	{ "virtio_net", false, "mixed",
	  "puts several buffers into a page, from blocks that its queues keep or from page_pool, by kernel version", 0 },
	{ "vmxnet3",   false, "mixed",
	  "keeps skbs, and whole pages for the second ring or, with XDP, from page_pool", 0 },
	{ "ngbe",      false, "mixed",
	  "of the kernel (libwx) keeps a page of a page_pool a descriptor; the vendor's own, a page a descriptor: as heavy as i40e for as many descriptors, but it has 8 queues at most", 0 },
	{ "txgbe",     false, "mixed",
	  "of the kernel (libwx) keeps a page of a page_pool a descriptor: as heavy as i40e for as many descriptors", 0 },
	{ "hns3",      false, "mixed",
	  "shares pages of page_pool between buffers; without page_pool (kernels up to 5.10, or page_pool_enabled=0) it keeps a page a descriptor, also while the port is down", 0 },
	{ "e1000e",    false, "skb", SKBS, 0 },
};

const struct scheme *scheme_find(const char *driver, bool accounted)
{
	const struct scheme *other = NULL;
	size_t i;

	for (i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
		if (strcmp(schemes[i].driver, driver))
			continue;
		if (schemes[i].accounted == accounted)
			return &schemes[i];
		other = &schemes[i];
	}
	return other;
}

struct num scheme_fill(const struct scheme *scheme, uint64_t page_size, uint64_t page_bytes)
{
	if (!scheme || !scheme->fill || !page_size || page_bytes < page_size)
		return NUM_UNKNOWN;
	if (page_size >= SMALL_PAGE)
		return NUM(scheme->fill);
	/* a buffer is at most a half; order 1 is there for those of 3 KiB */
	return NUM(page_bytes > page_size ? BUFFER_3K : BUFFER_2K);
}
