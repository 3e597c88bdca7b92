/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Report: cells, columns, rows and totals as text.  Pure; include/rxpageacct.h
 * has the grammar.
 */
#ifndef RXPA_REPORT_H
#define RXPA_REPORT_H

#include "pure.h"

#define RXPA_MAX_CELLS	48
#define RXPA_LINE	512

enum rxpa_cell_kind {
	RXPA_CELL_UNKNOWN,
	RXPA_CELL_NUMBER,
	RXPA_CELL_TEXT,
};

struct rxpa_cell {
	enum rxpa_cell_kind kind;
	union {
		s64 number;
		const char *text;
	};
};

/**
 * struct rxpa_column - one column of a table
 * @key:	its name in the line of keys
 * @width:	at least so wide; negative: left-aligned
 * @sum:	the total line adds it up
 */
struct rxpa_column {
	const char *key;
	int width;
	bool sum;
};

/**
 * struct rxpa_table - a table while it is written
 * @column:	its columns
 * @nr:		how many
 * @total:	sums so far
 */
struct rxpa_table {
	const struct rxpa_column *column;
	u32 nr;
	struct rxpa_cell total[RXPA_MAX_CELLS];
};

static inline struct rxpa_cell rxpa_number(s64 number)
{
	return (struct rxpa_cell) {
		.kind = RXPA_CELL_NUMBER, .number = number,
	};
}

static inline struct rxpa_cell rxpa_text(const char *text)
{
	return (struct rxpa_cell) { .kind = RXPA_CELL_TEXT, .text = text };
}

static inline struct rxpa_cell rxpa_unknown(void)
{
	return (struct rxpa_cell) { .kind = RXPA_CELL_UNKNOWN };
}

static inline struct rxpa_cell rxpa_number_if(bool known, s64 number)
{
	return known ? rxpa_number(number) : rxpa_unknown();
}

void rxpa_table_start(struct rxpa_table *t, const struct rxpa_column *column,
		      u32 nr);
size_t rxpa_table_keys(const struct rxpa_table *t, char *buf, size_t size);
void rxpa_table_add(struct rxpa_table *t, const struct rxpa_cell *cell);
void rxpa_table_unknown(struct rxpa_table *t);
size_t rxpa_table_row(struct rxpa_table *t, const struct rxpa_cell *cell,
		      char *buf, size_t size);
size_t rxpa_table_total(struct rxpa_table *t, const char *state, char *buf,
			size_t size);

#endif /* RXPA_REPORT_H */
