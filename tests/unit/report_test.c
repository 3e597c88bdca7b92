// SPDX-License-Identifier: GPL-2.0
#include <rxpageacct.h>

#include "report.h"
#include "unit.h"

#define ROOM	2048
#define CANARY	0xa5
#define MARGIN	16

#define NR(n)	{ .kind = RXPA_CELL_NUMBER, .number = (n) }
#define TEXT(t)	{ .kind = RXPA_CELL_TEXT, .text = (t) }
#define NONE	{ .kind = RXPA_CELL_UNKNOWN }

/* Like the module's own tables: text in front and at the end, sums between. */
static const struct rxpa_column columns[] = {
	{ "queue", 5, false },
	{ "held", 7, true },
	{ "order", 5, false },
	{ "orphaned", 8, true },
	{ "state", -8, false },
};

#define NR_COLUMNS	ARRAY_SIZE(columns)

/* -------- lines -------- */

struct row_case {
	const char *name;
	struct rxpa_cell cell[NR_COLUMNS];
	const char *line;
};

static const struct row_case row_cases[] = {
	{ "numbers", { NR(3), NR(511), NR(0), NR(12), TEXT("ok") },
	  "    3     511     0       12 ok\n" },
	{ "negative", { NR(0), NR(-1), NR(0), NR(-255), TEXT("ok") },
	  "    0      -1     0     -255 ok\n" },
	{ "unknown", { NR(0), NONE, NONE, NONE, TEXT("busy") },
	  "    0       -     -        - busy\n" },
	{ "all unknown", { NONE, NONE, NONE, NONE, NONE },
	  "    -       -     -        - -\n" },
	{ "text", { TEXT("eth0"), NR(1), TEXT("x"), NR(2), TEXT("ok") },
	  " eth0       1     x        2 ok\n" },
	{ "as wide as the column",
	  { NR(12345), NR(1234567), NR(-1234), NR(12345678), TEXT("12345678") },
	  "12345 1234567 -1234 12345678 12345678\n" },
	{ "wider than the column",
	  { NR(123456), NR(12345678), NR(-12345), NR(123456789),
	    TEXT("123456789") },
	  "123456 12345678 -12345 123456789 123456789\n" },
	{ "extremes", { NR(0), NR(S64_MAX), NR(0), NR(S64_MIN), TEXT("ok") },
	  "    0 9223372036854775807     0 -9223372036854775808 ok\n" },
	{ "number in a column of words", { NR(0), NR(1), NR(0), NR(0), NR(7) },
	  "    0       1     0        0 7\n" },
};

static void row_desc(const struct row_case *c, char *desc)
{
	strcpy(desc, c->name);
}

KUNIT_ARRAY_PARAM(row, row_cases, row_desc);

static void test_row(struct kunit *test)
{
	const struct row_case *c = test->param_value;
	struct rxpa_table t;
	char line[RXPA_LINE];

	rxpa_table_start(&t, columns, NR_COLUMNS);
	KUNIT_EXPECT_EQ(test, rxpa_table_row(&t, c->cell, line, RXPA_LINE),
			strlen(c->line));
	KUNIT_EXPECT_STREQ(test, line, c->line);
}

static void test_keys(struct kunit *test)
{
	struct rxpa_table t;
	char line[RXPA_LINE];

	rxpa_table_start(&t, columns, NR_COLUMNS);
	KUNIT_EXPECT_EQ(test, rxpa_table_keys(&t, line, sizeof(line)),
			(size_t)35);
	KUNIT_EXPECT_STREQ(test, line, "queue    held order orphaned state\n");
}

/* Only where a word ends the line does its column not have to be filled. */
static void test_last_column(struct kunit *test)
{
	static const struct rxpa_column both[] = {
		{ "a", -4, false }, { "b", 4, false },
	};
	static const struct rxpa_cell cell[] = { TEXT("x"), TEXT("y") };
	struct rxpa_table t;
	char line[RXPA_LINE];

	rxpa_table_start(&t, both, 2);
	rxpa_table_keys(&t, line, sizeof(line));
	KUNIT_EXPECT_STREQ(test, line, "a       b\n");
	rxpa_table_row(&t, cell, line, sizeof(line));
	KUNIT_EXPECT_STREQ(test, line, "x       y\n");
	rxpa_table_start(&t, both, 1);
	rxpa_table_keys(&t, line, sizeof(line));
	KUNIT_EXPECT_STREQ(test, line, "a\n");
	rxpa_table_row(&t, cell, line, sizeof(line));
	KUNIT_EXPECT_STREQ(test, line, "x\n");
}

