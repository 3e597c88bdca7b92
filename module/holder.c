// SPDX-License-Identifier: GPL-2.0
/*
 * Which queue holds a page that is being released?
 *
 * A page sits in one slot of one ring, and slots that hold none may still show a
 * stale pointer, so only live slots count: the slot proves whose page it is.  It
 * is looked for where it is likely first:
 *
 *	the queue that released a page on this CPU last	 \ at next_to_clean
 *	the one after it				  | and behind their
 *	queues that NAPI refilled on this CPU		 /  last release
 *	all queues of the driver			   at next_to_clean
 *	queues of this CPU, then all			   some slots ahead
 *
 * A handler must not keep a CPU however many queues there are: the search takes
 * BUDGET slots at the most, and what it has not found by then is a missed hit
 * (trust.c).
 */
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/rculist.h>

#include "driver.h"
#include "frame.h"
#include "holder.h"
#include "near.h"

/*
 * How far ahead of next_to_clean a release may be.  Drivers that finish a frame
 * of several buffers in one go, or keep the index in a register for the whole
 * poll, work a NAPI budget of frames ahead.
 */
#define WINDOW		256
#define NAPI_WINDOW	64

/* In slots, nine instructions each; a queue that is looked at costs four. */
#define BUDGET		2000
#define QUEUE_COST	4

DEFINE_PER_CPU(struct rxpa_served, rxpa_served);

static const struct rxpa_layout *layout_of(const struct rxpa_queue *q)
{
	return &q->port->driver->layout;
}

/*
 * A ring that was seen for a queue, if it still is its ring and has slots.  Its
 * memory may be another's by now.
 */
static bool ring_read(const struct rxpa_queue *q, unsigned long addr,
		      struct rxpa_ring *ring)
{
	return !rxpa_ring_read(layout_of(q), addr, q->port->owner, q->index,
			       ring) && ring->slots;
}

/* The same @window slots ahead; *@budget goes down. */
static bool ring_holds_ahead(struct rxpa_queue *q, unsigned long addr,
			     unsigned long page, u32 window, int *budget)
{
	struct rxpa_ring ring;
	u32 i, n, at;
	int held;

	if (!ring_read(q, addr, &ring))
		return false;
	held = rxpa_held(&ring.ix);
	n = min_t(u32, held < 0 ? ring.ix.count : held, window);
	*budget -= n;
	for (i = 0, at = ring.ix.ntc; i < n; i++) {
		if (rxpa_hot_slot(layout_of(q), ring.slots, at, page)) {
			rxpa_near_move(q, at, ring.ix.count);
			return true;
		}
		at = at + 1 < ring.ix.count ? at + 1 : 0;
	}
	return false;
}

/* A ring that only a task has filled so far is known as @task_ring. */
static __always_inline bool queue_holds(struct rxpa_queue *q,
					const struct rxpa_layout *l,
					unsigned long page, bool cursor)
{
	unsigned long ring = READ_ONCE(q->ring);
	unsigned long task_ring = READ_ONCE(q->task_ring);

	if (ring && rxpa_near_ring(q, l, ring, page, cursor))
		return true;
	return unlikely(task_ring) && task_ring != ring &&
	       rxpa_near_ring(q, l, task_ring, page, cursor);
}

static bool queue_holds_ahead(struct rxpa_queue *q, unsigned long page,
			      u32 window, int *budget)
{
	unsigned long ring = READ_ONCE(q->ring);
	unsigned long task_ring = READ_ONCE(q->task_ring);

	if (ring && ring_holds_ahead(q, ring, page, window, budget))
		return true;
	return task_ring && task_ring != ring &&
	       ring_holds_ahead(q, task_ring, page, window, budget);
}

/**
 * rxpa_holder_has_ring() - is a ring that was seen for a queue still one of it?
 * @q:		the queue
 * @ring:	the ring
 *
 * Context: any.
 * Return: false when it is another's by now, or has no slots any more.
 */
bool rxpa_holder_has_ring(const struct rxpa_queue *q, unsigned long ring)
{
	struct rxpa_ring unused;

	return ring_read(q, ring, &unused);
}

/**
 * rxpa_holder_ring() - does a ring that is being emptied hold a page?
 * @q:		its queue
 * @ring:	the ring
 * @page:	the page
 *
 * Clean functions begin at slot 0 or at next_to_clean and go on from there.
 *
 * Context: handlers.
 */
bool rxpa_holder_ring(struct rxpa_queue *q, unsigned long ring,
		      unsigned long page)
{
	const struct rxpa_layout *l = layout_of(q);
	int budget = BUDGET;

	if (rxpa_near_ring(q, l, ring, page, true))
		return true;
	WRITE_ONCE(q->cursor, 0);
	return rxpa_near_ring(q, l, ring, page, true) ||
	       ring_holds_ahead(q, ring, page, BUDGET, &budget);
}

/**
 * rxpa_holder_near() - does a queue hold a page, where that is likely?
 * @q:		the queue
 * @page:	the page
 *
 * Context: handlers.
 */
bool rxpa_holder_near(struct rxpa_queue *q, unsigned long page)
{
	return queue_holds(q, layout_of(q), page, true);
}

/**
 * rxpa_holder_last() - the queue that released a page on this CPU last
 *
 * Context: handlers, preemption off.
 * Return: the queue, or NULL.
 */
struct rxpa_queue *rxpa_holder_last(void)
{
	return READ_ONCE(this_cpu_ptr(&rxpa_served)->last);
}

/* Queues that a CPU serves are often polled in turn. */
static struct rxpa_queue *next_queue(struct rxpa_queue *q)
{
	return q->index + 1 < q->port->nr ? q + 1 : NULL;
}

