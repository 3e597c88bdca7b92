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
struct page *rxpa_checked_page(unsigned long addr);
int rxpa_page_order(struct page *page);

/*
 * Reads of a driver's memory come in two kinds.  rxpa_peek() in ring.c reads an
 * integer of any width; rxpa_hot_*() are single guarded loads for handlers.
 * Either needs an address that is a kernel's: user and non-canonical ones are no
 * fault that a guarded load forgives.
 */
static __always_inline bool rxpa_kernel_address(unsigned long addr)
{
	return addr >= PAGE_OFFSET;
}

static __always_inline bool rxpa_hot_u16(unsigned long addr, u32 *value)
{
	u16 v;

	rxpa_load_nofault(v, (void *)addr, u16, fault);
	*value = v;
	return true;
fault:
	return false;
}

static __always_inline bool rxpa_hot_pointer(unsigned long addr,
					     unsigned long *value)
{
	rxpa_load_nofault(*value, (void *)addr, unsigned long, fault);
	return true;
fault:
	return false;
}

/* A member that drivers do not all make equally wide: a queue's index, a bias. */
static __always_inline bool rxpa_hot_int(const struct rxpa_layout *l,
					 unsigned long base,
					 enum rxpa_field_id id, u32 *value)
{
	unsigned long addr = base + l->field[id].off;
	u32 v32;
	u8 v8;

	if (likely(l->field[id].size == sizeof(u16)))
		return rxpa_hot_u16(addr, value);
	if (l->field[id].size == sizeof(u8)) {
		rxpa_load_nofault(v8, (void *)addr, u8, fault);
		*value = v8;
		return true;
	}
	rxpa_load_nofault(v32, (void *)addr, u32, fault);
	*value = v32;
	return true;
fault:
	return false;
}

/* Count and indexes, each 16 bits wide (layout.c asks for that). */
static __always_inline bool rxpa_hot_indexes(const struct rxpa_layout *l,
					     unsigned long ring,
					     struct rxpa_indexes *ix)
{
	return rxpa_hot_u16(ring + l->field[RXPA_RING_COUNT].off, &ix->count) &&
	       rxpa_hot_u16(ring + l->field[RXPA_RING_NTU].off, &ix->ntu) &&
	       rxpa_hot_u16(ring + l->field[RXPA_RING_NTC].off, &ix->ntc) &&
	       rxpa_hot_u16(ring + l->field[RXPA_RING_NTA].off, &ix->nta) &&
	       rxpa_indexes_sane(ix);
}

/* Does slot @i of @slots hold @page?  @i need not be one of the ring's. */
static __always_inline bool rxpa_hot_slot(const struct rxpa_layout *l,
					  unsigned long slots, u32 i,
					  unsigned long page)
{
	unsigned long addr = slots + (unsigned long)i * l->slot_size +
			     l->field[RXPA_SLOT_PAGE].off;
	unsigned long value;

	return rxpa_kernel_address(addr) && rxpa_hot_pointer(addr, &value) &&
	       value == page;
}

#endif /* RXPA_RING_H */