static void test_cells(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)rxpa_unknown().kind, (int)RXPA_CELL_UNKNOWN);
	KUNIT_EXPECT_EQ(test, (int)rxpa_number(-5).kind, (int)RXPA_CELL_NUMBER);
	KUNIT_EXPECT_EQ(test, rxpa_number(-5).number, (s64)-5);
	KUNIT_EXPECT_EQ(test, (int)rxpa_text("x").kind, (int)RXPA_CELL_TEXT);
	KUNIT_EXPECT_STREQ(test, rxpa_text("x").text, "x");
	KUNIT_EXPECT_EQ(test, (int)rxpa_number_if(false, 5).kind,
			(int)RXPA_CELL_UNKNOWN);
	KUNIT_EXPECT_EQ(test, (int)rxpa_number_if(true, 5).kind,
			(int)RXPA_CELL_NUMBER);
	KUNIT_EXPECT_EQ(test, rxpa_number_if(true, 5).number, (s64)5);
}

/* -------- totals -------- */

struct total_case {
	const char *name;
	u32 nr_rows;
	struct rxpa_cell row[3][NR_COLUMNS];
	const char *line;
};

static const struct total_case total_cases[] = {
	{ "no rows", 0, {}, "total       0     -        0 live\n" },
	{ "sums", 3, {
		{ NR(0), NR(511), NR(0), NR(3), TEXT("ok") },
		{ NR(1), NR(100), NR(0), NR(-5), TEXT("down") },
		{ NR(2), NR(1), NR(1), NR(0), TEXT("ok") } },
	  "total     612     -       -2 live\n" },
	{ "an unknown part, last", 2, {
		{ NR(0), NR(511), NR(0), NR(0), TEXT("ok") },
		{ NR(1), NR(511), NR(0), NONE, TEXT("partial") } },
	  "total    1022     -        - live\n" },
	{ "an unknown part, first", 3, {
		{ NR(0), NONE, NR(0), NR(1), TEXT("busy") },
		{ NR(1), NR(511), NR(0), NR(2), TEXT("ok") },
		{ NR(2), NR(511), NR(0), NR(3), TEXT("ok") } },
	  "total       -     -        6 live\n" },
	{ "a word is no part of a sum", 2, {
		{ NR(0), TEXT("x"), NR(0), NR(1), TEXT("ok") },
		{ NR(1), NR(5), NR(0), NR(1), TEXT("ok") } },
	  "total       -     -        2 live\n" },
	{ "extremes", 3, {
		{ NR(0), NR(S64_MAX), NR(0), NR(S64_MIN), TEXT("ok") },
		{ NR(1), NR(S64_MIN), NR(0), NR(S64_MAX), TEXT("ok") },
		{ NR(2), NR(S64_MAX), NR(0), NR(-S64_MAX), TEXT("ok") } },
	  "total 9223372036854775806     - -9223372036854775808 live\n" },
	{ "a sum that does not fit", 3, {
		{ NR(0), NR(S64_MAX), NR(0), NR(S64_MIN), TEXT("ok") },
		{ NR(1), NR(1), NR(0), NR(-1), TEXT("ok") },
		{ NR(2), NR(-1), NR(0), NR(1), TEXT("ok") } },
	  "total       -     -        - live\n" },
};

static void total_desc(const struct total_case *c, char *desc)
{
	strcpy(desc, c->name);
}

KUNIT_ARRAY_PARAM(total, total_cases, total_desc);

