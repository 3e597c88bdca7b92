// SPDX-License-Identifier: GPL-2.0
/* Units: rates, sums, groups. */
#include <errno.h>

#include "../../../include/rxpageacct.h"
#include "files.h"
#include "model.h"
#include "unit.h"

static void test_rates_anew(struct snapshot *now, struct snapshot *before)
{
	static const enum field field[] = { F_IFINDEX, F_QUEUES, F_ADOPTED };
	struct row *x = &now->netdevs[0].row, *y = &before->netdevs[1].row;
	bool another = false, same = true;
	size_t i;

	for (i = 0; i < N(field); i++) {
		unit_row(x, "eth1", 1, 300);
		x->v[field[i]] = NUM(3);
		y->v[field[i]] = NUM(2);
		model_derive(now, before);
		another |= x->v[F_ALLOCATED_RATE].known;
		unit_row(x, "eth1", 1, 300);
		x->v[field[i]] = NUM(2);
		model_derive(now, before);
		same &= x->v[F_ALLOCATED_RATE].known;
		y->v[field[i]] = NUM_UNKNOWN;
	}
	tap(!another, "model: another ifindex, queues or adopted: no rate");
	tap(same, "model: the same ones: a rate");
}

static void test_model_rates(void)
{
	struct netdev a[2] = { 0 }, b[2] = { 0 };
	struct snapshot before = { .ns = 1000000000, .netdevs = a, .n_netdevs = 2 };
	struct snapshot now = { .ns = 3000000000, .netdevs = b, .n_netdevs = 2 };

	unit_row(&a[0].row, "eth0", 1, 100);
	unit_row(&a[1].row, "eth1", 1, 100);
	unit_row(&b[0].row, "eth1", 1, 300);
	unit_row(&b[1].row, "eth0", 1, 500);
	b[1].row.v[F_RELEASED] = NUM(99);
	model_derive(&now, &before);
	tap(b[0].row.v[F_ALLOCATED_RATE].n == 100 * NUM_MILLI, "model: rate per second, found by name");
	tap(!b[1].row.v[F_RELEASED_RATE].known && !b[1].row.v[F_ALLOCATED_RATE].known,
	    "model: one counter backwards, all rates of the row unknown");
	unit_row(&b[1].row, "eth0", 1, 500);
	strcpy(b[1].row.driver, "i40e");
	model_derive(&now, &before);
	tap(!b[1].row.v[F_ALLOCATED_RATE].known, "model: another driver, no rate");
	unit_row(&b[1].row, "eth7", 1, 500);
	model_derive(&now, &before);
	tap(!b[1].row.v[F_ALLOCATED_RATE].known, "model: new netdev, no rate");
	test_rates_anew(&now, &before);
	unit_row(&b[0].row, "eth1", 1, 300);
	now.ns = before.ns;
	model_derive(&now, &before);
	tap(!b[0].row.v[F_ALLOCATED_RATE].known, "model: no time, no rate");
}

/* Whether a row is newer than it was, its age tells. */
static void test_model_stood_still(void)
{
	static const struct { uint64_t was, age, more; bool known; const char *name; } at[] = {
		{ 0, 0, 0, true, "at rest both times: nothing came, 0 a second" },
		{ 10, 2010, 0, false, "the same moment as before: not known" },
		{ 10, 1970, 0, false, "ticks are coarse" },
		{ 10, 1900, 0, true, "a later one" },
		{ 10, 2010, 5, true, "one of a netdev's queues is old, others moved" },
		{ 2010, 10, 0, true, "younger than it was" },
		{ 0, UINT64_MAX, 0, false, "the largest" },
	};
	struct netdev a[1] = { 0 }, b[1] = { 0 };
	struct snapshot before = { .ns = 1000000000, .netdevs = a, .n_netdevs = 1 };
	struct snapshot now = { .ns = 3000000000, .netdevs = b, .n_netdevs = 1 };
	struct num *v = b[0].row.v;
	size_t i;

	for (i = 0; i < N(at); i++) {
		unit_row(&a[0].row, "eth0", 1, 100);
		unit_row(&b[0].row, "eth0", 1, 100);
		a[0].row.v[F_AGE] = NUM(at[i].was);
		v[F_AGE] = NUM(at[i].age);
		v[F_RELEASED] = NUM(100 + at[i].more);
		model_derive(&now, &before);
		tap(v[F_ALLOCATED_RATE].known == at[i].known &&
		    v[F_RELEASED_RATE].known == at[i].known && v[F_REFILLS_RATE].known,
		    at[i].name);
	}
	v[F_AGE] = NUM_UNKNOWN;
	model_derive(&now, &before);
	tap(v[F_ALLOCATED_RATE].known, "model: a module without ages: as before");
}

