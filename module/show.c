// SPDX-License-Identifier: GPL-2.0
/*
 * Samples as tables.  RTNL is taken a netdev at a time (the walk: a queue at a
 * time) and can be interrupted, since on a sick server it may be held for long.
 */
#include <linux/nodemask.h>
#include <linux/rtnetlink.h>
#include <net/net_namespace.h>

#include <rxpageacct.h>

#include "driver.h"
#include "report.h"
#include "show.h"
#include "trust.h"
#include "walk.h"
#include "watch.h"

/* Columns of <netdev>, in their order. */
enum {
	Q_QUEUE, Q_DESC, Q_HELD, Q_BYTES, Q_ORDER, Q_ADOPTED, Q_ALLOCATED,
	Q_RELEASED, Q_RECYCLED, Q_FAILED, Q_ORPHANED, Q_REFILLS, Q_HELD_MAX,
	Q_NTU, Q_NTC, Q_NTA, Q_STATE, Q_NR
};

static const struct rxpa_column netdev_columns[Q_NR] = {
	[Q_QUEUE]	= { "queue", 5, false },
	[Q_DESC]	= { "desc", 5, true },
	[Q_HELD]	= { "held", 7, true },
	[Q_BYTES]	= { "bytes", 11, true },
	[Q_ORDER]	= { "order", 5, false },
	[Q_ADOPTED]	= { "adopted", 8, true },
	[Q_ALLOCATED]	= { "allocated", 9, true },
	[Q_RELEASED]	= { "released", 9, true },
	[Q_RECYCLED]	= { "recycled", 10, true },
	[Q_FAILED]	= { "failed", 6, true },
	[Q_ORPHANED]	= { "orphaned", 8, true },
	[Q_REFILLS]	= { "refills", 9, true },
	[Q_HELD_MAX]	= { "held_max", 8, false },
	[Q_NTU]		= { "ntu", 5, false },
	[Q_NTC]		= { "ntc", 5, false },
	[Q_NTA]		= { "nta", 5, false },
	[Q_STATE]	= { "state", -8, false },
};

/* Columns of :netdevs; those that have it add up one of <netdev>. */
static const struct rxpa_column netdevs_columns[] = {
	{ "netdev", -15, false }, { "driver", -8, false },
	{ "ifindex", 7, false }, { "node", 4, false },
	{ "queues", 6, true }, { "desc", 7, true },
	{ "held", 8, true }, { "bytes", 12, true }, { "adopted", 8, true },
	{ "allocated", 9, true }, { "released", 9, true },
	{ "recycled", 10, true }, { "failed", 6, true },
	{ "orphaned", 8, true }, { "refills", 9, true },
	{ "state", -8, false },
};

static const u8 netdevs_sums[] = {
	Q_DESC, Q_HELD, Q_BYTES, Q_ADOPTED, Q_ALLOCATED, Q_RELEASED,
	Q_RECYCLED, Q_FAILED, Q_ORPHANED, Q_REFILLS,
};

/* A port that can be read now; RTNL held. */
static bool port_readable(const struct rxpa_port *port)
{
	return !port->dead && port->hashed &&
	       port->driver->state == RXPA_ARMED;
}

/* A queue without a ring is worth a line only while it owes something. */
static bool worth_a_line(const struct rxpa_sample *s, const struct rxpa_trust *t)
{
	return strcmp(s->state, RXPA_STATE_GONE) ||
	       (t->sees == RXPA_SEES_ALL && s->orphaned);
}

static struct rxpa_cell bytes_of(const struct rxpa_sample *s)
{
	if (s->has_held && !s->held)
		return rxpa_number(0);
	return rxpa_number_if(s->has_held && s->has_order,
			      (s64)s->held * (PAGE_SIZE << s->order));
}

static const char *state_of(const struct rxpa_sample *s, const struct rxpa_trust *t)
{
	if (strcmp(s->state, RXPA_STATE_OK))
		return s->state;
	if (t->sees != RXPA_SEES_ALL || (s->held && !s->has_order))
		return RXPA_STATE_PARTIAL;
	return RXPA_STATE_OK;
}

static void fill_row(const struct rxpa_sample *s, const struct rxpa_trust *t, u32 i,
		     struct rxpa_cell *c)
{
	bool alloc = t->sees & RXPA_SEES_ALLOC;
	bool release = t->sees & RXPA_SEES_RELEASE;
	bool refill = t->sees & RXPA_SEES_REFILL;
	bool all = t->sees == RXPA_SEES_ALL;

