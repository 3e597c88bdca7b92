// SPDX-License-Identifier: GPL-2.0
#include "explain.h"

#include <stdlib.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "columns.h"

/* The reason that :status has for a netdev or its driver. */
static const char *reason_of(const struct snapshot *snap, const char *netdev,
			     const char *driver)
{
	const char *its_netdev, *its_driver, *reason;
	size_t i;

	for (i = 0; i < snap->status.n; i++) {
		const struct record *record = &snap->status.records[i];

		reason = pairs_get(&record->pairs, "reason");
		its_netdev = pairs_get(&record->pairs, "netdev");
		its_driver = pairs_get(&record->pairs, "driver");
		if (!reason || (strcmp(record->type, "other") && strcmp(record->type, "off")))
			continue;
		if (its_netdev ? !strcmp(its_netdev, netdev) :
				 its_driver && !strcmp(its_driver, driver))
			return reason;
	}
	return NULL;
}

/* A whole number of times; unknown otherwise. */
static struct num each_of(struct num all, struct num n)
{
	if (!all.known || !n.known || !n.n || all.n % n.n)
		return NUM_UNKNOWN;
	return NUM(all.n / n.n);
}

/* Pages of two sizes may have a mean that looks like a size: a queue each. */
static struct num page_bytes_of(const struct netdev *dev)
{
	struct num each = each_of(dev->row.v[F_BYTES], dev->row.v[F_HELD]), one;
	size_t i;

	if (!dev->n_queues)
		return NUM_UNKNOWN;
	for (i = 0; i < dev->n_queues; i++) {
		const struct row *queue = &dev->queues[i];

		one = each_of(queue->v[F_BYTES], queue->v[F_HELD]);
		if (queue->v[F_HELD].known && queue->v[F_HELD].n &&
		    (!one.known || !each.known || one.n != each.n))
			return NUM_UNKNOWN;
	}
	return each;
}

static struct num depth_of(const struct netdev *dev)
{
	size_t i;

	for (i = 1; i < dev->n_queues; i++)
		if (!dev->queues[i].v[F_DESC].known ||
		    dev->queues[i].v[F_DESC].n != dev->queues[0].v[F_DESC].n)
			return NUM_UNKNOWN;
	return dev->n_queues ? dev->queues[0].v[F_DESC] : NUM_UNKNOWN;
}

static bool counted(const struct netdev *dev)
{
	return strcmp(dev->row.state, RXPA_STATE_OFF) != 0;
}

static void site_of_module(struct site *site, const struct snapshot *snap,
			   const struct netdev *dev)
{
	const struct row *row = &dev->row;

	site->name = row->netdev;
	site->driver = row->driver;
	site->queues = row->v[F_QUEUES];
	site->depth = depth_of(dev);
	/* a name in another namespace is not the one that ethtool knows */
	if (!strchr(row->netdev, ':'))
		site->port = ports_find(&snap->machine.ports, row->netdev);
	if (!counted(dev)) {
		site->why = reason_of(snap, row->netdev, row->driver);
		if (!site->why)
			site->why = "a note says why";
		return;
	}
	site->dev = dev;
	site->pages = row->v[F_HELD];
	site->bytes = row->v[F_BYTES];
	site->page_bytes = page_bytes_of(dev);
	site->orphaned = row->v[F_ORPHANED];
	if (site->orphaned.known && (int64_t)site->orphaned.n > 0 && site->page_bytes.known &&
	    !__builtin_mul_overflow(site->orphaned.n, site->page_bytes.n, &site->lost.n))
		site->lost.known = true;
}

/* A port with VFs, or none: rings as ethtool has them, what they hold unknown. */
static void site_of_port(struct site *site, const struct snapshot *snap,
			 const struct port *port)
{
	site->name = port->name;
	site->driver = port->driver;
	site->port = port;
	site->depth = port->rx;
	site->queues = num_add(port->combined, port->rx_only, false);
	site->why = *snap->machine.absent ? "the module is not there" :
			reason_of(snap, port->name, port->driver);
	if (!site->why)
		site->why = "the module does not name it";
}

/* What a driver that keeps a page a descriptor holds, if its rings are full. */
static struct num estimate_of(const struct site *site, struct num page_size)
{
	uint64_t n;

	if (!site->scheme || strcmp(site->scheme->key, "page") || !page_size.known ||
	    !site->queues.known || !site->depth.known || !site->depth.n ||
	    __builtin_mul_overflow(site->queues.n, site->depth.n - 1, &n) ||
	    __builtin_mul_overflow(n, page_size.n, &n))
		return NUM_UNKNOWN;
	return NUM(n);
}

static void site_finish(struct site *site, const struct snapshot *snap)
{
	struct num page_size = snap->machine.memory.page_size;

	site->scheme = scheme_find(site->driver, site->dev);
	if (page_size.known && site->page_bytes.known)
		site->fill = scheme_fill(site->scheme, page_size.n, site->page_bytes.n);
	if (!site->dev)
		site->estimate = estimate_of(site, page_size);
	offers_make(site);
}

static bool has_site(const struct explain *ex, const char *name)
{
	size_t i;

	for (i = 0; i < ex->n_sites; i++)
		if (!strcmp(ex->sites[i].name, name))
			return true;
	return false;
}

/* Most bytes first; what is not known last, then by name. */
static int site_cmp(const void *a, const void *b)
{
	const struct site *x = a, *y = b;

	if (x->bytes.known != y->bytes.known)
		return x->bytes.known ? -1 : 1;
	if (x->bytes.known && x->bytes.n != y->bytes.n)
		return x->bytes.n > y->bytes.n ? -1 : 1;
	return text_cmp(x->name, y->name);
}

static void sum_up(struct explain *ex)
{
	size_t i;

	ex->rings = ex->lost = NUM(0);
	for (i = 0; i < ex->n_sites; i++) {
		const struct site *site = &ex->sites[i];

		ex->some_unknown |= !site->bytes.known;
		if (site->bytes.known)
			ex->rings = num_add(ex->rings, site->bytes, false);
		if (site->lost.known)
			ex->lost = num_add(ex->lost, site->lost, false);
	}
	ex->rest = NUM_UNKNOWN;
	if (ex->balance.left.known && ex->rings.known && ex->lost.known)
		ex->rest = NUM(ex->balance.left.n - ex->rings.n - ex->lost.n);
}

void explain_make(struct explain *ex, const struct snapshot *snap)
{
	const struct ports *ports = &snap->machine.ports;
	size_t i;

	*ex = (struct explain){ .snap = snap };
	balance_make(&ex->balance, &snap->machine.memory);
	ex->sites = xcalloc(snap->n_netdevs + ports->n, sizeof(*ex->sites));
	for (i = 0; i < snap->n_netdevs; i++)
		site_of_module(&ex->sites[ex->n_sites++], snap, &snap->netdevs[i]);
	for (i = 0; i < ports->n; i++)
		if (!has_site(ex, ports->at[i].name))
			site_of_port(&ex->sites[ex->n_sites++], snap, &ports->at[i]);
	for (i = 0; i < ex->n_sites; i++)
		site_finish(&ex->sites[i], snap);
	qsort(ex->sites, ex->n_sites, sizeof(*ex->sites), site_cmp);
	sum_up(ex);
}

void explain_free(struct explain *ex)
{
	free(ex->sites);
	*ex = (struct explain){ 0 };
}

bool explain_first_of_driver(const struct explain *ex, size_t i)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (!strcmp(ex->sites[k].driver, ex->sites[i].driver))
			return false;
	return true;
}