static void test_total(struct kunit *test)
{
	const struct total_case *c = test->param_value;
	struct rxpa_table t;
	char line[RXPA_LINE];
	u32 i, shown;

	/* A row counts whether it is shown or not. */
	for (shown = 0; shown < 2; shown++) {
		rxpa_table_start(&t, columns, NR_COLUMNS);
		for (i = 0; i < c->nr_rows; i++) {
			if (shown)
				rxpa_table_row(&t, c->row[i], line, RXPA_LINE);
			else
				rxpa_table_add(&t, c->row[i]);
		}
		KUNIT_EXPECT_EQ(test, rxpa_table_total(&t, "live", line,
						       RXPA_LINE),
				strlen(c->line));
		KUNIT_EXPECT_STREQ(test, line, c->line);
	}
}

/* A row that finds no room is part of the total all the same. */
static void test_unseen_row(struct kunit *test)
{
	static const struct rxpa_cell cell[NR_COLUMNS] = {
		NR(0), NR(7), NR(0), NR(-1), TEXT("ok"),
	};
	struct rxpa_table t;
	char line[RXPA_LINE];

	rxpa_table_start(&t, columns, NR_COLUMNS);
	KUNIT_EXPECT_EQ(test, rxpa_table_row(&t, cell, line, 0), (size_t)0);
	KUNIT_EXPECT_EQ(test, rxpa_table_row(&t, cell, line, 3), (size_t)2);
	rxpa_table_total(&t, "live", line, sizeof(line));
	KUNIT_EXPECT_STREQ(test, line, "total      14     -       -2 live\n");
}

/* -------- alignment -------- */

/* Every column of a line ends, or if left-aligned begins, where keys do. */
static void expect_aligned(struct kunit *test, const char *line)
{
	u32 i, at = 0;

	for (i = 0; i < NR_COLUMNS; i++) {
		int width = columns[i].width;

		if (width > 0) {
			at += width;
			KUNIT_ASSERT_NE(test, line[at - 1], ' ');
		} else {
			KUNIT_ASSERT_NE(test, line[at], ' ');
			at = strlen(line) - 1;
		}
		KUNIT_ASSERT_EQ(test, line[at],
				(char)(i + 1 == NR_COLUMNS ? '\n' : ' '));
		at++;
	}
	KUNIT_EXPECT_EQ(test, line[at], '\0');
}

static void test_aligned(struct kunit *test)
{
	struct rxpa_table t;
	char line[RXPA_LINE];
	u32 i;

	rxpa_table_start(&t, columns, NR_COLUMNS);
	rxpa_table_keys(&t, line, sizeof(line));
	expect_aligned(test, line);
	for (i = 0; i < 6; i++) {	/* those whose cells fit */
		rxpa_table_row(&t, row_cases[i].cell, line, sizeof(line));
		expect_aligned(test, line);
	}
	rxpa_table_total(&t, "live", line, sizeof(line));
	expect_aligned(test, line);
}

/* -------- room -------- */

/* More columns than a table takes; of all kinds and widths. */
#define NR_WIDE		(RXPA_MAX_CELLS + 12)

struct wide {
	struct rxpa_column column[NR_WIDE];
	struct rxpa_cell cell[NR_WIDE];
	struct rxpa_table table;
	u8 margin[MARGIN];
	char whole[ROOM];
	char part[ROOM + MARGIN];
};

static struct wide *make_wide(struct kunit *test)
{
	struct wide *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, w);
	memset(w->margin, CANARY, sizeof(w->margin));
	for (i = 0; i < NR_WIDE; i++) {
		w->column[i] = (struct rxpa_column) {
			"key", i % 5 ? 4 + (int)i % 9 : -6, i % 2,
		};
		w->cell[i] = rxpa_number_if(i % 7, i % 3 ? -(s64)i : S64_MAX);
		if (i % 11 == 5)
			w->cell[i] = rxpa_text("word");
	}
	return w;
}

static u32 words_in(const char *line)
{
	u32 i, nr = 0;

	for (i = 0; line[i]; i++)
		nr += line[i] > ' ' && line[i + 1] <= ' ';
	return nr;
}

