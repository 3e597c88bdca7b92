// SPDX-License-Identifier: GPL-2.0
/*
 * The entry of a refill function: the only probe that fires while pages are
 * recycled, once every 16 or 32 packets, and so the hot path.  Nothing is in
 * flight at this point, so the ring's indexes alone tell by arithmetic what
 * happened since the last visit:
 *
 *	recycled	next_to_alloc - next_to_use: pages put back, not yet posted
 *	held_max	next_to_use - next_to_clean as it was at the last visit: what
 *			was posted right after the last refill, the highest point
 *
 * Everything the rare cases need stands behind one flag, @slow.  No array and
 * no address of a local is used, which keeps the stack protector away.
 */
#include "account.h"
#include "events.h"
#include "frame.h"

static __always_inline bool hot_u16(unsigned long ring, u32 off, u32 *value)
{
	u16 v;

	rxpa_load_nofault(v, (void *)(ring + off), u16, fault);
	*value = v;
	return true;
fault:
	return false;
}

/* The four indexes; in all real drivers they are u16. */
static __always_inline bool hot_indexes(const struct rxpa_driver *d,
					unsigned long ring,
					struct rxpa_indexes *ix)
{
	const struct rxpa_layout *l = &d->layout;

	if (likely(d->u16_indexes))
		return hot_u16(ring, l->field[RXPA_RING_COUNT].off, &ix->count) &&
		       hot_u16(ring, l->field[RXPA_RING_NTU].off, &ix->ntu) &&
		       hot_u16(ring, l->field[RXPA_RING_NTC].off, &ix->ntc) &&
		       hot_u16(ring, l->field[RXPA_RING_NTA].off, &ix->nta);
	return rxpa_hot_field(l, ring, RXPA_RING_COUNT, &ix->count) &&
	       rxpa_hot_field(l, ring, RXPA_RING_NTU, &ix->ntu) &&
	       rxpa_hot_field(l, ring, RXPA_RING_NTC, &ix->ntc) &&
	       rxpa_hot_field(l, ring, RXPA_RING_NTA, &ix->nta);
}

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
	if (rxpa_queue_has_ring(q, other))
		WRITE_ONCE(q->slow, true);
	else
		cmpxchg(&q->task_ring, other, ring); /* then read events */
}

/*
 * The first refill in NAPI context, or the first after a task's, on another
 * ring, or in a new epoch.  Returns the clean index as it was at the refill
 * before this one.
 */
static noinline u32 refill_slow(struct rxpa_queue *q, unsigned long ring,
				struct rxpa_indexes ix, u32 held)
{
	unsigned long task_ring;
	u32 task_ntc, ntc = ix.ntc;
	struct rxpa_events ev;

