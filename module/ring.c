// SPDX-License-Identifier: GPL-2.0
/*
 * One rx ring, read through its driver's layout.  Nothing here is trusted
 * before it is checked: every load is a nofault load, every index must lie in
 * the ring, the ring must name the owner and the queue it was reached by.
 *
 * Who keeps the ring in place: readers hold RTNL; handlers were called by the
 * driver with that ring.  A stale address only yields a failed check.
 */
#include <linux/memory_hotplug.h>
#include <linux/mm.h>

#include "ring.h"

/**
 * rxpa_peek() - load an integer from memory that may not be there
 * @addr:	kernel address
 * @size:	1, 2, 4 or 8 bytes
 * @value:	where to, zero-extended
 *
 * Context: any.
 * Return: 0, -EINVAL on a size that is no integer's, -EFAULT.
 */
int rxpa_peek(unsigned long addr, u32 size, u64 *value)
{
	u32 v32;
	u16 v16;
	u8 v8;

	if (!rxpa_kernel_address(addr))
		return -EFAULT;
	switch (size) {
	case 1:
		rxpa_load_nofault(v8, (void *)addr, u8, fault);
		*value = v8;
		return 0;
	case 2:
		rxpa_load_nofault(v16, (void *)addr, u16, fault);
		*value = v16;
		return 0;
	case 4:
		rxpa_load_nofault(v32, (void *)addr, u32, fault);
		*value = v32;
		return 0;
	case 8:
		rxpa_load_nofault(*value, (void *)addr, u64, fault);
		return 0;
	}
	return -EINVAL;
fault:
	return -EFAULT;
}

/**
 * rxpa_peek_path() - follow a path from netdev_priv()
 * @path:	the path
 * @priv:	netdev_priv() of the netdev
 * @addr:	address of the value that the path ends at
 *
 * Context: RTNL held.
 * Return: 0, or -EFAULT when a pointer on the way is NULL or bad.
 */
int rxpa_peek_path(const struct rxpa_path *path, unsigned long priv,
		   unsigned long *addr)
{
	unsigned long at = priv;
	u64 next;
	u32 i;

	for (i = 0; i < path->nr; i++) {
		at += path->off[i];
		if (i + 1 == path->nr)
			break;
		if (rxpa_peek(at, sizeof(at), &next) || !next)
			return -EFAULT;
		at = next;
	}
	*addr = at;
	return 0;
}

/**
 * rxpa_rings_of() - the array of rx rings of a netdev
 * @l:		its driver's layout
 * @dev:	the netdev
 * @array:	address of the array's first element
 * @nr:		number of rings in use
 *
 * Context: RTNL held: only under it do rings stay where they are.
 * Return: 0, or -EFAULT; then the netdev has no rings now.
 */
int rxpa_rings_of(const struct rxpa_layout *l, const struct net_device *dev,
		  unsigned long *array, u32 *nr)
{
	unsigned long priv = (unsigned long)netdev_priv(dev);
	unsigned long addr;
	u64 value;

	if (rxpa_peek_path(&l->rings, priv, array) ||
	    rxpa_peek_path(&l->num_rings, priv, &addr) ||
	    rxpa_peek(addr, l->num_rings.size, &value))
		return -EFAULT;
	if (l->rings_max && value > l->rings_max)
		return -EFAULT;
	if (value > dev->num_rx_queues)
		return -EFAULT;
	*nr = value;
	return 0;
}

/**
 * rxpa_owner_of() - what the rings of a netdev must name as their owner
 * @l:		its driver's layout
 * @dev:	the netdev
 *
 * Context: RTNL held.
 * Return: a pointer's value, only to be compared; 0 when there is none now.
 */
unsigned long rxpa_owner_of(const struct rxpa_layout *l,
			    const struct net_device *dev)
{
	unsigned long addr;
	u64 value;

	if (!l->owner.nr)
		return (unsigned long)dev;
	if (rxpa_peek_path(&l->owner, (unsigned long)netdev_priv(dev), &addr) ||
	    rxpa_peek(addr, l->owner.size, &value))
		return 0;
	return value;
}

/**
 * rxpa_ring_at() - address of one ring
 * @l:		its driver's layout
 * @array:	from rxpa_rings_of()
 * @i:		index, below the number of rings
 * @ring:	the ring's address
 *
 * Context: RTNL held.
 * Return: 0, -ENXIO when there is no ring at @i, -EFAULT when nobody can tell.
 */
int rxpa_ring_at(const struct rxpa_layout *l, unsigned long array, u32 i,
		 unsigned long *ring)
{
	u64 value;

	if (l->rings_kind == RXPA_RINGS_STRUCTS) {
		*ring = array + (unsigned long)i * l->ring_size;
		return 0;
	}
	if (rxpa_peek(array + i * sizeof(value), sizeof(value), &value))
		return -EFAULT;
	if (!value)
		return -ENXIO;
	*ring = value;
	return 0;
}

