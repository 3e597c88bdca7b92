/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The one print path: pieces of painted text, for whoever puts them on paper
 * (view_text.c) or on the screen (view_curses.c).
 */
#ifndef RXPA_TOP_RENDER_H
#define RXPA_TOP_RENDER_H

#include "model.h"

enum paint { PAINT_PLAIN, PAINT_TITLE, PAINT_HEAD, PAINT_SORTED, PAINT_TOTAL,
	     PAINT_WARN, PAINT_ALERT };

struct sink {
	void (*put)(struct sink *sink, enum paint paint, const char *text);
	void (*end_line)(struct sink *sink);
};

struct cell {
	enum col col;		/* COL_END: pages on @node */
	uint64_t node;
	int width;
};

#define LAYOUT_CELLS	(COL_END + VIEW_NODES)

struct layout {
	struct cell cells[LAYOUT_CELLS];
	size_t n;
};

/* Chooses columns and widths; @width 0 is as wide as it takes. */
void layout_make(struct layout *layout, const struct view *view,
		 const struct view_opts *opts, int width);

/* The lines above the table: RENDER_SUMMARY_LINES of them. */
#define RENDER_SUMMARY_LINES	3
void render_summary(struct sink *sink, const struct snapshot *snap,
		    const struct view *view, const struct view_opts *opts,
		    const char *pace);

void render_head(struct sink *sink, const struct layout *layout,
		 const struct view_opts *opts);
void render_row(struct sink *sink, const struct layout *layout,
		const struct view_opts *opts, const struct row *row);
void render_total(struct sink *sink, const struct layout *layout,
		  const struct view_opts *opts, const struct view *view);

/* Notes of all files and what :status says is off; returns the lines.  NULL counts. */
size_t render_notes(struct sink *sink, const struct snapshot *snap);

#endif
