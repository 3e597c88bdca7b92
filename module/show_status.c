// SPDX-License-Identifier: GPL-2.0
/*
 * :status, one record a line.  Everything that a number depends on is here:
 * where the layout came from, each field, each probe with its hits and misses,
 * and one sentence for each thing that is off.
 */
#include <linux/rtnetlink.h>
#include <linux/utsname.h>
#include <net/net_namespace.h>

#include <rxpageacct.h>

#include "account.h"
#include "arm.h"
#include "show.h"
#include "trust.h"

#define NO_MEMORY	"there was no memory for its account; reload rxpageacct to try again"

static const char *driver_state(const struct rxpa_driver *d,
				const struct rxpa_belief *b)
{
	if (d->state == RXPA_OFF)
		return "off";
	return b->sees == RXPA_SEES_ALL ? "armed" : "partial";
}

/* Ports of a driver; RTNL. */
static u32 nr_ports(const struct rxpa_driver *d)
{
	const struct rxpa_port *port;
	u32 nr = 0;

	list_for_each_entry(port, &rxpa_ports, list)
		nr += port->driver == d;
	return nr;
}

static void show_fields(struct seq_file *m, const struct rxpa_driver *d)
{
	const struct rxpa_layout *l = &d->layout;
	u32 i;

	for (i = 0; i < RXPA_NR_FIELDS; i++)
		if (l->field[i].size)
			seq_printf(m, "field driver=%s name=%s offset=%u size=%u\n",
				   d->names->module, rxpa_field_name(i),
				   l->field[i].off, l->field[i].size);
		else
			seq_printf(m, "field driver=%s name=%s offset=- size=-\n",
				   d->names->module, rxpa_field_name(i));
}

static void show_probe(struct seq_file *m, const struct rxpa_driver *d,
		       const struct rxpa_probe *p)
{
	seq_printf(m, "probe driver=%s kind=%s at=%s type=%s hits=%llu missed=%lu\n",
		   d->names->module, rxpa_probe_kind_name(p->kind), p->where,
		   rxpa_probe_type(p), (unsigned long long)rxpa_probe_hits(p),
		   rxpa_probe_missed(p));
}

/* The release probe is all drivers' and counts what others release as well. */
static void show_probes(struct seq_file *m, const struct rxpa_driver *d)
{
	const struct rxpa_probe *release = rxpa_release_probe(d);
	u32 i;

	for (i = 0; i < d->nr_probes; i++)
		show_probe(m, d, d->probe[i]);
	if (release)
		show_probe(m, d, release);
}

/* One driver; RTNL held, or not to be had: then what needs it is left out. */
static void show_driver(struct seq_file *m, struct rxpa_driver *d, bool locked)
{
	char netdevs[12] = RXPA_UNKNOWN;
	struct rxpa_belief belief;
	u32 i;

	if (locked) {
		snprintf(netdevs, sizeof(netdevs), "%u", nr_ports(d));
		if (d->state == RXPA_ARMED)
			rxpa_trust_check(d);
	}
	rxpa_trust_of(d, &belief);
	seq_printf(m, "driver name=%s state=%s netdevs=%s btf=%s ring=%s trust=%s probes=%u missed=%lu restarts=%u lost=%llu\n",
		   d->names->module, driver_state(d, &belief), netdevs, d->btf,
		   d->layout.ring_tag[0] ? d->layout.ring_tag : RXPA_UNKNOWN,
		   d->state == RXPA_ARMED ? rxpa_trust_name(d) : RXPA_UNKNOWN,
		   d->nr_probes + !!rxpa_release_probe(d),
		   belief.missed, belief.restarts,
		   (unsigned long long)belief.lost);
	if (d->state == RXPA_ARMED)
		show_fields(m, d);
	show_probes(m, d);
	for (i = 0; i < d->nr_off; i++)
		seq_printf(m, "off driver=%s reason=\"%s\"\n", d->names->module,
			   d->off[i]);
}

/* Netdevs with a device behind them that are not accounted. */
static void show_other(struct seq_file *m, const struct net_device *dev,
		       const struct net *net)
{
	const struct device *parent = dev->dev.parent;
	const char *why = "this driver is not in the table of rxpageacct";
	const struct device_driver *driver = NULL;

	if (parent)
		driver = READ_ONCE(parent->driver); /* unbinding clears it */
	if (!driver || rxpa_port_of(dev))
		return;
	if (rxpa_driver_of(dev))
		why = NO_MEMORY;
	else if (!driver->owner)
		why = "this driver is built into the kernel or has no owner; only modules can be accounted";
	seq_printf(m, "other netdev=%s netns=%u driver=%s reason=\"%s\"\n",
		   dev->name, net->ns.inum, driver->name, why);
}

static void show_others(struct seq_file *m)
{
	struct net_device *dev;
	struct net *net;

	down_read(&net_rwsem);
	for_each_net(net)
		for_each_netdev(net, dev)
			show_other(m, dev, net);
	up_read(&net_rwsem);
}

/**
 * rxpa_show_missing() - netdevs that should have an account and have none
 * @m:	the file, which gets a note for each; or NULL
 *
 * Context: RTNL held.
 * Return: are there any?
 */
bool rxpa_show_missing(struct seq_file *m)
{
	struct net_device *dev;
	struct net *net;
	bool any = false;

	down_read(&net_rwsem);
	for_each_net(net) {
		for_each_netdev(net, dev) {
			if (!rxpa_driver_of(dev) || rxpa_port_of(dev))
				continue;
			any = true;
			if (m)
				seq_printf(m, "# note: %s: " NO_MEMORY "\n",
					   dev->name);
		}
	}
	up_read(&net_rwsem);
	return any;
}

static int watch_trylock(void)
{
	return mutex_trylock(&rxpa_watch_mutex);
}

/* rxpa_watch_mutex held. */
static int show_drivers(struct seq_file *m, struct rxpa_patience *patience)
{
	int err = rxpa_rtnl_lock(patience);
	u32 i;

	if (err == -EINTR)
		return err;
	for (i = 0; i < rxpa_nr_drivers(); i++)
		if (rxpa_driver_at(i)->state != RXPA_ABSENT)
			show_driver(m, rxpa_driver_at(i), !err);
	if (err)
		return err;
	show_others(m);
	rtnl_unlock();
	return 0;
}

/**
 * rxpa_show_status() - what is seen, and what is off
 * @m:		the file
 * @unused:	nothing
 *
 * Context: process; takes rxpa_watch_mutex, whose holder may wait for RTNL, and
 * RTNL.
 * Return: 0 or -EINTR.
 */
int rxpa_show_status(struct seq_file *m, void *unused)
{
	struct rxpa_patience patience;
	int err;

	rxpa_patience_start(&patience);
	seq_printf(m, "# " RXPA_MAGIC " %d status version=%s kernel=%s page_size=%lu\n",
		   RXPA_FORMAT, RXPA_VERSION, init_utsname()->release,
		   PAGE_SIZE);
	err = rxpa_patience_wait(&patience, watch_trylock);
	if (!err) {
		err = show_drivers(m, &patience);
		mutex_unlock(&rxpa_watch_mutex);
	}
	if (err != -EBUSY)
		return err;
	rxpa_show_waited(m);
	return 0;
}
