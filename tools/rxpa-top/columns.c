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
			enum digits digits, char *buf)
{
	const char *s = text_of(col, row);

	(void)digits;
	strcpy(buf, *s ? s : RXPA_UNKNOWN);
}

static void format_index(const struct column *col, const struct row *row,
			 enum digits digits, char *buf)
{
	(void)digits;
	num_text_exact(row->v[col->field], false, buf);
}

static void format_count(const struct column *col, const struct row *row,
			 enum digits digits, char *buf)
{
	struct num v = row->v[col->field];

	if (digits == DIGITS_SCALED)
		num_text_scaled(v, field_signed(col->field), buf);
	else
		num_text_exact(v, field_signed(col->field), buf);
}

static void format_bytes(const struct column *col, const struct row *row,
			 enum digits digits, char *buf)
{
	if (digits == DIGITS_EXACT)
		num_text_exact(row->v[col->field], false, buf);
	else
		num_text_bytes(row->v[col->field], buf);
}

static void format_rate(const struct column *col, const struct row *row,
			enum digits digits, char *buf)
{
	struct num v = row->v[col->field];

	if (digits == DIGITS_EXACT)
		num_text_milli(v, buf);
	else if (digits == DIGITS_SCALED && v.known && v.n >= 1000 * NUM_MILLI)
		num_text_scaled(NUM((v.n + NUM_MILLI / 2) / NUM_MILLI), false, buf);
	else
		num_text_rate(v, buf);
}

static void format_age(const struct column *col, const struct row *row,
		       enum digits digits, char *buf)
{
	if (digits == DIGITS_EXACT)
		num_text_exact(row->v[col->field], false, buf);
	else
		num_text_age(row->v[col->field], buf);
}

