/* SPDX-License-Identifier: GPL-2.0 */
/*
 * State of the live screen: view_curses.c reads and waits, keys.c changes it,
 * draw.c draws it; both leave the menus to menu.c.
 */
#ifndef RXPA_TOP_UI_H
#define RXPA_TOP_UI_H

#include "list.h"
#include "reader.h"
#include "render.h"
#include "screen.h"
#include "view.h"

enum mode { MODE_TABLE, MODE_HELP, MODE_NOTES, MODE_DETAILS, MODE_EXPLAIN, MODE_SORT,
	    MODE_COLUMNS, MODE_FILTER, MODE_DELAY };

/* Which row is chosen: the row, not the place, moves when the order changes. */
struct pick {
	bool on;		/* off: the first one, whichever that is */
	bool moved;		/* it is the row at list.at from the next drawing on */
	char netdev[ROW_TEXT];
	struct num queue;
};

struct ui {
	struct screen screen;
	struct flow flow;

	const struct source *src;
	struct options *opts;
	struct reader reader;
	struct snapshot *snap;		/* NULL after a failed reading */
	unsigned int what;		/* of snap: SOURCE_ */
	struct err err;			/* why there is none; empty: the first is under way */

	enum mode mode;
	struct list table, lines;	/* lines: of a text or a menu */
	struct pick pick;
	struct layout layout;
	size_t shift;			/* columns scrolled sideways */
	int head_y;			/* screen line of the table's head, -1 none */

	char input[FILTER_TEXT];
	char was[FILTER_TEXT];		/* the filter before it was edited */
	char message[200];		/* what is wrong with the input */
	enum col was_cols[COL_END];	/* and the columns */
	size_t was_n_cols;

	bool paused;
	bool drop;			/* the reading under way is from before the pause */
	bool reread, leave;
};

/* What a page shows, SOURCE_; and is that not in what was read last? */
unsigned int ui_wants(const struct ui *ui, enum mode mode);
bool ui_lacks(const struct ui *ui, enum mode mode);

/* Another page; the table keeps its place. */
void ui_mode(struct ui *ui, enum mode mode);

void ui_draw(struct ui *ui);

/* What a key does goes by what is on the screen: draw before the next one. */
void ui_key(struct ui *ui, int key);

#define KEY_ESC		27

#endif
