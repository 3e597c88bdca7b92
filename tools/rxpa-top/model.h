/* SPDX-License-Identifier: GPL-2.0 */
/* From snapshots to what is shown: rates, sums, order, filter. */
#ifndef RXPA_TOP_MODEL_H
#define RXPA_TOP_MODEL_H

#include "columns.h"
#include "source.h"

enum group { GROUP_NONE, GROUP_DRIVER, GROUP_NODE };

struct view_opts {
	bool queues;		/* a row a queue, not a row a netdev */
	bool rates;		/* counters per second, not since watched */
	bool single;		/* one reading: there are no rates */
	bool exact;
	bool walk;
	bool aged;		/* a row was so old that its age is worth a column */
	enum col sort;
	bool reverse;
	const char *filter;	/* see filter.h; "" lets everything pass */
	enum group group;	/* a row a group of these rows */
	enum col cols[COL_END];	/* chosen ones, none: those of the table */
	size_t n_cols;
};

struct state_count {
	char state[ROW_TEXT];	/* "" unknown */
	size_t n;
};

/* About all netdevs, whatever the filter says. */
struct summary {
	size_t netdevs;
	struct num queues, held, bytes, orphaned;
	/* the same over those that are known */
	struct num known_queues, known_held, known_bytes, known_orphaned;
	size_t n_orphaned_unknown;		/* netdevs whose orphaned is not */
	size_t n_unknown;			/* netdevs whose bytes are not */
	struct num share;			/* of MemTotal, of known_bytes */
	struct num missed;			/* probe hits lost, by :status */
	bool missed_matters;			/* counts are unknown since then */
	size_t not_ok;				/* rows of the view */
	struct state_count *states;		/* of the view; ok first */
	size_t n_states;
};

#define VIEW_NODES	1024	/* MAX_NUMNODES of the largest kernels */

/* The name of the sum of rows that passed a filter. */
#define VIEW_FILTERED	"filtered total"

struct view {
	const struct row **rows;	/* into the snapshot, or into groups */
	size_t n_rows;
	size_t n_passed, n_all;		/* rows before grouping, before the filter */
	struct row *groups;
	size_t n_groups;
	struct row total;		/* of these rows */
	uint64_t *nodes;		/* node<N> columns that exist, ascending */
	size_t n_nodes;
	struct summary summary;
};

/* Fills rates and shares of @now, notes what cannot be; @before may be NULL. */
void model_derive(struct snapshot *now, const struct snapshot *before);

/* Is a row older than a second? */
bool model_aged(const struct snapshot *snap);

void model_view(const struct snapshot *snap, const struct view_opts *opts,
		struct view *out);
void view_free(struct view *view);

/* A part of model_view(). */
void model_summarize(const struct snapshot *snap, const struct view_opts *opts,
		     struct summary *sum);

/* The order of the screen: sort column, then netdev, then queue. */
int model_row_cmp(const struct view_opts *opts, const struct row *a,
		  const struct row *b);

#endif
