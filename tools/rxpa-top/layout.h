/* SPDX-License-Identifier: GPL-2.0 */
/* Which columns a view has, how wide they are, and which of them fit. */
#ifndef RXPA_TOP_LAYOUT_H
#define RXPA_TOP_LAYOUT_H

#include "glyphs.h"
#include "model.h"

struct cell {
	enum col col;		/* COL_END: pages on @node */
	uint64_t node;
	int width;
	enum digits digits;
};

#define LAYOUT_CELLS	(COL_END + VIEW_NODES)
#define LAYOUT_GAP	2	/* columns between two cells */
#define CELL_TEXT	GLYPHS_ROOM(ROW_TEXT)

struct layout {
	struct cell cells[LAYOUT_CELLS];
	size_t n;
	size_t left, right;	/* columns that there is no room for */
	size_t shift;		/* of which so many were asked for and exist */
};

/*
 * @width 0 is as wide as it takes.  With @shift 0, what matters least is left
 * out until the rest fits.  From 1 on all columns stand in their order, and
 * @shift - 1 of them are out of sight on the left.  Neither touches the row's
 * name and the column that is sorted by.
 */
void layout_make(struct layout *layout, const struct view *view,
		 const struct view_opts *opts, int width, size_t shift);

/* Clean texts of at most CELL_TEXT bytes. */
void cell_text(const struct cell *cell, const struct row *row, char *buf);
void cell_title(const struct cell *cell, const struct view_opts *opts, char *buf);

/* Numbers stand on the right. */
bool cell_left(const struct cell *cell);

/* Does a column say what the name of a group's row says already? */
bool layout_names(const struct view_opts *opts, enum col c);

/* Why rows of this view have no value in a column; NULL when they have. */
const char *layout_lacks(const struct view_opts *opts, enum col col);

/* The columns that rows of this view have values in. */
size_t layout_choices(const struct view_opts *opts, enum col *out);

/* Those that are shown if there is room, in their order. */
size_t layout_shown(const struct view_opts *opts, enum col *out);

#endif
