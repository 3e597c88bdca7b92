// SPDX-License-Identifier: GPL-2.0
/* The file of one netdev, and what all files have in common. */
#include <linux/fs.h>
#include <net/net_namespace.h>

#include <rxpageacct.h>

#include "driver.h"
#include "rings.h"
#include "show.h"
#include "trust.h"

/* --- heads and totals ------------------------------------------------------ */

/* Queues that a netdev has rings for; before its first ifup fewer than it may. */
static u32 queues_of(const struct rxpa_port *port)
{
	struct rxpa_rings rings;

	if (!rxpa_port_readable(port))
		return port->netdev->real_num_rx_queues;
	rxpa_rings_find(port, &rings);
	return rings.nr;
}

/**
 * rxpa_show_head() - line 1 of a netdev's files
 * @m:		the file
 * @kind:	which of them
 * @port:	the port, not dead
 *
 * Context: RTNL held.
 */
void rxpa_show_head(struct seq_file *m, const char *kind,
		    const struct rxpa_port *port)
{
	const struct net_device *dev = port->netdev;
	int dev_node = rxpa_node_of(dev);
	char node[12] = RXPA_UNKNOWN;

	if (dev_node >= 0)
		snprintf(node, sizeof(node), "%d", dev_node);
	seq_printf(m, "# " RXPA_MAGIC " %d %s name=%s driver=%s ifindex=%d netns=%u node=%s queues=%u page_size=%lu\n",
		   RXPA_FORMAT, kind, dev->name, port->driver->names->module,
		   dev->ifindex, dev_net(dev)->ns.inum,
		   node, queues_of(port), PAGE_SIZE);
}

/**
 * rxpa_show_headless() - line 1 where RTNL is not to be had
 * @m:		the file
 * @kind:	which of a netdev's files
 */
void rxpa_show_headless(struct seq_file *m, const char *kind)
{
	const char *name = m->file->f_path.dentry->d_name.name;

	seq_printf(m, "# " RXPA_MAGIC " %d %s name=%.*s driver=- ifindex=- netns=- node=- queues=- page_size=%lu\n",
		   RXPA_FORMAT, kind, (int)strcspn(name, ":"), name,
		   PAGE_SIZE);
}

/**
 * rxpa_show_keys() - the line of column keys
 * @m:		the file
 * @table:	the table
 */
void rxpa_show_keys(struct seq_file *m, const struct rxpa_table *table)
{
	char line[RXPA_LINE];

	rxpa_table_keys(table, line, sizeof(line));
	seq_puts(m, line);
}

/**
 * rxpa_show_total() - the last line of a table
 * @m:		the file
 * @table:	the table
 * @state:	RXPA_STATE_...
 */
void rxpa_show_total(struct seq_file *m, struct rxpa_table *table,
		     const char *state)
{
	char line[RXPA_LINE];

	rxpa_table_total(table, state, line, sizeof(line));
	seq_puts(m, line);
}

/* --- notes ------------------------------------------------------------------ */

/**
 * rxpa_show_notes() - why a driver's columns are unknown
 * @m:		the file
 * @d:		the driver
 *
 * Context: RTNL held.
 */
void rxpa_show_notes(struct seq_file *m, const struct rxpa_driver *d)
{
	const char *name = d->names->module;
	struct rxpa_belief belief;
	char why[320];
	u32 i;

	if (d->state == RXPA_ABSENT)
		return; /* it is being looked at just now */
	rxpa_trust_of(d, &belief);
	for (i = 0; i < d->nr_off; i++)
		seq_printf(m, "# note: %s: %s\n", name, d->off[i]);
	if (d->state == RXPA_ARMED && rxpa_trust_why(d, why, sizeof(why)))
		seq_printf(m, "# note: %s: %s\n", name, why);
	if (belief.restarts)
		seq_printf(m, "# note: %s: counting began anew %u times, since hits were missed (%lu), probes disarmed or the driver's text was bypassed\n",
			   name, belief.restarts, belief.missed);
}

/**
 * rxpa_show_waited() - the note where RTNL was not to be had
 * @m:	the file
 */
void rxpa_show_waited(struct seq_file *m)
{
	seq_printf(m, "# note: somebody else has held the network lock (RTNL) for more than %d s; what needs it is unknown, read again\n",
		   RXPA_PATIENCE_S);
}

/* --- <netdev> ---------------------------------------------------------------- */

/* A netdev without rows: its driver cannot be accounted, or RTNL not be had. */
static void show_no_rows(struct seq_file *m, struct rxpa_table *table,
			 const char *state)
{
	rxpa_table_unknown(table);
	rxpa_show_total(m, table, state);
}

/* Line 1; is there anything to be read? */
static int netdev_begin(struct rxpa_read *r, u64 id, bool *readable)
{
	struct rxpa_port *port;
	int err;

	err = rxpa_port_lock(&r->patience, id, &port);
	if (err)
		return err;
	rxpa_show_head(r->m, "netdev", port);
	*readable = rxpa_port_readable(port);
	if (*readable)
		rxpa_trust_check(port->driver);
	rtnl_unlock();
	return 0;
}

static int netdev_end(struct rxpa_read *r, u64 id)
{
	struct rxpa_port *port;
	int err;

	rxpa_show_states(r);
	err = rxpa_port_lock(&r->patience, id, &port);
	if (err)
		return err;
	rxpa_show_notes(r->m, port->driver);
	rtnl_unlock();
	return 0;
}

static int show_queues(struct rxpa_read *r, u64 id, u32 nr,
		       struct rxpa_table *table)
{
	struct rxpa_cell cell[RXPA_Q_NR];
	char line[RXPA_LINE];
	bool whole = true;
	int ret;
	u32 i;

	for (i = 0; i < nr; i++) {
		ret = rxpa_read_queue(r, id, i, cell, &whole);
		if (ret < 0)
			return ret;
		if (!ret)
			continue;
		rxpa_table_row(table, cell, line, sizeof(line));
		seq_puts(r->m, line);
		cond_resched();
	}
	rxpa_show_total(r->m, table, whole ? RXPA_STATE_OK : RXPA_STATE_PARTIAL);
	return 0;
}

/**
 * rxpa_show_netdev() - one netdev, a line a queue
 * @m:		the file; its private is the port
 * @unused:	nothing
 *
 * Context: process; takes RTNL.
 * Return: 0, -ENODEV when the netdev is gone, -EINTR.
 */
int rxpa_show_netdev(struct seq_file *m, void *unused)
{
	const struct rxpa_port *port = m->private;
	struct rxpa_table table;
	bool readable = false;
	struct rxpa_read r;
	int err, waited;

	rxpa_read_start(&r, m);
	rxpa_table_start(&table, rxpa_queue_columns, RXPA_Q_NR);
	waited = netdev_begin(&r, port->id, &readable);
	if (waited == -EBUSY)
		rxpa_show_headless(m, "netdev");
	else if (waited)
		return waited;
	rxpa_show_keys(m, &table);
	err = waited;
	if (!err && readable)
		err = show_queues(&r, port->id, port->nr, &table);
	else
		show_no_rows(m, &table, err ? RXPA_STATE_BUSY : RXPA_STATE_OFF);
	if (err == -EBUSY && !waited)
		show_no_rows(m, &table, RXPA_STATE_BUSY);
	if (!err)
		err = netdev_end(&r, port->id);
	if (err != -EBUSY)
		return err;
	rxpa_show_waited(m);
	return 0;
}
