// SPDX-License-Identifier: GPL-2.0
/*
 * What a probe hit means.  Handlers run with preemption off, in softirq or in
 * a task; they allocate nothing, lock nothing, print nothing, and write only
 * to this CPU's frame and to the account of the queue at hand.
 *
 *	entry of refill    see refill.c
 *	entry of clean     note the frame
 *	behind allocation  a page, or NULL: allocated or failed
 *	free in refill     a page that could not be mapped: count it back
 *	drain in clean     released, by the frame
 *	drain elsewhere    released, by the slot that holds the page: the ring
 *	                   itself proves whose page it is, which needs no probe on
 *	                   the poll function
 */
#include "account.h"
#include "events.h"
#include "frame.h"

static int on_clean(struct kprobe *kp, struct pt_regs *regs)
{
	struct rxpa_probe *p = rxpa_hit(kp);
	unsigned long ring = rxpa_arg0(regs);
	struct rxpa_queue *q = rxpa_queue_find(&p->driver->layout, ring);

	if (rxpa_soft_ctx()) {
		rxpa_frame_enter_soft(q, kernel_stack_pointer(regs));
		return 0;
	}
	rxpa_frame_enter_task(q, kernel_stack_pointer(regs));
	if (q)
		rxpa_account_clean(q, p->driver, ring);
	return 0;
}
NOKPROBE_SYMBOL(on_clean);

/* The queue of a call site inside a refill or clean function. */
static struct rxpa_queue *framed(struct rxpa_probe *p, struct pt_regs *regs,
				 bool soft)
{
	struct rxpa_queue *q;

	if (rxpa_frame_find(kernel_stack_pointer(regs), soft, &q))
		return q;
	atomic64_inc(&p->driver->lost);
	return NULL;
}

static int on_alloc(struct kprobe *kp, struct pt_regs *regs)
{
	struct rxpa_probe *p = rxpa_hit(kp);
	bool soft = rxpa_soft_ctx();
	struct rxpa_queue *q = framed(p, regs, soft);

	if (!q)
		return 0;
	if (regs_return_value(regs))
		rxpa_count(&q->soft.allocated, &q->task.allocated, soft);
	else
		rxpa_count(&q->soft.failed, &q->task.failed, soft);
	return 0;
}
NOKPROBE_SYMBOL(on_alloc);

static int on_unmapped(struct kprobe *kp, struct pt_regs *regs)
{
	struct rxpa_probe *p = rxpa_hit(kp);
	bool soft = rxpa_soft_ctx();
	struct rxpa_queue *q = framed(p, regs, soft);

	if (!q)
		return 0;
	rxpa_count(&q->soft.unmapped, &q->task.unmapped, soft);
	rxpa_count(&q->soft.failed, &q->task.failed, soft);
	return 0;
}
NOKPROBE_SYMBOL(on_unmapped);

static int on_teardown(struct kprobe *kp, struct pt_regs *regs)
{
	struct rxpa_probe *p = rxpa_hit(kp);
	bool soft = rxpa_soft_ctx();
	struct rxpa_queue *q = framed(p, regs, soft);

	if (q)
		rxpa_count(&q->soft.released, &q->task.released, soft);
	return 0;
}
NOKPROBE_SYMBOL(on_teardown);

/*
 * The queue that holds a page: most likely the one of the last release here.
 * Sets @searched if all were asked.
 */
static struct rxpa_queue *holder(struct rxpa_driver *d, unsigned long page,
				 bool *searched)
{
	const struct rxpa_layout *l = &d->layout;
	struct rxpa_queue *q = rxpa_frame_hint();
	bool hinted = q && q->port->driver == d;

	*searched = false;
	if (hinted && rxpa_queue_holds(q, l, page, false))
		return q;
	/* Once an event was lost the releases are unknown: save the search. */
	if (rxpa_driver_lost(d))
		return NULL;
	*searched = true;
	if (hinted && rxpa_queue_holds(q, l, page, true))
		return q;
	q = rxpa_queue_by_page(d, l, page, false);
	if (!q)
		q = rxpa_queue_by_page(d, l, page, true);
	if (q)
		rxpa_frame_set_hint(q);
	return q;
}

static int on_drain(struct kprobe *kp, struct pt_regs *regs)
{
	struct rxpa_probe *p = rxpa_hit(kp);
	bool searched, soft = rxpa_soft_ctx();
	struct rxpa_queue *q = holder(p->driver, rxpa_arg0(regs), &searched);

	if (q) {
		if (!soft)
			rxpa_account_drop(q);
		rxpa_count(&q->soft.released, &q->task.released, soft);
	} else if (searched) {
		atomic64_inc(&p->driver->lost);
	} else {
		/* counting may just have begun anew, and it may have a queue */
		atomic64_inc_not_zero(&p->driver->lost);
	}
	return 0;
}
NOKPROBE_SYMBOL(on_drain);

/**
 * rxpa_handler() - what to do when a probe of some kind is hit
 * @kind:	the kind
 *
 * Return: the pre-handler.
 */
kprobe_pre_handler_t rxpa_handler(enum rxpa_probe_kind kind)
{
	static const kprobe_pre_handler_t handler[RXPA_NR_PROBE_KINDS] = {
		[RXPA_PROBE_REFILL]	= rxpa_on_refill,
		[RXPA_PROBE_CLEAN]	= on_clean,
		[RXPA_PROBE_ALLOC]	= on_alloc,
		[RXPA_PROBE_UNMAPPED]	= on_unmapped,
		[RXPA_PROBE_DRAIN]	= on_drain,
		[RXPA_PROBE_TEARDOWN]	= on_teardown,
	};

	return handler[kind];
}