static struct rxpa_queue *served_now(struct rxpa_served *s,
				     struct rxpa_queue *q, u32 at)
{
	s->at = at;
	WRITE_ONCE(s->last, q);
	return q;
}

/**
 * rxpa_holder_served() - the queue of this CPU that holds a page
 * @page:	the page
 *
 * Context: handlers, preemption off.
 * Return: a queue of any driver, or NULL.
 */
struct rxpa_queue *rxpa_holder_served(unsigned long page)
{
	struct rxpa_served *s = this_cpu_ptr(&rxpa_served);
	struct rxpa_queue *q = READ_ONCE(s->last);
	u32 i, at;

	if (q && queue_holds(q, layout_of(q), page, true))
		return q;
	q = q ? next_queue(q) : NULL;
	if (q && queue_holds(q, layout_of(q), page, true))
		return served_now(s, q, s->at);
	for (i = 0, at = s->at; i < s->nr; i++) {
		at = at + 1 < s->nr ? at + 1 : 0;
		q = READ_ONCE(s->queue[at]);
		if (q && queue_holds(q, layout_of(q), page, true))
			return served_now(s, q, at);
	}
	return NULL;
}

/* Of a port's queues the one that holds a page where that is likely. */
static struct rxpa_queue *search_near(struct rxpa_port *port,
				      const struct rxpa_layout *l,
				      unsigned long page, int *budget)
{
	struct rxpa_queue *q, *end = port->queue + port->nr;

	*budget -= port->nr * QUEUE_COST;
	if (*budget < 0)
		return NULL;
	for (q = port->queue; q < end; q++)
		if (queue_holds(q, l, page, false))
			return q;
	return NULL;
}

/* The same some slots ahead. */
static struct rxpa_queue *search_ahead(struct rxpa_port *port,
				       const struct rxpa_layout *l,
				       unsigned long page, int *budget)
{
	struct rxpa_queue *q, *end = port->queue + port->nr;

	for (q = port->queue; q < end && *budget > 0; q++) {
		*budget -= QUEUE_COST;
		if (queue_holds_ahead(q, page, WINDOW, budget))
			return q;
	}
	return NULL;
}

/* Of all queues of a driver. */
static struct rxpa_queue *
search_ports(const struct rxpa_driver *d, unsigned long page, int *budget,
	     struct rxpa_queue *(*search)(struct rxpa_port *port,
					  const struct rxpa_layout *l,
					  unsigned long page, int *budget))
{
	struct rxpa_queue *q = NULL;
	struct rxpa_port *port;
	u32 b;

	for (b = 0; b < ARRAY_SIZE(rxpa_port_table) && !q; b++)
		hlist_for_each_entry_rcu(port, &rxpa_port_table[b], hash) {
			if (port->driver == d)
				q = search(port, &d->layout, page, budget);
			if (q || *budget <= 0)
				break;
		}
	return q;
}

/**
 * rxpa_holder_search() - the queue of a driver that holds a page
 * @d:		the driver, with RXPA_CAN_WALK
 * @page:	the page, in none of the places that rxpa_holder_served() knows
 *
 * Context: handlers, preemption off.
 * Return: the queue; RXPA_IN_NO_RING when all were asked; RXPA_NOT_SEARCHED when
 * that would have taken too long.
 */
struct rxpa_queue *rxpa_holder_search(const struct rxpa_driver *d,
				      unsigned long page)
{
	struct rxpa_served *s = this_cpu_ptr(&rxpa_served);
	struct rxpa_queue *q;
	int budget = BUDGET;
	u32 i;

	q = READ_ONCE(s->last);
	if (q && q->port->driver == d &&
	    queue_holds_ahead(q, page, NAPI_WINDOW, &budget))
		return q;
	q = search_ports(d, page, &budget, search_near);
	for (i = 0; !q && budget > 0 && i < s->nr; i++) {
		q = READ_ONCE(s->queue[i]);
		if (q && (q->port->driver != d ||
			  !queue_holds_ahead(q, page, NAPI_WINDOW, &budget)))
			q = NULL;
	}
	if (!q)
		q = search_ports(d, page, &budget, search_ahead);
	if (q)
		WRITE_ONCE(s->last, q);
	else if (budget <= 0)
		return RXPA_NOT_SEARCHED;
	return q;
}

/**
 * rxpa_holder_serves() - this CPU's NAPI refills a queue that it did not before
 * @q:	the queue
 *
 * Context: handlers, preemption off.
 */
void rxpa_holder_serves(struct rxpa_queue *q)
{
	struct rxpa_served *s = this_cpu_ptr(&rxpa_served);
	u32 i;

	for (i = 0; i < s->nr; i++)
		if (READ_ONCE(s->queue[i]) == q)
			return;
	if (s->nr < RXPA_SERVED)
		s->nr++;
	WRITE_ONCE(s->queue[s->next], q);
	s->next = (s->next + 1) % RXPA_SERVED;
}

/**
 * rxpa_holder_forget() - drop every CPU's pointer to some queues
 * @first:	first queue
 * @end:	end of them
 *
 * Once is not enough: a handler that found a queue in @queue may note it as @last.
 * See ports_bury() in watch.c.
 *
 * Context: any.
 */
void rxpa_holder_forget(const struct rxpa_queue *first,
			const struct rxpa_queue *end)
{
	struct rxpa_served *s;
	int cpu, i;

	for_each_possible_cpu(cpu) {
		s = per_cpu_ptr(&rxpa_served, cpu);
		rxpa_queue_forget(&s->last, first, end);
		for (i = 0; i < RXPA_SERVED; i++)
			rxpa_queue_forget(&s->queue[i], first, end);
	}
}
