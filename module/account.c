// SPDX-License-Identifier: GPL-2.0
/*
 * Accounts of ports and queues; account.h says who writes what and why the
 * identity holds.
 */
#include <linux/mm.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>

#include "account.h"
#include "driver.h"

LIST_HEAD(rxpa_ports);
struct hlist_head rxpa_port_table[1 << RXPA_PORT_BITS];

/*
 * How far ahead of the clean index a release may be.  Drivers that finish a
 * frame of several buffers in one go, or keep the index in a register for the
 * whole poll, work a NAPI budget of frames ahead.
 */
#define RELEASE_WINDOW	256

/**
 * rxpa_port_new() - an account for a netdev, not yet visible to handlers
 * @dev:	the netdev
 * @driver:	what drives it
 *
 * Context: RTNL held; may sleep.
 * Return: the port, or NULL when memory is short.
 */
struct rxpa_port *rxpa_port_new(struct net_device *dev,
				struct rxpa_driver *driver)
{
	struct rxpa_port *port;
	u32 nr = dev->num_rx_queues;
	u32 i;

	ASSERT_RTNL();
	port = kvzalloc(struct_size(port, queue, nr), GFP_KERNEL);
	if (!port)
		return NULL;
	port->netdev = dev;
	port->driver = driver;
	port->nr = nr;
	for (i = 0; i < nr; i++) {
		port->queue[i].port = port;
		port->queue[i].index = i;
		port->queue[i].slow = true;
	}
	return port;
}

/**
 * rxpa_port_free() - free a port that nobody can reach
 * @port:	unhashed, forgotten by all frames, without files
 *
 * Context: may sleep.
 */
void rxpa_port_free(struct rxpa_port *port)
{
	WARN_ON_ONCE(port->hashed || port->file || port->walk);
	kvfree(port);
}

/**
 * rxpa_port_hash() - let handlers find a port: t0 of its queues
 * @port:	the port, its @owner set
 *
 * Context: RTNL held.
 */
void rxpa_port_hash(struct rxpa_port *port)
{
	ASSERT_RTNL();
	if (port->hashed)
		return;
	port->hashed = true;
	hlist_add_head_rcu(&port->hash, rxpa_port_bucket(port->owner));
}

/**
 * rxpa_port_unhash() - hide a port from handlers that start from now on
 * @port:	the port
 *
 * Context: RTNL held.
 */
void rxpa_port_unhash(struct rxpa_port *port)
{
	ASSERT_RTNL();
	if (!port->hashed)
		return;
	port->hashed = false;
	hlist_del_rcu(&port->hash);
}

/**
 * rxpa_queue_live() - is @adopted known for the epoch we are in?
 * @q:		the queue
 *
 * Context: any.
 */
bool rxpa_queue_live(const struct rxpa_queue *q)
{
	/* pairs with rxpa_queue_adopt() */
	return smp_load_acquire(&q->epoch) == READ_ONCE(q->port->driver->epoch);
}

/**
 * rxpa_queue_adopt() - fix what was in the ring at t0
 * @q:		the queue
 * @held:	pages in its ring, at a moment at which ring and counters were in
 *		step
 * @ev:		the events of that moment: those of now may be more
 *
 * Two callers at once store the same number: see "The identity" in account.h.
 * A caller that is overtaken by rxpa_queue_restart() stores an old epoch, and
 * the queue is not live.
 *
 * Context: the NAPI that owns the ring, or RTNL with the ring at rest.
 */
void rxpa_queue_adopt(struct rxpa_queue *q, u32 held,
		      const struct rxpa_events *ev)
{
	/* pairs with restart() in trust.c, which stores @base before */
	u32 epoch = smp_load_acquire(&q->port->driver->epoch);
	s64 base;

	/* A restart may be writing @base: then the epoch above is an old one. */
	base = data_race(rxpa_net_pages(&q->base));
	WRITE_ONCE(q->adopted, held - rxpa_net_pages(ev) + base);
	smp_store_release(&q->epoch, epoch); /* after @adopted */
}

/**
 * rxpa_queue_restart() - let t0 be now
 * @q:		the queue
 *
 * The next refill or reader adopts what is in the ring.
 *
 * Context: RTNL held; the caller begins the driver's next epoch afterwards.
 */
void rxpa_queue_restart(struct rxpa_queue *q)
{
	rxpa_events_read(q, &q->base);
	q->base_recycled = max(READ_ONCE(q->recycled), q->shown_recycled);
	smp_rmb(); /* what NAPI notes from here on has no fewer events */
	q->base_seq = raw_read_seqcount(&q->seq);
}

static u64 both(const u64 *soft, const atomic64_t *task)
{
	return READ_ONCE(*soft) + atomic64_read(task);
}

/**
 * rxpa_events_read() - all events of a queue
 * @q:		the queue
 * @ev:		where to; one moment only if nothing happens meanwhile
 *
 * Context: any.
 */
void rxpa_events_read(struct rxpa_queue *q, struct rxpa_events *ev)
{
	ev->unmapped = both(&q->soft.unmapped, &q->task.unmapped);
	smp_rmb(); /* each was allocated before */
	ev->allocated = both(&q->soft.allocated, &q->task.allocated);
	ev->released = both(&q->soft.released, &q->task.released);
	ev->failed = both(&q->soft.failed, &q->task.failed);
	ev->refills = both(&q->soft.refills, &q->task.refills);
}

/**
 * rxpa_moment_read() - the last refill in NAPI context, untorn
 * @q:		the queue
 * @moment:	where to
 *
 * Context: RTNL held.  A handful of tries, since the writer needs nanoseconds.
 * Return: false when there was none since t0 or the writer was always in the way.
 */
