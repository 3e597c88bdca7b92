// SPDX-License-Identifier: GPL-2.0
/*
 * Samples: one moment of a queue (account.h), as a reader finds it.
 *
 *   quiet   The ring's NAPI is idle before and after, and neither indexes nor
 *           events changed in between: everything is exact now.
 *   moving  Traffic flows.  The NAPI itself noted such a moment when it last
 *           entered the refill function; that one is exact too, and one refill
 *           old (@when).
 *   else    Two equal reads of the indexes in a row still tell held; what needs
 *           the events is unknown.
 *
 * RTNL is held throughout, so that rings are not replaced, filled or emptied by
 * tasks.  Some drivers' resets do that outside RTNL (i40e_prep_for_reset(),
 * iavf_reset_task(), igb_io_error_detected()): they disable NAPI first, so that
 * the ring is never taken for quiet, and a task's entry into clean or refill
 * makes the last moment void (@task_ring) until NAPI refills again.
 */
#include <linux/delay.h>
#include <linux/rtnetlink.h>

#include <rxpageacct.h>

#include "driver.h"
#include "sample.h"

/* A poll of a full budget takes tens of microseconds. */
#define QUIET_TRIES	10
#define QUIET_DELAY_US	5

static const struct rxpa_layout *layout_of(const struct rxpa_queue *q)
{
	return &q->port->driver->layout;
}

static bool same_events(const struct rxpa_events *a, const struct rxpa_events *b)
{
	return a->allocated == b->allocated && a->unmapped == b->unmapped &&
	       a->released == b->released && a->failed == b->failed &&
	       a->refills == b->refills;
}

/**
 * rxpa_sample_still() - has nothing moved since a quiet sample?
 * @q:	the queue
 * @s:	the sample
 *
 * Context: RTNL held.
 */
bool rxpa_sample_still(struct rxpa_queue *q, const struct rxpa_sample *s)
{
	struct rxpa_events ev;
	struct rxpa_ring again;

	smp_rmb(); /* what was read before this call, then the checks */
	rxpa_events_read(q, &ev);
	return !rxpa_ring_read(layout_of(q), s->ring.addr, q->port->owner,
			       q->index, &again) &&
	       rxpa_indexes_same(&again.ix, &s->ring.ix) &&
	       again.slots == s->ring.slots && same_events(&ev, &s->raw) &&
	       rxpa_ring_idle(&again);
}

static bool same_indexes_again(struct rxpa_queue *q, const struct rxpa_ring *ring)
{
	struct rxpa_ring again;

	smp_rmb(); /* first read, then this one */
	return !rxpa_ring_read(layout_of(q), ring->addr, q->port->owner,
			       q->index, &again) &&
	       rxpa_indexes_same(&ring->ix, &again.ix);
}

/* Try for a quiet moment; leave the last untorn held otherwise. */
static bool sample_quiet(struct rxpa_queue *q, unsigned long addr,
			 struct rxpa_sample *s)
{
	int held, tries;

	for (tries = 0; tries < QUIET_TRIES; tries++) {
		if (tries)
			udelay(QUIET_DELAY_US);
		if (rxpa_ring_read(layout_of(q), addr, q->port->owner,
				   q->index, &s->ring))
			return false;
		rxpa_events_read(q, &s->raw);
		s->recycled = READ_ONCE(q->recycled) +
			      rxpa_recycled(&s->ring.ix);
		held = rxpa_held(&s->ring.ix);
		if (held < 0 || !same_indexes_again(q, &s->ring))
			continue;
		s->held = held;
		s->has_held = true;
		if (rxpa_ring_idle(&s->ring) && rxpa_sample_still(q, s))
			return true;
	}
	return false;
}

/* The moment that NAPI noted last, unless the queue is in a task's hands. */
static bool napi_moment(struct rxpa_queue *q, struct rxpa_moment *m)
{
	if (READ_ONCE(q->task_ring) || !rxpa_moment_read(q, m))
		return false;
	smp_rmb(); /* all of the above, then: has a task been at the ring? */
	return !READ_ONCE(q->task_ring);
}

