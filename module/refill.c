// SPDX-License-Identifier: GPL-2.0
/*
 * The entry of a refill function: the only probe that fires while pages are
 * recycled, once for every so many packets (16 or 32; half a ring's in i40e of
 * 6.4 and later), and so the hot path.  Nothing is in flight at this point, so
 * the ring's indexes alone tell by arithmetic what happened since the last visit:
 *
 *	recycled	next_to_alloc - next_to_use: pages put back, not yet posted
 *	held_max	next_to_use - next_to_clean as it was at the last visit: what
 *			was posted right after the last refill, the highest point
 *
 * and whether pages came that no probe saw ("The running check", account.h).
 * Everything the rare cases need stands behind one flag, @slow.  No array and no
 * address of a local is used, which keeps the stack protector away.
 */
#include <linux/jiffies.h>

#include "account.h"
#include "events.h"
#include "frame.h"
#include "holder.h"

/*
 * Forget a ring that was to replace the queue's own or was for a self-test, once
 * its slots are gone: all its pages have been counted out by then.  Until that
 * is so, look again at every refill.  The queue's own ring takes its place: @last
 * may be as old as what a task did to that one before.
 */
static void forget_other(struct rxpa_queue *q, unsigned long ring)
{
	unsigned long other = READ_ONCE(q->task_ring);

	if (!other || other == ring)
		return;
	if (rxpa_holder_has_ring(q, other))
		WRITE_ONCE(q->slow, true);
	else
		cmpxchg(&q->task_ring, other, ring); /* then read events */
}

/*
 * The first refill in NAPI context, or the first after a task's, on another
 * ring, on another CPU or in a new epoch.  Returns the clean index as it was at
 * the refill before this one.
 */
static noinline u32 refill_slow(struct rxpa_queue *q, unsigned long ring,
				struct rxpa_indexes ix, u32 held)
{
	u32 task_ntc, ntc = ix.ntc;
	unsigned long task_ring;
	struct rxpa_events ev;

	smp_store_mb(q->slow, false); /* before looking at what set it */
	WRITE_ONCE(q->ring, ring);
	q->cpu = smp_processor_id();
	rxpa_holder_serves(q);
	if (READ_ONCE(q->task_ring) == ring) {
		task_ntc = READ_ONCE(q->task_ntc); /* checked, then used */
		if (task_ntc < ix.count)
			ntc = task_ntc;
	}
	forget_other(q, ring);
	rxpa_events_read(q, &ev);
	smp_rmb(); /* the events, then: has a task been at the ring? */
	task_ring = READ_ONCE(q->task_ring);
	/*
	 * While a task fills a ring that is to replace this one, its pages are
	 * in the counters and not in this ring: not in step.
	 */
	if (!rxpa_queue_live(q) && (!task_ring || task_ring == ring))
		rxpa_queue_adopt(q, held, &ev);
	return ntc;
}

/*
 * next_to_use has not moved on as it should have.  Not every difference is a
 * flaw: a refill that fills nothing leaves recycled pages where they are, a page
 * that was allocated and put into no slot is the driver's loss and shows as
 * orphaned, and a task may be filling another ring of the queue.
 */
static noinline void ntu_differs(struct rxpa_queue *q, struct rxpa_driver *d,
				 struct rxpa_indexes ix, u32 came)
{
	const struct rxpa_indexes *last = &q->last.ix;

	if (rxpa_span(last->ntu, ix.ntu, ix.count) <=
	    rxpa_recycled(last) + came)
		return;
	smp_rmb(); /* the events, then: has a task been at a ring? */
	if (!READ_ONCE(q->slow))
		rxpa_driver_bypass(d, RXPA_BYPASS_UNSEEN, 0);
}