	c[Q_QUEUE] = rxpa_number(i);
	c[Q_DESC] = rxpa_number_if(s->has_ring, s->ring.ix.count);
	c[Q_HELD] = rxpa_number_if(s->has_held, s->held);
	c[Q_BYTES] = bytes_of(s);
	c[Q_ORDER] = rxpa_number_if(s->has_order, s->order);
	c[Q_ADOPTED] = rxpa_number_if(s->has_adopted && all, s->adopted);
	c[Q_ALLOCATED] = rxpa_number_if(alloc,
					s->ev.allocated - s->ev.unmapped);
	c[Q_RELEASED] = rxpa_number_if(release, s->ev.released);
	c[Q_RECYCLED] = rxpa_number_if(refill, s->recycled);
	c[Q_FAILED] = rxpa_number_if(alloc, s->ev.failed);
	c[Q_ORPHANED] = rxpa_number_if(s->has_orphaned && all, s->orphaned);
	c[Q_REFILLS] = rxpa_number_if(refill, s->ev.refills);
	c[Q_HELD_MAX] = rxpa_number_if(refill, s->held_max);
	c[Q_NTU] = rxpa_number_if(s->has_ring, s->ring.ix.ntu);
	c[Q_NTC] = rxpa_number_if(s->has_ring, s->ring.ix.ntc);
	c[Q_NTA] = rxpa_number_if(s->has_ring, s->ring.ix.nta);
	c[Q_STATE] = rxpa_text(state_of(s, t));
}

/* A queue as cells and state; false when it is not worth a line. */
static bool queue_row(struct rxpa_queue *q, const struct rxpa_rings *rings,
		      struct rxpa_cell *cell, const char **state)
{
	struct rxpa_sample s;
	struct rxpa_trust t;

	rxpa_sample_queue(q, rings, &s);
	rxpa_trust_of(q->port->driver, &t);
	if (!worth_a_line(&s, &t))
		return false;
	fill_row(&s, &t, q->index, cell);
	*state = state_of(&s, &t);
	return true;
}

/* --- notes ------------------------------------------------------------- */

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
	struct rxpa_trust t;
	u32 i;

	if (d->state == RXPA_ABSENT)
		return; /* it is being looked at just now */
	rxpa_trust_of(d, &t);
	for (i = 0; i < d->nr_off; i++)
		seq_printf(m, "# note: %s: %s\n", name, d->off[i]);
	if (d->blind)
		seq_printf(m, "# note: %s: all events are unknown: probes are disarmed, see <debugfs>/kprobes/enabled and kernel.ftrace_enabled\n",
			   name);
	else if (t.missed != d->missed)
		seq_printf(m, "# note: %s: all events are unknown: a probe hit was missed just now; read again\n",
			   name);
	if (t.restarts)
		seq_printf(m, "# note: %s: counting began anew %u times, since hits were missed (%lu) or probes disarmed\n",
			   name, t.restarts, t.missed);
	if (t.lost)
		seq_printf(m, "# note: %s: allocated, released, failed, orphaned are unknown: %llu events fit no queue, reload rxpageacct to begin anew\n",
			   name, (unsigned long long)t.lost);
}

/* States of queues that need a word. */
static const struct {
	const char *state;
	const char *sentence;
} noted[] = {
	{ RXPA_STATE_BUSY,
	  "did not hold still; what is unknown may be known when read again" },
	{ RXPA_STATE_ADOPTING,
	  "not refilled yet since they are watched; adopted and orphaned are unknown until then" },
	{ RXPA_STATE_BAD,
	  "not understood: what lies at the ring's place is not its ring" },
	{ RXPA_STATE_XSK,
	  "lent to AF_XDP: they hold buffers of its pool and no pages of their own" },
	{ RXPA_STATE_GONE,
	  "without a ring now, and with pages that never came back" },
};

static void count_state(u32 *count, const char *state)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(noted); i++)
		count[i] += !strcmp(noted[i].state, state);
}

static void show_states(struct seq_file *m, const u32 *count)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(noted); i++)
		if (count[i])
			seq_printf(m, "# note: %u queues in state %s: %s\n",
				   count[i], noted[i].state, noted[i].sentence);
}

/* --- <netdev> ------------------------------------------------------------ */

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
		   node, dev->real_num_rx_queues,
		   PAGE_SIZE);
}

static bool whole_state(const char *state)
{
	return !strcmp(state, RXPA_STATE_OK) ||
	       !strcmp(state, RXPA_STATE_DOWN) ||
	       !strcmp(state, RXPA_STATE_XSK) ||
	       !strcmp(state, RXPA_STATE_GONE);
}

static void show_queues(struct seq_file *m, struct rxpa_port *port)
{
	struct rxpa_cell cell[Q_NR];
	u32 states[ARRAY_SIZE(noted)] = {};
	struct rxpa_table table;
	struct rxpa_rings rings;
	char line[RXPA_LINE];
	const char *state;
	bool whole = true;
	u32 i;

	rxpa_table_start(&table, netdev_columns, Q_NR);
	rxpa_table_keys(&table, line, sizeof(line));
	seq_puts(m, line);
	rxpa_trust_check(port->driver);
	rxpa_rings_find(port, &rings);
	for (i = 0; i < port->nr; i++) {
		if (!queue_row(&port->queue[i], &rings, cell, &state))
			continue;
		rxpa_table_row(&table, cell, line, sizeof(line));
		seq_puts(m, line);
		count_state(states, state);
		whole &= whole_state(state);
	}
	rxpa_table_total(&table, whole ? RXPA_STATE_OK : RXPA_STATE_PARTIAL,
			 line, sizeof(line));
	seq_puts(m, line);
	show_states(m, states);
}

