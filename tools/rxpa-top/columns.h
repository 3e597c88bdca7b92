/* SPDX-License-Identifier: GPL-2.0 */
/* One table: everything that is known about a column stands in its row. */
#ifndef RXPA_TOP_COLUMNS_H
#define RXPA_TOP_COLUMNS_H

#include "row.h"

enum col {
	COL_NETDEV,
	COL_DRIVER,
	COL_NODE,
	COL_QUEUE,
	COL_QUEUES,
	COL_DESC,
	COL_HELD,
	COL_HELD_MAX,
	COL_BYTES,
	COL_SHARE,
	COL_ORDER,
	COL_ADOPTED,
	COL_ALLOCATED,
	COL_RELEASED,
	COL_RECYCLED,
	COL_FAILED,
	COL_REFILLS,
	COL_ALLOCATED_RATE,
	COL_RELEASED_RATE,
	COL_RECYCLED_RATE,
	COL_FAILED_RATE,
	COL_REFILLS_RATE,
	COL_ORPHANED,
	COL_NTU,
	COL_NTC,
	COL_NTA,
	COL_AGE,
	COL_WALKED,
	COL_LENT,
	COL_BIASED,
	COL_OFFNODE,
	COL_TRIES,
	COL_WALK_STATE,
	COL_STATE,
	COL_END
};

/* Where a column is shown unless columns are chosen. */
#define SHOW_NETDEVS	1u
#define SHOW_QUEUES	2u
#define SHOW_TOTALS	4u	/* with counters since the module watches */
#define SHOW_RATES	8u	/* with counters per second */
#define SHOW_WALK	16u
#define SHOW_AGED	128u	/* with a row that is old */
/* Whose rows have no value for it. */
#define NOT_NETDEVS	32u
#define NOT_QUEUES	64u

/* How numbers are written: all digits, these unless it is a lot, or 1.23M. */
enum digits { DIGITS_EXACT, DIGITS_PLAIN, DIGITS_SCALED };

struct column {
	enum col id;
	const char *key;	/* for --sort */
	const char *title;
	int width;		/* at least */
	int drop;		/* where it is too narrow the highest goes first; 0 never */
	unsigned int show;	/* all SHOW_ of these must be wanted */
	bool left;
	size_t text;		/* offset of a text in struct row */
	enum field field;
	const char *meaning;
	void (*format)(const struct column *col, const struct row *row,
		       enum digits digits, char *buf);
	/* Ascending.  Unknown is not asked about, see column_cmp(). */
	int (*compare)(const struct column *col, const struct row *a,
		       const struct row *b);
};

#define COLUMN_TEXT	(ROW_TEXT > NUM_TEXT ? ROW_TEXT : NUM_TEXT)

extern const struct column columns[COL_END];

bool columns_have(const enum col *cols, size_t n, enum col c);

/* COL_END when there is none. */
enum col column_by_key(const char *key);

/* "-" for unknown; a text is as it stands in the file, see render.c. */
void column_format(enum col id, const struct row *row, enum digits digits, char *buf);

/* Is this value too long for DIGITS_PLAIN? */
bool column_large(enum col id, const struct row *row);

bool column_known(enum col id, const struct row *row);

/*
 * Order on the screen: numbers from the largest, texts from a to z, both
 * turned round by @reverse; unknown last in any case.
 */
int column_cmp(enum col id, bool reverse, const struct row *a, const struct row *b);

/* eth2 before eth10 */
int text_cmp(const char *a, const char *b);

#endif
