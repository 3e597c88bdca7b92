// SPDX-License-Identifier: GPL-2.0
/*
 * The slot walk: what held claims, page by page.
 *
 * A walk is consistent when the ring was quiet before it and has not moved
 * after it (sample.c): no poll was scheduled at either end, and neither an
 * index nor an event changed, so no slot did.  Under traffic it is tried again
 * between polls; what never comes to rest is reported as busy, without numbers.
 *
 * Only live slots count, [next_to_clean, next_to_alloc): some drivers leave
 * stale pointers in the others.
 */
#include <linux/delay.h>
#include <linux/mm.h>
#include <linux/rtnetlink.h>

#include <rxpageacct.h>

#include "driver.h"
#include "walk.h"

#define WALK_TRIES	10
#define WALK_DELAY_US	100

static void count_page(struct rxpa_walk *w, struct page *page, u64 bias,
		       int dev_node)
{
	/* Flags come and go, but the node that lies among them stays. */
	int node = data_race(page_to_nid(page));
	u64 ref = page_ref_count(page);
	int order = rxpa_page_order(page);

	if (order < 0)
		return;
	w->walked++;
	w->bytes += PAGE_SIZE << order;
	w->offnode += node != dev_node;
	w->node[min_t(u32, node, RXPA_MAX_NODES)]++;
	if (ref > bias)
		w->lent++;
	if (bias > 1 && ref >= bias)
		w->biased++;
}

static void walk_slots(const struct rxpa_layout *l, const struct rxpa_ring *ring,
		       u32 held, int dev_node, struct rxpa_walk *w)
{
	struct rxpa_slot slot;
	struct page *page;
	u32 i;

	w->walked = 0;
	w->bytes = 0;
	w->lent = 0;
	w->offnode = 0;
	w->biased = 0;
	memset(w->node, 0, sizeof(w->node));
	for (i = 0; i < held; i++) {
		if (rxpa_ring_slot(l, ring,
				   (ring->ix.ntc + i) % ring->ix.count, &slot))
			continue;
		page = rxpa_checked_page(slot.page);
		if (page)
			count_page(w, page, slot.bias, dev_node);
	}
}

/**
 * rxpa_walk_queue() - walk the slots of one queue's ring
 * @q:		the queue
 * @rings:	its port's rings
 * @w:		where to
 *
 * Context: RTNL held, port not dead, driver armed with RXPA_CAN_WALK; may
 * sleep.  A walk of 4096 slots takes about half a millisecond.
 */
void rxpa_walk_queue(struct rxpa_queue *q, const struct rxpa_rings *rings,
		     struct rxpa_walk *w)
{
	const struct rxpa_layout *l = &q->port->driver->layout;
	struct rxpa_sample s;

	ASSERT_RTNL();
	memset(w, 0, sizeof(*w));
	while (w->tries < WALK_TRIES) {
		if (w->tries++)
			usleep_range(WALK_DELAY_US, 2 * WALK_DELAY_US);
		rxpa_sample_queue(q, rings, &s);
		w->state = s.state;
		if (!strcmp(s.state, RXPA_STATE_BAD))
			return;
		if (!s.has_held)
			continue;
		w->held = s.held;
		if (!s.quiet) {
			w->state = RXPA_STATE_BUSY;
			continue;
		}
		walk_slots(l, &s.ring, s.held, rxpa_node_of(q->port->netdev),
			   w);
		if (!s.held) {
			w->consistent = true;
			return;
		}
		w->consistent = rxpa_sample_still(q, &s);
		if (w->consistent) {
			w->state = w->walked == w->held ? RXPA_STATE_OK :
							  RXPA_STATE_MISMATCH;
			return;
		}
		w->state = RXPA_STATE_BUSY;
	}
}
