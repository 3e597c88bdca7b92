// SPDX-License-Identifier: GPL-2.0
/* Rows, totals and their alignment. */
#include <rxpageacct.h>

#include "report.h"
#include "unit.h"

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

UNIT_PARAMS(test_row, row_cases, row_desc);

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

UNIT_PARAMS(test_total, total_cases, total_desc);

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

/* A state is a word: it is shown as it is, and spoils no sum. */
static void test_states(struct kunit *test)
{
	static const char *const state[] = {
		RXPA_STATE_OK, RXPA_STATE_DOWN, RXPA_STATE_XSK,
		RXPA_STATE_BUSY, RXPA_STATE_ADOPTING, RXPA_STATE_PARTIAL,
		RXPA_STATE_GONE, RXPA_STATE_BAD, RXPA_STATE_OFF,
		RXPA_STATE_MISMATCH,
	};
	struct rxpa_cell cell[NR_COLUMNS] = { NR(0), NR(7), NR(0), NR(1), };
	char line[RXPA_LINE], want[64];
	struct rxpa_table t;
	u32 i, k;

	rxpa_table_start(&t, columns, NR_COLUMNS);
	for (i = 0; i < ARRAY_SIZE(state); i++) {
		KUNIT_EXPECT_EQ(test, strlen(state[i]), strcspn(state[i], "\n "));
		for (k = 0; k < i; k++)
			KUNIT_EXPECT_TRUE(test, strcmp(state[i], state[k]));
		cell[NR_COLUMNS - 1] = rxpa_text(state[i]);
		rxpa_table_row(&t, cell, line, sizeof(line));
		scnprintf(want, sizeof(want),
			  "    0       7     0        1 %s\n", state[i]);
		KUNIT_EXPECT_STREQ(test, line, want);
	}
	rxpa_table_total(&t, RXPA_STATE_PARTIAL, line, sizeof(line));
	KUNIT_EXPECT_STREQ(test, line,
			   "total      70     -       10 partial\n");
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

static struct kunit_case report_test_cases[] = {
	KUNIT_CASE(test_keys),
	UNIT_CASE_PARAMS(test_row),
	KUNIT_CASE(test_last_column),
	KUNIT_CASE(test_cells),
	UNIT_CASE_PARAMS(test_total),
	KUNIT_CASE(test_unseen_row),
	KUNIT_CASE(test_states),
	KUNIT_CASE(test_aligned),
	{}
};

static struct kunit_suite report_test_suite = {
	.name = "rxpa-report",
	.test_cases = report_test_cases,
};

kunit_test_suite(report_test_suite);
