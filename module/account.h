/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Accounts: a port for each netdev, a queue for each of its rx queues, and the
 * counts that handlers keep for it.  This head tells how events become counts;
 * other rooms point here and do not tell it again.
 *
 * The identity
 *
 *	adopted + allocated - released - held = orphaned
 *
 *   allocated and released are events, held is what the ring's indexes say: two
 *   sources, so that orphaned is 0, or the number of pages the driver lost.
 *
 * Words
 *
 *   t0        from when on a queue's events count: the driver's last restart
 *             (trust.c), which ends arming and also begins counting anew after
 *             events went unseen.  What is between two restarts is an epoch.
 *   moment    a point at which a ring and its counts are in step, so that held
 *             and the events belong together.  There are two kinds: the entry of
 *             the refill function in NAPI (the poll has finished what it was at,
 *             the refill has not begun), noted in @last; and a ring at rest, as a
 *             reader finds it (sample.c).
 *   adopted   pages in the ring at t0.  At any moment since t0 that is
 *             held - allocated + released: the same number whoever computes it.
 *
 * States of a queue
 *
 *   FRESH     no moment since t0, adopted is unknown.  A restart leads here.
 *   LIVE      adopted is known.  rxpa_queue_adopt() leads here: from the refill
 *             in NAPI, or from a reader that finds the ring at rest.
 *
 *   Besides, a queue is in NAPI's hands, where @last is the newest moment, or in
 *   a task's (@task_ring is set), where @last is out of date: ifup, ifdown, reset
 *   and ethtool fill and empty rings in process context.  rxpa_queue_take() leads
 *   there, NAPI's next refill back.  i40e and ice even fill a second ring of the
 *   queue while its NAPI still runs (i40e_set_ringparam()).
 *
 * Who writes what
 *
 *   NAPI      the poll that owns the ring, and the refill it calls: @last, @seq,
 *             @recycled, @held_max, @ring, @cpu, plainly: nobody else does.
 *   tasks     @task_ring and @task_ntc.  Where a task works on NAPI's own ring,
 *             NAPI is disabled, and the task may write @recycled.
 *   all       @ev, which is atomic; @slow; @cursor, a hint.
 *   readers   the rest, under RTNL.
 *
 * The running check
 *
 *   Between two refills in NAPI next_to_use has moved on by the pages that had
 *   been recycled and by those that the refill allocated.  If it moved further,
 *   pages came that no probe saw: other text than the probed one fills the ring
 *   (refill.c, trust.c).
 *
 * Lifetime
 *
 *   Ports are created, hashed, unhashed and marked dead under RTNL; handlers
 *   find them under RCU.  A port is freed after it was unhashed, no CPU or task
 *   points at its queues (frame.h), and a grace period went by (watch.c).
 */
#ifndef RXPA_ACCOUNT_H
#define RXPA_ACCOUNT_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/hash.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/rculist.h>
#include <linux/seqlock.h>

#include "ring.h"

struct dentry;
struct module;
struct rxpa_driver;

/* A netdev's name, ":ns" and an inode number. */
#define RXPA_NAME	(IFNAMSIZ + 16)

/* Monotonic counts of events, as they are read. */
struct rxpa_events {
	u64 allocated;	/* the allocation call returned a page */
	u64 unmapped;	/* ... which the refill freed: DMA mapping failed */
	u64 released;	/* the driver dropped its bias */
	u64 failed;	/* refills that ended short */
	u64 refills;
};

/* The same as they are counted. */
struct rxpa_counts {
	atomic64_t allocated, unmapped, released, failed, refills;
};

/**
 * struct rxpa_moment - see "Words"
 * @ix:		indexes of the ring
 * @allocated:	events by then
 * @unmapped:	likewise
 * @released:	likewise
 * @when:	jiffies
 */
struct rxpa_moment {
	struct rxpa_indexes ix;
	u64 allocated;
	u64 unmapped;
	u64 released;
	unsigned long when;
};

/**
 * struct rxpa_queue - the account of one rx queue
 * @port:	its port
 * @index:	its number
 * @adopted:	pages in the ring at t0, valid while the queue is LIVE
 * @epoch:	of @adopted; the queue is LIVE while it is the driver's.  Stored
 *		with release after @adopted, loaded with acquire
 * @base:	events at t0
 * @base_recycled: @recycled at t0
 * @base_seq:	@seq at t0: a moment with none later is of before t0
 * @shown:	events of the last sample, so that no reader sees less later
 * @shown_ix:	its indexes; zeros if they and @shown were not in step
 * @shown_recycled: @recycled of the last sample
 * @shown_when:	when that was, in jiffies
 * @slow:	NAPI's next refill takes its slow path
 * @seq:	around @last; 0 before the first
 * @ring:	the ring last seen for it; only a hint, checked before use
 * @cpu:	where NAPI refilled last; -1 before the first time
 * @held_max:	high-water mark of held
 * @cursor:	slot at which the next release is expected
 * @last:	the last moment that NAPI noted
 * @recycled:	pages given back to the ring, but for those that wait for their
 *		first refill: NAPI counts them at its entry
 * @ev:		events
 * @task_ring:	ring that a task has filled or emptied since NAPI's last refill.
 *		May be one that will replace @ring (i40e_set_ringparam()) or never
 *		will (self-test); NAPI forgets that one when its slots are gone
 * @task_ntc:	its next_to_clean then
 */
