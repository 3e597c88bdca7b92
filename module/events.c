// SPDX-License-Identifier: GPL-2.0
/*
 * What a probe hit means.  Handlers run with preemption off, in softirq or in
 * a task; they allocate nothing, lock nothing, print nothing, and write only
 * to this CPU's frame and to the account of the queue at hand.
 *
 *	refill     entry of the driver's refill function: refill.c
 *	clean      entry of its clean function: note the frame
 *	alloc      behind the allocation in the refill: a page came, or none
 *	unmapped   free in the refill: a page that could not be mapped
 *	release    entry of __page_frag_cache_drain(), whoever calls it: a page of
 *	           ours leaves if it sits in a live slot.  The ring itself proves
 *	           whose page it is, which needs no probe on the poll function, and
 *	           makes no difference between calls, jumps and patched text
 */
#include "account.h"
#include "events.h"
#include "frame.h"
#include "holder.h"
#include "near.h"

static __always_inline void on_refill(struct rxpa_probe *p, unsigned long ring,
				      unsigned long sp, unsigned long caller)
{
	rxpa_refill(p->driver, ring, sp, caller);
}

static __always_inline void on_clean(struct rxpa_probe *p, unsigned long ring,
				     unsigned long sp, unsigned long caller)
{
	const struct rxpa_layout *l = &p->driver->layout;
	struct rxpa_queue *q = rxpa_queue_find(l, ring);
	bool soft = rxpa_soft_ctx();

	rxpa_frame_enter(q, sp, ring, soft);
	if (q && !soft)
		rxpa_clean_task(q, l, ring);
}

/*
 * A page that the driver releases is in no ring that this CPU knows.  Where it is
 * in none at all, that is a loss, unless the ring is one that is not @watched.
 */
static struct rxpa_queue *release_search(struct rxpa_driver *d,
					 unsigned long page, bool watched)
{
	struct rxpa_queue *q;

	/* Pairs with trust_restart() in trust.c: from then on all ports are hashed. */
	if (smp_load_acquire(&d->trust) == RXPA_WARMING ||
	    !(d->sees & RXPA_SEES_RELEASE))
		return NULL;
	/* Once one was lost the releases are unknown: save the search. */
	if (atomic64_read(&d->lost))
		return NULL;
	q = rxpa_holder_search(d, page);
	if (q != RXPA_NOT_SEARCHED && q != RXPA_IN_NO_RING)
		return q;
	if (watched)
		atomic64_inc(q == RXPA_NOT_SEARCHED ? &d->unframed : &d->lost);
	return NULL;
}

/*
 * Calls of others come here too, once for 32 KiB of their pages: they cost a look
 * at the two queues that this CPU was at last.
 */
static struct rxpa_queue *release_elsewhere(const struct rxpa_frame *f,
					    unsigned long page,
					    unsigned long caller)
{
	struct rxpa_queue *q = f ? READ_ONCE(f->queue) : NULL;

	if (!q || !rxpa_holder_near(q, page)) {
		q = rxpa_holder_last();
		if (!q || !rxpa_holder_near(q, page))
			return NULL;
	}
	rxpa_driver_bypass(q->port->driver, RXPA_BYPASS_DRAIN, caller);
	return q;
}

/* Not by the queue that released a page here last, or not in NAPI. */
static noinline void release_unlikely(unsigned long page, unsigned long sp,
				      unsigned long caller, bool soft)
{
	struct rxpa_driver *d = rxpa_driver_of_text(caller);
	const struct rxpa_frame *f = rxpa_frame_of(soft);
	bool clean = f && f->clean && rxpa_frame_fits(f, sp);
	struct rxpa_queue *of_frame = clean ? READ_ONCE(f->queue) : NULL;
	struct rxpa_queue *q = NULL;

	if (of_frame && rxpa_holder_ring(of_frame, f->clean, page)) {
		q = of_frame;
		if (!d)
			rxpa_driver_bypass(q->port->driver, RXPA_BYPASS_DRAIN,
					   caller);
	}
	if (!q && d)
		q = rxpa_holder_served(page);
	if (!q)
		q = d ? release_search(d, page, !clean || of_frame) :
			release_elsewhere(f, page, caller);
	if (!q)
		return;
	if (!soft && !READ_ONCE(q->task_ring))
		/* its clean function has no entry of its own: it is inlined */
		rxpa_queue_take(q, READ_ONCE(q->ring), 0);
	rxpa_count(&q->ev.released, soft);
}

static __always_inline void on_release(struct rxpa_probe *p, unsigned long page,
				       unsigned long sp, unsigned long caller)
{
	bool soft = rxpa_soft_ctx();
	struct rxpa_queue *q = NULL;

	if (likely(soft))
		q = rxpa_near_likely(page, caller);
	if (likely(q))
		rxpa_count(&q->ev.released, true);
	else
		release_unlikely(page, sp, caller, soft);
}

RXPA_ENTRY(on_refill);
RXPA_ENTRY(on_clean);
RXPA_ENTRY(on_release);

/**
 * rxpa_entry_of() - what to do at the entry of a function
 * @kind:	what the probe watches
 *
 * Return: the handlers, or NULL if that is no entry.
 */
const struct rxpa_entry *rxpa_entry_of(enum rxpa_probe_kind kind)
{
	switch (kind) {
	case RXPA_PROBE_REFILL:
		return &on_refill_entry;
	case RXPA_PROBE_CLEAN:
		return &on_clean_entry;
	case RXPA_PROBE_RELEASE:
		return &on_release_entry;
	default:
		return NULL;
	}
}

/* The queue of a site inside the refill function. */
static __always_inline struct rxpa_queue *queue_of_site(struct rxpa_probe *p,
							struct pt_regs *regs,
							bool soft)
{
	unsigned long sp = kernel_stack_pointer(regs);
	const struct rxpa_frame *f = rxpa_frame_of(soft);

	if (likely(f && rxpa_frame_fits(f, sp)))
		return READ_ONCE(f->queue);
	atomic64_inc(&p->driver->unframed);
	return NULL;
}

static int on_alloc(struct kprobe *kp, struct pt_regs *regs)
{
	struct rxpa_probe *p = rxpa_hit(kp);
	bool soft = rxpa_soft_ctx();
	struct rxpa_queue *q = queue_of_site(p, regs, soft);

	if (q)
		rxpa_count(regs_return_value(regs) ? &q->ev.allocated :
						     &q->ev.failed, soft);
	return 0;
}
NOKPROBE_SYMBOL(on_alloc);

static int on_unmapped(struct kprobe *kp, struct pt_regs *regs)
{
	struct rxpa_probe *p = rxpa_hit(kp);
	bool soft = rxpa_soft_ctx();
	struct rxpa_queue *q = queue_of_site(p, regs, soft);

	if (!q)
		return 0;
	rxpa_count(&q->ev.unmapped, soft);
	rxpa_count(&q->ev.failed, soft);
	return 0;
}
NOKPROBE_SYMBOL(on_unmapped);

/**
 * rxpa_site_of() - what to do at a call inside a function
 * @kind:	what the probe watches
 *
 * Return: the handler, or NULL if that is no site.
 */
kprobe_pre_handler_t rxpa_site_of(enum rxpa_probe_kind kind)
{
	switch (kind) {
	case RXPA_PROBE_ALLOC:
		return on_alloc;
	case RXPA_PROBE_UNMAPPED:
		return on_unmapped;
	default:
		return NULL;
	}
}
