/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Does a queue hold a page where that is likely: at next_to_clean, or behind its
 * last release?  This is the hot path of a release, hence all in line; holder.c
 * tells where a page is looked for otherwise.
 */
#ifndef RXPA_NEAR_H
#define RXPA_NEAR_H

#include <linux/percpu.h>

#include "account.h"
#include "driver.h"

/* Queues that a CPU remembers. */
#define RXPA_SERVED	32

/**
 * struct rxpa_served - what a CPU's NAPI works on; hints, checked before use
 * @last:	the queue of the last release
 * @nr:		places that are in use; they may be empty
 * @next:	place that is overwritten next
 * @at:		place of a queue that released a page lately
 * @queue:	queues that it has refilled
 */
struct rxpa_served {
	struct rxpa_queue *last;
	u32 nr;
	u32 next;
	u32 at;
	struct rxpa_queue *queue[RXPA_SERVED];
};

DECLARE_PER_CPU(struct rxpa_served, rxpa_served);

/* Does a ring still name the queue as its own? */
static __always_inline bool rxpa_near_is_of(const struct rxpa_queue *q,
					    const struct rxpa_layout *l,
					    unsigned long ring)
{
	unsigned long owner;
	u32 index;

	return rxpa_hot_pointer(ring + l->field[RXPA_RING_OWNER].off, &owner) &&
	       owner == q->port->owner &&
	       rxpa_hot_int(l, ring, RXPA_RING_INDEX, &index) &&
	       index == q->index;
}

/* The next release is expected behind the one of slot @at. */
static __always_inline void rxpa_near_move(struct rxpa_queue *q, u32 at,
					   u32 count)
{
	WRITE_ONCE(q->cursor, at + 1 < count ? at + 1 : 0);
}

/* Is slot @at, in which the page stands, live, and the ring still the queue's? */
static __always_inline bool rxpa_near_counts(struct rxpa_queue *q,
					     const struct rxpa_layout *l,
					     unsigned long ring, u32 at)
{
	struct rxpa_indexes ix;
	u32 held;

	if (!rxpa_hot_indexes(l, ring, &ix) || at >= ix.count)
		return false;
	/* Torn or contradictory indexes (rxpa_held()) say count or more. */
	held = rxpa_span(ix.ntc, ix.ntu, ix.count) + rxpa_recycled(&ix);
	if (rxpa_span(ix.ntc, at, ix.count) >= held ||
	    !rxpa_near_is_of(q, l, ring))
		return false;
	rxpa_near_move(q, at, ix.count);
	return true;
}

/**
 * rxpa_near_ring() - does a ring hold a page where that is likely?
 * @q:		its queue
 * @l:		the driver's layout
 * @ring:	the ring
 * @page:	the page
 * @cursor:	look behind the last release as well
 *
 * A ring that does not hold the page, as most in a search, costs a look or two.
 *
 * Context: handlers.
 */
static __always_inline bool rxpa_near_ring(struct rxpa_queue *q,
					   const struct rxpa_layout *l,
					   unsigned long ring,
					   unsigned long page, bool cursor)
{
	unsigned long slots;
	u32 at;

	if (!rxpa_hot_pointer(ring + l->field[RXPA_RING_SLOTS].off, &slots) ||
	    !slots ||
	    !rxpa_hot_u16(ring + l->field[RXPA_RING_NTC].off, &at))
		return false;
	if (!rxpa_hot_slot(l, slots, at, page)) {
		at = READ_ONCE(q->cursor);
		if (!cursor || !rxpa_hot_slot(l, slots, at, page))
			return false;
	}
	return rxpa_near_counts(q, l, ring, at);
}

/**
 * rxpa_near_likely() - rxpa_holder_served() where nothing is out of the way
 * @page:	the page
 * @caller:	who releases it
 *
 * Context: handlers, preemption off.
 * Return: the queue that released a page on this CPU last, if it holds this one as
 * well and @caller is its driver's text; else NULL.
 */
static __always_inline struct rxpa_queue *
rxpa_near_likely(unsigned long page, unsigned long caller)
{
	struct rxpa_queue *q = READ_ONCE(this_cpu_ptr(&rxpa_served)->last);
	const struct rxpa_driver *d;
	unsigned long ring;

	if (!q)
		return NULL;
	d = q->port->driver;
	ring = READ_ONCE(q->ring);
	return rxpa_driver_text(d, caller) && ring &&
	       rxpa_near_ring(q, &d->layout, ring, page, true) ? q : NULL;
}

#endif /* RXPA_NEAR_H */