/* A netdev whose driver cannot be accounted: no rows, and why. */
static void show_off(struct seq_file *m, const struct rxpa_column *column,
		     u32 nr)
{
	struct rxpa_table table;
	char line[RXPA_LINE];

	rxpa_table_start(&table, column, nr);
	rxpa_table_keys(&table, line, sizeof(line));
	seq_puts(m, line);
	rxpa_table_unknown(&table);
	rxpa_table_total(&table, RXPA_STATE_OFF, line, sizeof(line));
	seq_puts(m, line);
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
	struct rxpa_port *port = m->private;
	int err = -ENODEV;

	if (rtnl_lock_killable())
		return -EINTR;
	if (port->dead)
		goto out;
	err = 0;
	rxpa_show_head(m, "netdev", port);
	if (port_readable(port))
		show_queues(m, port);
	else
		show_off(m, netdev_columns, Q_NR);
	rxpa_show_notes(m, port->driver);
out:
	rtnl_unlock();
	return err;
}

/* --- :netdevs ------------------------------------------------------------ */

/* Add up a port's queues; false when not all of them is known. */
static noinline_for_stack bool sum_port(struct rxpa_port *port,
					struct rxpa_table *sum, u32 *queues,
					u32 *states)
{
	struct rxpa_cell cell[Q_NR];
	struct rxpa_rings rings;
	const char *state;
	bool whole = true;
	u32 i;

	rxpa_trust_check(port->driver);
	rxpa_rings_find(port, &rings);
	for (i = 0; i < port->nr; i++) {
		if (!queue_row(&port->queue[i], &rings, cell, &state))
			continue;
		rxpa_table_add(sum, cell);
		count_state(states, state);
		whole &= whole_state(state);
		++*queues;
	}
	return whole;
}

static bool show_port_line(struct seq_file *m, struct rxpa_port *port,
			   struct rxpa_table *table, u32 *states)
{
	struct rxpa_cell cell[ARRAY_SIZE(netdevs_columns)], *c = cell;
	int node = rxpa_node_of(port->netdev);
	char name[RXPA_NAME], line[RXPA_LINE];
	bool on = port_readable(port);
	struct rxpa_table sum;
	bool whole = false;
	u32 i, queues = 0;

	rxpa_table_start(&sum, netdev_columns, Q_NR);
	if (on)
		whole = sum_port(port, &sum, &queues, states);
	rxpa_port_name(port, name, sizeof(name));
	*c++ = rxpa_text(name);
	*c++ = rxpa_text(port->driver->names->module);
	*c++ = rxpa_number(port->netdev->ifindex);
	*c++ = rxpa_number_if(node >= 0, node);
	*c++ = rxpa_number_if(on, queues);
	for (i = 0; i < ARRAY_SIZE(netdevs_sums); i++)
		*c++ = on ? sum.total[netdevs_sums[i]] : rxpa_unknown();
	*c++ = rxpa_text(!on ? RXPA_STATE_OFF :
			 whole ? RXPA_STATE_OK : RXPA_STATE_PARTIAL);
	rxpa_table_row(table, cell, line, sizeof(line));
	seq_puts(m, line);
	return whole;
}

/**
 * rxpa_show_netdevs() - all netdevs, a line each
 * @m:		the file
 * @unused:	nothing
 *
 * Context: process; takes RTNL.
 * Return: 0 or -EINTR.
 */
int rxpa_show_netdevs(struct seq_file *m, void *unused)
{
	u32 states[ARRAY_SIZE(noted)] = {};
	struct rxpa_table table;
	struct rxpa_port *port;
	char line[RXPA_LINE];
	bool whole = true, missing;
	u32 i;

	seq_printf(m, "# " RXPA_MAGIC " %d netdevs page_size=%lu\n",
		   RXPA_FORMAT, PAGE_SIZE);
	rxpa_table_start(&table, netdevs_columns, ARRAY_SIZE(netdevs_columns));
	rxpa_table_keys(&table, line, sizeof(line));
	seq_puts(m, line);
	if (rtnl_lock_killable())
		return -EINTR;
	list_for_each_entry(port, &rxpa_ports, list)
		whole &= show_port_line(m, port, &table, states);
	missing = rxpa_show_missing(NULL);
	if (missing) {
		rxpa_table_unknown(&table);
		whole = false;
	}
	rxpa_table_total(&table, whole ? RXPA_STATE_OK : RXPA_STATE_PARTIAL,
			 line, sizeof(line));
	seq_puts(m, line);
	show_states(m, states);
	if (missing)
		rxpa_show_missing(m);
	for (i = 0; i < rxpa_nr_drivers(); i++)
		rxpa_show_notes(m, rxpa_driver_at(i));
	rtnl_unlock();
	return 0;
}
