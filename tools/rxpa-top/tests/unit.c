// SPDX-License-Identifier: GPL-2.0
/* Units: numbers, columns, parser, model. */
#include "../../../include/rxpageacct.h"
#include <errno.h>
#include <locale.h>
#include <unistd.h>

#include "files.h"
#include "filter.h"
#include "glyphs.h"
#include "render.h"
#include "tape.h"
#include "tap.h"
#include "view.h"

#define N(a)	(sizeof(a) / sizeof(*(a)))


static void test_columns(void)
{
	bool agree = true, unique = true, found = true, formats = true;
	struct row row = { 0 };
	char buf[COLUMN_TEXT];
	enum col c, d;

	for (c = 0; c < COL_END; c++) {
		const struct column *col = &columns[c];

		agree &= col->id == c && col->key && *col->key && col->title &&
			 *col->title && col->format && col->compare && col->width > 0;
		agree &= (col->field == F_END) == (col->text || c == COL_NETDEV);
		agree &= col->left == (col->field == F_END);
		if (!agree) {
			printf("# column %d\n", c);
			break;
		}
		found &= column_by_key(col->key) == c;
		for (d = 0; d < c; d++)
			unique &= strcmp(col->key, columns[d].key) != 0;
		if (col->field < F_FILE_END)
			formats &= !strcmp(col->key, field_key(col->field));
		column_format(c, &row, DIGITS_PLAIN, buf);
		formats &= !strcmp(buf, RXPA_UNKNOWN);
	}
	tap(agree, "columns: enum and table agree");
	tap(unique, "columns: keys are unique");
	tap(found, "columns: each is found by its key");
	tap(formats, "columns: named as in the files, unknown is -");
	tap(column_by_key("nonsense") == COL_END, "columns: no such key");
}

static void test_every_field_has_a_column(void)
{
	enum field f;
	enum col c;
	bool all = true;

	for (f = 0; f < F_FILE_END; f++) {
		if (f == F_IFINDEX) /* only tells netdevs apart */
			continue;
		for (c = 0; c < COL_END && columns[c].field != f; c++)
			;
		if (c == COL_END)
			printf("# no column shows %s\n", field_key(f));
		all &= c != COL_END;
	}
	tap(all, "columns: every field of the files has one");
}

static void test_bytes(void)
{
	static const struct { uint64_t n; const char *want; } at[] = {
		{ 0, "0 B" }, { 1023, "1023 B" }, { 1024, "1.00 KiB" },
		{ 10234, "9.99 KiB" }, { 10236, "10.0 KiB" }, { 102394, "100 KiB" },
		{ 1047552, "1023 KiB" }, { 1048063, "1023 KiB" }, { 1048064, "1.00 MiB" },
		{ 1048575, "1.00 MiB" }, { 31948013568, "29.8 GiB" },
		{ UINT64_MAX, "16.0 EiB" },
	};
	char buf[NUM_TEXT], name[64];
	size_t i;

	for (i = 0; i < N(at); i++) {
		num_text_bytes(NUM(at[i].n), buf);
		snprintf(name, sizeof(name), "bytes: %s", at[i].want);
		tap_str(buf, at[i].want, name);
	}
}

static void test_counts(void)
{
	static const struct { uint64_t n; bool sign; const char *want; } at[] = {
		{ 999, false, "999" }, { 1000, false, "1.00k" }, { 485472, false, "485k" },
		{ 1000000, false, "1.00M" },
		{ 999600000, false, "1.00G" }, { UINT64_MAX, false, "18.4E" },
		{ (uint64_t)-5, true, "-5" }, { (uint64_t)-2000000, true, "-2.00M" },
		{ (uint64_t)INT64_MIN, true, "-9.22E" },
	};
	char buf[NUM_TEXT];
	size_t i;

	for (i = 0; i < N(at); i++) {
		num_text_scaled(NUM(at[i].n), at[i].sign, buf);
		tap_str(buf, at[i].want, "count");
	}
	num_text_grouped(NUM(1088846), false, buf);
	tap_str(buf, "1,088,846", "grouped");
	num_text_grouped(NUM(999), false, buf);
	tap_str(buf, "999", "grouped: nothing to group");
	num_text_grouped(NUM((uint64_t)-1234), true, buf);
	tap_str(buf, "-1,234", "grouped: negative");
	num_text_grouped(NUM(UINT64_MAX), false, buf);
	tap_str(buf, "18,446,744,073,709,551,615", "grouped: largest");
}