bool rxpa_moment_read(struct rxpa_queue *q, struct rxpa_moment *moment)
{
	unsigned int seq;
	int tries;

	for (tries = 0; tries < 16; tries++) {
		seq = raw_seqcount_begin(&q->seq);
		*moment = q->last;
		if (!read_seqcount_retry(&q->seq, seq))
			return seq - q->base_seq >= 2; /* begun after it */
		cpu_relax();
	}
	return false;
}

/*
 * A ring seen for a queue, if it still is its ring and has slots.  The address
 * may be stale, but it was a ring's once, so guarded loads will do; @slots is
 * checked when it is followed.
 */
static bool ring_of(const struct rxpa_queue *q, const struct rxpa_layout *l,
		    unsigned long addr, struct rxpa_ring *ring)
{
	unsigned long owner;
	u32 index;

	return addr &&
	       rxpa_hot_pointer(l, addr, RXPA_RING_OWNER, &owner) &&
	       owner == q->port->owner &&
	       rxpa_hot_field(l, addr, RXPA_RING_INDEX, &index) &&
	       index == q->index &&
	       rxpa_hot_field(l, addr, RXPA_RING_COUNT, &ring->ix.count) &&
	       rxpa_hot_field(l, addr, RXPA_RING_NTU, &ring->ix.ntu) &&
	       rxpa_hot_field(l, addr, RXPA_RING_NTC, &ring->ix.ntc) &&
	       rxpa_hot_field(l, addr, RXPA_RING_NTA, &ring->ix.nta) &&
	       rxpa_hot_pointer(l, addr, RXPA_RING_SLOTS, &ring->slots) &&
	       ring->slots && rxpa_indexes_sane(&ring->ix);
}

/* Is it in slot @at?  Then the next release is expected one further. */
static bool slot_holds(struct rxpa_queue *q, const struct rxpa_layout *l,
		       const struct rxpa_ring *ring, u32 at, unsigned long page)
{
	if (!rxpa_ring_has_page(l, ring, at, page))
		return false;
	WRITE_ONCE(q->cursor, at + 1 < ring->ix.count ? at + 1 : 0);
	return true;
}

static bool ring_holds(struct rxpa_queue *q, const struct rxpa_layout *l,
		       unsigned long addr, unsigned long page, bool wide)
{
	struct rxpa_ring ring;
	u32 i, n, at;
	int held;

	if (!ring_of(q, l, addr, &ring))
		return false;
	held = rxpa_held(&ring.ix);
	if (!held)
		return false;
	n = held < 0 ? ring.ix.count : held;
	if (slot_holds(q, l, &ring, ring.ix.ntc, page))
		return true;
	at = READ_ONCE(q->cursor);
	if (at < ring.ix.count && rxpa_span(ring.ix.ntc, at, ring.ix.count) < n &&
	    slot_holds(q, l, &ring, at, page))
		return true;
	n = min_t(u32, n, wide ? RELEASE_WINDOW : 1);
	for (i = 1; i < n; i++) {
		at = (ring.ix.ntc + i) % ring.ix.count;
		if (slot_holds(q, l, &ring, at, page))
			return true;
	}
	return false;
}

/**
 * rxpa_queue_has_ring() - is a ring that was seen for a queue still one of it?
 * @q:		the queue
 * @ring:	the ring
 *
 * Context: any.
 * Return: false when it is another's by now, or has no slots any more.
 */
bool rxpa_queue_has_ring(const struct rxpa_queue *q, unsigned long ring)
{
	struct rxpa_ring unused;

	return ring_of(q, &q->port->driver->layout, ring, &unused);
}

/**
 * rxpa_queue_holds() - is this page in a live slot of the queue's ring?
 * @q:		the queue
 * @l:		the driver's layout, with RXPA_CAN_WALK
 * @page:	the page that is being released
 * @wide:	look RELEASE_WINDOW slots ahead, not only at the clean index
 *
 * A page sits in one slot of one ring, and slots that hold none may still show
 * a stale pointer, so only live slots count.  A ring that a task has just
 * filled, and that NAPI has not refilled yet, is known as @task_ring only.
 *
 * Context: handlers.
 */
bool rxpa_queue_holds(struct rxpa_queue *q, const struct rxpa_layout *l,
		      unsigned long page, bool wide)
{
	unsigned long ring = READ_ONCE(q->ring);
	unsigned long task_ring = READ_ONCE(q->task_ring);

	if (ring && ring_holds(q, l, ring, page, wide))
		return true;
	return task_ring && task_ring != ring &&
	       ring_holds(q, l, task_ring, page, wide);
}

/**
 * rxpa_queue_by_page() - which queue of a driver holds this page?
 * @driver:	the driver
 * @l:		its layout, with RXPA_CAN_WALK
 * @page:	the page that is being released
 * @wide:	as for rxpa_queue_holds()
 *
 * Context: handlers, preemption off.
 * Return: the queue, or NULL.
 */
struct rxpa_queue *rxpa_queue_by_page(struct rxpa_driver *driver,
				      const struct rxpa_layout *l,
				      unsigned long page, bool wide)
{
	struct rxpa_port *port;
	u32 b, i;

	for (b = 0; b < ARRAY_SIZE(rxpa_port_table); b++) {
		hlist_for_each_entry_rcu(port, &rxpa_port_table[b], hash) {
			if (port->driver != driver)
				continue;
			for (i = 0; i < port->nr; i++)
				if (rxpa_queue_holds(&port->queue[i], l, page,
						     wide))
					return &port->queue[i];
		}
	}
	return NULL;
}