/* Where the network lock was held, a header's keys are unknown, not others. */
static void test_model_headless(void)
{
	struct pair known = { "ifindex", "2" }, unknown = { "ifindex", "-" };
	struct netdev a[1] = { { .header = { &known, 1 } } };
	struct netdev b[1] = { { .header = { &unknown, 1 } } };
	struct snapshot before = { .ns = 1000000000, .netdevs = a, .n_netdevs = 1 };
	struct snapshot now = { .ns = 3000000000, .netdevs = b, .n_netdevs = 1 };

	unit_row(&a[0].row, "eth0", 1, 100);
	unit_row(&b[0].row, "eth0", 1, 300);
	model_derive(&now, &before);
	tap(b[0].row.v[F_ALLOCATED_RATE].n == 100 * NUM_MILLI,
	    "model: an unknown ifindex is not another one");
	before.netdevs = b;
	now.netdevs = a;
	unit_row(&b[0].row, "eth0", 1, 100);
	unit_row(&a[0].row, "eth0", 1, 300);
	model_derive(&now, &before);
	tap(a[0].row.v[F_ALLOCATED_RATE].known, "model: nor was it one");
}

/* :netdevs knows that one is missing, which has no line. */
static void test_model_missing(void)
{
	struct netdev d[1] = { 0 };
	struct snapshot snap = { .netdevs = d, .n_netdevs = 1, .mem_total = NUM(1000) };
	struct view_opts opts = { .sort = COL_BYTES, .filter = "" };
	struct view v;

	unit_row(&d[0].row, "eth0", 10, 0);
	model_view(&snap, &opts, &v);
	tap(!v.total.v[F_BYTES].known && !v.summary.bytes.known &&
	    v.summary.n_unknown == 1 && v.summary.n_orphaned_unknown == 1 &&
	    v.summary.known_bytes.n == 10,
	    "model: what :netdevs does not know is unknown");
	view_free(&v);
	opts.filter = "eth0";
	model_view(&snap, &opts, &v);
	tap(v.total.v[F_BYTES].n == 10, "model: but not of the rows of a filter");
	view_free(&v);
	tap(file_vanished(-EIO, false) && !file_vanished(-EIO, true),
	    "files: debugfs says EIO of a file that was removed while it was read");
}

static void test_model_view(void)
{
	struct netdev d[4] = { 0 };
	struct snapshot snap = { .netdevs = d, .n_netdevs = 4, .mem_total = NUM(1000) };
	struct view_opts opts = { .sort = COL_BYTES, .filter = "" };
	struct view v;

	unit_row(&d[0].row, "eth10", 10, 0);
	unit_row(&d[1].row, "eth2", 10, 0);
	unit_row(&d[2].row, "eth3", 0, 0);
	d[2].row.v[F_BYTES] = NUM_UNKNOWN;
	strcpy(d[2].row.state, "off");
	unit_row(&d[3].row, "eth4", 500, 0);
	model_view(&snap, &opts, &v);
	tap(v.n_rows == 4 && !strcmp(v.rows[0]->netdev, "eth4") &&
	    !strcmp(v.rows[1]->netdev, "eth2") && !strcmp(v.rows[2]->netdev, "eth10") &&
	    !strcmp(v.rows[3]->netdev, "eth3"),
	    "model: most bytes first, names in natural order, unknown last");
	tap(!v.total.v[F_BYTES].known && !v.summary.bytes.known &&
	    v.summary.known_bytes.n == 520 && v.summary.n_unknown == 1,
	    "model: a sum over unknown is unknown");
	tap(v.summary.not_ok == 1 && v.summary.n_states == 2, "model: states");
	view_free(&v);
	opts.reverse = true;
	model_view(&snap, &opts, &v);
	tap(!strcmp(v.rows[2]->netdev, "eth4") && !strcmp(v.rows[3]->netdev, "eth3"),
	    "model: reversed, unknown still last");
	view_free(&v);
	tap_str(v.total.netdev, "total", "model: a total of everything says so");
	opts.filter = "off";
	model_view(&snap, &opts, &v);
	tap(v.n_rows == 1 && v.summary.netdevs == 4,
	    "model: the filter takes rows, not the summary");
	view_free(&v);
	opts.filter = "eth4";
	model_view(&snap, &opts, &v);
	tap(v.n_rows == 1 && v.total.v[F_BYTES].n == 500, "model: the total is of the rows shown");
	tap_str(v.total.netdev, "filtered total", "model: and says that it is filtered");
	tap(v.n_passed == 1 && v.n_all == 4, "model: how many passed");
	view_free(&v);
}

