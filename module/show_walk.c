// SPDX-License-Identifier: GPL-2.0
/*
 * The walk as a table.  RTNL is held a queue at a time, so that a port with
 * many deep rings does not block the machine's network set-up for long.
 */
#include <linux/nodemask.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>

#include <rxpageacct.h>

#include "driver.h"
#include "show.h"
#include "walk.h"

/* Columns before and behind the nodes, of which one may be for all others. */
#define HEAD_COLUMNS	7
#define TAIL_COLUMNS	3

/* The column for all nodes that have none of their own. */
#define MORE_NODES	"node" __stringify(RXPA_MAX_NODES) "+"

struct walk_table {
	struct rxpa_table table;
	struct rxpa_column column[HEAD_COLUMNS + RXPA_MAX_NODES + TAIL_COLUMNS];
	char node_key[RXPA_MAX_NODES][12];
	int node[RXPA_MAX_NODES];
	u32 nr_nodes;
	bool more_nodes;
	struct rxpa_walk walk;
	struct rxpa_cell cell[RXPA_MAX_CELLS];
	char line[RXPA_LINE];
	struct rxpa_patience patience;
	u32 busy;
	u32 bad;
	bool whole;
};

static void walk_columns(struct walk_table *wt)
{
	static const struct rxpa_column head[HEAD_COLUMNS] = {
		{ "queue", 5, false }, { "held", 7, true },
		{ "walked", 7, true }, { "bytes", 11, true },
		{ "lent", 6, true }, { "biased", 7, true },
		{ "offnode", 7, true },
	};
	struct rxpa_column *c = wt->column;
	int node;

	BUILD_BUG_ON(ARRAY_SIZE(wt->column) > RXPA_MAX_CELLS);
	memcpy(c, head, sizeof(head));
	c += HEAD_COLUMNS;
	for_each_node_state(node, N_MEMORY) {
		if (node >= RXPA_MAX_NODES) {
			wt->more_nodes = true;
			*c++ = (struct rxpa_column) { MORE_NODES, 7, true };
			break;
		}
		snprintf(wt->node_key[wt->nr_nodes],
			 sizeof(wt->node_key[0]), "node%d", node);
		*c++ = (struct rxpa_column) {
			wt->node_key[wt->nr_nodes], 7, true,
		};
		wt->node[wt->nr_nodes++] = node;
	}
	*c++ = (struct rxpa_column) { "tries", 5, false };
	*c++ = (struct rxpa_column) { "state", -8, false };
	rxpa_table_start(&wt->table, wt->column, c - wt->column);
}

static void fill_row(struct walk_table *wt, u32 queue, int dev_node, bool bias)
{
	const struct rxpa_walk *w = &wt->walk;
	struct rxpa_cell *c = wt->cell;
	bool ok = w->consistent;
	u32 i;

	*c++ = rxpa_number(queue);
	*c++ = rxpa_number_if(ok, w->held);
	*c++ = rxpa_number_if(ok, w->walked);
	*c++ = rxpa_number_if(ok, w->bytes);
	*c++ = rxpa_number_if(ok && bias, w->lent);
	*c++ = rxpa_number_if(ok && bias, w->biased);
	*c++ = rxpa_number_if(ok && dev_node >= 0, w->offnode);
	for (i = 0; i < wt->nr_nodes; i++)
		*c++ = rxpa_number_if(ok, w->node[wt->node[i]]);
	if (wt->more_nodes)
		*c++ = rxpa_number_if(ok, w->node[RXPA_MAX_NODES]);
	*c++ = rxpa_number(w->tries);
	*c++ = rxpa_text(w->state);
}

/* One queue, or none: a queue without a ring has nothing to walk. */
static int walk_one(struct seq_file *m, u64 id, u32 i, struct walk_table *wt)
{
	struct rxpa_rings rings;
	struct rxpa_port *port;
	int err;

	err = rxpa_port_lock(&wt->patience, id, &port);
	if (err)
		return err;
	if (!port->hashed) {
		err = -ENODEV;
		goto out;
	}
	rxpa_rings_find(port, &rings);
	rxpa_walk_queue(&port->queue[i], &rings, &wt->walk);
	if (!strcmp(wt->walk.state, RXPA_STATE_GONE))
		goto out;
	fill_row(wt, i, rxpa_node_of(port->netdev),
		 port->driver->layout.can & RXPA_CAN_BIAS);
	rxpa_table_row(&wt->table, wt->cell, wt->line, sizeof(wt->line));
	seq_puts(m, wt->line);
	if (!strcmp(wt->walk.state, RXPA_STATE_BAD))
		wt->bad++;
	else
		wt->busy += !wt->walk.consistent;
	wt->whole &= wt->walk.consistent && wt->walk.walked == wt->walk.held;
out:
	rtnl_unlock();
	return err;
}