static bool is_older(const struct rxpa_moment *a, const struct rxpa_events *b)
{
	return a->allocated < b->allocated || a->unmapped < b->unmapped ||
	       a->released < b->released;
}

/*
 * The moment that NAPI noted, or the last sample if that is newer: if it was in
 * step, it was taken at rest, after the last refill.
 */
static bool sample_moment(struct rxpa_queue *q, struct rxpa_sample *s)
{
	struct rxpa_moment m;
	int held;

	if (!napi_moment(q, &m))
		return false;
	if (is_older(&m, &q->shown)) {
		m = (struct rxpa_moment) {
			.ix = q->shown_ix, .allocated = q->shown.allocated,
			.unmapped = q->shown.unmapped,
			.released = q->shown.released, .when = q->shown_when,
		};
	}
	held = rxpa_indexes_sane(&m.ix) ? rxpa_held(&m.ix) : -1;
	if (held < 0 || m.ix.count != s->ring.ix.count)
		return false;
	s->held = held;
	s->has_held = true;
	s->ring.ix = m.ix;
	s->raw.allocated = m.allocated;
	s->raw.unmapped = m.unmapped;
	s->raw.released = m.released;
	s->when = m.when;
	return true;
}

/*
 * All pages of a ring have one order, which is fixed while the ring has
 * buffers.  Take it from a page far from both ends of the held slots, and
 * believe it only if the page is still there afterwards.
 */
static void sample_order(struct rxpa_queue *q, struct rxpa_sample *s)
{
	const struct rxpa_layout *l = layout_of(q);
	struct rxpa_slot slot;
	struct page *page;
	int tries, held, order;
	u32 at;

	if (!(l->can & RXPA_CAN_WALK) || !s->held)
		return;
	for (tries = 0; tries < QUIET_TRIES && !s->has_order; tries++) {
		struct rxpa_ring now;

		if (rxpa_ring_read(l, s->ring.addr, q->port->owner, q->index,
				   &now) || !now.slots)
			return;
		held = rxpa_held(&now.ix);
		if (held <= 0)
			continue;
		at = (now.ix.ntc + held / 2) % now.ix.count;
		if (rxpa_ring_slot(l, &now, at, &slot))
			return;
		page = rxpa_checked_page(slot.page);
		if (!page)
			continue;
		order = rxpa_page_order(page);
		if (order < 0)
			continue;
		smp_rmb(); /* the order, then the check that it is this page's */
		s->order = order;
		s->has_order = rxpa_hot_slot(l, now.slots, at, slot.page);
	}
}

/* The ring is at rest: NAPI, whose @held_max is, does not write it now. */
static void note_held_max(struct rxpa_queue *q, u32 held)
{
	u32 max = READ_ONCE(q->held_max);

	if (held > max)
		cmpxchg(&q->held_max, max, held);
}

static void sample_live(struct rxpa_queue *q, unsigned long addr,
			struct rxpa_sample *s)
{
	bool in_step;

	s->quiet = sample_quiet(q, addr, s);
	if (s->quiet && !rxpa_queue_live(q))
		rxpa_queue_adopt(q, s->held, &s->raw);
	in_step = s->quiet || sample_moment(q, s);
	if (!rxpa_queue_live(q))
		s->state = RXPA_STATE_ADOPTING;
	else if (!s->has_held || !in_step)
		s->state = RXPA_STATE_BUSY;
	else
		s->has_adopted = true;
	s->has_orphaned = s->has_adopted;
	if (s->quiet)
		note_held_max(q, s->held);
	sample_order(q, s);
}

static bool still_empty(const struct rxpa_queue *q, const struct rxpa_sample *s)
{
	struct rxpa_rings rings;
	struct rxpa_ring again;
	unsigned long addr;

	if (s->has_ring)
		return !rxpa_ring_read(layout_of(q), s->ring.addr,
				       q->port->owner, q->index, &again) &&
		       again.slots == s->ring.slots && again.xsk == s->ring.xsk;
	rxpa_rings_find(q->port, &rings);
	return rxpa_rings_at(q, &rings, &addr) == -ENXIO;
}

