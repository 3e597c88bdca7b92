// SPDX-License-Identifier: GPL-2.0
#include "columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../include/rxpageacct.h"

static const char *text_of(const struct column *col, const struct row *row)
{
	return (const char *)row + col->text;
}

static void format_text(const struct column *col, const struct row *row,
			bool exact, char *buf)
{
	const char *s = text_of(col, row);

	(void)exact;
	strcpy(buf, *s ? s : RXPA_UNKNOWN);
}

static void format_index(const struct column *col, const struct row *row,
			 bool exact, char *buf)
{
	(void)exact;
	num_text_exact(row->v[col->field], false, buf);
}

static void format_count(const struct column *col, const struct row *row,
			 bool exact, char *buf)
{
	struct num v = row->v[col->field];

	if (exact)
		num_text_exact(v, field_signed(col->field), buf);
	else
		num_text_count(v, field_signed(col->field), buf);
}

static void format_bytes(const struct column *col, const struct row *row,
			 bool exact, char *buf)
{
	if (exact)
		num_text_exact(row->v[col->field], false, buf);
	else
		num_text_bytes(row->v[col->field], buf);
}

static void format_rate(const struct column *col, const struct row *row,
			bool exact, char *buf)
{
	num_text_rate(row->v[col->field], exact, buf);
}

static void format_share(const struct column *col, const struct row *row,
			 bool exact, char *buf)
{
	(void)exact;
	num_text_share(row->v[col->field], buf);
}

static int compare_text(const struct column *col, const struct row *a,
			const struct row *b)
{
	return text_cmp(text_of(col, a), text_of(col, b));
}

static int compare_num(const struct column *col, const struct row *a,
		       const struct row *b)
{
	return num_cmp(a->v[col->field], b->v[col->field], field_signed(col->field));
}

#define NDEV	SHOW_NETDEVS
#define QUEUE	SHOW_QUEUES
#define TOTALS	SHOW_TOTALS
#define RATES	SHOW_RATES
#define WALK	SHOW_WALK

#define TXT(id, key, title, width, drop, show, member)				\
	[COL_##id] = { COL_##id, key, title, width, drop, show, true,		\
		       offsetof(struct row, member), F_END, format_text, compare_text }
#define COL(id, key, title, width, drop, show, how)				\
	[COL_##id] = { COL_##id, key, title, width, drop, show, false,		\
		       0, F_##id, format_##how, compare_num }

const struct column columns[COL_END] = {
	/*  id		 key		title	     w drop  shown	    how */
	TXT(NETDEV,	"netdev",	"NETDEV",    8,	 0, 0,		    netdev),
	TXT(DRIVER,	"driver",	"DRIVER",    6,	 3, NDEV,	    driver),
	COL(NODE,	"node",		"NODE",	     4,	11, NDEV,	    index),
	COL(QUEUE,	"queue",	"QUEUE",     5,	 0, QUEUE,	    index),
	COL(QUEUES,	"queues",	"RXQ",	     4,	 5, NDEV,	    index),
	COL(DESC,	"desc",		"DESC",	     6,	 9, 0,		    count),
	COL(HELD,	"held",		"HELD",	     7,	 1, 0,		    count),
	COL(HELD_MAX,	"held_max",	"HELDMAX",   7,	10, QUEUE,	    count),
	COL(BYTES,	"bytes",	"BYTES",     8,	 0, 0,		    bytes),
	COL(SHARE,	"mem",		"%MEM",	     5,	 6, NDEV,	    share),
	COL(ORDER,	"order",	"ORDER",     5,	14, QUEUE | TOTALS, index),
	COL(ADOPTED,	"adopted",	"ADOPTED",   7,	10, TOTALS,	    count),
	COL(ALLOCATED,	"allocated",	"ALLOC",     7,	 4, TOTALS,	    count),
	COL(RELEASED,	"released",	"RELEASED",  8,	 5, TOTALS,	    count),
	COL(RECYCLED,	"recycled",	"RECYCLED",  8,	 8, TOTALS,	    count),
	COL(FAILED,	"failed",	"FAILED",    6,	 7, TOTALS,	    count),
	COL(REFILLS,	"refills",	"REFILLS",   7,	12, QUEUE | TOTALS, count),
	COL(ALLOCATED_RATE, "allocated/s", "ALLOC/s", 7, 4, RATES,	    rate),
	COL(RELEASED_RATE, "released/s", "REL/s",    7,	 5, RATES,	    rate),
	COL(RECYCLED_RATE, "recycled/s", "RECYC/s",  7,	 8, RATES,	    rate),
	COL(FAILED_RATE, "failed/s",	"FAIL/s",    6,	 7, RATES,	    rate),
	COL(REFILLS_RATE, "refills/s",	"REFIL/s",   7, 12, RATES,	    rate),
	COL(ORPHANED,	"orphaned",	"ORPHANED",  8,	 2, 0,		    count),
	COL(NTU,	"ntu",		"NTU",	     5,	13, QUEUE | TOTALS, index),
	COL(NTC,	"ntc",		"NTC",	     5,	13, QUEUE | TOTALS, index),
	COL(NTA,	"nta",		"NTA",	     5,	13, QUEUE | TOTALS, index),
	COL(WALKED,	"walked",	"WALKED",    7,	 4, WALK,	    count),
	COL(LENT,	"lent",		"LENT",	     6,	 2, WALK,	    count),
	COL(BIASED,	"biased",	"BIASED",    7,	 4, WALK,	    count),
	COL(OFFNODE,	"offnode",	"OFFNODE",   7,	 2, WALK,	    count),
	COL(TRIES,	"tries",	"TRIES",     5,	13, QUEUE | WALK,   count),
	TXT(WALK_STATE,	"walk",		"WALK",	     4,	 2, WALK,	    walk_state),
	TXT(STATE,	"state",	"STATE",     5,	 0, 0,		    state),
};

enum col column_by_key(const char *key)
{
	enum col c;

	for (c = 0; c < COL_END; c++)
		if (!strcmp(columns[c].key, key))
			break;
	return c;
}

void column_format(enum col id, const struct row *row, bool exact, char *buf)
{
	columns[id].format(&columns[id], row, exact, buf);
}

bool column_known(enum col id, const struct row *row)
{
	const struct column *col = &columns[id];

	return col->field == F_END ? *text_of(col, row) : row->v[col->field].known;
}

int column_cmp(enum col id, bool reverse, const struct row *a, const struct row *b)
{
	bool know_a = column_known(id, a), know_b = column_known(id, b);
	int c;

	if (!know_a || !know_b)
		return know_b - know_a;
	c = columns[id].compare(&columns[id], a, b);
	if (!columns[id].left)
		c = -c;
	return reverse ? -c : c;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

int text_cmp(const char *a, const char *b)
{
	const char *full_a = a, *full_b = b;

	while (*a && *b) {
		if (digit(*a) && digit(*b)) {
			size_t na, nb;
			int c;

			a += strspn(a, "0");
			b += strspn(b, "0");
			na = strspn(a, "0123456789");
			nb = strspn(b, "0123456789");
			if (na != nb)
				return na < nb ? -1 : 1;
			c = strncmp(a, b, na);
			if (c)
				return c;
			a += na;
			b += nb;
		} else if (*a != *b) {
			break;
		} else {
			a++;
			b++;
		}
	}
	if (*a != *b)
		return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
	return strcmp(full_a, full_b);	/* eth01 and eth1 are two names */
}
