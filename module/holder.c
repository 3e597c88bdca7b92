// SPDX-License-Identifier: GPL-2.0
/*
 * Which queue holds a page that is being released?
 *
 * A page sits in one slot of one ring, and slots that hold none may still show a
 * stale pointer, so only live slots count: the slot proves whose page it is.  It
 * is looked for where it is likely first:
 *
 *	the queue that released a page on this CPU last	 \ at next_to_clean and behind
 *	queues that NAPI refilled on this CPU		 / their last release
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

/* Queues that a CPU remembers. */
#define SERVED	32

/**
 * struct rxpa_served - what a CPU's NAPI works on; hints, checked before use
 * @last:	the queue of the last release
 * @nr:		places that are in use; they may be empty
 * @next:	place that is overwritten next
 * @queue:	queues that it has refilled
 */
struct rxpa_served {
	struct rxpa_queue *last;
	u32 nr;
	u32 next;
	struct rxpa_queue *queue[SERVED];
};

static DEFINE_PER_CPU(struct rxpa_served, served);

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

/* Does a ring still name the queue as its own? */
static __always_inline bool ring_is_of(const struct rxpa_queue *q,
				       const struct rxpa_layout *l,
				       unsigned long ring)
{
	unsigned long owner;
	u32 index;

	return rxpa_hot_pointer(ring + l->field[RXPA_RING_OWNER].off, &owner) &&
	       owner == q->port->owner &&
	       rxpa_hot_int(l, ring, RXPA_RING_INDEX, &index) &&
	       index == q->index;
}

/* The next release is expected behind this one. */
static __always_inline void move_cursor(struct rxpa_queue *q, u32 at, u32 count)
{
	WRITE_ONCE(q->cursor, at + 1 < count ? at + 1 : 0);
}

/* Is slot @at, in which the page stands, live, and the ring still the queue's? */
static __always_inline bool slot_counts(struct rxpa_queue *q,
					const struct rxpa_layout *l,
					unsigned long ring, u32 at)
{
	struct rxpa_indexes ix;
	u32 held;

	if (!rxpa_hot_indexes(l, ring, &ix) || at >= ix.count)
		return false;
	/* Torn or contradictory indexes (rxpa_held()) say count or more. */
	held = rxpa_span(ix.ntc, ix.ntu, ix.count) + rxpa_recycled(&ix);
	if (rxpa_span(ix.ntc, at, ix.count) >= held || !ring_is_of(q, l, ring))
		return false;
	move_cursor(q, at, ix.count);
	return true;
}

/*
 * At next_to_clean or, if @cursor, behind the last release: the likeliest places.
 * A ring that does not hold the page, as most in a search, costs a look or two.
 */
static __always_inline bool ring_holds_near(struct rxpa_queue *q,
					    const struct rxpa_layout *l,
					    unsigned long ring,
					    unsigned long page, bool cursor)
{
	unsigned long slots;
	u32 at;

	if (!rxpa_hot_pointer(ring + l->field[RXPA_RING_SLOTS].off, &slots) ||
	    !slots ||
	    !rxpa_hot_u16(ring + l->field[RXPA_RING_NTC].off, &at))
		return false;
	if (!rxpa_hot_slot(l, slots, at, page)) {
		at = READ_ONCE(q->cursor);
		if (!cursor || !rxpa_hot_slot(l, slots, at, page))
			return false;
	}
	return slot_counts(q, l, ring, at);
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
			move_cursor(q, at, ring.ix.count);
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

	if (ring && ring_holds_near(q, l, ring, page, cursor))
		return true;
	return unlikely(task_ring) && task_ring != ring &&
	       ring_holds_near(q, l, task_ring, page, cursor);
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

	if (ring_holds_near(q, l, ring, page, true))
		return true;
	WRITE_ONCE(q->cursor, 0);
	return ring_holds_near(q, l, ring, page, true) ||
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
	return READ_ONCE(this_cpu_ptr(&served)->last);
}

/**
 * rxpa_holder_likely() - rxpa_holder_served() where nothing is out of the way
 * @page:	the page
 * @caller:	who releases it
 *
 * Context: handlers, preemption off.
 * Return: the queue that released a page on this CPU last, if it holds this one as
 * well and @caller is its driver's text; else NULL.
 */
struct rxpa_queue *rxpa_holder_likely(unsigned long page, unsigned long caller)
{
	struct rxpa_queue *q = READ_ONCE(this_cpu_ptr(&served)->last);
	const struct rxpa_driver *d;
	unsigned long ring;

	if (!q)
		return NULL;
	d = q->port->driver;
	ring = READ_ONCE(q->ring);
	return rxpa_driver_text(d, caller) && ring &&
	       ring_holds_near(q, &d->layout, ring, page, true) ? q : NULL;
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
	struct rxpa_served *s = this_cpu_ptr(&served);
	struct rxpa_queue *q = READ_ONCE(s->last);
	u32 i;

	if (likely(q && queue_holds(q, layout_of(q), page, true)))
		return q;
	for (i = 0; i < s->nr; i++) {
		q = READ_ONCE(s->queue[i]);
		if (q && queue_holds(q, layout_of(q), page, true)) {
			WRITE_ONCE(s->last, q);
			return q;
		}
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
	struct rxpa_served *s = this_cpu_ptr(&served);
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
	struct rxpa_served *s = this_cpu_ptr(&served);
	u32 i;

	for (i = 0; i < s->nr; i++)
		if (READ_ONCE(s->queue[i]) == q)
			return;
	if (s->nr < SERVED)
		s->nr++;
	WRITE_ONCE(s->queue[s->next], q);
	s->next = (s->next + 1) % SERVED;
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
		s = per_cpu_ptr(&served, cpu);
		rxpa_queue_forget(&s->last, first, end);
		for (i = 0; i < SERVED; i++)
			rxpa_queue_forget(&s->queue[i], first, end);
	}
}
