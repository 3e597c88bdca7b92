// SPDX-License-Identifier: GPL-2.0
/* What stands above the table: all netdevs, whatever the filter says. */
#include <stdlib.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "model.h"
#include "trust.h"

static void count_state(struct summary *sum, const struct row *row)
{
	struct state_count *count;
	size_t i;

	sum->not_ok += !row_ok(row);
	for (i = 0; i < sum->n_states; i++) {
		if (!strcmp(sum->states[i].state, row->state)) {
			sum->states[i].n++;
			return;
		}
	}
	sum->states = xgrow(sum->states, sum->n_states, sizeof(*sum->states));
	count = &sum->states[sum->n_states++];
	strcpy(count->state, row->state);
	count->n = 1;
}

static int state_cmp(const void *a, const void *b)
{
	const struct state_count *x = a, *y = b;
	bool ok_x = !strcmp(x->state, RXPA_STATE_OK);
	bool ok_y = !strcmp(y->state, RXPA_STATE_OK);

	if (ok_x != ok_y)
		return ok_y - ok_x;
	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return strcmp(x->state, y->state);
}

/*
 * Does a netdev of this driver lack counts, since hits were missed?  A module that
 * says how far it trusts a driver says so where there is another cause, and takes
 * all counts away for a missed hit; others always lack those without a probe.
 */
static bool counts_unknown(const struct snapshot *snap, const char *driver)
{
	const char *trust = driver ? trust_of(snap, driver) : "";
	bool counting = !strcmp(trust, TRUST_COUNTING);
	size_t i;

	if (*trust && !counting)
		return false;
	for (i = 0; i < snap->n_netdevs; i++) {
		const struct row *row = &snap->netdevs[i].row;

		if ((!driver || !strcmp(row->driver, driver)) &&
		    (counting ? !row->v[F_REFILLS].known :
		     !row->v[F_ALLOCATED].known || !row->v[F_RELEASED].known))
			return true;
	}
	return false;
}

/*
 * One probe sees all drivers' releases: it stands in each one's list.  Older
 * modules had one a driver, at places of their own.
 */
static bool seen_before(const struct status *status, size_t nr)
{
	const struct pairs *probe = &status->records[nr].pairs;
	const char *kind = pairs_get(probe, "kind"), *at = pairs_get(probe, "at");
	const char *its_kind, *its_at;
	size_t i;

	for (i = 0; kind && at && !strcmp(kind, "release") && i < nr; i++) {
		its_kind = pairs_get(&status->records[i].pairs, "kind");
		its_at = pairs_get(&status->records[i].pairs, "at");
		if (its_kind && its_at && !strcmp(kind, its_kind) && !strcmp(at, its_at))
			return true;
	}
	return false;
}

/*
 * The module begins to count anew after a hit was missed: then the number only
 * says that it happened.  Until then the driver's counts are unknown.
 */
static void count_missed(const struct snapshot *snap, struct summary *sum)
{
	const struct status *status = &snap->status;
	const char *value;
	uint64_t n;
	size_t i;

	sum->missed = NUM(0);
	for (i = 0; i < status->n; i++) {
		const struct pairs *pairs = &status->records[i].pairs;

		if (strcmp(status->records[i].type, "probe"))
			continue;
		value = pairs_get(pairs, "missed");
		if (!value || !num_parse(value, strlen(value), &n) || !n)
			continue;
		if (!seen_before(status, i))
			sum->missed = num_add(sum->missed, NUM(n), false);
		sum->missed_matters |= counts_unknown(snap, pairs_get(pairs, "driver"));
	}
}

static void add_both(struct num *strict, struct num *known, struct num v,
		     bool is_signed)
{
	*strict = num_add(*strict, v, is_signed);
	if (v.known)
		*known = num_add(*known, v, is_signed);
}

/* :netdevs also knows of netdevs that have no line. */
static void only_if(struct num *sum, const struct snapshot *snap, enum field f)
{
	if (!snap->total.v[f].known)
		*sum = NUM_UNKNOWN;
}

void model_summarize(const struct snapshot *snap, const struct view_opts *opts,
		     struct summary *sum)
{
	size_t i, q;

	sum->netdevs = snap->n_netdevs;
	sum->queues = sum->held = sum->bytes = sum->orphaned = NUM(0);
	sum->known_queues = sum->known_held = NUM(0);
	sum->known_bytes = sum->known_orphaned = NUM(0);
	for (i = 0; i < snap->n_netdevs; i++) {
		const struct netdev *dev = &snap->netdevs[i];
		const struct num *v = dev->row.v;
		struct num orphaned = row_part(&dev->row, F_ORPHANED);

		add_both(&sum->queues, &sum->known_queues, v[F_QUEUES], false);
		add_both(&sum->held, &sum->known_held, v[F_HELD], false);
		add_both(&sum->bytes, &sum->known_bytes, v[F_BYTES], false);
		add_both(&sum->orphaned, &sum->known_orphaned, orphaned, true);
		sum->n_unknown += !v[F_BYTES].known;
		sum->n_orphaned_unknown += !orphaned.known;
		if (!opts->queues)
			count_state(sum, &dev->row);
		for (q = 0; opts->queues && q < dev->n_queues; q++)
			count_state(sum, &dev->queues[q]);
		if (opts->queues && !dev->n_queues && !row_ok(&dev->row))
			count_state(sum, &dev->row);
	}
	if (sum->n_states)
		qsort(sum->states, sum->n_states, sizeof(*sum->states), state_cmp);
	only_if(&sum->queues, snap, F_QUEUES);
	only_if(&sum->held, snap, F_HELD);
	only_if(&sum->bytes, snap, F_BYTES);
	only_if(&sum->orphaned, snap, F_ORPHANED);
	sum->n_unknown += !sum->bytes.known && !sum->n_unknown;
	sum->n_orphaned_unknown += !sum->orphaned.known && !sum->n_orphaned_unknown;
	sum->share = num_share(sum->known_bytes, snap->mem_total);
	count_missed(snap, sum);
}