static void test_rates(void)
{
	char buf[NUM_TEXT];
	struct num r;

	r = num_rate(NUM(1500), NUM(500), 2000000000);
	tap(r.known && r.n == 500 * NUM_MILLI, "rate: 1000 in two seconds");
	tap(!num_rate(NUM(5), NUM(6), 1000000000).known, "rate: backwards is unknown");
	tap(!num_rate(NUM(5), NUM(6), UINT64_MAX).known, "rate: backwards in a long time");
	tap(!num_rate(NUM_UNKNOWN, NUM(6), 1).known, "rate: of unknown");
	tap(!num_rate(NUM(6), NUM_UNKNOWN, 1).known, "rate: over unknown");
	tap(!num_rate(NUM(6), NUM(6), 0).known, "rate: no time passed");
	tap(!num_rate(NUM(UINT64_MAX), NUM(0), 1).known, "rate: does not fit");
	num_text_rate(NUM(0), buf);
	tap_str(buf, "0", "rate text: 0");
	num_text_rate(NUM(49), buf);
	tap_str(buf, "<0.1", "rate text: little");
	num_text_rate(NUM(9949), buf);
	tap_str(buf, "9.9", "rate text: one digit");
	num_text_rate(NUM(9950), buf);
	tap_str(buf, "10", "rate text: ten");
	num_text_milli(NUM(1234567), buf);
	tap_str(buf, "1234.567", "rate text: exact");
}

static void test_ages(void)
{
	static const struct { uint64_t ms; const char *want; } at[] = {
		{ 0, "0" }, { 1, "1ms" }, { 999, "999ms" }, { 1000, "1.0s" },
		{ 9999, "9.9s" }, { 10000, "10s" }, { 119999, "119s" }, { 120000, "2m" },
		{ 7199999, "119m" }, { 7200000, "2h" }, { 172799999, "47h" },
		{ 172800000, "2d" }, { UINT64_MAX, "213503982334d" },
	};
	char buf[NUM_TEXT];
	size_t i;

	for (i = 0; i < N(at); i++) {
		num_text_age(NUM(at[i].ms), buf);
		tap_str(buf, at[i].want, "age");
	}
	num_text_age(NUM_UNKNOWN, buf);
	tap_str(buf, "-", "age: unknown");
}

static void test_num(void)
{
	uint64_t n;

	tap(!num_add(NUM(UINT64_MAX), NUM(1), false).known, "sum: overflow is unknown");
	tap(!num_add(NUM(1), NUM_UNKNOWN, false).known, "sum: unknown part");
	tap((int64_t)num_add(NUM((uint64_t)-5), NUM(3), true).n == -2, "sum: signed");
	tap(!num_add(NUM(INT64_MAX), NUM(1), true).known, "sum: signed overflow");
	tap(num_parse("18446744073709551615", 20, &n) && n == UINT64_MAX, "parse: largest");
	tap(!num_parse("18446744073709551616", 20, &n), "parse: one too many");
	tap(!num_parse("+1", 2, &n) && !num_parse("-1", 2, &n) && !num_parse("", 0, &n) &&
	    !num_parse("01", 2, &n) && !num_parse("1 ", 2, &n) && !num_parse("0x1", 3, &n),
	    "parse: nothing but digits");
	tap(num_share(NUM(1), NUM(3)).n == 3333 && !num_share(NUM(1), NUM(0)).known,
	    "share");
}

static void test_text_cmp(void)
{
	tap(text_cmp("eth2", "eth10") < 0 && text_cmp("eth10", "eth2") > 0, "eth2 before eth10");
	tap(text_cmp("eth1", "eth01") != 0, "eth1 is not eth01");
	tap(text_cmp("eth1", "eth1") == 0 && text_cmp("eth", "eth1") < 0, "equal and prefix");
	tap(text_cmp("enp1s0f1", "enp1s0f0") > 0, "the last digit counts");
}

