// SPDX-License-Identifier: GPL-2.0
/*
 * Which drivers and netdevs exist.  Driver, netdev and this module may come
 * and go in any order, also under traffic:
 *
 *   netdev registers     a port is made; hashed at once if its driver is armed,
 *                        else the worker arms the driver and hashes it then
 *   driver is loaded     armed before its init runs, so that the first page of
 *                        its first ring is seen
 *   netdev unregisters   its port is unhashed and buried by the worker
 *   driver is unloaded   disarmed before its text is freed
 *   netdev is renamed,   its files are made anew by the worker; a move looks
 *   moves                like unregister and register, but the netdev stays
 *
 * Locks: rxpa_watch_mutex (arming, files) nests outside RTNL (ports).  Notifiers
 * of netdevs run under RTNL and so never take the mutex; what needs it is left
 * to the worker.  No file is removed under RTNL, since its reader may wait for
 * RTNL.
 *
 * Why no notifier can run after the module is gone: netdevs' are called under
 * RTNL and modules' under their chain's semaphore, and rxpa_watch_stop()
 * unregisters each under the same lock for writing, so that a call that runs is
 * over by then.  The work they may have queued, also while they are unregistered
 * (that replays NETDEV_UNREGISTER), is cancelled after them and waited for.  Later
 * nobody queues any, and clear_all() frees what is left.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/nsproxy.h>
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#include <rxpageacct.h>

#include "account.h"
#include "arm.h"
#include "debugfs.h"
#include "frame.h"
#include "holder.h"
#include "rings.h"
#include "trust.h"
#include "watch.h"

static bool stopping;			/* the worker does nothing any more */

static LIST_HEAD(graves);		/* ports to be freed; RTNL */
static void watch_work(struct work_struct *unused);
static DECLARE_WORK(worker, watch_work);

/* A driver that netdevs need and that nobody has looked at yet, or NULL. */
static struct rxpa_driver *driver_wanted(const struct module **mod)
{
	struct rxpa_driver *d = NULL;
	struct rxpa_port *port;

	rtnl_lock();
	list_for_each_entry(port, &rxpa_ports, list) {
		if (port->dead || port->driver->state != RXPA_ABSENT)
			continue;
		/*
		 * It stays while we hold the mutex, for which its GOING
		 * notifier waits.
		 */
		*mod = rxpa_module_of(port->netdev);
		if (!*mod)
			continue;
		d = port->driver;
		break;
	}
	rtnl_unlock();
	return d;
}

/* --- ports: RTNL held ---------------------------------------------------- */

static void port_start(struct rxpa_port *port)
{
	if (port->dead || port->hashed || port->driver->state != RXPA_ARMED)
		return;
	port->owner = rxpa_owner_of(&port->driver->layout, port->netdev);
	rxpa_port_note_rings(port);
	rxpa_port_hash(port);
}

static struct rxpa_port *port_add(struct net_device *dev)
{
	struct rxpa_driver *d = rxpa_driver_of(dev);
	struct rxpa_port *port;

	if (!d)
		return NULL;
	port = rxpa_port_new(dev, d);
	if (!port) {
		pr_warn("%s: not accounted, no memory for %u queues\n",
			dev->name, dev->num_rx_queues);
		return NULL;
	}
	list_add_tail(&port->list, &rxpa_ports);
	port_start(port);
	return port;
}

static void port_remove(struct rxpa_port *port)
{
	rxpa_port_unhash(port);
	port->dead = true;
	list_move_tail(&port->list, &graves);
}

/* --- the worker ----------------------------------------------------------- */

/* Drop what leads handlers to some ports besides the hash, and wait for them. */
static void ports_forget(struct list_head *dead)
{
	struct rxpa_port *port;

	list_for_each_entry(port, dead, list) {
		rxpa_frame_forget(port->queue, port->queue + port->nr);
		rxpa_holder_forget(port->queue, port->queue + port->nr);
	}
	rxpa_synchronize();
}

/*
 * Free what nobody can reach any more.  The first grace period is for handlers
 * that found a queue in the hash.  Those that found it in a frame or among what
 * their CPU has served are over after the second; they may have noted it as the
 * last to release a page, hence a third (holder.c).
 */
static void ports_bury(struct list_head *dead)
{
	struct rxpa_port *port, *next;

	if (list_empty(dead))
		return;
	rxpa_synchronize();
	ports_forget(dead);
	ports_forget(dead);
	list_for_each_entry_safe(port, next, dead, list) {
		list_del(&port->list);
		rxpa_debugfs_port_remove(port);
		rxpa_port_free(port);
	}
}

/*
 * All netdevs that were there are hashed.  Handlers that began before may not
 * have seen them: they are over after a grace period, and counting begins.
 */
static void begin_counting(void)
{
	bool any = false;
	u32 i;

	for (i = 0; i < rxpa_nr_drivers(); i++)
		any |= rxpa_driver_at(i)->state == RXPA_ARMED &&
		       rxpa_driver_at(i)->trust == RXPA_WARMING;
	if (!any)
		return;
	rxpa_synchronize();
	rtnl_lock();
	for (i = 0; i < rxpa_nr_drivers(); i++)
		if (rxpa_driver_at(i)->state == RXPA_ARMED)
			rxpa_trust_begin(rxpa_driver_at(i));
	rtnl_unlock();
}