/* Why columns are unknown. */
static int show_walk_notes(struct seq_file *m, u64 id, struct walk_table *wt,
			   bool walkable)
{
	struct rxpa_port *port;
	int err;

	if (!walkable)
		seq_puts(m, "# note: cannot be walked; :status says what is off and why\n");
	if (wt->busy)
		seq_printf(m, "# note: %u queues did not hold still for a walk; read again when there is less traffic\n",
			   wt->busy);
	if (wt->bad)
		seq_printf(m, "# note: %u queues could not be walked: what lies at the ring's place is not its ring\n",
			   wt->bad);
	err = rxpa_port_lock(&wt->patience, id, &port);
	if (err)
		return err == -ENODEV ? 0 : err; /* gone: all rows were read */
	if (rxpa_node_of(port->netdev) < 0)
		seq_puts(m, "# note: offnode is unknown: the device belongs to no NUMA node\n");
	rxpa_show_notes(m, port->driver);
	rtnl_unlock();
	return 0;
}

/* The head line, and whether this port can be walked at all. */
static int walk_begin(struct seq_file *m, u64 id, struct walk_table *wt,
		      bool *walkable)
{
	struct rxpa_port *port;
	int err;

	err = rxpa_port_lock(&wt->patience, id, &port);
	if (err)
		return err;
	rxpa_show_head(m, "walk", port);
	*walkable = rxpa_port_readable(port) &&
		    (port->driver->layout.can & RXPA_CAN_QUIET) &&
		    (port->driver->layout.can & RXPA_CAN_WALK);
	rtnl_unlock();
	return 0;
}

static int walk_rows(struct seq_file *m, const struct rxpa_port *port,
		     struct walk_table *wt, bool walkable)
{
	int err = 0;
	u32 i;

	wt->whole = walkable;
	for (i = 0; walkable && !err && i < port->nr; i++) {
		err = walk_one(m, port->id, i, wt);
		cond_resched();
	}
	if (err && err != -EBUSY)
		return err;
	if (err || !walkable)
		rxpa_table_unknown(&wt->table);
	rxpa_show_total(m, &wt->table, err ? RXPA_STATE_BUSY :
			!walkable ? RXPA_STATE_OFF :
			wt->whole ? RXPA_STATE_OK : RXPA_STATE_PARTIAL);
	return err ? err : show_walk_notes(m, port->id, wt, walkable);
}

static int walk_all(struct seq_file *m, const struct rxpa_port *port,
		    struct walk_table *wt)
{
	bool walkable = false;
	int err;

	rxpa_patience_start(&wt->patience);
	err = walk_begin(m, port->id, wt, &walkable);
	if (err == -EBUSY)
		rxpa_show_headless(m, "walk");
	else if (err)
		return err;
	walk_columns(wt);
	rxpa_show_keys(m, &wt->table);
	if (err) {
		rxpa_table_unknown(&wt->table);
		rxpa_show_total(m, &wt->table, RXPA_STATE_BUSY);
	} else {
		err = walk_rows(m, port, wt, walkable);
	}
	if (err != -EBUSY)
		return err;
	rxpa_show_waited(m);
	return 0;
}

/**
 * rxpa_show_walk() - walk all rings of one netdev
 * @m:		the file; its private is the port
 * @unused:	nothing
 *
 * Context: process; takes RTNL.
 * Return: 0, -ENODEV when the netdev is gone, -EINTR, -ENOMEM.
 */
int rxpa_show_walk(struct seq_file *m, void *unused)
{
	struct walk_table *wt = kzalloc(sizeof(*wt), GFP_KERNEL);
	int err;

	if (!wt)
		return -ENOMEM;
	err = walk_all(m, m->private, wt);
	kfree(wt);
	return err;
}
