// SPDX-License-Identifier: GPL-2.0
/* Accounts of ports and queues: the protocol stands in account.h. */
#include <linux/mm.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <net/net_namespace.h>

#include <rxpageacct.h>

#include "account.h"
#include "driver.h"

LIST_HEAD(rxpa_ports);
struct hlist_head rxpa_port_table[1 << RXPA_PORT_BITS];

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
	static u64 last_id; /* RTNL */
	struct rxpa_port *port;
	u32 nr = dev->num_rx_queues;
	u32 i;

	ASSERT_RTNL();
	port = kvzalloc(struct_size(port, queue, nr), GFP_KERNEL);
	if (!port)
		return NULL;
	port->netdev = dev;
	port->driver = driver;
	port->id = ++last_id;
	port->nr = nr;
	for (i = 0; i < nr; i++) {
		port->queue[i].port = port;
		port->queue[i].index = i;
		port->queue[i].slow = true;
		port->queue[i].cpu = -1;
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
 * rxpa_port_hash() - let handlers find a port
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
 * rxpa_port_name() - the name of a port's file
 * @port:	the port, not dead
 * @buf:	where to
 * @size:	of @buf
 *
 * Context: RTNL held.
 */
void rxpa_port_name(const struct rxpa_port *port, char *buf, size_t size)
{
	const struct net *net = dev_net(port->netdev);

	ASSERT_RTNL();
	if (net_eq(net, &init_net))
		scnprintf(buf, size, "%s", port->netdev->name);
	else
		scnprintf(buf, size, "%s" RXPA_NS_SUFFIX "%u",
			  port->netdev->name, net->ns.inum);
}

/**
 * rxpa_port_of() - the account of a netdev
 * @dev:	the netdev
 *
 * Context: RTNL held.
 * Return: the port, or NULL when there is none.
 */
struct rxpa_port *rxpa_port_of(const struct net_device *dev)
{
	struct rxpa_port *port;

	list_for_each_entry(port, &rxpa_ports, list)
		if (port->netdev == dev && !port->dead)
			return port;
	return NULL;
}

/**
 * rxpa_port_by_id() - the port that was made as the @id-th
 * @id:	its @id
 *
 * Context: RTNL held.
 * Return: the port, or NULL when its netdev is gone.
 */
struct rxpa_port *rxpa_port_by_id(u64 id)
{
	struct rxpa_port *port;

	ASSERT_RTNL();
	list_for_each_entry(port, &rxpa_ports, list)
		if (port->id == id)
			return port;
	return NULL;
}

/**
 * rxpa_port_readable() - can its queues be read now?
 * @port:	the port
 *
 * Context: RTNL held.
 */
bool rxpa_port_readable(const struct rxpa_port *port)
{
	return !port->dead && port->hashed &&
	       port->driver->state == RXPA_ARMED;
}

/* --- netdevs and their drivers: RTNL held ----------------------------------- */

/*
 * The device behind a netdev.  i40e gives none to the netdev of a VMDq VSI
 * (i40e_config_netdev()), so there the netdev_ops tell: no other driver has
 * those of a port that is watched.
 */
static const struct device *device_of(const struct net_device *dev)
{
	const struct rxpa_port *port;

	if (dev->dev.parent)
		return dev->dev.parent;
	list_for_each_entry(port, &rxpa_ports, list)
		if (!port->dead && port->netdev->dev.parent &&
		    port->netdev->netdev_ops == dev->netdev_ops)
			return port->netdev->dev.parent;
	return NULL;
}

/**
 * rxpa_module_of() - the module that drives a netdev
 * @dev:	the netdev
 *
 * Context: RTNL held.
 * Return: the module, or NULL for a netdev without a device or whose driver is
 * no module.
 */
const struct module *rxpa_module_of(const struct net_device *dev)
{
	const struct device *device = device_of(dev);
	const struct device_driver *driver = NULL;

	if (device)
		driver = READ_ONCE(device->driver); /* unbinding clears it */
	return driver ? driver->owner : NULL;
}

/**
 * rxpa_node_of() - the NUMA node of a netdev's own device
 * @dev:	the netdev
 *
 * Context: RTNL held.
 * Return: the node, or NUMA_NO_NODE.
 */
int rxpa_node_of(const struct net_device *dev)
{
	return dev->dev.parent ? dev_to_node(dev->dev.parent) : NUMA_NO_NODE;
}

/**
 * rxpa_driver_of() - the driver behind a netdev
 * @dev:	the netdev
 *
 * Context: RTNL held.
 * Return: the driver, or NULL when the table does not know it.
 */
struct rxpa_driver *rxpa_driver_of(const struct net_device *dev)
{
	const struct module *mod = rxpa_module_of(dev);

	return mod ? rxpa_driver_by_name(mod->name) : NULL;
}

/* --- queues ------------------------------------------------------------------ */

/**
 * rxpa_queue_live() - is the queue LIVE?
 * @q:		the queue
 *
 * Context: any.
 */
bool rxpa_queue_live(const struct rxpa_queue *q)
{
	u32 epoch = smp_load_acquire(&q->epoch); /* pairs with rxpa_queue_adopt() */

	return epoch && epoch == READ_ONCE(q->port->driver->epoch);
}

/**
 * rxpa_queue_adopt() - FRESH to LIVE: fix what was in the ring at t0
 * @q:		the queue
 * @held:	pages in its ring at some moment since t0
 * @ev:		the events of that moment: those of now may be more
 *
 * Two callers at once store the same number.  A caller that is overtaken by
 * rxpa_queue_restart() stores an old epoch, and the queue stays FRESH.
 *
 * Context: the NAPI that owns the ring, or RTNL with the ring at rest.
 */
void rxpa_queue_adopt(struct rxpa_queue *q, u32 held,
		      const struct rxpa_events *ev)
{
	/* pairs with trust_restart() in trust.c, which stores @base before */
	u32 epoch = smp_load_acquire(&q->port->driver->epoch);
	s64 base;

	/* A restart may be writing @base: then the epoch above is an old one. */
	base = data_race(rxpa_net_pages(&q->base));
	WRITE_ONCE(q->adopted, held - rxpa_net_pages(ev) + base);
	smp_store_release(&q->epoch, epoch); /* after @adopted */
}

/**
 * rxpa_queue_restart() - to FRESH: let t0 be now
 * @q:		the queue
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

/**
 * rxpa_queue_take() - a task takes a queue into its hands
 * @q:		the queue
 * @ring:	the ring that it is about to fill or to empty; 0: only let NAPI's
 *		next refill look closer
 * @ntc:	its next_to_clean
 *
 * Context: process context, preemption off: handlers.
 */
void rxpa_queue_take(struct rxpa_queue *q, unsigned long ring, u32 ntc)
{
	if (ring) {
		WRITE_ONCE(q->task_ntc, ntc);
		WRITE_ONCE(q->task_ring, ring);
	}
	smp_store_release(&q->slow, true); /* pairs with refill_slow() */
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
	ev->unmapped = atomic64_read(&q->ev.unmapped);
	smp_rmb(); /* each was allocated before */
	ev->allocated = atomic64_read(&q->ev.allocated);
	ev->released = atomic64_read(&q->ev.released);
	ev->failed = atomic64_read(&q->ev.failed);
	ev->refills = atomic64_read(&q->ev.refills);
}

/**
 * rxpa_moment_read() - the last moment that NAPI noted, untorn
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