/* A member; 0 where the driver has none. */
static int peek_field(const struct rxpa_layout *l, unsigned long base,
		      enum rxpa_field_id id, u64 *value)
{
	const struct rxpa_field *f = &l->field[id];

	*value = 0;
	return f->size ? rxpa_peek(base + f->off, f->size, value) : 0;
}

/**
 * rxpa_ring_read() - read one ring and check what was read
 * @l:		its driver's layout
 * @addr:	the ring
 * @owner:	what it must name as its owner
 * @queue:	the queue it must serve
 * @ring:	where to
 *
 * Context: any; the answer is worth as much as what keeps @addr in place.
 * Return: 0; -EFAULT when it cannot be read; -ESTALE when it is not the ring
 * of @owner and @queue; -ERANGE when its numbers cannot be a ring's.
 */
int rxpa_ring_read(const struct rxpa_layout *l, unsigned long addr,
		   unsigned long owner, u32 queue,
		   struct rxpa_ring *ring)
{
	u64 whose, index, slots, xsk, vector;

	if (peek_field(l, addr, RXPA_RING_OWNER, &whose) ||
	    peek_field(l, addr, RXPA_RING_INDEX, &index) ||
	    peek_field(l, addr, RXPA_RING_SLOTS, &slots) ||
	    peek_field(l, addr, RXPA_RING_XSK, &xsk) ||
	    peek_field(l, addr, RXPA_RING_VECTOR, &vector))
		return -EFAULT;
	if (whose != owner || index != queue)
		return -ESTALE;
	if (!rxpa_hot_indexes(l, addr, &ring->ix) ||
	    ring->ix.count > RXPA_MAX_DESC)
		return -ERANGE;
	ring->addr = addr;
	ring->slots = slots;
	ring->xsk = xsk;
	ring->napi = vector && l->field[RXPA_VECTOR_NAPI].size ?
		     vector + l->field[RXPA_VECTOR_NAPI].off : 0;
	return 0;
}

/**
 * rxpa_ring_slot() - read one slot
 * @l:		the driver's layout, with RXPA_CAN_WALK
 * @ring:	the ring, with slots
 * @i:		index, below its count
 * @slot:	where to; without RXPA_CAN_BIAS the bias is 0
 *
 * Context: any.
 * Return: 0 or -EFAULT.
 */
int rxpa_ring_slot(const struct rxpa_layout *l, const struct rxpa_ring *ring,
		   u32 i, struct rxpa_slot *slot)
{
	unsigned long addr = ring->slots + (unsigned long)i * l->slot_size;
	u32 bias = 0;

	if (!rxpa_kernel_address(addr) ||
	    !rxpa_hot_pointer(addr + l->field[RXPA_SLOT_PAGE].off, &slot->page))
		return -EFAULT;
	if (l->field[RXPA_SLOT_BIAS].size &&
	    !rxpa_hot_int(l, addr, RXPA_SLOT_BIAS, &bias))
		return -EFAULT;
	slot->bias = bias;
	return 0;
}

/**
 * rxpa_ring_idle() - is no poll of this ring scheduled or running?
 * @ring:	a ring that was read
 *
 * NAPI_STATE_SCHED is set before a poll can run and cleared when it is over
 * (napi_schedule_prep(), napi_complete_done()), NAPI_STATE_NPSVC likewise for a
 * poll by netpoll (poll_one_napi()); both stay set while NAPI is disabled.  So
 * clear bits before and after some reads mean that no poll touched the ring in
 * between, unless a whole poll did: its events or indexes then differ.
 *
 * Context: any.
 */
bool rxpa_ring_idle(const struct rxpa_ring *ring)
{
	u64 state;

	if (!ring->napi)
		return false;
	if (rxpa_peek(ring->napi + offsetof(struct napi_struct, state),
		      sizeof(unsigned long), &state))
		return false;
	return !(state & (BIT(NAPI_STATE_SCHED) | BIT(NAPI_STATE_NPSVC)));
}

/**
 * rxpa_checked_page() - is this the address of a struct page?
 * @addr:	what a slot says
 *
 * page_to_pfn() is arithmetic: whatever @addr is, its pfn is either no online
 * memory or maps back to another struct page.
 *
 * Context: any; the page itself is kept by whoever keeps the slot.
 * Return: the page, or NULL.
 */
struct page *rxpa_checked_page(unsigned long addr)
{
	struct page *page = (struct page *)addr;
	unsigned long pfn;

	pfn = page_to_pfn(page);
	return pfn_to_online_page(pfn) == page ? page : NULL;
}

/**
 * rxpa_page_order() - order of a page that may be freed under us
 * @page:	from rxpa_checked_page()
 *
 * Context: any.  Worth something only if the page still is where it was found
 * when that is looked at again afterwards.
 * Return: the order, or -1 when it is no order that these drivers use.
 */
int rxpa_page_order(struct page *page)
{
	/* Of a page that was freed meanwhile this is anything: see Context. */
	unsigned int order = data_race(compound_order(page));

	return order <= RXPA_MAX_ORDER ? order : -1;
}