#define HEAD	"# rxpageacct 1 netdevs page_size=4096\n"
#define COLS	"netdev driver held bytes orphaned state\n"
#define TOTAL	"total - 1 4096 0 ok\n"

static int parse(const char *text, struct table *t, struct err *err)
{
	return parse_table("f", text, strlen(text), KIND_NETDEVS, t, err);
}

static void test_parse_good(void)
{
	struct table t;
	struct err err;

	tap(!parse(HEAD COLS "eth0 igb 1 4096 -3 ok\n" TOTAL, &t, &err) && t.n_rows == 1 &&
	    (int64_t)t.rows[0].v[F_ORPHANED].n == -3, "parse: negative orphaned");
	tap_str(pairs_get(&t.header, "page_size"), "4096", "parse: header keys");
	table_free(&t);
	tap(!parse(HEAD COLS "total igb 7 4096 0 ok\n" TOTAL, &t, &err) && t.n_rows == 1 &&
	    t.rows[0].v[F_HELD].n == 7 && t.total.v[F_HELD].n == 1,
	    "parse: a netdev called total");
	table_free(&t);
	tap(!parse(HEAD "netdev new held bytes\neth0 what? 1 2\ntotal 5 1 2\n", &t, &err) &&
	    !t.rows[0].v[F_FAILED].known && !*t.rows[0].state,
	    "parse: new columns are ignored, missing ones unknown");
	table_free(&t);
	tap(!parse(HEAD COLS TOTAL "# note: one\n# note: two\n", &t, &err) && t.notes.n == 2 &&
	    !strcmp(t.notes.at[1], "two"), "parse: notes");
	table_free(&t);
	tap(!parse(HEAD "netdev held bytes age_ms\ne 1 2 1730\nf 1 2 -\ntotal 2 4 -\n", &t, &err) &&
	    t.rows[0].v[F_AGE].n == 1730 && !t.rows[1].v[F_AGE].known, "parse: ages");
	table_free(&t);
	tap(!parse(HEAD COLS "e:ns4026532201 igb 1 4096 - ok\n" TOTAL, &t, &err) &&
	    !t.rows[0].v[F_ORPHANED].known, "parse: namespace, unknown");
	table_free(&t);
}

static void test_parse_bad(void)
{
	static const struct { const char *text, *want; } at[] = {
		{ "", "f:1: the file is empty" },
		{ "# rxpageacct 1 netdevs", "f:1: the file ends in the middle of this line" },
		{ "hello\n", "f:1: does not begin with \"# rxpageacct\"" },
		{ "# rxpageacct x netdevs\n", "f:1: no format version" },
		{ "# rxpageacct 0 netdevs\n", "f:1: no format version" },
		{ "# rxpageacct 1 walk\n", "f:1: kind is \"walk\", not \"netdevs\"" },
		{ "# rxpageacct 1 netdevs x\n", "f:1: \"x\" is not key=value" },
		{ HEAD, "f:1: no line of column keys follows" },
		{ HEAD "held bytes\n", "f:2: the first column is not \"netdev\"" },
		{ HEAD "netdev held\n", "f:2: no column \"bytes\"" },
		{ HEAD "netdev held bytes held\n", "f:2: column \"held\" appears twice" },
		{ HEAD COLS, "f:2: no table follows" },
		{ HEAD COLS "eth0 igb 1 2 0 ok\n", "f:3: the table ends without a total line" },
		{ HEAD COLS "eth0 igb 1 2 0\n" TOTAL, "f:3: 5 columns, not 6" },
		{ HEAD COLS "eth0 igb 1 2 0 ok x\n" TOTAL, "f:3: more than 6 columns" },
		{ HEAD COLS "eth0 igb -1 2 0 ok\n" TOTAL, "f:3: held: \"-1\" is not a number" },
		{ HEAD COLS "eth0 igb 1 1e3 0 ok\n" TOTAL, "f:3: bytes: \"1e3\" is not a number" },
		{ HEAD COLS "eth0 igb 99999999999999999999 2 0 ok\n" TOTAL,
		  "f:3: held: \"99999999999999999999\" is not a number" },
		{ HEAD COLS "../x igb 1 2 0 ok\n" TOTAL,
		  "f:3: \"../x\" cannot be the name of a netdev's file" },
		{ HEAD COLS "a:walk igb 1 2 0 ok\n" TOTAL,
		  "f:3: \"a:walk\" cannot be the name of a netdev's file" },
		{ HEAD COLS TOTAL "eth0\n# note: x\n", "f:3: \"total\" as a row needs" },
		{ HEAD COLS TOTAL "# note: x\nmore\n", "f:5: not a note, but at the end of the file" },
		{ HEAD COLS TOTAL "# note: x", "f:4: the file ends in the middle of this line" },
		{ HEAD COLS "e i 1 2 0 ok\ne i 1 2 0 ok\n" TOTAL,
		  "f:5: a line for the same netdev or queue appears twice above" },
	};
	struct table t;
	struct err err;
	size_t i;

	for (i = 0; i < N(at); i++) {
		if (strstr(at[i].want, "needs")) {	/* a row called total, then a short one */
			tap(parse(at[i].text, &t, &err) && err.code == EXIT_MALFORMED,
			    "parse: short last line");
			continue;
		}
		err.text[0] = '\0';
		tap(parse(at[i].text, &t, &err) && err.code == EXIT_MALFORMED &&
		    !strcmp(err.text, at[i].want), at[i].want);
		if (strcmp(err.text, at[i].want))
			printf("# got \"%s\"\n", err.text);
	}
	tap(parse("# rxpageacct 2 whatever x\n", &t, &err) && err.code == EXIT_NEWER,
	    "parse: newer format, whatever follows");
	tap(parse_table("f", HEAD "netdev\0held\n", sizeof(HEAD "netdev\0held\n") - 1,
			KIND_NETDEVS, &t, &err) && err.code == EXIT_MALFORMED,
	    "parse: NUL byte");
}