static void format_share(const struct column *col, const struct row *row,
			 enum digits digits, char *buf)
{
	(void)digits;
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
#define AGED	SHOW_AGED
#define QONLY	(SHOW_QUEUES | NOT_NETDEVS)
#define NONLY	(SHOW_NETDEVS | NOT_QUEUES)

#define TXT(id, key, title, width, drop, show, member, meaning)			\
	[COL_##id] = { COL_##id, key, title, width, drop, show, true,		\
		       offsetof(struct row, member), F_END, meaning,		\
		       format_text, compare_text }
#define COL(id, key, title, width, drop, show, how, meaning)			\
	[COL_##id] = { COL_##id, key, title, width, drop, show, false,		\
		       0, F_##id, meaning, format_##how, compare_num }

const struct column columns[COL_END] = {
	/*  id		 key		title	     w drop  shown	    how */
	TXT(NETDEV,	"netdev",	"NETDEV",    8,	 0, 0,		    netdev,
	    "the network device; :ns and a number: in that namespace"),
	TXT(DRIVER,	"driver",	"DRIVER",    6,	 3, NDEV,	    driver,
	    "the driver of the device"),
	COL(NODE,	"node",		"NODE",	     4,	11, NDEV,	    index,
	    "NUMA node of the device"),
	COL(QUEUE,	"queue",	"QUEUE",     5,	 0, QONLY,	    index,
	    "rx queue"),
	COL(QUEUES,	"queues",	"RXQ",	     4,	 5, NONLY,	    index,
	    "rx queues"),
	COL(DESC,	"desc",		"DESC",	     6,	 9, 0,		    count,
	    "descriptors in the rings (ethtool -g)"),
	COL(HELD,	"held",		"HELD",	     7,	 1, 0,		    count,
	    "pages in ring slots now"),
	COL(HELD_MAX,	"held_max",	"HELDMAX",   7,	10, QONLY,	    count,
	    "most pages held so far"),
	COL(BYTES,	"bytes",	"BYTES",     8,	 0, 0,		    bytes,
	    "what the held pages weigh"),
	COL(SHARE,	"mem",		"%MEM",	     5,	 6, NDEV,	    share,
	    "their share of MemTotal, in percent"),
	COL(ORDER,	"order",	"ORDER",     5,	14, QONLY | TOTALS, index,
	    "page order: a page is page size x 2^order"),
	COL(ADOPTED,	"adopted",	"ADOPTED",   7,	10, TOTALS,	    count,
	    "pages that were there when counting began"),
	COL(ALLOCATED,	"allocated",	"ALLOC",     7,	 4, TOTALS,	    count,
	    "pages taken from the page allocator since then"),
	COL(RELEASED,	"released",	"RELEASED",  8,	 5, TOTALS,	    count,
	    "pages given up since then"),
	COL(RECYCLED,	"recycled",	"RECYCLED",  8,	 8, TOTALS,	    count,
	    "pages given back to the ring instead"),
	COL(FAILED,	"failed",	"FAILED",    6,	 7, TOTALS,	    count,
	    "refills that ended short: no page, or no DMA mapping"),
	COL(REFILLS,	"refills",	"REFILLS",   7,	12, QUEUE | TOTALS, count,
	    "calls of the refill function"),
	COL(ALLOCATED_RATE, "allocated/s", "ALLOC/s", 7, 4, RATES,	    rate,
	    "allocated, a second"),
	COL(RELEASED_RATE, "released/s", "REL/s",    7,	 5, RATES,	    rate,
	    "released, a second"),
	COL(RECYCLED_RATE, "recycled/s", "RECYC/s",  7,	 8, RATES,	    rate,
	    "recycled, a second"),
	COL(FAILED_RATE, "failed/s",	"FAIL/s",    6,	 7, RATES,	    rate,
	    "failed, a second"),
	COL(REFILLS_RATE, "refills/s",	"REFIL/s",   7, 12, RATES,	    rate,
	    "refills, a second"),
	COL(ORPHANED,	"orphaned",	"ORPHANED",  8,	 2, 0,		    count,
	    "adopted + allocated - released - held: grows when the driver loses pages"),
	COL(NTU,	"ntu",		"NTU",	     5,	13, QONLY | TOTALS, index,
	    "the ring's next_to_use"),
	COL(NTC,	"ntc",		"NTC",	     5,	13, QONLY | TOTALS, index,
	    "the ring's next_to_clean"),
	COL(NTA,	"nta",		"NTA",	     5,	13, QONLY | TOTALS, index,
	    "the ring's next_to_alloc"),
	COL(AGE,	"age_ms",	"AGE",	     5,	11, AGED,	    age,
	    "how long ago the row's numbers were true, in ms"),
	COL(WALKED,	"walked",	"WALKED",    7,	 4, WALK,	    count,
	    "pages that the walk found"),
	COL(LENT,	"lent",		"LENT",	     6,	 2, WALK,	    count,
	    "held pages that the network stack holds, too"),
	COL(BIASED,	"biased",	"BIASED",    7,	 4, WALK,	    count,
	    "held pages whose refcount carries the driver's bias"),
	COL(OFFNODE,	"offnode",	"OFFNODE",   7,	 2, WALK,	    count,
	    "held pages on another NUMA node than the device"),
	COL(TRIES,	"tries",	"TRIES",     5,	13, QONLY | WALK,   count,
	    "tries that the walk took"),
	TXT(WALK_STATE,	"walk",		"WALK",	     4,	 2, WALK,	    walk_state,
	    "the walk's own state"),
	TXT(STATE,	"state",	"STATE",     5,	 0, 0,		    state,
	    "ok: every number is exact; else the notes say why"),
};

bool columns_have(const enum col *cols, size_t n, enum col c)
{
	size_t i;

	for (i = 0; i < n && cols[i] != c; i++)
		;
	return i < n;
}

enum col column_by_key(const char *key)
{
	enum col c;

	for (c = 0; c < COL_END; c++)
		if (!strcmp(columns[c].key, key))
			break;
	return c;
}

void column_format(enum col id, const struct row *row, enum digits digits, char *buf)
{
	columns[id].format(&columns[id], row, digits, buf);
}

bool column_large(enum col id, const struct row *row)
{
	const struct column *col = &columns[id];
	uint64_t n;

	if (col->field == F_END || !row->v[col->field].known)
		return false;
	n = row->v[col->field].n;
	if (field_signed(col->field) && (int64_t)n < 0)
		n = -n;
	if (col->field >= F_RATE_OF(F_COUNTER_FIRST))
		n /= NUM_MILLI;
	return n >= NUM_LARGE;
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