/* -3 of one port must not hide the 5 that another has lost. */
static void test_model_orphaned(void)
{
	struct netdev d[2] = { 0 };
	struct snapshot snap = { .netdevs = d, .n_netdevs = 2, .total.v[F_ORPHANED] = NUM(2) };
	struct view_opts opts = { .sort = COL_BYTES, .filter = "" };
	struct view v;

	unit_row(&d[0].row, "eth0", 10, 0);
	unit_row(&d[1].row, "eth1", 10, 0);
	d[0].row.v[F_ORPHANED] = NUM(5);
	d[1].row.v[F_ORPHANED] = NUM((uint64_t)-3);
	model_derive(&snap, NULL);
	model_view(&snap, &opts, &v);
	tap(!v.total.v[F_ORPHANED].known && !v.summary.orphaned.known &&
	    v.summary.known_orphaned.n == 5 && v.summary.n_orphaned_unknown == 1,
	    "model: an orphaned below zero counts as unknown");
	tap(!d[0].notes.n && d[1].notes.n == 1 && strstr(d[1].notes.at[0], "-3"),
	    "model: and there is a note");
	view_free(&v);
	opts.group = GROUP_DRIVER;
	model_view(&snap, &opts, &v);
	tap(v.n_rows == 1 && !v.rows[0]->v[F_ORPHANED].known && v.rows[0]->v[F_BYTES].n == 20,
	    "group: an orphaned below zero counts as unknown there, too");
	view_free(&v);
	notes_free(&d[1].notes);
}

static void test_model_groups(void)
{
	struct netdev d[4] = { 0 };
	struct snapshot snap = { .netdevs = d, .n_netdevs = 4 };
	struct view_opts opts = { .sort = COL_BYTES, .filter = "", .group = GROUP_DRIVER };
	struct view v;

	unit_row(&d[0].row, "eth0", 10, 1);
	unit_row(&d[1].row, "eth1", 20, 2);
	unit_row(&d[2].row, "eth2", 5, 3);
	unit_row(&d[3].row, "eth3", 7, 3);
	strcpy(d[2].row.driver, "ice");
	strcpy(d[3].row.driver, "");
	d[1].row.v[F_RELEASED] = NUM_UNKNOWN;
	d[0].row.v[F_NODE] = d[2].row.v[F_NODE] = NUM(1);
	strcpy(d[1].row.state, "partial");
	model_view(&snap, &opts, &v);
	tap(v.n_rows == 3 && !strcmp(v.rows[0]->netdev, "igb") && v.rows[0]->v[F_BYTES].n == 30 &&
	    v.rows[0]->v[F_ALLOCATED].n == 3 && !strcmp(v.rows[1]->netdev, "-"),
	    "group: sums by driver, an unknown driver is one of its own");
	tap(!v.rows[0]->v[F_RELEASED].known && !v.rows[0]->v[F_NODE].known &&
	    v.rows[2]->v[F_NODE].n == 1, "group: unknown parts, and what differs");
	tap_str(v.rows[0]->state, "mixed", "group: states that differ");
	view_free(&v);
	opts.group = GROUP_NODE;
	model_view(&snap, &opts, &v);
	tap(v.n_rows == 2 && !strcmp(v.rows[0]->netdev, "-") && v.rows[0]->v[F_BYTES].n == 27 &&
	    !strcmp(v.rows[1]->netdev, "1") && !strcmp(v.rows[1]->driver, "mixed"),
	    "group: by node");
	view_free(&v);
}

