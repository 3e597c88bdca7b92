/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What one line of a file says.  Everything here is filled by parse.c and
 * source.c, except the derived fields, which model.c computes.
 */
#ifndef RXPA_TOP_ROW_H
#define RXPA_TOP_ROW_H

#include "num.h"

/* Column keys of the files that hold numbers. */
#define ROW_FILE_FIELDS(X)						\
	X(QUEUE, queue) X(IFINDEX, ifindex) X(NODE, node) X(QUEUES, queues) X(DESC, desc)	\
	X(HELD, held) X(BYTES, bytes) X(ORDER, order)			\
	X(ADOPTED, adopted) X(ALLOCATED, allocated)			\
	X(RELEASED, released) X(RECYCLED, recycled) X(FAILED, failed)	\
	X(REFILLS, refills) X(ORPHANED, orphaned)			\
	X(HELD_MAX, held_max) X(NTU, ntu) X(NTC, ntc) X(NTA, nta)	\
	X(AGE, age_ms)							\
	X(WALKED, walked) X(LENT, lent) X(BIASED, biased)		\
	X(OFFNODE, offnode) X(TRIES, tries)

enum field {
#define X(id, key) F_##id,
	ROW_FILE_FIELDS(X)
#undef X
	F_FILE_END,

	/* Derived.  Rates stand in the order of their counters. */
	F_SHARE = F_FILE_END,
	F_WALK_HELD,		/* held and bytes as the walk saw them */
	F_WALK_BYTES,
	F_ALLOCATED_RATE,
	F_RELEASED_RATE,
	F_RECYCLED_RATE,
	F_FAILED_RATE,
	F_REFILLS_RATE,
	F_END
};

#define F_COUNTER_FIRST	F_ALLOCATED
#define F_COUNTER_LAST	F_REFILLS
#define F_RATE_OF(f)	((enum field)((f) - F_COUNTER_FIRST + F_ALLOCATED_RATE))

_Static_assert(F_RATE_OF(F_COUNTER_LAST) == F_REFILLS_RATE,
	       "rates and counters stand in the same order");

/* IFNAMSIZ and ":ns" and a u64 fit, and so does any module name. */
#define ROW_TEXT	64

/* A node column that is for all others, from its number on: node32+. */
#define NODE_MORE	(UINT64_C(1) << 63)

struct node_pages {
	uint64_t node;			/* perhaps with NODE_MORE */
	struct num pages;
};

struct row {
	char netdev[ROW_TEXT];		/* file name, with :ns<inode> */
	char driver[ROW_TEXT];		/* "" unknown, as the next two */
	char state[ROW_TEXT];
	char walk_state[ROW_TEXT];	/* state column of the walk file */
	struct num v[F_END];
	struct node_pages *nodes;	/* node<N> and node<N>+ columns of the walk */
	size_t n_nodes;
};

/* Key of a file field as it stands in the files. */
const char *field_key(enum field f);

/* Only orphaned can be negative while events and ring are not in step. */
static inline bool field_signed(enum field f)
{
	return f == F_ORPHANED;
}

/* Does a sum over rows mean something? */
bool field_sums(enum field f);

/* Have several rows together a value?  The sum, or the oldest one's age. */
bool field_joins(enum field f);

/*
 * A row's share in a sum.  An orphaned below zero is impossible: it must not
 * hide what another row has lost, so it counts as unknown.
 */
struct num row_part(const struct row *row, enum field f);

/* @sum and one row more, of a field that joins. */
struct num row_join(struct num sum, const struct row *row, enum field f);

void row_copy_nodes(struct row *to, const struct row *from);

/* Pages on @node, unknown when the row has no such column. */
struct num row_node(const struct row *row, uint64_t node);

/* "3", "32+"; NUM_TEXT bytes */
void node_text(uint64_t node, char *buf);

bool row_ok(const struct row *row);

#endif
