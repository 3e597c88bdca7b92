// SPDX-License-Identifier: GPL-2.0
/* Tables as text: aligned for people, separated by blanks for parsers. */
#include <rxpageacct.h>

#include "report.h"

/* What of @len more bytes fits, with a NUL behind. */
static size_t fitting(size_t size, size_t at, size_t len)
{
	return at < size ? min_t(size_t, len, size - 1 - at) : 0;
}

static size_t put_blanks(char *buf, size_t size, size_t at, size_t len)
{
	len = fitting(size, at, len);
	memset(buf + at, ' ', len);
	return at + len;
}

static size_t put_bytes(char *buf, size_t size, size_t at, const char *bytes,
			size_t len)
{
	len = fitting(size, at, len);
	memcpy(buf + at, bytes, len);
	return at + len;
}

/*
 * One cell; the last one of a line is not padded on the right.  A file has
 * thousands of cells, and printf() takes longer for one than it takes to read it.
 */
static size_t put_word(char *buf, size_t size, size_t at, const char *word,
		       size_t len, int width, bool last)
{
	size_t columns = width < 0 ? -width : width;
	size_t pad = columns > len ? columns - len : 0;

	if (width > 0)
		at = put_blanks(buf, size, at, pad);
	at = put_bytes(buf, size, at, word, len);
	if (width < 0 && !last)
		at = put_blanks(buf, size, at, pad);
	at = put_bytes(buf, size, at, last ? "\n" : " ", 1);
	if (at < size)
		buf[at] = '\0';
	return at;
}

static size_t put_number(char *buf, size_t size, size_t at, s64 number,
			 int width, bool last)
{
	u64 left = number < 0 ? -(u64)number : (u64)number;
	char digits[24];
	char *end = digits + sizeof(digits);
	char *from = end;

	do {
		*--from = '0' + left % 10;
		left /= 10;
	} while (left);
	if (number < 0)
		*--from = '-';
	return put_word(buf, size, at, from, end - from, width, last);
}

static size_t put_text(char *buf, size_t size, size_t at, const char *text,
		       int width, bool last)
{
	return put_word(buf, size, at, text, strlen(text), width, last);
}

static size_t put_cell(char *buf, size_t size, size_t at,
		       const struct rxpa_cell *cell, int width, bool last)
{
	switch (cell->kind) {
	case RXPA_CELL_NUMBER:
		return put_number(buf, size, at, cell->number, width, last);
	case RXPA_CELL_TEXT:
		return put_text(buf, size, at, cell->text, width, last);
	default:
		return put_text(buf, size, at, RXPA_UNKNOWN, width, last);
	}
}

/**
 * rxpa_table_start() - begin a table
 * @t:		the table
 * @column:	its columns, at most RXPA_MAX_CELLS; the caller keeps them
 * @nr:		how many
 */
void rxpa_table_start(struct rxpa_table *t, const struct rxpa_column *column,
		      u32 nr)
{
	u32 i;

	t->column = column;
	t->nr = min_t(u32, nr, RXPA_MAX_CELLS);
	for (i = 0; i < t->nr; i++)
		t->total[i] = rxpa_number(0);
}

/**
 * rxpa_table_keys() - the line of column keys
 * @t:		the table
 * @buf:	where to
 * @size:	of @buf, at least RXPA_LINE
 *
 * Return: bytes written, without the NUL.
 */
size_t rxpa_table_keys(const struct rxpa_table *t, char *buf, size_t size)
{
	size_t at = 0;
	u32 i;

	for (i = 0; i < t->nr; i++)
		at = put_text(buf, size, at, t->column[i].key,
			      t->column[i].width, i + 1 == t->nr);
	return at;
}

/**
 * rxpa_table_add() - add a row to the total
 * @t:		the table
 * @cell:	as many cells as the table has columns
 */
void rxpa_table_add(struct rxpa_table *t, const struct rxpa_cell *cell)
{
	u32 i;

	for (i = 0; i < t->nr; i++) {
		/* A sum that does not fit is unknown, too. */
		if (cell[i].kind != RXPA_CELL_NUMBER ||
		    check_add_overflow(t->total[i].number, cell[i].number,
				       &t->total[i].number))
			t->total[i].kind = RXPA_CELL_UNKNOWN;
	}
}

/**
 * rxpa_table_unknown() - no part of the total is known
 * @t:		the table
 */
void rxpa_table_unknown(struct rxpa_table *t)
{
	u32 i;

	for (i = 0; i < t->nr; i++)
		t->total[i] = rxpa_unknown();
}

/**
 * rxpa_table_row() - write one row and add it to the total
 * @t:		the table
 * @cell:	as many cells as the table has columns
 * @buf:	where to
 * @size:	of @buf, at least RXPA_LINE
 *
 * Return: bytes written, without the NUL.
 */
size_t rxpa_table_row(struct rxpa_table *t, const struct rxpa_cell *cell,
		      char *buf, size_t size)
{
	size_t at = 0;
	u32 i;

	rxpa_table_add(t, cell);
	for (i = 0; i < t->nr; i++)
		at = put_cell(buf, size, at, &cell[i], t->column[i].width,
			      i + 1 == t->nr);
	return at;
}

/**
 * rxpa_table_total() - the last line; a sum with an unknown part is unknown
 * @t:		the table
 * @state:	what the last column says
 * @buf:	where to
 * @size:	of @buf, at least RXPA_LINE
 *
 * Return: bytes written, without the NUL.
 */
size_t rxpa_table_total(struct rxpa_table *t, const char *state, char *buf,
			size_t size)
{
	size_t at = 0;
	u32 i;

	t->total[0] = rxpa_text(RXPA_TOTAL);
	for (i = 1; i < t->nr; i++)
		if (!t->column[i].sum)
			t->total[i] = rxpa_unknown();
	t->total[t->nr - 1] = rxpa_text(state);
	for (i = 0; i < t->nr; i++)
		at = put_cell(buf, size, at, &t->total[i], t->column[i].width,
			      i + 1 == t->nr);
	return at;
}