/* Together, rows are as old as the oldest. */
static void test_model_ages(void)
{
	struct netdev d[2] = { 0 };
	struct snapshot snap = { .netdevs = d, .n_netdevs = 2 };
	struct view_opts opts = { .sort = COL_AGE, .filter = "" };
	struct num *first = d[0].row.v, *second = d[1].row.v;
	struct view v;

	unit_row(&d[0].row, "eth0", 10, 1);
	unit_row(&d[1].row, "eth1", 20, 2);
	first[F_AGE] = NUM(7);
	second[F_AGE] = NUM(1000);
	tap(!model_aged(&snap), "model: nothing is older than a second");
	second[F_AGE] = NUM(1001);
	tap(model_aged(&snap), "model: something is");
	model_view(&snap, &opts, &v);
	tap(v.total.v[F_AGE].known && v.total.v[F_AGE].n == 1001 &&
	    !strcmp(v.rows[0]->netdev, "eth1"), "model: a total is as old as the oldest, which comes first");
	view_free(&v);
	opts.group = GROUP_DRIVER;
	model_view(&snap, &opts, &v);
	tap(v.n_rows == 1 && v.rows[0]->v[F_AGE].n == 1001, "group: and so is a group");
	view_free(&v);
	first[F_AGE] = NUM_UNKNOWN;
	model_view(&snap, &opts, &v);
	tap(!v.rows[0]->v[F_AGE].known && !v.total.v[F_AGE].known,
	    "model: an unknown age makes it unknown");
	view_free(&v);
}

/* The release probe is one for all drivers; it is in each one's list. */
static void test_model_missed_once(void)
{
	static const char text[] = "# rxpageacct 1 status\n"
		"driver name=igb trust=counting\ndriver name=ice trust=blind\n"
		"probe driver=igb kind=refill at=x missed=1\n"
		"probe driver=igb kind=release at=drain missed=7\n"
		"probe driver=ice kind=refill at=x missed=10\n"
		"probe driver=ice kind=release at=drain missed=8\n"
		"probe driver=old kind=release at=old_poll missed=100\n";
	struct netdev d[2] = { 0 };
	struct snapshot snap = { .netdevs = d, .n_netdevs = 2 };
	struct view_opts opts = { .sort = COL_BYTES, .filter = "" };
	struct num *igb = d[0].row.v, *ice = d[1].row.v;
	struct view v;
	struct err err;

	unit_row(&d[0].row, "eth0", 10, 0);
	unit_row(&d[1].row, "eth1", 10, 0);
	strcpy(d[1].row.driver, "ice");
	parse_status("s", text, strlen(text), &snap.status, &err);
	ice[F_REFILLS] = ice[F_ALLOCATED] = igb[F_ALLOCATED] = NUM_UNKNOWN;
	model_view(&snap, &opts, &v);
	tap(v.summary.missed.n == 118, "model: hits of the one release probe count once");
	tap(!v.summary.missed_matters,
	    "model: what is unknown for another reason is no alarm about missed hits");
	view_free(&v);
	igb[F_REFILLS] = NUM_UNKNOWN;
	model_view(&snap, &opts, &v);
	tap(v.summary.missed_matters, "model: missed hits are, while all counts are unknown");
	view_free(&v);
	status_free(&snap.status);
}

/* Once counting began anew, missed hits are a fact of the past. */
static void test_model_missed(void)
{
	const char *text = "# rxpageacct 1 status\nprobe driver=igb missed=7\n"
			   "probe driver=igb missed=2\nprobe driver=ice missed=0\n";
	struct netdev d[2] = { 0 };
	struct snapshot snap = { .netdevs = d, .n_netdevs = 2 };
	struct view_opts opts = { .sort = COL_BYTES, .filter = "" };
	struct row *first = &d[0].row, *second = &d[1].row;
	struct view v;
	struct err err;

	unit_row(first, "eth0", 10, 0);
	unit_row(&d[1].row, "eth1", 10, 0);
	strcpy(second->driver, "ice");
	second->v[F_ALLOCATED] = NUM_UNKNOWN;
	parse_status("s", text, strlen(text), &snap.status, &err);
	model_view(&snap, &opts, &v);
	tap(v.summary.missed.n == 9 && !v.summary.missed_matters,
	    "model: missed hits do not matter while the driver's counts are known");
	view_free(&v);
	first->v[F_RELEASED] = NUM_UNKNOWN;
	model_view(&snap, &opts, &v);
	tap(v.summary.missed_matters, "model: they do while one is unknown");
	view_free(&v);
	status_free(&snap.status);
}

void unit_model(void)
{
	test_model_rates();
	test_model_stood_still();
	test_model_headless();
	test_model_view();
	test_model_missing();
	test_model_orphaned();
	test_model_groups();
	test_model_ages();
	test_model_missed();
	test_model_missed_once();
}
