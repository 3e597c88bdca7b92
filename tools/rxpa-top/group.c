// SPDX-License-Identifier: GPL-2.0
#include "group.h"

#include <stdlib.h>
#include <string.h>

#include "../../include/rxpageacct.h"

#define GROUP_MIXED	"mixed"	/* its rows do not say the same */

static void group_name(enum group group, const struct row *row, char *name)
{
	if (group == GROUP_NODE)
		num_text_exact(row->v[F_NODE], false, name);
	else
		strcpy(name, *row->driver ? row->driver : RXPA_UNKNOWN);
}

bool group_has(enum group group, const char *name, const struct row *row)
{
	char its[ROW_TEXT];

	group_name(group, row, its);
	return !strcmp(its, name);
}

static void group_begin(struct row *sum, const struct row *row, const char *name)
{
	enum field f;

	*sum = *row;
	row_copy_nodes(sum, row);
	strcpy(sum->netdev, name);
	sum->v[F_QUEUE] = NUM_UNKNOWN;
	for (f = 0; f < F_END; f++)
		if (field_sums(f))
			sum->v[f] = row_part(row, f);
}

static void mix(char *sum, const char *text)
{
	if (strcmp(sum, text))
		strcpy(sum, GROUP_MIXED);
}

/* Node columns are those of its first row; what that has not is unknown. */
static void group_add(struct row *sum, const struct row *row)
{
	enum field f;
	size_t i;

	for (f = 0; f < F_END; f++) {
		if (field_joins(f))
			sum->v[f] = row_join(sum->v[f], row, f);
		else if (!row->v[f].known || sum->v[f].n != row->v[f].n)
			sum->v[f] = NUM_UNKNOWN;
	}
	for (i = 0; i < sum->n_nodes; i++)
		sum->nodes[i].pages = num_add(sum->nodes[i].pages,
					      row_node(row, sum->nodes[i].node), false);
	mix(sum->driver, row->driver);
	mix(sum->state, row->state);
	mix(sum->walk_state, row->walk_state);
}

static struct row *group_find(struct view *view, const char *name)
{
	size_t i;

	for (i = 0; i < view->n_groups; i++)
		if (!strcmp(view->groups[i].netdev, name))
			return &view->groups[i];
	return NULL;
}

void group_rows(struct view *view, const struct view_opts *opts)
{
	char name[ROW_TEXT];
	struct row *sum, one;
	size_t i;

	for (i = 0; i < view->n_rows; i++) {
		one = *view->rows[i];
		if (opts->queues)
			one.v[F_QUEUES] = NUM(1);
		group_name(opts->group, &one, name);
		sum = group_find(view, name);
		if (sum) {
			group_add(sum, &one);
			continue;
		}
		view->groups = xgrow(view->groups, view->n_groups, sizeof(*view->groups));
		group_begin(&view->groups[view->n_groups++], &one, name);
	}
	view->n_rows = 0;
	for (i = 0; i < view->n_groups; i++)
		view->rows[view->n_rows++] = &view->groups[i];
}

void group_free(struct view *view)
{
	rows_free(view->groups, view->n_groups);
}
