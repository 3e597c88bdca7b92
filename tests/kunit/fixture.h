/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A driver of the scheme as small as can be, for the suites that need rings: its
 * functions really allocate, recycle and release pages, so that its text has the
 * call sites that the module looks for, and its structs have BTF.  To the
 * module's rooms it is a driver in the module rxpageacct_kunit; driver.c gets
 * fixture_drivers for its table (Kbuild).
 */
#ifndef RXPA_FIXTURE_H
#define RXPA_FIXTURE_H

#include <linux/netdevice.h>

#include "driver.h"
#include "unit.h"

struct fixture_slot {
	dma_addr_t dma;
	struct page *page;
	u32 page_offset;
	u16 pagecnt_bias;
};

struct fixture_vector {
	u64 reg;
	struct napi_struct napi;
};

/**
 * struct fixture_ring - an rx ring
 * @fail:	so many of the next allocations fail
 * @unmapped:	so many of the next pages cannot be mapped
 */
struct fixture_ring {
	struct fixture_vector *q_vector;
	struct net_device *netdev;
	struct fixture_slot *rx_bi;
	u16 count;
	u16 queue_index;
	u16 next_to_use;
	u16 next_to_clean;
	u16 next_to_alloc;
	void *xsk_pool;
	u32 fail;
	u32 unmapped;
	struct fixture_vector vector;
};

struct fixture_priv {
	u16 num_rx;
	struct fixture_ring **rx_rings;
	u16 made;
};

extern const struct rxpa_driver_names fixture_names;
extern const struct rxpa_driver_names *const fixture_drivers[];

void fixture_refill(struct fixture_ring *ring, u32 n);
void fixture_receive(struct fixture_ring *ring, u32 n, bool recycle);
void fixture_clean(struct fixture_ring *ring);

/* The same as NAPI calls it: in softirq context. */
void fixture_refill_soft(struct fixture_ring *ring, u32 n);
void fixture_receive_soft(struct fixture_ring *ring, u32 n, bool recycle);

/* Does it happen once more? */
static inline bool fixture_once(u32 *times)
{
	if (!*times)
		return false;
	--*times;
	return true;
}

u32 fixture_held(const struct fixture_ring *ring);

struct net_device *fixture_netdev(const char *name, u32 queues, u32 count);
void fixture_netdev_free(struct net_device *dev);
struct fixture_ring *fixture_ring(struct net_device *dev, u32 i);
int fixture_parent_add(void);
void fixture_parent_remove(void);
void fixture_layout(struct rxpa_driver *d);

#endif /* RXPA_FIXTURE_H */
