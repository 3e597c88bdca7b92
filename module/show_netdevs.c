// SPDX-License-Identifier: GPL-2.0
/* :netdevs, a line a netdev; RTNL is held for one queue at a time. */
#include <linux/rtnetlink.h>

#include <rxpageacct.h>

#include "account.h"
#include "driver.h"
#include "show.h"
#include "trust.h"

/* Columns; those that have it add up one of <netdev>. */
static const struct rxpa_column netdevs_columns[] = {
	{ "netdev", -15, false }, { "driver", -8, false },
	{ "ifindex", 7, false }, { "node", 4, false },
	{ "queues", 6, true }, { "desc", 7, true },
	{ "held", 8, true }, { "bytes", 12, true }, { "adopted", 8, true },
	{ "allocated", 9, true }, { "released", 9, true },
	{ "recycled", 10, true }, { "failed", 6, true },
	{ "orphaned", 8, true }, { "refills", 9, true },
	{ "age_ms", 6, false }, { "state", -8, false },
};

static const u8 netdevs_sums[] = {
	RXPA_Q_DESC, RXPA_Q_HELD, RXPA_Q_BYTES, RXPA_Q_ADOPTED,
	RXPA_Q_ALLOCATED, RXPA_Q_RELEASED, RXPA_Q_RECYCLED, RXPA_Q_FAILED,
	RXPA_Q_ORPHANED, RXPA_Q_REFILLS,
};

/**
 * struct netdev_line - one netdev, while it is read
 * @id:		its port's
 * @name:	of its file
 * @driver:	its driver's name
 * @ifindex:	the netdev's
 * @node:	the device's
 * @nr:		queues that there may be
 * @readable:	it has rows
 * @queues:	rows
 * @sum:	of them
 * @age:	of the oldest, known if all are
 */
struct netdev_line {
	u64 id;
	char name[RXPA_NAME];
	const char *driver;
	int ifindex;
	int node;
	u32 nr;
	bool readable;
	u32 queues;
	struct rxpa_table sum;
	struct rxpa_cell age;
};

/* The netdev behind the last one: 1, or 0 if that was the last. */
static int next_netdev(struct rxpa_read *r, struct netdev_line *l)
{
	struct rxpa_port *port;
	int ret;

	ret = rxpa_rtnl_lock(&r->patience);
	if (ret)
		return ret;
	list_for_each_entry(port, &rxpa_ports, list) {
		if (port->id <= l->id)
			continue;
		l->id = port->id;
		rxpa_port_name(port, l->name, sizeof(l->name));
		l->driver = port->driver->names->module;
		l->ifindex = port->netdev->ifindex;
		l->node = rxpa_node_of(port->netdev);
		l->nr = port->nr;
		l->readable = rxpa_port_readable(port);
		if (l->readable)
			rxpa_trust_check(port->driver);
		ret = 1;
		break;
	}
	rtnl_unlock();
	return ret;
}

static int add_queues(struct rxpa_read *r, struct netdev_line *l, bool *whole)
{
	struct rxpa_cell cell[RXPA_Q_NR];
	int ret;
	u32 i;

	rxpa_table_start(&l->sum, rxpa_queue_columns, RXPA_Q_NR);
	l->queues = 0;
	l->age = rxpa_number(0);
	for (i = 0; i < l->nr; i++) {
		ret = rxpa_read_queue(r, l->id, i, cell, whole);
		if (ret < 0)
			return ret;
		if (!ret)
			continue;
		rxpa_table_add(&l->sum, cell);
		l->queues++;
		if (cell[RXPA_Q_AGE].kind == RXPA_CELL_UNKNOWN ||
		    (l->age.kind == RXPA_CELL_NUMBER &&
		     cell[RXPA_Q_AGE].number > l->age.number))
			l->age = cell[RXPA_Q_AGE];
		cond_resched();
	}
	return 0;
}

static void show_line(struct rxpa_read *r, const struct netdev_line *l,
		      struct rxpa_table *table, const char *state)
{
	struct rxpa_cell cell[ARRAY_SIZE(netdevs_columns)], *c = cell;
	char line[RXPA_LINE];
	u32 i;

	*c++ = rxpa_text(l->name);
	*c++ = rxpa_text(l->driver);
	*c++ = rxpa_number(l->ifindex);
	*c++ = rxpa_number_if(l->node >= 0, l->node);
	*c++ = rxpa_number_if(l->readable, l->queues);
	for (i = 0; i < ARRAY_SIZE(netdevs_sums); i++)
		*c++ = l->readable ? l->sum.total[netdevs_sums[i]] :
				     rxpa_unknown();
	*c++ = l->readable ? l->age : rxpa_unknown();
	*c++ = rxpa_text(state);
	rxpa_table_row(table, cell, line, sizeof(line));
	seq_puts(r->m, line);
}

static int show_lines(struct rxpa_read *r, struct rxpa_table *table, bool *whole)
{
	struct netdev_line *l = kzalloc(sizeof(*l), GFP_KERNEL);
	bool this_whole;
	int ret;

	if (!l)
		return -ENOMEM;
	while ((ret = next_netdev(r, l)) > 0) {
		this_whole = l->readable;
		ret = l->readable ? add_queues(r, l, &this_whole) : 0;
		if (ret == -ENODEV)
			continue; /* it is gone */
		if (ret)
			break;
		show_line(r, l, table, !l->readable ? RXPA_STATE_OFF :
			  this_whole ? RXPA_STATE_OK : RXPA_STATE_PARTIAL);
		*whole &= this_whole;
	}
	kfree(l);
	return ret;
}

/* What has no line, and why columns are unknown. */
static int show_rest(struct rxpa_read *r, struct rxpa_table *table, bool whole)
{
	bool missing;
	int err;
	u32 i;

	err = rxpa_rtnl_lock(&r->patience);
	if (err)
		return err;
	missing = rxpa_show_missing(NULL);
	if (missing)
		rxpa_table_unknown(table);
	rxpa_show_total(r->m, table, whole && !missing ? RXPA_STATE_OK :
							 RXPA_STATE_PARTIAL);
	rxpa_show_states(r);
	if (missing)
		rxpa_show_missing(r->m);
	for (i = 0; i < rxpa_nr_drivers(); i++)
		rxpa_show_notes(r->m, rxpa_driver_at(i));
	rtnl_unlock();
	return 0;
}

/**
 * rxpa_show_netdevs() - all netdevs, a line each
 * @m:		the file
 * @unused:	nothing
 *
 * Context: process; takes RTNL.
 * Return: 0, -EINTR or -ENOMEM.
 */
int rxpa_show_netdevs(struct seq_file *m, void *unused)
{
	struct rxpa_table table;
	bool whole = true;
	struct rxpa_read r;
	int err;

	rxpa_read_start(&r, m);
	seq_printf(m, "# " RXPA_MAGIC " %d netdevs page_size=%lu\n",
		   RXPA_FORMAT, PAGE_SIZE);
	rxpa_table_start(&table, netdevs_columns, ARRAY_SIZE(netdevs_columns));
	rxpa_show_keys(m, &table);
	err = show_lines(&r, &table, &whole);
	if (!err)
		err = show_rest(&r, &table, whole);
	if (err != -EBUSY)
		return err;
	rxpa_table_unknown(&table);
	rxpa_show_total(m, &table, RXPA_STATE_BUSY);
	rxpa_show_waited(m);
	return 0;
}