/* A ring without buffers, or none at all, holds nothing. */
static void sample_empty(struct rxpa_queue *q, struct rxpa_sample *s,
			 const char *state)
{
	smp_rmb(); /* the ring is empty; then what was counted before that */
	rxpa_events_read(q, &s->raw);
	smp_rmb(); /* the events, then: is it still empty? */
	if (!still_empty(q, s)) {
		s->state = RXPA_STATE_BUSY;
		return;
	}
	s->state = state;
	s->has_held = true;
	s->quiet = true;
	if (!rxpa_queue_live(q))
		rxpa_queue_adopt(q, 0, &s->raw);
	s->has_adopted = true;
	s->has_orphaned = true;
}

static void sample_ring(struct rxpa_queue *q, const struct rxpa_rings *rings,
			struct rxpa_sample *s)
{
	unsigned long addr;
	int err;

	err = rxpa_rings_at(q, rings, &addr);
	if (err == -ENXIO) {
		sample_empty(q, s, RXPA_STATE_GONE);
		return;
	}
	if (err || rxpa_ring_read(layout_of(q), addr, q->port->owner, q->index,
				  &s->ring)) {
		s->state = RXPA_STATE_BAD;
		return;
	}
	s->has_ring = true;
	if (s->ring.xsk)
		sample_empty(q, s, RXPA_STATE_XSK);
	else if (!s->ring.slots)
		sample_empty(q, s, RXPA_STATE_DOWN);
	else
		sample_live(q, addr, s);
}

/*
 * Events ever, as events since t0; and no later sample shows less: a moment that
 * is older than what was shown without it has to wait for a newer one.  Recycled
 * pages that wait for their first refill are known at rest only.
 */
static void since_t0(struct rxpa_queue *q, struct rxpa_sample *s)
{
	q->shown = s->raw;
	q->shown_ix = s->has_orphaned ? s->ring.ix : (struct rxpa_indexes) {};
	q->shown_when = s->when;
	s->raw.failed = atomic64_read(&q->ev.failed);
	s->raw.refills = atomic64_read(&q->ev.refills);
	s->ev.allocated = s->raw.allocated - q->base.allocated;
	s->ev.unmapped = s->raw.unmapped - q->base.unmapped;
	s->ev.released = s->raw.released - q->base.released;
	s->ev.failed = s->raw.failed - q->base.failed;
	s->ev.refills = s->raw.refills - q->base.refills;
	if (!s->quiet || !s->recycled)
		s->recycled = READ_ONCE(q->recycled);
	q->shown_recycled = max(q->shown_recycled, s->recycled);
	s->recycled = q->shown_recycled - q->base_recycled;
	s->adopted = READ_ONCE(q->adopted);
	s->orphaned = s->adopted + rxpa_net_pages(&s->ev) - s->held;
	/* More pages than came: some came unseen, since counting began. */
	if (s->has_orphaned && s->orphaned < 0 &&
	    q->port->driver->trust == RXPA_COUNTING)
		rxpa_driver_bypass(q->port->driver, RXPA_BYPASS_UNSEEN, 0);
}

/**
 * rxpa_sample_queue() - sample one queue
 * @q:		the queue
 * @rings:	its port's rings
 * @s:		where to
 *
 * Context: RTNL held, port not dead, driver armed.  Up to 50 us.
 */
void rxpa_sample_queue(struct rxpa_queue *q, const struct rxpa_rings *rings,
		       struct rxpa_sample *s)
{
	ASSERT_RTNL();
	memset(s, 0, sizeof(*s));
	s->state = RXPA_STATE_OK;
	rxpa_events_read(q, &s->raw);
	sample_ring(q, rings, s);
	if (s->quiet)
		s->when = jiffies;
	since_t0(q, s);
	s->held_max = READ_ONCE(q->held_max);
}