#define WALK	"# rxpageacct 1 walk name=e driver=- ifindex=-\n"

static void test_parse_walk(void)
{
	const char *text = WALK "queue held bytes node32+ node0 node31\n"
			   "0 6 6 3 1 2\ntotal 6 6 3 1 2\n";
	const char *odd = WALK "queue held bytes node32++ node+ node9223372036854775808\n"
			  "0 6 6 3 1 2\ntotal 6 6 3 1 2\n";
	struct table t;
	struct err err;
	char buf[NUM_TEXT];

	tap(!parse_table("f", text, strlen(text), KIND_WALK, &t, &err) &&
	    row_node(&t.rows[0], 32 | NODE_MORE).n == 3 && row_node(&t.rows[0], 31).n == 2 &&
	    !row_node(&t.rows[0], 32).known, "parse: node32+ is all nodes from 32 on");
	tap_str(pairs_get(&t.header, "driver"), "-", "parse: an unknown header key");
	tap(!pairs_known(&t.header, "ifindex") && pairs_known(&t.header, "name"),
	    "parse: which is not known");
	node_text(t.rows[0].nodes[0].node, buf);
	tap_str(buf, "32+", "node: and is written so");
	table_free(&t);
	tap(!parse_table("f", odd, strlen(odd), KIND_WALK, &t, &err) && !t.rows[0].n_nodes,
	    "parse: what is no node is passed over");
	table_free(&t);
}

static void test_parse_status_notes(void)
{
	const char *good = "# rxpageacct 1 status version=0.1.0\n"
			   "driver name=igb netdevs=- trust=blind\n"
			   "# note: the lock is held\n";
	const char *bad = "# rxpageacct 1 status\n# note: x\nprobe x=1\n";
	struct status s;
	struct err err;

	tap(!parse_status("s", good, strlen(good), &s, &err) && s.n == 1 && s.notes.n == 1 &&
	    !strcmp(s.notes.at[0], "the lock is held"), "status: notes at the end");
	status_free(&s);
	tap(parse_status("s", bad, strlen(bad), &s, &err) &&
	    !strcmp(err.text, "s:3: not a note, but at the end of the file"),
	    "status: and only there");
}

