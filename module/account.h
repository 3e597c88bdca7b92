/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Accounts: a port for each netdev, a queue for each of its rx queues, and
 * the counters that handlers keep for it.
 *
 * Who writes a queue's counters
 *
 *   NAPI     Only the poll that owns the ring (and the refill it calls) writes
 *            @soft and @last, in softirq or with BH off, so no atomic is needed,
 *            and what it wrote itself it may read plainly.
 *   tasks    ifup, ifdown, reset and ethtool fill and empty rings in process
 *            context; i40e and ice even fill a second ring of the same queue
 *            while its NAPI still runs (i40e_set_ringparam()).  They write
 *            @task, which is atomic, for its cost does not matter there.
 *
 * The identity
 *
 *   adopted + allocated - released - held = orphaned
 *
 *   Counting starts at a moment t0: when the port becomes visible to handlers,
 *   or when counting began anew because hits were missed (an epoch, driver.h).
 *   adopted is the number of pages in the ring at t0.  It need not be known at
 *   once: at any later moment at which the ring and its counters are in step,
 *   adopted = held - allocated + released, always the same number, whoever
 *   computes it.  Such moments are the entry of the refill function in NAPI
 *   context (nothing is in flight there) and, for readers, a ring at rest.
 *   Until the first of them the queue is not live: it is adopting.
 *
 * Protects / Ordering
 *
 *   Ports are created, hashed, unhashed and marked dead under RTNL; handlers
 *   find them under RCU.  A port is freed after it was unhashed, no per-CPU
 *   frame points at its queues, and a grace period went by (see watch.c).
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
struct rxpa_driver;

/* A netdev's name, ":ns" and an inode number. */
#define RXPA_NAME	(IFNAMSIZ + 16)

/* Monotonic counts of events. */
struct rxpa_events {
	u64 allocated;	/* the allocation call returned a page */
	u64 unmapped;	/* ... which the refill freed: DMA mapping failed */
	u64 released;	/* the driver dropped its bias */
	u64 failed;	/* refills that ended short */
	u64 refills;
};

/* A moment at which a ring and its NAPI counters were in step. */
struct rxpa_moment {
	struct rxpa_indexes ix;
	u64 allocated;
	u64 unmapped;
	u64 released;
};

/**
 * struct rxpa_queue - the account of one rx queue
 * @port:	its port
 * @index:	its number
 * @ring:	the ring last seen for it; only a hint, checked before use
 * @adopted:	pages in the ring at t0, valid while the queue is live
 * @epoch:	of @adopted; the queue is live while it is the driver's.  Stored
 *		with release after @adopted, loaded with acquire
 * @base:	events at t0, and below pages recycled at t0; under RTNL
 * @base_recycled: see @base
 * @base_seq:	of @seq then: a moment with none later is of before t0; under RTNL
 * @shown:	events of the last sample, so that no reader sees less later
 * @shown_ix:	its indexes; zeros if they and @shown were not in step
 * @shown_recycled: pages recycled by then; all three under RTNL
 * @slow:	the next NAPI refill takes its slow path: set before the first one
 *		and after a task's refill, cleared by NAPI
 * @seq:	around @last; 0 before the first
 * @last:	the last refill in NAPI context, at its entry
 * @held_max:	high-water mark of held that NAPI saw
 * @recycled:	pages given back to the ring, but for those that wait for their
 *		first refill: NAPI counts them at its entry
 * @soft:	events in NAPI context
 * @cursor:	slot at which the next release is expected
 * @task_ring:	ring that a task has filled or emptied since the last NAPI
 *		refill: until then @last is out of date.  May be one that will
 *		replace @ring (i40e_set_ringparam()) or never will (self-test);
 *		NAPI forgets that one when its slots are gone
 * @task_ntc:	its next_to_clean then
 * @task:	events in process context: same order as struct rxpa_events
 * @seen_max:	high-water mark that readers saw; under RTNL
 */
struct rxpa_queue {
	struct rxpa_port *port;
	u32 index;
	unsigned long ring;
	s64 adopted;
	u32 epoch;
	struct rxpa_events base;
	u64 base_recycled;
	unsigned int base_seq;
	struct rxpa_events shown;
	struct rxpa_indexes shown_ix;
	u64 shown_recycled;

	bool slow ____cacheline_aligned;
	seqcount_t seq;
	u32 held_max;
	struct rxpa_moment last;
	u64 recycled;
	struct rxpa_events soft;
	u32 cursor;

	unsigned long task_ring ____cacheline_aligned;
	u32 task_ntc;
	struct {
		atomic64_t allocated, unmapped, released, failed, refills;
	} task;
	u32 seen_max;
} ____cacheline_aligned;

/**
 * struct rxpa_port - the account of one netdev
 * @netdev:	the netdev; to be followed under RTNL and while not @dead
 * @driver:	what drives it
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

	if (!rxpa_hot_pointer(l, ring, RXPA_RING_OWNER, &owner) ||
	    !rxpa_hot_field(l, ring, RXPA_RING_INDEX, &index))
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
bool rxpa_queue_has_ring(const struct rxpa_queue *q, unsigned long ring);
bool rxpa_queue_holds(struct rxpa_queue *q, const struct rxpa_layout *l,
		      unsigned long page, bool wide);
struct rxpa_queue *rxpa_queue_by_page(struct rxpa_driver *driver,
				      const struct rxpa_layout *l,
				      unsigned long page, bool wide);
void rxpa_account_clean(struct rxpa_queue *q, const struct rxpa_driver *d,
			unsigned long ring);
void rxpa_account_drop(struct rxpa_queue *q);
void rxpa_queue_restart(struct rxpa_queue *q);
bool rxpa_queue_live(const struct rxpa_queue *q);
void rxpa_queue_adopt(struct rxpa_queue *q, u32 held,
		      const struct rxpa_events *ev);
void rxpa_events_read(struct rxpa_queue *q, struct rxpa_events *ev);
bool rxpa_moment_read(struct rxpa_queue *q, struct rxpa_moment *moment);

/* One event of a queue, counted where its context may write. */
static inline void rxpa_count(u64 *soft, atomic64_t *task, bool soft_ctx)
{
	if (soft_ctx) {
		WRITE_ONCE(*soft, *soft + 1);
		return;
	}
	smp_mb__before_atomic(); /* after @task_ring; pairs with its readers */
	atomic64_inc(task);
	smp_mb__after_atomic(); /* before the ring's slots are gone */
}

/* Pages that came in and stayed in, and pages that left. */
static inline s64 rxpa_net_pages(const struct rxpa_events *ev)
{
	return ev->allocated - ev->unmapped - ev->released;
}

#endif /* RXPA_ACCOUNT_H */
