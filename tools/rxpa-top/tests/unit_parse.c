// SPDX-License-Identifier: GPL-2.0
/* Units: the parsers. */
#include "lines.h"
#include "unit.h"

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

void unit_parse(void)
{
	test_parse_good();
	test_parse_bad();
	test_parse_walk();
	test_parse_status();
	test_parse_status_notes();
}
