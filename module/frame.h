/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Frames: which ring is being refilled or emptied where a page comes or goes.
 *
 * The refill and the clean function take the ring as their argument; the entry
 * probe notes it here, and what happens inside looks it up.
 *
 *   NAPI    (softirq, or BH off: threaded and busy polling)  One frame a CPU:
 *           nothing else polls on this CPU before BH is on again.  Where that is
 *           not so (RXPA_BH_EXCLUDES), by task as well.
 *   tasks   may sleep and move to another CPU: found by task.
 *
 * A frame also keeps the stack pointer at entry.  What happens in that very
 * invocation has a stack pointer just below it; what has not (an entry probe that
 * missed, a frame overwritten by a refill nested in an interrupt) finds no frame
 * and is a missed hit (trust.c) instead of being given to the wrong queue.
 */
#ifndef RXPA_FRAME_H
#define RXPA_FRAME_H

#include <linux/percpu.h>
#include <linux/types.h>

#include "compat.h"

struct rxpa_queue;

/**
 * struct rxpa_frame - a refill or clean function that runs or has run
 * @sp:		stack pointer at entry
 * @queue:	its ring's queue, NULL for a ring that is not watched
 * @clean:	the ring, if it is being emptied; 0 if it is being filled
 */
struct rxpa_frame {
	unsigned long sp;
	struct rxpa_queue *queue;
	unsigned long clean;
};

DECLARE_PER_CPU(struct rxpa_frame, rxpa_cpu_frame);

/* A refill or clean function's own stack frame is far smaller than this. */
#define RXPA_FRAME_REACH	1024

void rxpa_frame_enter_task(struct rxpa_queue *q, unsigned long sp,
			   unsigned long clean);
const struct rxpa_frame *rxpa_frame_of_task(void);
void rxpa_frame_forget(const struct rxpa_queue *first,
		       const struct rxpa_queue *end);
void rxpa_queue_forget(struct rxpa_queue **slot, const struct rxpa_queue *first,
		       const struct rxpa_queue *end);

/**
 * rxpa_frame_enter() - a refill or clean function begins
 * @q:		its ring's queue, or NULL when the ring is not watched
 * @sp:		stack pointer at its entry
 * @clean:	the ring, if it is being emptied, else 0
 * @soft:	in NAPI context
 *
 * Context: entry probes, preemption off.
 */
static __always_inline void rxpa_frame_enter(struct rxpa_queue *q,
					     unsigned long sp,
					     unsigned long clean, bool soft)
{
	struct rxpa_frame *f = this_cpu_ptr(&rxpa_cpu_frame);

	if (!RXPA_BH_EXCLUDES || !soft) {
		rxpa_frame_enter_task(q, sp, clean);
		return;
	}
	f->sp = sp;
	WRITE_ONCE(f->queue, q);
	f->clean = clean;
}

/**
 * rxpa_frame_of() - the frame that was entered last in this context
 * @soft:	in NAPI context
 *
 * Context: handlers, preemption off.
 * Return: the frame, or NULL.
 */
static __always_inline const struct rxpa_frame *rxpa_frame_of(bool soft)
{
	return RXPA_BH_EXCLUDES && soft ? this_cpu_ptr(&rxpa_cpu_frame) :
					  rxpa_frame_of_task();
}

/* Is @sp, the stack pointer here, in the function that entered the frame? */
static __always_inline bool rxpa_frame_fits(const struct rxpa_frame *f,
					    unsigned long sp)
{
	return READ_ONCE(f->sp) - sp < RXPA_FRAME_REACH;
}

#endif /* RXPA_FRAME_H */
