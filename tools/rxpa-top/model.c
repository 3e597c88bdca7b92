// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "filter.h"
#include "group.h"

#define MIN_INTERVAL_NS	1000000
#define AGE_SLACK_MS	50
#define AGE_OLD_MS	1000	/* worth a column */

static bool differ(struct num a, struct num b)
{
	return a.known && b.known && a.n != b.n;
}

/*
 * Do both rows count the same from the same beginning?  What was adopted is
 * fixed until counting begins anew, and a netdev's sums are over its queues of
 * now.  One counter that went backwards means that all of them began anew, also
 * those that have caught up in the meantime.
 */
static bool comparable(const struct row *now, const struct row *before)
{
	enum field f;

	if (differ(now->v[F_IFINDEX], before->v[F_IFINDEX]) ||
	    differ(now->v[F_QUEUES], before->v[F_QUEUES]) ||
	    differ(now->v[F_ADOPTED], before->v[F_ADOPTED]))
		return false;
	for (f = F_COUNTER_FIRST; f <= F_COUNTER_LAST; f++)
		if (now->v[f].known && before->v[f].known &&
		    now->v[f].n < before->v[f].n)
			return false;
	return true;
}

/*
 * A row under traffic is as old as the driver's last refill.  While that stays the
 * same one, pages may have come and gone that are not in it yet: nothing is known
 * about a rate, which is not 0.  Ages are counted in ticks, of 10 ms at most, and
 * a file takes its time.
 */
static bool stood_still(const struct row *now, const struct row *before, uint64_t ns)
{
	struct num age = now->v[F_AGE], was = before->v[F_AGE];
	uint64_t grown, passed = ns / 1000000;

	if (!age.known || !was.known || age.n <= was.n ||
	    differ(now->v[F_ALLOCATED], before->v[F_ALLOCATED]) ||
	    differ(now->v[F_RELEASED], before->v[F_RELEASED]))
		return false;
	grown = age.n - was.n;
	return grown >= passed || passed - grown <= AGE_SLACK_MS;
}

static void derive_rates(struct row *now, const struct row *before, uint64_t ns)
{
	enum field f;

	if (!comparable(now, before))
		return;
	for (f = F_COUNTER_FIRST; f <= F_COUNTER_LAST; f++)
		now->v[F_RATE_OF(f)] = num_rate(now->v[f], before->v[f], ns);
	/* the others are counted without waiting for a refill */
	if (stood_still(now, before, ns))
		now->v[F_ALLOCATED_RATE] = now->v[F_RELEASED_RATE] = NUM_UNKNOWN;
}

static const struct netdev *find_netdev(const struct snapshot *snap,
					const char *name, size_t hint)
{
	size_t i;

	if (hint < snap->n_netdevs && !strcmp(snap->netdevs[hint].row.netdev, name))
		return &snap->netdevs[hint];
	for (i = 0; i < snap->n_netdevs; i++)
		if (!strcmp(snap->netdevs[i].row.netdev, name))
			return &snap->netdevs[i];
	return NULL;
}

static const struct row *find_queue(const struct netdev *dev, uint64_t queue,
				    size_t hint)
{
	size_t i;

	if (hint < dev->n_queues && dev->queues[hint].v[F_QUEUE].n == queue)
		return &dev->queues[hint];
	for (i = 0; i < dev->n_queues; i++)
		if (dev->queues[i].v[F_QUEUE].n == queue)
			return &dev->queues[i];
	return NULL;
}

static uint64_t interval(uint64_t now, uint64_t before)
{
	return now > before && now - before >= MIN_INTERVAL_NS ? now - before : 0;
}

static void derive_queues(struct netdev *dev, const struct netdev *old,
			  struct num mem_total)
{
	const struct row *before;
	size_t q;

	for (q = 0; q < dev->n_queues; q++) {
		struct row *row = &dev->queues[q];

		row->v[F_SHARE] = num_share(row->v[F_BYTES], mem_total);
		before = old ? find_queue(old, row->v[F_QUEUE].n, q) : NULL;
		if (before)
			derive_rates(row, before,
				     interval(dev->queues_ns, old->queues_ns));
	}
}

/* A netdev of the same name may be another one. */
static bool same_netdev(const struct netdev *a, const struct netdev *b)
{
	const char *x = pairs_known(&a->header, "ifindex");
	const char *y = pairs_known(&b->header, "ifindex");

	return !strcmp(a->row.driver, b->row.driver) &&
	       !differ(a->row.v[F_IFINDEX], b->row.v[F_IFINDEX]) &&
	       (!x || !y || !strcmp(x, y));
}

static bool impossible(struct num orphaned)
{
	return orphaned.known && (int64_t)orphaned.n < 0;
}

static void note_impossible(struct netdev *dev)
{
	char note[160], queue[NUM_TEXT + 16] = "", orphaned[NUM_TEXT];
	const struct row *row = &dev->row;
	size_t q;

	for (q = 0; !impossible(row->v[F_ORPHANED]); q++) {
		if (q == dev->n_queues)
			return;
		row = &dev->queues[q];
		snprintf(queue, sizeof(queue), "queue %llu: ",
			 (unsigned long long)row->v[F_QUEUE].n);
	}
	num_text_exact(row->v[F_ORPHANED], true, orphaned);
	snprintf(note, sizeof(note),
		 "%sorphaned is %s, which cannot be: in sums it counts as unknown",
		 queue, orphaned);
	dev->notes.at = xgrow(dev->notes.at, dev->notes.n, sizeof(*dev->notes.at));
	dev->notes.at[dev->notes.n++] = xstrndup(note, strlen(note));
}

