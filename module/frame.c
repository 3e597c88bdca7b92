// SPDX-License-Identifier: GPL-2.0
/* Frames of running refill and clean functions; see frame.h. */
#include <linux/atomic.h>
#include <linux/hash.h>
#include <linux/sched.h>

#include "frame.h"

/* Tasks that fill or empty rings at the same time, by a hash of the task. */
#define TASK_BITS	5
#define TASK_WAYS	8

/**
 * struct task_frame - what a task is working on
 * @task:	owner; only compared, never followed.  Claimed by cmpxchg; the
 *		other members are the owner's
 * @stamp:	when it was entered, to find the stalest
 * @frame:	the frame
 */
struct task_frame {
	struct task_struct *task;
	u32 stamp;
	struct rxpa_frame frame;
};

DEFINE_PER_CPU(struct rxpa_frame, rxpa_cpu_frame);
static struct task_frame task_frames[TASK_WAYS << TASK_BITS];
static atomic_t task_stamp;

static struct task_frame *task_bucket(void)
{
	return &task_frames[hash_ptr(current, TASK_BITS) * TASK_WAYS];
}

static struct task_frame *task_frame_of_current(void)
{
	struct task_frame *f = task_bucket();
	int i;

	for (i = 0; i < TASK_WAYS; i++)
		if (READ_ONCE(f[i].task) == current)
			return &f[i];
	return NULL;
}

/* The task's own frame, or the one that nobody entered for the longest. */
static struct task_frame *task_frame_claim(u32 now)
{
	struct task_frame *f = task_frame_of_current();
	struct task_frame *bucket = task_bucket();
	struct task_struct *owner;
	int i, tries;

	for (tries = 0; !f && tries < TASK_WAYS; tries++) {
		struct task_frame *old = &bucket[0];

		for (i = 1; i < TASK_WAYS; i++)
			if (now - READ_ONCE(bucket[i].stamp) >
			    now - READ_ONCE(old->stamp))
				old = &bucket[i];
		owner = READ_ONCE(old->task);
		if (cmpxchg(&old->task, owner, current) == owner)
			f = old;
	}
	return f;
}

/**
 * rxpa_frame_enter_task() - rxpa_frame_enter() where frames go by task
 * @q:		the ring's queue, or NULL when the ring is not watched
 * @sp:		stack pointer at the function's entry
 * @clean:	the ring, if it is being emptied, else 0
 *
 * Context: entry probes, preemption off.
 */
void rxpa_frame_enter_task(struct rxpa_queue *q, unsigned long sp,
			   unsigned long clean)
{
	u32 now = atomic_inc_return(&task_stamp);
	struct task_frame *f = task_frame_claim(now);

	if (!f)
		return;
	WRITE_ONCE(f->stamp, now);
	WRITE_ONCE(f->frame.sp, sp);
	WRITE_ONCE(f->frame.queue, q);
	WRITE_ONCE(f->frame.clean, clean);
}

/**
 * rxpa_frame_of_task() - the frame that the current task entered last
 *
 * Context: handlers, preemption off.
 * Return: the frame, or NULL.
 */
const struct rxpa_frame *rxpa_frame_of_task(void)
{
	const struct task_frame *f = task_frame_of_current();

	return f ? &f->frame : NULL;
}

/**
 * rxpa_queue_forget() - clear a pointer if it leads to one of some queues
 * @slot:	the pointer, which a handler may write at the same time
 * @first:	first queue
 * @end:	end of them
 *
 * Context: any.
 */
void rxpa_queue_forget(struct rxpa_queue **slot, const struct rxpa_queue *first,
		       const struct rxpa_queue *end)
{
	struct rxpa_queue *q = READ_ONCE(*slot);

	/* Lost to a handler: then it is another port's queue by now. */
	if (q >= first && q < end)
		cmpxchg(slot, q, NULL);
}

/**
 * rxpa_frame_forget() - drop every frame's pointer to some queues
 * @first:	first queue
 * @end:	end of them
 *
 * When, is told at ports_bury() in watch.c.
 *
 * Context: any.
 */
void rxpa_frame_forget(const struct rxpa_queue *first,
		       const struct rxpa_queue *end)
{
	int i;

	for_each_possible_cpu(i)
		rxpa_queue_forget(per_cpu_ptr(&rxpa_cpu_frame.queue, i), first,
				  end);
	for (i = 0; i < (int)ARRAY_SIZE(task_frames); i++)
		rxpa_queue_forget(&task_frames[i].frame.queue, first, end);
}