static void test_parse_status(void)
{
	const char *good = "# rxpageacct 1 status version=0.1.0\n"
			   "probe driver=igb hits=5 missed=7\n"
			   "off driver=igb reason=\"no such \"field\" here\"\n";
	const char *bad = "# rxpageacct 1 status\noff reason=\"open\nprobe x=1\n";
	struct status s;
	struct err err;

	tap(!parse_status("s", good, strlen(good), &s, &err) && s.n == 2, "status: records");
	tap_str(pairs_get(&s.records[1].pairs, "reason"), "no such \"field\" here",
		"status: a quoted value ends the line");
	status_free(&s);
	tap(parse_status("s", bad, strlen(bad), &s, &err) &&
	    !strcmp(err.text, "s:2: unterminated quote"), "status: unterminated quote");
	tap(parse_memtotal("MemFree: 1 kB\nMemTotal:  2048 kB\n", 34).n == 2 << 20, "meminfo");
	tap(!parse_memtotal("MemTotal: lots\n", 15).known, "meminfo: nonsense is unknown");
	tap(!parse_memtotal("", 0).known, "meminfo: empty is unknown");
}

static void set(struct row *row, const char *name, uint64_t bytes, uint64_t counter)
{
	enum field f;

	memset(row, 0, sizeof(*row));
	strcpy(row->netdev, name);
	strcpy(row->driver, "igb");
	strcpy(row->state, "ok");
	row->v[F_BYTES] = NUM(bytes);
	row->v[F_ORPHANED] = NUM(0);
	for (f = F_COUNTER_FIRST; f <= F_COUNTER_LAST; f++)
		row->v[f] = NUM(counter);
}

