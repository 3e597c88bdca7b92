/* SPDX-License-Identifier: GPL-2.0 */
/* One rx ring seen through its driver's layout. */
#ifndef RXPA_RING_H
#define RXPA_RING_H

#include <linux/netdevice.h>

#include "compat.h"
#include "layout.h"
#include "ringmath.h"

/* More descriptors than any of these drivers allows: the ring is not one. */
#define RXPA_MAX_DESC	32768

/* They take order 0 or 1; more than this is no order. */
#define RXPA_MAX_ORDER	9

/**
 * struct rxpa_ring - what was read from one ring, checked
 * @addr:	the ring
 * @ix:		its indexes
 * @slots:	its array of slots, 0 while it has no buffers
 * @xsk:	its AF_XDP pool, or 0
 * @napi:	its napi_struct, or 0 where that is not known
 */
struct rxpa_ring {
	unsigned long addr;
	struct rxpa_indexes ix;
	unsigned long slots;
	unsigned long xsk;
	unsigned long napi;
};

/**
 * struct rxpa_slot - one slot
 * @page:	the page in it
 * @bias:	the driver's share of the page's refcount
 */
struct rxpa_slot {
	unsigned long page;
	u64 bias;
};

int rxpa_peek(unsigned long addr, u32 size, u64 *value);
int rxpa_peek_path(const struct rxpa_path *path, unsigned long priv,
		   unsigned long *addr);
int rxpa_rings_of(const struct rxpa_layout *l, const struct net_device *dev,
		  unsigned long *array, u32 *nr);
unsigned long rxpa_owner_of(const struct rxpa_layout *l,
			    const struct net_device *dev);
int rxpa_ring_at(const struct rxpa_layout *l, unsigned long array, u32 i,
		 unsigned long *ring);
int rxpa_ring_read(const struct rxpa_layout *l, unsigned long addr,
		   unsigned long owner, u32 queue,
		   struct rxpa_ring *ring);
int rxpa_ring_slot(const struct rxpa_layout *l, const struct rxpa_ring *ring,
		   u32 i, struct rxpa_slot *slot);
bool rxpa_ring_idle(const struct rxpa_ring *ring);
bool rxpa_ring_has_page(const struct rxpa_layout *l,
			const struct rxpa_ring *ring, u32 i,
			unsigned long page);
struct page *rxpa_checked_page(unsigned long addr);
int rxpa_page_order(struct page *page);

/*
 * Hot reads: the address lies in a ring that the driver's own code holds in
 * its hands right now, so one guarded load each is enough.
 */
static __always_inline bool rxpa_hot_read(unsigned long addr, u32 size,
					  u32 *value)
{
	u32 v32;
	u16 v16;
	u8 v8;

	switch (size) {
	case 2:
		rxpa_load_nofault(v16, (void *)addr, u16, fault);
		*value = v16;
		return true;
	case 4:
		rxpa_load_nofault(v32, (void *)addr, u32, fault);
		*value = v32;
		return true;
	case 1:
		rxpa_load_nofault(v8, (void *)addr, u8, fault);
		*value = v8;
		return true;
	}
fault:
	return false;
}

static __always_inline bool rxpa_hot_field(const struct rxpa_layout *l,
					   unsigned long ring,
					   enum rxpa_field_id id, u32 *value)
{
	return rxpa_hot_read(ring + l->field[id].off, l->field[id].size, value);
}

static __always_inline bool rxpa_hot_pointer(const struct rxpa_layout *l,
					     unsigned long ring,
					     enum rxpa_field_id id,
					     unsigned long *value)
{
	rxpa_load_nofault(*value, (void *)(ring + l->field[id].off),
			  unsigned long, fault);
	return true;
fault:
	return false;
}

#endif /* RXPA_RING_H */