void model_derive(struct snapshot *now, const struct snapshot *before)
{
	const struct netdev *old;
	struct netdev *dev;
	size_t i;

	for (i = 0; i < now->n_netdevs; i++) {
		dev = &now->netdevs[i];
		old = before ? find_netdev(before, dev->row.netdev, i) : NULL;
		if (old && !same_netdev(dev, old))
			old = NULL;
		if (old)
			derive_rates(&dev->row, &old->row,
				     interval(now->ns, before->ns));
		dev->row.v[F_SHARE] = num_share(dev->row.v[F_BYTES], now->mem_total);
		derive_queues(dev, old, now->mem_total);
		note_impossible(dev);
	}
}

static bool row_old(const struct row *row)
{
	return row->v[F_AGE].known && row->v[F_AGE].n > AGE_OLD_MS;
}

bool model_aged(const struct snapshot *snap)
{
	size_t i, q;

	for (i = 0; i < snap->n_netdevs; i++) {
		const struct netdev *dev = &snap->netdevs[i];

		if (row_old(&dev->row))
			return true;
		for (q = 0; q < dev->n_queues; q++)
			if (row_old(&dev->queues[q]))
				return true;
	}
	return false;
}

int model_row_cmp(const struct view_opts *opts, const struct row *a,
		  const struct row *b)
{
	int c = column_cmp(opts->sort, opts->reverse, a, b);

	if (!c)
		c = text_cmp(a->netdev, b->netdev);
	if (!c)
		c = num_cmp(a->v[F_QUEUE], b->v[F_QUEUE], false);
	return c;
}

static int row_ptr_cmp(const void *a, const void *b, void *opts)
{
	return model_row_cmp(opts, *(const struct row *const *)a,
			     *(const struct row *const *)b);
}

static void add_row(struct view *out, const struct view_opts *opts,
		    const struct row *row)
{
	out->n_all++;
	if (!filter_passes(opts->filter, row))
		return;
	out->n_passed++;
	out->rows = xgrow(out->rows, out->n_rows, sizeof(*out->rows));
	out->rows[out->n_rows++] = row;
}

static void add_node(struct view *out, uint64_t node)
{
	size_t i, at = 0;

	while (at < out->n_nodes && out->nodes[at] < node)
		at++;
	if (out->n_nodes == VIEW_NODES ||
	    (at < out->n_nodes && out->nodes[at] == node))
		return;
	out->nodes = xgrow(out->nodes, out->n_nodes, sizeof(*out->nodes));
	for (i = out->n_nodes++; i > at; i--)
		out->nodes[i] = out->nodes[i - 1];
	out->nodes[at] = node;
}

/*
 * Without a filter a total is over everything, also over what has no row here:
 * a netdev that is not accounted, or one that :netdevs knows to be missing.
 */
static bool total_known(const struct snapshot *snap, bool queues, enum field f)
{
	bool some = false, all = true;
	size_t i;

	for (i = 0; i < snap->n_netdevs; i++) {
		if (queues && !snap->netdevs[i].queues_read)
			return false;
		if (f >= F_FILE_END)
			continue;
		some |= snap->netdevs[i].row.v[f].known;
		all &= snap->netdevs[i].row.v[f].known;
	}
	/* the walk's columns are no part of :netdevs, and ages do not add up */
	return !some || (all && (snap->total.v[f].known || f >= F_WALKED || f == F_AGE));
}

static void sum_rows(const struct snapshot *snap, const struct view_opts *opts,
		     struct view *out)
{
	struct row *total = &out->total;
	enum field f;
	size_t i, n;

	strcpy(total->netdev, *opts->filter ? VIEW_FILTERED : RXPA_TOTAL);
	for (f = 0; f < F_END; f++) {
		total->v[f] = field_joins(f) ? NUM(0) : NUM_UNKNOWN;
		for (i = 0; i < out->n_rows; i++)
			total->v[f] = row_join(total->v[f], out->rows[i], f);
		if (!*opts->filter && !total_known(snap, opts->queues, f))
			total->v[f] = NUM_UNKNOWN;
	}
	total->nodes = xcalloc(out->n_nodes, sizeof(*total->nodes));
	total->n_nodes = out->n_nodes;
	for (n = 0; n < out->n_nodes; n++) {
		total->nodes[n].node = out->nodes[n];
		total->nodes[n].pages = NUM(0);
		for (i = 0; i < out->n_rows; i++)
			total->nodes[n].pages =
				num_add(total->nodes[n].pages,
					row_node(out->rows[i], out->nodes[n]), false);
	}
}

void model_view(const struct snapshot *snap, const struct view_opts *opts,
		struct view *out)
{
	const struct netdev *dev;
	size_t i, q;

	*out = (struct view){ 0 };
	for (i = 0; i < snap->n_netdevs; i++) {
		dev = &snap->netdevs[i];
		if (!opts->queues)
			add_row(out, opts, &dev->row);
		for (q = 0; opts->queues && q < dev->n_queues; q++)
			add_row(out, opts, &dev->queues[q]);
	}
	for (i = 0; i < out->n_rows; i++)
		for (q = 0; q < out->rows[i]->n_nodes; q++)
			add_node(out, out->rows[i]->nodes[q].node);
	if (opts->group)
		group_rows(out, opts);
	if (out->n_rows)
		qsort_r(out->rows, out->n_rows, sizeof(*out->rows), row_ptr_cmp,
			(void *)opts);
	sum_rows(snap, opts, out);
	model_summarize(snap, opts, &out->summary);
}

void view_free(struct view *view)
{
	group_free(view);
	free(view->rows);
	free(view->nodes);
	free(view->total.nodes);
	free(view->summary.states);
}
