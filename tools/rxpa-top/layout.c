// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "layout.h"

#include <stdio.h>
#include <string.h>

#define NODE_DROP	3	/* of the columns node<N>, see columns.h */

void cell_text(const struct cell *cell, const struct row *row, char *buf)
{
	char raw[COLUMN_TEXT];

	if (cell->col != COL_END)
		column_format(cell->col, row, cell->digits, raw);
	else if (cell->digits == DIGITS_SCALED)
		num_text_scaled(row_node(row, cell->node), false, raw);
	else
		num_text_exact(row_node(row, cell->node), false, raw);
	glyphs_clean(raw, buf, CELL_TEXT);
}

void cell_title(const struct cell *cell, const struct view_opts *opts, char *buf)
{
	static const char *const group[] = {
		[GROUP_DRIVER] = "DRIVER", [GROUP_NODE] = "NODE",
	};

	if (cell->col == COL_END)
		node_text(cell->node, stpcpy(buf, "NODE"));
	else if (cell->col == COL_NETDEV && opts->group)
		strcpy(buf, group[opts->group]);
	else
		strcpy(buf, columns[cell->col].title);
}

bool cell_left(const struct cell *cell)
{
	return cell->col != COL_END && columns[cell->col].left;
}

const char *layout_lacks(const struct view_opts *opts, enum col col)
{
	unsigned int show = columns[col].show;
	bool queues = opts->queues && !opts->group;

	if (show & SHOW_WALK && !opts->walk)
		return "needs --walk, with --once or --json";
	if (show & NOT_NETDEVS && !queues)
		return opts->group ? "has no value for a group" : "needs --queues";
	if (show & NOT_QUEUES && queues)
		return "has no value for a queue: leave out --queues";
	if (show & SHOW_RATES && opts->single)
		return "needs two readings: --batch, or the live screen";
	return NULL;
}

bool layout_names(const struct view_opts *opts, enum col c)
{
	return (opts->group == GROUP_DRIVER && c == COL_DRIVER) ||
	       (opts->group == GROUP_NODE && c == COL_NODE);
}

size_t layout_choices(const struct view_opts *opts, enum col *out)
{
	size_t n = 0;
	enum col c;

	for (c = 0; c < COL_END; c++)
		if (!layout_lacks(opts, c))
			out[n++] = c;
	return n;
}

/* Is it on the screen when nobody has chosen? */
static bool shown_by_itself(const struct view_opts *opts, enum col c)
{
	unsigned int wanted = opts->queues && !opts->group ? SHOW_QUEUES : SHOW_NETDEVS;
	unsigned int all = SHOW_NETDEVS | SHOW_QUEUES | SHOW_TOTALS | SHOW_RATES |
			   SHOW_WALK | SHOW_AGED;

	wanted |= opts->rates ? SHOW_RATES : SHOW_TOTALS;
	if (opts->walk)
		wanted |= SHOW_WALK;
	if (opts->aged)
		wanted |= SHOW_AGED;
	if (layout_names(opts, c))
		return false;
	return (columns[c].show & all & wanted) == (columns[c].show & all);
}

/* The name of a row is always there, and so is what it is sorted by. */
size_t layout_shown(const struct view_opts *opts, enum col *out)
{
	size_t i, n = 0;
	enum col c;

	for (c = 0; !opts->n_cols && c < COL_END; c++)
		if (shown_by_itself(opts, c) || (c == opts->sort && !layout_lacks(opts, c)))
			out[n++] = c;
	if (!opts->n_cols)
		return n;
	out[n++] = COL_NETDEV;
	if (!layout_lacks(opts, COL_QUEUE))
		out[n++] = COL_QUEUE;
	for (i = 0; i < opts->n_cols; i++)
		if (!layout_lacks(opts, opts->cols[i]) &&
		    !columns_have(out, n, opts->cols[i]))
			out[n++] = opts->cols[i];
	if (!layout_lacks(opts, opts->sort) && !columns_have(out, n, opts->sort))
		out[n++] = opts->sort;
	return n;
}

static void cell_add(struct layout *layout, enum col col, uint64_t node)
{
	if (layout->n < LAYOUT_CELLS)
		layout->cells[layout->n++] = (struct cell){ .col = col, .node = node };
}

