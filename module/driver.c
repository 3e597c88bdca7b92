// SPDX-License-Identifier: GPL-2.0
/* The drivers of the table at run time: looked at, armed, disarmed; driver.h. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "account.h"
#include "btf_source.h"
#include "driver.h"
#include "probes.h"

DEFINE_MUTEX(rxpa_watch_mutex);	/* see driver.h */

static struct rxpa_driver *drivers;
static u32 nr_drivers;

/**
 * rxpa_drivers_init() - an entry for each driver of the table
 *
 * Return: 0 or -ENOMEM.
 */
int rxpa_drivers_init(void)
{
	u32 i, nr = 0;

	while (rxpa_drivers[nr])
		nr++;
	drivers = kvcalloc(nr, sizeof(*drivers), GFP_KERNEL);
	if (!drivers)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		drivers[i].names = rxpa_drivers[i];
	nr_drivers = nr;
	return 0;
}

/**
 * rxpa_drivers_free() - free them
 *
 * Context: all disarmed.
 */
void rxpa_drivers_free(void)
{
	nr_drivers = 0;
	kvfree(drivers);
	drivers = NULL;
}

/**
 * rxpa_nr_drivers() - how many drivers the table has
 */
u32 rxpa_nr_drivers(void)
{
	return nr_drivers;
}

/**
 * rxpa_driver_at() - one of them
 * @i:	index below rxpa_nr_drivers()
 */
struct rxpa_driver *rxpa_driver_at(u32 i)
{
	return &drivers[i];
}

/**
 * rxpa_driver_off() - note what is off for a driver, and why
 * @driver:	the driver
 * @fmt:	a sentence without full stop: "what: why"
 *
 * Context: rxpa_watch_mutex held.
 */
void rxpa_driver_off(struct rxpa_driver *driver, const char *fmt, ...)
{
	char *sentence;
	va_list args;

	if (driver->nr_off == RXPA_MAX_OFF)
		return;
	sentence = driver->off[driver->nr_off++];
	va_start(args, fmt);
	vsnprintf(sentence, RXPA_SENTENCE, fmt, args);
	va_end(args);
	pr_warn("%s: %s\n", driver->names->module, sentence);
}

/**
 * rxpa_driver_by_name() - the driver that a module is
 * @name:	the module's name
 *
 * Return: the driver, or NULL when the table does not know it.
 */
struct rxpa_driver *rxpa_driver_by_name(const char *name)
{
	u32 i;

	for (i = 0; i < nr_drivers; i++)
		if (!strcmp(drivers[i].names->module, name))
			return &drivers[i];
	return NULL;
}

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

static void driver_resolve(struct rxpa_driver *d)
{
	struct rxpa_btf_source src;
	char why[RXPA_SENTENCE];
	u32 i;

	memset(&d->layout, 0, sizeof(d->layout));
	d->nr_off = 0;
	d->btf = "none";
	if (rxpa_btf_source_open(&src, d->names->module, why, sizeof(why))) {
		rxpa_driver_off(d, "everything: %s", why);
		return;
	}
	d->btf = src.from;
	rxpa_layout_resolve(d->names, src.btf, &d->layout);
	rxpa_btf_source_close(&src);
	for (i = 0; i < d->layout.nr_missing; i++)
		rxpa_driver_off(d, "%s", d->layout.missing[i]);
}

static bool has_u16_indexes(const struct rxpa_layout *l)
{
	return l->field[RXPA_RING_COUNT].size == sizeof(u16) &&
	       l->field[RXPA_RING_NTU].size == sizeof(u16) &&
	       l->field[RXPA_RING_NTC].size == sizeof(u16) &&
	       l->field[RXPA_RING_NTA].size == sizeof(u16);
}

/**
 * rxpa_driver_arm() - look at a driver, unless that was done
 * @d:		the driver
 * @mod:	its module, loaded or about to be
 *
 * Context: rxpa_watch_mutex held, RTNL not; may sleep.
 */
void rxpa_driver_arm(struct rxpa_driver *d, const struct module *mod)
{
	enum rxpa_driver_state state = RXPA_OFF;

	lockdep_assert_held(&rxpa_watch_mutex);
	if (d->state != RXPA_ABSENT)
		return;
	driver_resolve(d);
	if (d->layout.can & RXPA_CAN_HELD) {
		d->u16_indexes = has_u16_indexes(&d->layout);
		d->epoch = 1;
		d->missed = 0;
		d->blind = false;
		d->settling = true;
		rxpa_probes_arm(d, mod);
		state = RXPA_ARMED;
		pr_info("%s: watching with %u probes%s\n", d->names->module,
			d->nr_probes,
			d->sees == RXPA_SEES_ALL ? "" : ", not everything is known");
	}
	rtnl_lock();
	d->state = state;
	rtnl_unlock();
}

/**
 * rxpa_driver_disarm() - forget a driver; none of its handlers runs afterwards
 * @d:	the driver
 *
 * Context: rxpa_watch_mutex held, RTNL not; may sleep.
 */
void rxpa_driver_disarm(struct rxpa_driver *d)
{
	struct rxpa_port *port;

	lockdep_assert_held(&rxpa_watch_mutex);
	rtnl_lock();
	d->state = RXPA_ABSENT;
	list_for_each_entry(port, &rxpa_ports, list)
		if (port->driver == d)
			rxpa_port_unhash(port);
	rtnl_unlock();
	rxpa_probes_disarm(d);
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