static void watch_work(struct work_struct *unused)
{
	const struct module *mod;
	struct rxpa_driver *d;
	struct rxpa_port *port;
	LIST_HEAD(dead);

	mutex_lock(&rxpa_watch_mutex);
	if (stopping)
		goto unlock; /* netdevs may go without our being told */
	while ((d = driver_wanted(&mod)))
		rxpa_driver_arm(d, mod);
	rtnl_lock();
	list_for_each_entry(port, &rxpa_ports, list)
		port_start(port);
	list_splice_init(&graves, &dead);
	rtnl_unlock();
	begin_counting();
	ports_bury(&dead);
	rxpa_debugfs_sync();
unlock:
	mutex_unlock(&rxpa_watch_mutex);
}

/* --- notifiers -------------------------------------------------------------- */

static int on_netdev(struct notifier_block *nb, unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct rxpa_port *port;

	if (event != NETDEV_REGISTER && event != NETDEV_UNREGISTER &&
	    event != NETDEV_CHANGENAME)
		return NOTIFY_DONE;
	port = rxpa_port_of(dev);
	if (!port && event == NETDEV_REGISTER)
		port = port_add(dev);
	if (!port)
		return NOTIFY_DONE; /* nobody of ours: there may be thousands */
	/* A move between namespaces says so too; the netdev stays. */
	if (event == NETDEV_UNREGISTER && dev->reg_state != NETREG_REGISTERED)
		port_remove(port);
	schedule_work(&worker);
	return NOTIFY_DONE;
}

static struct notifier_block netdev_nb = { .notifier_call = on_netdev };

static int on_module(struct notifier_block *nb, unsigned long event, void *ptr)
{
	const struct module *mod = ptr;
	struct rxpa_driver *d = rxpa_driver_by_name(mod->name);

	if (!d || (event != MODULE_STATE_COMING && event != MODULE_STATE_GOING))
		return NOTIFY_DONE;
	mutex_lock(&rxpa_watch_mutex);
	if (event == MODULE_STATE_COMING) {
		if (!stopping)
			rxpa_driver_arm(d, mod);
		if (d->state == RXPA_ARMED) {
			rtnl_lock();
			rxpa_trust_begin(d); /* it has no netdev yet */
			rtnl_unlock();
		}
	} else {
		rxpa_driver_disarm(d);
	}
	mutex_unlock(&rxpa_watch_mutex);
	return NOTIFY_DONE;
}

/* After BTF's own notifier, which makes /sys/kernel/btf/<driver>. */
static struct notifier_block module_nb = {
	.notifier_call = on_module,
	.priority = -1,
};

/* Disarm and free everything; no notifier runs any more. */
static void clear_all(void)
{
	LIST_HEAD(dead);
	u32 i;

	mutex_lock(&rxpa_watch_mutex);
	for (i = 0; i < rxpa_nr_drivers(); i++)
		rxpa_driver_disarm(rxpa_driver_at(i));
	rtnl_lock();
	list_splice_init(&graves, &dead);
	list_splice_tail_init(&rxpa_ports, &dead);
	rtnl_unlock();
	ports_bury(&dead);
	mutex_unlock(&rxpa_watch_mutex);
	rxpa_drivers_free();
}

/**
 * rxpa_watch_start() - begin to watch; afterwards all that is there is watched
 *
 * Context: may sleep.
 * Return: 0 or a negative errno, with nothing left to stop.
 */
int rxpa_watch_start(void)
{
	int err;

	stopping = false;
	err = rxpa_drivers_init();
	if (err)
		return err;
	err = register_module_notifier(&module_nb);
	if (err)
		goto err_clear;
	/* Replays NETDEV_REGISTER for every netdev of every namespace. */
	err = register_netdevice_notifier(&netdev_nb);
	if (err)
		goto err_module_notifier;
	flush_work(&worker);
	return 0;

err_module_notifier:
	rxpa_watch_freeze();
	unregister_module_notifier(&module_nb);
	cancel_work_sync(&worker);
err_clear:
	clear_all();
	return err;
}

/**
 * rxpa_watch_freeze() - the worker does nothing, and no driver is armed any more
 *
 * Context: may sleep.
 */
void rxpa_watch_freeze(void)
{
	mutex_lock(&rxpa_watch_mutex);
	stopping = true;
	mutex_unlock(&rxpa_watch_mutex);
}

/**
 * rxpa_watch_stop() - end all watching; afterwards no notifier, worker or
 * handler runs, and ports and drivers are freed
 *
 * Context: after rxpa_watch_freeze() and after all files are gone, since their
 * readers rely on the notifiers to tell them that a netdev is gone.  May sleep.
 */
void rxpa_watch_stop(void)
{
	unregister_netdevice_notifier(&netdev_nb);
	unregister_module_notifier(&module_nb);
	cancel_work_sync(&worker);
	clear_all();
}
