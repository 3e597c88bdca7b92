// SPDX-License-Identifier: GPL-2.0
/* Frames of running refill and clean functions; see frame.h. */
#include <linux/atomic.h>
#include <linux/sched.h>

#include "frame.h"

/* A refill or clean function's own stack frame is far smaller than this. */
#define FRAME_REACH	1024

/* Tasks that fill or empty rings at the same time: resets, ifup, ethtool. */
#define TASK_FRAMES	32

/**
 * struct task_frame - what a task is working on
 * @task:	owner; only compared, never followed.  Claimed by cmpxchg; the
 *		other members are the owner's
 * @stamp:	when it was entered, to find the stalest
 * @sp:		stack pointer at entry
 * @queue:	the ring's queue, NULL for a ring that is not watched
 */
struct task_frame {
	struct task_struct *task;
	u32 stamp;
	unsigned long sp;
	struct rxpa_queue *queue;
};

DEFINE_PER_CPU(struct rxpa_cpu_frame, rxpa_cpu_frames);
static struct task_frame task_frames[TASK_FRAMES];
static atomic_t stamp;

static struct task_frame *task_frame_of(const struct task_struct *task)
{
	int i;

	for (i = 0; i < TASK_FRAMES; i++)
		if (READ_ONCE(task_frames[i].task) == task)
			return &task_frames[i];
	return NULL;
}

/* The task's own frame, or the one that nobody entered for the longest. */
static struct task_frame *task_frame_claim(u32 now)
{
	struct task_frame *f = task_frame_of(current);
	struct task_struct *owner;
	int i, tries;

	for (tries = 0; !f && tries < TASK_FRAMES; tries++) {
		struct task_frame *old = &task_frames[0];

		for (i = 1; i < TASK_FRAMES; i++)
			if (now - READ_ONCE(task_frames[i].stamp) >
			    now - READ_ONCE(old->stamp))
				old = &task_frames[i];
		owner = READ_ONCE(old->task);
		if (cmpxchg(&old->task, owner, current) == owner)
			f = old;
	}
	return f;
}

/**
 * rxpa_frame_enter_task() - a refill or clean function begins in a task
 * @q:		its ring's queue, or NULL when the ring is not watched
 * @sp:		stack pointer at its entry
 *
 * Context: entry probes, preemption off.
 */
void rxpa_frame_enter_task(struct rxpa_queue *q, unsigned long sp)
{
	u32 now = atomic_inc_return(&stamp);
	struct task_frame *f = task_frame_claim(now);

	if (!f)
		return;
	WRITE_ONCE(f->stamp, now);
	WRITE_ONCE(f->sp, sp);
	WRITE_ONCE(f->queue, q);
}

/**
 * rxpa_frame_find() - whose call site is this?
 * @sp:		stack pointer at the call site
 * @soft_ctx:	in softirq or with BH off
 * @q:		the queue, NULL for a ring that is not watched
 *
 * Context: call site probes, preemption off.
 * Return: false when no frame fits.
 */
bool rxpa_frame_find(unsigned long sp, bool soft_ctx, struct rxpa_queue **q)
{
	const struct task_frame *f;
	unsigned long entry_sp;

	if (soft_ctx) {
		entry_sp = __this_cpu_read(rxpa_cpu_frames.sp);
		*q = __this_cpu_read(rxpa_cpu_frames.queue);
	} else {
		f = task_frame_of(current);
		if (!f)
			return false;
		entry_sp = READ_ONCE(f->sp);
		*q = READ_ONCE(f->queue);
	}
	return entry_sp - sp < FRAME_REACH;
}

/**
 * rxpa_frame_hint() - the queue that last released a page on this CPU
 *
 * Context: preemption off.
 */
struct rxpa_queue *rxpa_frame_hint(void)
{
	return __this_cpu_read(rxpa_cpu_frames.hint);
}

/**
 * rxpa_frame_set_hint() - remember it
 * @q:	the queue
 *
 * Context: preemption off.
 */
void rxpa_frame_set_hint(struct rxpa_queue *q)
{
	__this_cpu_write(rxpa_cpu_frames.hint, q);
}

static void forget(struct rxpa_queue **slot, const struct rxpa_queue *first,
		   const struct rxpa_queue *end)
{
	struct rxpa_queue *q = READ_ONCE(*slot);

	/* Lost to a handler: then it is another port's queue by now. */
	if (q >= first && q < end)
		cmpxchg(slot, q, NULL);
}

/**
 * rxpa_frame_forget() - drop every pointer to some queues
 * @first:	first queue
 * @end:	end of them
 *
 * Called between two grace periods before the queues are freed: the first lets
 * those handlers finish that found them in the hash, the second those that
 * found them here.
 *
 * Context: any.
 */
void rxpa_frame_forget(const struct rxpa_queue *first,
		       const struct rxpa_queue *end)
{
	int i;

	for_each_possible_cpu(i) {
		forget(per_cpu_ptr(&rxpa_cpu_frames.queue, i), first, end);
		forget(per_cpu_ptr(&rxpa_cpu_frames.hint, i), first, end);
	}
	for (i = 0; i < TASK_FRAMES; i++)
		forget(&task_frames[i].queue, first, end);
}
