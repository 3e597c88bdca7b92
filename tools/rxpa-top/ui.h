/* SPDX-License-Identifier: GPL-2.0 */
/* State of the live screen: draw.c draws it, view_curses.c changes it. */
#ifndef RXPA_TOP_UI_H
#define RXPA_TOP_UI_H

#include "render.h"
#include "view.h"

enum mode { MODE_TABLE, MODE_HELP, MODE_NOTES, MODE_SORT, MODE_FILTER, MODE_DELAY };

struct ui {
	struct sink sink;
	int y, x;			/* where the sink writes */
	const struct source *src;
	struct options *opts;
	struct snapshot *snap;		/* NULL after a failed read */
	struct err err;
	enum mode mode;
	size_t top, page, n_rows;	/* scrolling of the table or the notes */
	size_t skip;			/* lines the sink leaves out */
	char input[ROW_TEXT];
	char was[ROW_TEXT];		/* the filter before it was edited */
	bool reread;
	bool leave;
};

void ui_draw(struct ui *ui);

/* The columns that can be on the screen now, each with a letter from a on. */
size_t ui_sort_choices(const struct view_opts *opts, enum col *out);

#endif