static void test_many_columns(struct kunit *test)
{
	struct wide *w = make_wide(test);
	u32 nr, i;

	for (nr = 1; nr <= NR_WIDE; nr++) {
		u32 want = nr < RXPA_MAX_CELLS ? nr : RXPA_MAX_CELLS;

		rxpa_table_start(&w->table, w->column, nr);
		KUNIT_ASSERT_EQ(test, w->table.nr, want);
		rxpa_table_keys(&w->table, w->whole, ROOM);
		KUNIT_ASSERT_EQ(test, words_in(w->whole), want);
		rxpa_table_row(&w->table, w->cell, w->whole, ROOM);
		KUNIT_ASSERT_EQ(test, words_in(w->whole), want);
		rxpa_table_total(&w->table, "live", w->whole, ROOM);
		KUNIT_ASSERT_EQ(test, words_in(w->whole), want);
		for (i = 0; i < MARGIN; i++)
			KUNIT_ASSERT_EQ(test, w->margin[i], (u8)CANARY);
	}
}

enum line_kind { KEYS, ROW, TOTAL, NR_LINE_KINDS };

static size_t write_line(struct wide *w, enum line_kind kind, u32 nr, char *buf,
			 size_t size)
{
	rxpa_table_start(&w->table, w->column, nr);
	switch (kind) {
	case KEYS:
		return rxpa_table_keys(&w->table, buf, size);
	case ROW:
		return rxpa_table_row(&w->table, w->cell, buf, size);
	default:
		rxpa_table_add(&w->table, w->cell);
		return rxpa_table_total(&w->table, "live", buf, size);
	}
}

/* @size bytes hold as much of the line as fits, and nothing behind them is. */
static void expect_fits(struct kunit *test, struct wide *w, enum line_kind kind,
			u32 nr, size_t size)
{
	size_t full = strlen(w->whole);
	size_t want = full < size ? full : size ? size - 1 : 0;
	size_t i;

	memset(w->part, CANARY, sizeof(w->part));
	KUNIT_ASSERT_EQ(test, write_line(w, kind, nr, w->part, size), want);
	KUNIT_ASSERT_EQ(test, memcmp(w->part, w->whole, want), 0);
	if (size)
		KUNIT_ASSERT_EQ(test, w->part[want], '\0');
	for (i = size; i < size + MARGIN; i++)
		KUNIT_ASSERT_EQ(test, (u8)w->part[i], (u8)CANARY);
}

static void test_any_room(struct kunit *test)
{
	static const u32 nrs[] = { 1, 2, 6, RXPA_MAX_CELLS };
	struct wide *w = make_wide(test);
	size_t size, full;
	u32 kind, i;

	for (i = 0; i < ARRAY_SIZE(nrs); i++) {
		for (kind = 0; kind < NR_LINE_KINDS; kind++) {
			full = write_line(w, kind, nrs[i], w->whole, ROOM);
			KUNIT_ASSERT_EQ(test, full, strlen(w->whole));
			KUNIT_ASSERT_LE(test, full + 3, (size_t)ROOM);
			for (size = 0; size <= full + 3; size++)
				expect_fits(test, w, kind, nrs[i], size);
		}
	}
}

/* The same with a buffer of its own for each size, for those who watch it. */
static void test_exact_room(struct kunit *test)
{
	struct wide *w = make_wide(test);
	size_t size;
	char *buf;
	u32 kind;

	for (kind = 0; kind < NR_LINE_KINDS; kind++) {
		for (size = 1; size < 64; size++) {
			buf = kunit_kmalloc(test, size, GFP_KERNEL);
			KUNIT_ASSERT_NOT_NULL(test, buf);
			KUNIT_ASSERT_EQ(test, write_line(w, kind,
							 RXPA_MAX_CELLS, buf,
							 size), size - 1);
			KUNIT_ASSERT_EQ(test, strlen(buf), size - 1);
		}
	}
}

static struct kunit_case report_test_cases[] = {
	KUNIT_CASE(test_keys),
	KUNIT_CASE_PARAM(test_row, row_gen_params),
	KUNIT_CASE(test_last_column),
	KUNIT_CASE(test_cells),
	KUNIT_CASE_PARAM(test_total, total_gen_params),
	KUNIT_CASE(test_unseen_row),
	KUNIT_CASE(test_aligned),
	KUNIT_CASE(test_many_columns),
	KUNIT_CASE(test_any_room),
	KUNIT_CASE(test_exact_room),
	{}
};

static struct kunit_suite report_test_suite = {
	.name = "rxpa-report",
	.test_cases = report_test_cases,
};

kunit_test_suite(report_test_suite);
