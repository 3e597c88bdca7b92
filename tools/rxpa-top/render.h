/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The one print path: pieces of painted text, for whoever puts them on paper
 * (view_text.c) or on the screen (draw.c).
 */
#ifndef RXPA_TOP_RENDER_H
#define RXPA_TOP_RENDER_H

#include "flow.h"
#include "layout.h"

/* The texts above the table; @pace is added to the first. */
void render_summary(struct flow *flow, const struct snapshot *snap,
		    const struct view *view, const struct view_opts *opts,
		    const char *pace);

/* When the numbers were so. */
void render_when(const struct snapshot *snap, char *buf, size_t size);

void render_head(struct sink *sink, const struct layout *layout,
		 const struct view_opts *opts);
void render_row(struct sink *sink, const struct layout *layout, const struct row *row);
void render_total(struct sink *sink, const struct layout *layout, const struct view *view);

/* Names the columns that there was no room for, if any. */
void render_left_out(struct flow *flow, const struct layout *layout,
		     const struct view_opts *opts);

/* Notes of all files and what :status says is off; returns how many. */
size_t render_notes(struct flow *flow, const struct snapshot *snap);
size_t render_notes_count(const struct snapshot *snap);

/* One row with all that is known of it: each column, and the notes about it. */
void render_details(struct flow *flow, const struct snapshot *snap,
		    const struct view_opts *opts, const struct row *row);

#endif