/* NAPI refills: the only writer of @last (see account.h). */
static __always_inline void refill_napi(struct rxpa_queue *q,
					struct rxpa_driver *d,
					unsigned long ring)
{
	u64 allocated, unmapped, released;
	struct rxpa_moment *last = &q->last;
	struct rxpa_indexes ix;
	u32 recycled, held, after, ntc, came, expect;
	bool slow;

	atomic64_inc(&q->ev.refills);
	if (unlikely(!rxpa_hot_indexes(&d->layout, ring, &ix)))
		goto skip;
	recycled = rxpa_recycled(&ix);
	held = rxpa_span(ix.ntc, ix.ntu, ix.count) + recycled;
	if (unlikely(held >= ix.count))
		goto skip;
	allocated = atomic64_read(&q->ev.allocated);
	unmapped = atomic64_read(&q->ev.unmapped);
	released = atomic64_read(&q->ev.released);
	slow = READ_ONCE(q->slow) || q->ring != ring ||
	       last->ix.count != ix.count || q->cpu != smp_processor_id();
	if (unlikely(slow)) {
		ntc = refill_slow(q, ring, ix, held);
	} else {
		ntc = last->ix.ntc;
		came = allocated - last->allocated -
		       (unmapped - last->unmapped);
		expect = last->ix.nta + came;
		if (expect >= ix.count)
			expect -= ix.count;
		if (unlikely(expect != ix.ntu))
			ntu_differs(q, d, ix, came);
	}
	after = max(held, rxpa_span(ntc, ix.ntu, ix.count));
	if (after > q->held_max)
		WRITE_ONCE(q->held_max, after);
	if (recycled)
		WRITE_ONCE(q->recycled, q->recycled + recycled);
	raw_write_seqcount_begin(&q->seq);
	last->ix = ix;
	last->allocated = allocated;
	last->unmapped = unmapped;
	last->released = released;
	last->when = jiffies;
	raw_write_seqcount_end(&q->seq);
	/* Only now: in NAPI's hands again, readers believe in @last. */
	if (unlikely(slow))
		cmpxchg(&q->task_ring, ring, 0); /* after @last */
	return;
skip:
	WRITE_ONCE(q->slow, true); /* @last is not of the refill before */
}

/*
 * Pages recycled since the last refill.  Outside of NAPI nobody else writes:
 * NAPI is disabled, or netpoll excludes it.
 */
static void count_recycled(struct rxpa_queue *q, unsigned long ring,
			   const struct rxpa_indexes *ix)
{
	if (READ_ONCE(q->ring) == ring && rxpa_recycled(ix))
		WRITE_ONCE(q->recycled, q->recycled + rxpa_recycled(ix));
}

/* Process context, under RTNL or in a driver's reset; or netpoll. */
static noinline void refill_task(struct rxpa_queue *q,
				 const struct rxpa_driver *d,
				 unsigned long ring)
{
	struct rxpa_indexes ix;

	atomic64_inc(&q->ev.refills);
	if (!rxpa_hot_indexes(&d->layout, ring, &ix))
		return;
	count_recycled(q, ring, &ix);
	rxpa_queue_take(q, ring, ix.ntc);
}

/**
 * rxpa_clean_task() - a task is about to empty a ring
 * @q:		its queue
 * @l:		the driver's layout
 * @ring:	the ring
 *
 * Another ring than NAPI's is left where it is: its pages are still to be
 * counted out.
 *
 * Context: entry of the clean function in process context, preemption off.
 */
void rxpa_clean_task(struct rxpa_queue *q, const struct rxpa_layout *l,
		     unsigned long ring)
{
	struct rxpa_indexes ix;
	bool own = READ_ONCE(q->ring) == ring;

	if (own && rxpa_hot_indexes(l, ring, &ix))
		count_recycled(q, ring, &ix);
	rxpa_queue_take(q, own ? ring : 0, 0);
}

/**
 * rxpa_refill() - a driver's refill function was entered
 * @d:		the driver
 * @ring:	its first argument
 * @sp:		stack pointer at its entry
 * @caller:	where it returns to
 *
 * Context: softirq or process, preemption off.
 */
void rxpa_refill(struct rxpa_driver *d, unsigned long ring, unsigned long sp,
		 unsigned long caller)
{
	struct rxpa_queue *q = rxpa_queue_find(&d->layout, ring);

	if (likely(rxpa_soft_ctx())) {
		rxpa_frame_enter(q, sp, 0, true);
		if (unlikely(!q))
			return;
		if (unlikely(!rxpa_driver_text(d, caller)))
			rxpa_driver_bypass(d, RXPA_BYPASS_REFILL, caller);
		refill_napi(q, d, ring);
		return;
	}
	rxpa_frame_enter(q, sp, 0, false);
	if (q)
		refill_task(q, d, ring);
}