	smp_store_mb(q->slow, false); /* before looking at what set it */
	WRITE_ONCE(q->ring, ring);
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

/* A moment at which ring and counters are in step, for readers. */
static __always_inline void note_moment(struct rxpa_queue *q,
					struct rxpa_indexes ix)
{
	raw_write_seqcount_begin(&q->seq);
	q->last.ix = ix;
	q->last.allocated = q->soft.allocated;
	q->last.unmapped = q->soft.unmapped;
	q->last.released = q->soft.released;
	raw_write_seqcount_end(&q->seq);
}

/*
 * Context: softirq or BH off, preemption off: the only writer of @q->soft,
 * @q->last and @q->ring (which others write only before the port is hashed).
 */
static __always_inline void account(struct rxpa_queue *q,
				    const struct rxpa_driver *d,
				    unsigned long ring)
{
	struct rxpa_indexes ix;
	u32 held, after, ntc;
	bool slow;

	WRITE_ONCE(q->soft.refills, q->soft.refills + 1);
	if (!hot_indexes(d, ring, &ix) || !rxpa_indexes_sane(&ix))
		return;
	held = rxpa_span(ix.ntc, ix.ntu, ix.count) + rxpa_recycled(&ix);
	if (unlikely(held >= ix.count))
		return;
	slow = READ_ONCE(q->slow) || q->ring != ring ||
	       q->last.ix.count != ix.count;
	ntc = unlikely(slow) ? refill_slow(q, ring, ix, held) : q->last.ix.ntc;

	after = max(held, rxpa_span(ntc, ix.ntu, ix.count));
	if (after > q->held_max)
		WRITE_ONCE(q->held_max, after);
	WRITE_ONCE(q->recycled, q->recycled + rxpa_recycled(&ix));
	note_moment(q, ix);
	/* Only now: without a task's ring, readers believe in @last. */
	if (unlikely(slow))
		cmpxchg(&q->task_ring, ring, 0); /* after @last */
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

/*
 * Context: process context, under RTNL or in a driver's reset; or netpoll.  The
 * ring may be the queue's own or one that will replace it.
 */
static noinline void account_task(struct rxpa_queue *q,
				  const struct rxpa_driver *d,
				  unsigned long ring)
{
	struct rxpa_indexes ix;

	atomic64_inc(&q->task.refills);
	if (!hot_indexes(d, ring, &ix) || !rxpa_indexes_sane(&ix))
		return;
	count_recycled(q, ring, &ix);
	WRITE_ONCE(q->task_ntc, ix.ntc);
	WRITE_ONCE(q->task_ring, ring);
	smp_store_release(&q->slow, true); /* pairs with refill_slow() */
}

/**
 * rxpa_account_clean() - a task is about to empty a ring
 * @q:		its queue
 * @d:		the driver
 * @ring:	the ring
 *
 * The moment that NAPI noted last is out of date from now on.  Another ring than
 * NAPI's is left where it is: its pages are still to be counted out.
 *
 * Context: entry of the clean function in process context, preemption off.
 */
void rxpa_account_clean(struct rxpa_queue *q, const struct rxpa_driver *d,
			unsigned long ring)
{
	struct rxpa_indexes ix;

	if (READ_ONCE(q->ring) == ring) {
		if (hot_indexes(d, ring, &ix) && rxpa_indexes_sane(&ix))
			count_recycled(q, ring, &ix);
		WRITE_ONCE(q->task_ntc, 0);
		WRITE_ONCE(q->task_ring, ring);
	}
	smp_store_release(&q->slow, true); /* pairs with refill_slow() */
}

/**
 * rxpa_account_drop() - a task is about to drop a page
 * @q:		the queue whose ring holds it
 *
 * Where the clean function has no entry of its own (it is inlined), this is all
 * that says that a task is at the ring.
 *
 * Context: a drain in process context, preemption off.
 */
void rxpa_account_drop(struct rxpa_queue *q)
{
	if (READ_ONCE(q->task_ring))
		return;
	WRITE_ONCE(q->task_ntc, 0);
	WRITE_ONCE(q->task_ring, READ_ONCE(q->ring));
	smp_store_release(&q->slow, true); /* pairs with refill_slow() */
}

/**
 * rxpa_on_refill() - a driver's refill function was entered
 * @kp:		the kprobe in a struct rxpa_probe
 * @regs:	registers at the entry
 *
 * Context: softirq or process, preemption off.
 * Return: 0: go on.
 */
int rxpa_on_refill(struct kprobe *kp, struct pt_regs *regs)
{
	const struct rxpa_driver *d = rxpa_hit(kp)->driver;
	unsigned long ring = rxpa_arg0(regs);
	struct rxpa_queue *q = rxpa_queue_find(&d->layout, ring);

	if (likely(rxpa_soft_ctx())) {
		rxpa_frame_enter_soft(q, kernel_stack_pointer(regs));
		if (likely(q))
			account(q, d, ring);
		return 0;
	}
	rxpa_frame_enter_task(q, kernel_stack_pointer(regs));
	if (q)
		account_task(q, d, ring);
	return 0;
}
NOKPROBE_SYMBOL(rxpa_on_refill);
