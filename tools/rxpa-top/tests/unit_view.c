// SPDX-License-Identifier: GPL-2.0
/* Units: filters, text, layout, tape. */
#include <errno.h>
#include <unistd.h>

#include "files.h"
#include "filter.h"
#include "glyphs.h"
#include "render.h"
#include "tape.h"
#include "unit.h"
#include "view.h"

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

	unit_row(&eth1, "eth1", 1, 0);
	unit_row(&eth10, "eth10", 1, 0);
	unit_row(&other, "vf0:ns7", 1, 0);
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

	unit_row(first, "x0", 10, 600000);
	unit_row(&d[1].row, "x\u7db2", 10, 7);
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

void unit_view(void)
{
	test_filter();
	test_filter_bad();
	test_glyphs();
	test_flow();
	test_layout();
	test_layout_aged();
	test_tape();
}