static void widen(struct cell *cell, const struct row *row)
{
	char buf[CELL_TEXT];
	int width;

	cell_text(cell, row, buf);
	width = glyphs_width(buf);
	if (width > cell->width)
		cell->width = width;
}

static bool cell_large(const struct cell *cell, const struct row *row)
{
	struct num pages;

	if (cell->col != COL_END)
		return column_large(cell->col, row);
	pages = row_node(row, cell->node);
	return pages.known && pages.n >= NUM_LARGE;
}

/* The total is written as the rows are, however large it is. */
static void cell_measure(struct cell *cell, const struct view *view,
			 const struct view_opts *opts)
{
	char buf[CELL_TEXT];
	size_t i;

	cell->digits = opts->exact ? DIGITS_EXACT : DIGITS_PLAIN;
	for (i = 0; i < view->n_rows && cell->digits == DIGITS_PLAIN; i++)
		if (cell_large(cell, view->rows[i]))
			cell->digits = DIGITS_SCALED;
	cell_title(cell, opts, buf);
	cell->width = glyphs_width(buf);
	if (cell->col != COL_END && columns[cell->col].width > cell->width)
		cell->width = columns[cell->col].width;
	for (i = 0; i < view->n_rows; i++)
		widen(cell, view->rows[i]);
	widen(cell, &view->total);
}

static int layout_width(const struct layout *layout)
{
	int sum = -LAYOUT_GAP;
	size_t i;

	for (i = 0; i < layout->n; i++)
		sum += layout->cells[i].width + LAYOUT_GAP;
	return sum;
}

static void cell_remove(struct layout *layout, size_t i)
{
	memmove(&layout->cells[i], &layout->cells[i + 1],
		(--layout->n - i) * sizeof(*layout->cells));
}

/* What stays in sight: which row it is, and why it stands here. */
static bool cell_pinned(const struct cell *cell, const struct view_opts *opts)
{
	return cell->col == COL_NETDEV || cell->col == COL_QUEUE ||
	       cell->col == opts->sort;
}

static int cell_drop(const struct cell *cell, const struct view_opts *opts)
{
	if (cell_pinned(cell, opts))
		return 0;
	return cell->col == COL_END ? NODE_DROP : columns[cell->col].drop;
}

static void layout_fit(struct layout *layout, const struct view_opts *opts, int width)
{
	size_t i, worst;

	while (layout_width(layout) > width) {
		worst = 0;
		for (i = 0; i < layout->n; i++)
			if (cell_drop(&layout->cells[i], opts) >=
			    cell_drop(&layout->cells[worst], opts))
				worst = i;
		if (!cell_drop(&layout->cells[worst], opts))
			return;
		cell_remove(layout, worst);
		layout->right++;
	}
}

/* At least one column that is not pinned stays. */
static void layout_scroll(struct layout *layout, const struct view_opts *opts,
			  int width, size_t shift)
{
	size_t i, loose = 0;

	for (i = 0; i < layout->n; i++)
		loose += !cell_pinned(&layout->cells[i], opts);
	for (i = 0; i < layout->n && loose > 1 && layout->left + 1 < shift; ) {
		if (cell_pinned(&layout->cells[i], opts)) {
			i++;
			continue;
		}
		cell_remove(layout, i);
		layout->left++;
		loose--;
	}
	for (i = layout->n; i && loose > 1 && layout_width(layout) > width; i--) {
		if (cell_pinned(&layout->cells[i - 1], opts))
			continue;
		cell_remove(layout, i - 1);
		layout->right++;
		loose--;
	}
	layout->shift = layout->left + 1;
}

void layout_make(struct layout *layout, const struct view *view,
		 const struct view_opts *opts, int width, size_t shift)
{
	enum col shown[COL_END + 1];
	size_t i, k, n = layout_shown(opts, shown);

	layout->n = layout->left = layout->right = layout->shift = 0;
	for (i = 0; i < n; i++) {
		cell_add(layout, shown[i], 0);
		if (shown[i] == COL_OFFNODE)
			for (k = 0; k < view->n_nodes; k++)
				cell_add(layout, COL_END, view->nodes[k]);
	}
	for (i = 0; i < layout->n; i++)
		cell_measure(&layout->cells[i], view, opts);
	if (!width || layout_width(layout) <= width)
		return;
	if (shift)
		layout_scroll(layout, opts, width, shift);
	else
		layout_fit(layout, opts, width);
}