/* What makes a row's counters begin anew, though all of them are larger. */
static void test_rates_anew(struct snapshot *now, struct snapshot *before)
{
	static const enum field field[] = { F_IFINDEX, F_QUEUES, F_ADOPTED };
	struct row *x = &now->netdevs[0].row, *y = &before->netdevs[1].row;
	bool another = false, same = true;
	size_t i;

	for (i = 0; i < N(field); i++) {
		set(x, "eth1", 1, 300);
		x->v[field[i]] = NUM(3);
		y->v[field[i]] = NUM(2);
		model_derive(now, before);
		another |= x->v[F_ALLOCATED_RATE].known;
		set(x, "eth1", 1, 300);
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

	set(&a[0].row, "eth0", 1, 100);
	set(&a[1].row, "eth1", 1, 100);
	set(&b[0].row, "eth1", 1, 300);
	set(&b[1].row, "eth0", 1, 500);
	b[1].row.v[F_RELEASED] = NUM(99);
	model_derive(&now, &before);
	tap(b[0].row.v[F_ALLOCATED_RATE].n == 100 * NUM_MILLI, "model: rate per second, found by name");
	tap(!b[1].row.v[F_RELEASED_RATE].known && !b[1].row.v[F_ALLOCATED_RATE].known,
	    "model: one counter backwards, all rates of the row unknown");
	set(&b[1].row, "eth0", 1, 500);
	strcpy(b[1].row.driver, "i40e");
	model_derive(&now, &before);
	tap(!b[1].row.v[F_ALLOCATED_RATE].known, "model: another driver, no rate");
	set(&b[1].row, "eth7", 1, 500);
	model_derive(&now, &before);
	tap(!b[1].row.v[F_ALLOCATED_RATE].known, "model: new netdev, no rate");
	test_rates_anew(&now, &before);
	set(&b[0].row, "eth1", 1, 300);
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
		set(&a[0].row, "eth0", 1, 100);
		set(&b[0].row, "eth0", 1, 100);
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

	set(&a[0].row, "eth0", 1, 100);
	set(&b[0].row, "eth0", 1, 300);
	model_derive(&now, &before);
	tap(b[0].row.v[F_ALLOCATED_RATE].n == 100 * NUM_MILLI,
	    "model: an unknown ifindex is not another one");
	before.netdevs = b;
	now.netdevs = a;
	set(&b[0].row, "eth0", 1, 100);
	set(&a[0].row, "eth0", 1, 300);
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

	set(&d[0].row, "eth0", 10, 0);
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

	set(&d[0].row, "eth10", 10, 0);
	set(&d[1].row, "eth2", 10, 0);
	set(&d[2].row, "eth3", 0, 0);
	d[2].row.v[F_BYTES] = NUM_UNKNOWN;
	strcpy(d[2].row.state, "off");
	set(&d[3].row, "eth4", 500, 0);
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

	set(&d[0].row, "eth0", 10, 0);
	set(&d[1].row, "eth1", 10, 0);
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

	set(&d[0].row, "eth0", 10, 1);
	set(&d[1].row, "eth1", 20, 2);
	set(&d[2].row, "eth2", 5, 3);
	set(&d[3].row, "eth3", 7, 3);
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

	set(&d[0].row, "eth0", 10, 1);
	set(&d[1].row, "eth1", 20, 2);
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

	set(&d[0].row, "eth0", 10, 0);
	set(&d[1].row, "eth1", 10, 0);
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

	set(first, "eth0", 10, 0);
	set(&d[1].row, "eth1", 10, 0);
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

static void test_filter(void)
{
	static const struct { const char *text; bool eth1, eth10, other; } at[] = {
		{ "", true, true, true }, { "eth1", true, false, false },
		{ "ETH1", true, false, false }, { "eth1*", true, true, false },
		{ "eth?", true, false, false }, { "eth[12]", true, false, false },
		{ "eth1,eth10", true, true, false }, { "eth", false, false, false },
		{ "igb", true, true, false }, { "driver=IGB", true, true, false },
		{ "driver=eth1", false, false, false }, { "netdev=vf0", false, false, true },
		{ "netdev=vf0:ns7", false, false, true }, { "netns=7", false, false, true },
		{ "netns=init", true, true, false }, { "netns!=init", false, false, true },
		{ "state=ok", true, false, true }, { "state!=ok", false, true, false },
		{ "queue=0-3", true, false, false }, { "queue=0,9", true, false, true },
		{ "queue=-", false, true, false }, { "node=1", true, false, false },
		{ "node=-", false, true, true }, { "driver=igb  node=1", true, false, false },
		{ "driver=igb,i*e netns=init", true, true, false },
	};
	struct row eth1, eth10, other;
	size_t i;

	set(&eth1, "eth1", 1, 0);
	set(&eth10, "eth10", 1, 0);
	set(&other, "vf0:ns7", 1, 0);
	strcpy(other.driver, "ice");
	strcpy(eth10.state, "down");
	eth1.v[F_QUEUE] = NUM(0);
	other.v[F_QUEUE] = NUM(9);
	eth1.v[F_NODE] = NUM(1);
	for (i = 0; i < N(at); i++) {
		struct err err;
		char name[64];

		snprintf(name, sizeof(name), "filter: %s", at[i].text);
		tap(!filter_check(at[i].text, &err) &&
		    filter_passes(at[i].text, &eth1) == at[i].eth1 &&
		    filter_passes(at[i].text, &eth10) == at[i].eth10 &&
		    filter_passes(at[i].text, &other) == at[i].other, name);
	}
}

static void test_filter_bad(void)
{
	static const struct { const char *text, *said; } at[] = {
		{ "color=red", "keys are: " FILTER_KEYS }, { "=x", "keys are" },
		{ "driver=", "driver=\"\" is not a name" }, { "a,,b", "\"\" is not a name" },
		{ "queue=x", "queue=\"x\" is not a number" }, { "queue=3-1", "3-1" },
		{ "queue=1-", "1-" }, { "node=0x1", "0x1" }, { "netns=blue", "or init" },
	};
	char longer[FILTER_TEXT + 1];
	struct err err;
	size_t i;

	for (i = 0; i < N(at); i++)
		tap(filter_check(at[i].text, &err) && err.code == EXIT_USAGE &&
		    strstr(err.text, at[i].said), at[i].text);
	memset(longer, 'x', FILTER_TEXT);
	longer[FILTER_TEXT] = '\0';
	tap(filter_check(longer, &err), "filter: too long");
	tap(filter_wants_queues("a queue=1") && !filter_wants_queues("queue") &&
	    filter_wants_queues("QUEUE!=1"), "filter: wants queues");
}

static void test_glyphs(void)
{
	static const struct { const char *in, *want; int width; } at[] = {
		{ "eth0", "eth0", 4 }, { "eth\u00e4\u00f6", "eth\u00e4\u00f6", 5 },
		{ "\u7db2\u8def0", "\u7db2\u8def0", 5 }, { "e\u0301", "e\u0301", 1 },
		{ "a\xff" "b", "a\\xffb", 6 }, { "\033[2J", "\\x1b[2J", 7 },
		{ "\u200b" "evil", "\\xe2\\x80\\x8bevil", 16 }, { "\xc3", "\\xc3", 4 },
		{ "\xc2\x9b" "1m", "\\xc2\\x9b1m", 10 }, { "\x7f", "\\x7f", 4 },
	};
	char buf[64];
	size_t i;

	for (i = 0; i < N(at); i++) {
		glyphs_clean(at[i].in, buf, sizeof(buf));
		tap_str(buf, at[i].want, "glyphs: clean");
		tap(glyphs_width(buf) == at[i].width, "glyphs: width");
	}
	glyphs_clean("\u7db2\u8def", buf, 6);
	tap_str(buf, "\u7db2", "glyphs: cut at a whole character");
	tap(glyphs_fit("\u7db2\u8def", 3) == 3 && glyphs_fit("abc", 2) == 2 &&
	    glyphs_fit("", 2) == 0, "glyphs: what fits");
}

static char printed[4096];

static void print_put(struct sink *sink, enum paint paint, const char *text)
{
	(void)sink;
	(void)paint;
	strcat(printed, text);
}

static void print_end_line(struct sink *sink)
{
	(void)sink;
	strcat(printed, "|");
}

static const char *flowed(const char *text, int width, size_t max)
{
	static struct sink sink = { print_put, print_end_line };
	static struct flow flow;

	printed[0] = '\0';
	flow_init(&flow, &sink, width);
	flow.max = max;
	flow_put(&flow, PAINT_PLAIN, "%s", text);
	flow_end(&flow);
	return printed;
}

static void test_flow(void)
{
	tap_str(flowed("one two  three", 0, 0), "one two  three|", "flow: no limit");
	tap_str(flowed("one two  three", 14, 0), "one two  three|", "flow: fits");
	tap_str(flowed("one two  three", 13, 0), "one two|  three|", "flow: breaks at words");
	tap_str(flowed("one two  three", 7, 0), "one two|  three|", "flow: narrow");
	tap_str(flowed("abcdefghij kl", 4, 0), "abcd|efgh|ij|  kl|", "flow: a word too wide");
	tap_str(flowed("one two three", 12, 1), "one two ...|", "flow: cut, with a sign");
	tap_str(flowed("one two three", 13, 1), "one two three|", "flow: nothing to cut");
	tap_str(flowed("one two three", 10, 2), "one two|  three|", "flow: two lines");
	tap_str(flowed("abcdef", 3, 1), "...|", "flow: nothing fits");
	tap_str(flowed("one ! two", 7, 0), "one|  ! two|", "flow: a mark stays with its word");
	tap_str(flowed("one !", 7, 0), "one !|", "flow: a mark at the end");
	tap_str(flowed("", 3, 0), "|", "flow: empty");
	tap_str(flowed("\u7db2\u8def x", 4, 0), "\u7db2\u8def|  x|", "flow: wide characters");
}

static bool has_col(const struct layout *layout, enum col c)
{
	size_t i;

	for (i = 0; i < layout->n && layout->cells[i].col != c; i++)
		;
	return i < layout->n;
}

/* At every width and shift, for every column that can be sorted by. */
static void test_layout_sorted(const struct view *v, struct view_opts *opts)
{
	static struct layout layout;
	bool named = true, sorted = true, counted = true;
	size_t shift, all;
	int width;

	for (opts->sort = 0; opts->sort < COL_END; opts->sort++) {
		if (layout_lacks(opts, opts->sort))
			continue;
		layout_make(&layout, v, opts, 0, 0);
		all = layout.n;
		for (width = 1; width < 200; width += 3) {
			for (shift = 0; shift < 20; shift++) {
				layout_make(&layout, v, opts, width, shift);
				named &= has_col(&layout, COL_NETDEV);
				sorted &= has_col(&layout, opts->sort);
				counted &= layout.n + layout.left + layout.right == all;
			}
		}
	}
	tap(named && sorted, "layout: name and column sorted by are never out of sight");
	tap(counted, "layout: what is out of sight is counted");
}

static void test_layout(void)
{
	struct netdev d[2] = { 0 };
	struct snapshot snap = { .netdevs = d, .n_netdevs = 2 };
	struct view_opts opts = { .sort = COL_BYTES, .filter = "x*" };
	struct row *first = &d[0].row, *second = &d[1].row;
	static struct layout layout;
	char buf[CELL_TEXT];
	struct view v;

	set(first, "x0", 10, 600000);
	set(&d[1].row, "x\u7db2", 10, 7);
	second->v[F_RECYCLED] = NUM(1000000);
	first->v[F_ALLOCATED] = NUM(999999);
	model_view(&snap, &opts, &v);
	opts.cols[0] = COL_ALLOCATED;
	opts.cols[1] = COL_RECYCLED;
	opts.n_cols = 2;
	layout_make(&layout, &v, &opts, 0, 0);
	tap(layout.n == 4 && layout.cells[0].col == COL_NETDEV &&
	    layout.cells[3].col == COL_BYTES, "layout: chosen columns, name and sort with them");
	cell_text(&layout.cells[1], &v.total, buf);
	tap_str(buf, "1000006", "layout: the total is written as its rows are");
	cell_text(&layout.cells[2], &v.total, buf);
	tap_str(buf, "1.60M", "layout: with units where a row needs them");
	cell_text(&layout.cells[2], v.rows[0], buf);
	tap_str(buf, "600k", "layout: then all rows");
	opts.n_cols = 0;
	test_layout_sorted(&v, &opts);
	opts.queues = true;
	test_layout_sorted(&v, &opts);
	opts.group = GROUP_NODE;
	test_layout_sorted(&v, &opts);
	view_free(&v);
}

/* AGE is there when a row is old, or when it is asked for. */
static void test_layout_aged(void)
{
	struct view_opts opts = { .sort = COL_BYTES, .filter = "" };
	enum col shown[COL_END + 1];

	tap(!columns_have(shown, layout_shown(&opts, shown), COL_AGE), "layout: no column AGE");
	opts.aged = true;
	tap(columns_have(shown, layout_shown(&opts, shown), COL_AGE), "layout: with an old row");
	opts.aged = false;
	opts.sort = COL_AGE;
	tap(columns_have(shown, layout_shown(&opts, shown), COL_AGE), "layout: sorted by age");
	opts.group = GROUP_DRIVER;
	tap(layout_names(&opts, COL_DRIVER) && !layout_names(&opts, COL_NODE),
	    "layout: a group's name");
}

static void test_tape(void)
{
	struct text a, b = { 0 };
	char tape[4096];
	int fd[2], dir;
	ssize_t n;

	dir = dir_open("/proc/self");
	if (pipe(fd) || dir < 0) {
		tap(false, "tape: pipe");
		return;
	}
	tape_record(fd[1]);
	file_read(dir, "comm", &a);
	file_read(dir, "nothing", &b);
	tape_record(-1);
	n = read(fd[0], tape, sizeof(tape));
	tape_play(tape, (size_t)n);
	tap(!file_read(-1, "comm", &b) && a.n == b.n && !memcmp(a.p, b.p, a.n),
	    "tape: a file is the same again");
	free(b.p);
	tap(file_read(-1, "nothing", &b) == -ENOENT, "tape: and so is an error");
	tap(tape_stop(), "tape: it was all");
	tape_play(tape, (size_t)n);
	tap(!file_read(-1, "comm", &b) && !tape_stop(), "tape: it was not all");
	free(b.p);
	tape_play(tape, (size_t)n - 1);
	tap(!file_read(-1, "comm", &b), "tape: one that broke off: its first part");
	free(b.p);
	tap(file_read(-1, "nothing", &b) < 0 && !tape_stop(), "tape: is noticed");
	free(a.p);
	close(dir);
	close(fd[0]);
	close(fd[1]);
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	test_columns();
	test_every_field_has_a_column();
	test_bytes();
	test_counts();
	test_rates();
	test_ages();
	test_num();
	test_text_cmp();
	test_parse_good();
	test_parse_bad();
	test_parse_walk();
	test_parse_status();
	test_parse_status_notes();
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
	test_filter();
	test_filter_bad();
	test_glyphs();
	test_flow();
	test_layout();
	test_layout_aged();
	test_tape();
	return tap_end();
}
