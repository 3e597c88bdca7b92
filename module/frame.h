/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Frames: which ring is being refilled or emptied where a call site fires.
 *
 * The refill and the clean function take the ring as their argument; the entry
 * probe notes it here, and the call sites inside look it up.
 *
 *   NAPI    (softirq, or BH off: threaded and busy polling)  One frame a CPU:
 *           nothing else polls on this CPU before BH is on again.
 *   tasks   may sleep and move to another CPU: a few frames, found by task.
 *
 * A frame also keeps the stack pointer at entry.  A call site of that very
 * invocation has a stack pointer just below it; one that has not (an entry
 * probe that missed, a frame overwritten by a refill nested in an interrupt)
 * finds no frame, and the event is counted as lost instead of being given to
 * the wrong queue.
 */
#ifndef RXPA_FRAME_H
#define RXPA_FRAME_H

#include <linux/percpu.h>
#include <linux/types.h>

struct rxpa_queue;

/**
 * struct rxpa_cpu_frame - what this CPU's NAPI is working on
 * @sp:		stack pointer at entry
 * @queue:	the ring's queue, NULL for a ring that is not watched
 * @hint:	queue of the last release on this CPU
 */
struct rxpa_cpu_frame {
	unsigned long sp;
	struct rxpa_queue *queue;
	struct rxpa_queue *hint;
};

DECLARE_PER_CPU(struct rxpa_cpu_frame, rxpa_cpu_frames);

/**
 * rxpa_frame_enter_soft() - a refill or clean function begins in NAPI context
 * @q:		its ring's queue, or NULL when the ring is not watched
 * @sp:		stack pointer at its entry
 *
 * Context: entry probes, preemption off.
 */
static inline void rxpa_frame_enter_soft(struct rxpa_queue *q, unsigned long sp)
{
	__this_cpu_write(rxpa_cpu_frames.sp, sp);
	__this_cpu_write(rxpa_cpu_frames.queue, q);
}

void rxpa_frame_enter_task(struct rxpa_queue *q, unsigned long sp);
bool rxpa_frame_find(unsigned long sp, bool soft_ctx, struct rxpa_queue **q);
struct rxpa_queue *rxpa_frame_hint(void);
void rxpa_frame_set_hint(struct rxpa_queue *q);
void rxpa_frame_forget(const struct rxpa_queue *first,
		       const struct rxpa_queue *end);

#endif /* RXPA_FRAME_H */