struct rxpa_queue {
	struct rxpa_port *port;
	u32 index;
	u32 epoch;
	s64 adopted;
	struct rxpa_events base;
	u64 base_recycled;
	unsigned int base_seq;
	struct rxpa_events shown;
	struct rxpa_indexes shown_ix;
	u64 shown_recycled;
	unsigned long shown_when;

	bool slow ____cacheline_aligned;
	seqcount_t seq;
	unsigned long ring;
	int cpu;
	u32 held_max;
	u32 cursor;
	struct rxpa_moment last;
	u64 recycled;

	struct rxpa_counts ev ____cacheline_aligned;
	unsigned long task_ring;
	u32 task_ntc;
} ____cacheline_aligned;

/**
 * struct rxpa_port - the account of one netdev
 * @netdev:	the netdev; to be followed under RTNL and while not @dead
 * @driver:	what drives it
 * @id:		its number among all ports that ever were, in order of @list
 * @owner:	what its rings name as their owner; set before it is hashed
 * @hash:	in the table that handlers search; RCU
 * @list:	in rxpa_ports; RTNL
 * @hashed:	handlers can find it; RTNL
 * @dead:	the netdev is gone; RTNL
 * @file:	its file, or NULL; rxpa_watch_mutex
 * @walk:	its walk's file, or NULL; rxpa_watch_mutex
 * @name:	the name of @file, "" without one; rxpa_watch_mutex
 * @want:	the name it should have; rxpa_watch_mutex
 * @refused:	debugfs refused it files just now; rxpa_watch_mutex
 * @nr:		queues
 * @queue:	the queues
 */
struct rxpa_port {
	struct net_device *netdev;
	struct rxpa_driver *driver;
	u64 id;
	unsigned long owner;
	struct hlist_node hash;
	struct list_head list;
	bool hashed;
	bool dead;
	struct dentry *file;
	struct dentry *walk;
	char name[RXPA_NAME];
	char want[RXPA_NAME];
	bool refused;
	u32 nr;
	struct rxpa_queue queue[];
};

/* All ports; RTNL. */
extern struct list_head rxpa_ports;

/* Those that handlers can find, by owner; RCU. */
#define RXPA_PORT_BITS	6
extern struct hlist_head rxpa_port_table[1 << RXPA_PORT_BITS];

static inline struct hlist_head *rxpa_port_bucket(unsigned long owner)
{
	return &rxpa_port_table[hash_long(owner, RXPA_PORT_BITS)];
}

/**
 * rxpa_queue_find() - the account of a ring that the driver is working on
 * @l:		the driver's layout
 * @ring:	first argument of the driver's function
 *
 * A ring is known by the owner and the queue index that it names, not by its
 * address: addresses come and go with ethtool -G and -L.
 *
 * Context: handlers, preemption off.
 * Return: the queue, or NULL for a ring that is not watched.
 */
static __always_inline struct rxpa_queue *
rxpa_queue_find(const struct rxpa_layout *l, unsigned long ring)
{
	struct rxpa_port *port;
	unsigned long owner;
	u32 index;

	if (!rxpa_hot_pointer(ring + l->field[RXPA_RING_OWNER].off, &owner) ||
	    !rxpa_hot_int(l, ring, RXPA_RING_INDEX, &index))
		return NULL;
	hlist_for_each_entry_rcu(port, rxpa_port_bucket(owner), hash)
		if (port->owner == owner)
			return index < port->nr ? &port->queue[index] : NULL;
	return NULL;
}

struct rxpa_port *rxpa_port_new(struct net_device *dev,
				struct rxpa_driver *driver);
void rxpa_port_free(struct rxpa_port *port);
void rxpa_port_hash(struct rxpa_port *port);
void rxpa_port_unhash(struct rxpa_port *port);
struct rxpa_port *rxpa_port_of(const struct net_device *dev);
struct rxpa_port *rxpa_port_by_id(u64 id);
bool rxpa_port_readable(const struct rxpa_port *port);
void rxpa_port_name(const struct rxpa_port *port, char *buf, size_t size);
struct rxpa_driver *rxpa_driver_of(const struct net_device *dev);
const struct module *rxpa_module_of(const struct net_device *dev);
int rxpa_node_of(const struct net_device *dev);

void rxpa_queue_take(struct rxpa_queue *q, unsigned long ring, u32 ntc);
void rxpa_queue_restart(struct rxpa_queue *q);
bool rxpa_queue_live(const struct rxpa_queue *q);
void rxpa_queue_adopt(struct rxpa_queue *q, u32 held,
		      const struct rxpa_events *ev);
void rxpa_events_read(struct rxpa_queue *q, struct rxpa_events *ev);
bool rxpa_moment_read(struct rxpa_queue *q, struct rxpa_moment *moment);

/**
 * rxpa_count() - one event of a queue
 * @count:	in its @ev
 * @soft:	in NAPI context
 *
 * Context: handlers, preemption off.
 */
static __always_inline void rxpa_count(atomic64_t *count, bool soft)
{
	if (!soft)
		smp_mb__before_atomic(); /* after @task_ring; pairs with its readers */
	atomic64_inc(count);
	if (!soft)
		smp_mb__after_atomic(); /* before the ring's slots are gone */
}

/* Pages that came in and stayed in, and pages that left. */
static inline s64 rxpa_net_pages(const struct rxpa_events *ev)
{
	return ev->allocated - ev->unmapped - ev->released;
}

#endif /* RXPA_ACCOUNT_H */
