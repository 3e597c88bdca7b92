// SPDX-License-Identifier: GPL-2.0
/* Tables that are wider than a line, and buffers that are too small. */
#include "report.h"
#include "unit.h"

#define ROOM	2048
#define CANARY	0xa5
#define MARGIN	16

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

static struct kunit_case report_room_test_cases[] = {
	KUNIT_CASE(test_many_columns),
	KUNIT_CASE(test_any_room),
	KUNIT_CASE(test_exact_room),
	{}
};

static struct kunit_suite report_room_test_suite = {
	.name = "rxpa-report-room",
	.test_cases = report_room_test_cases,
};

kunit_test_suite(report_room_test_suite);
