// SPDX-License-Identifier: GPL-2.0
/* Two menus of columns: one to sort by, and those to show. */
#include <curses.h>
#include <string.h>

#include "menu.h"

/* One a column; q leaves. */
static const char letters[] =
	"abcdefghijklmnoprstuvwxyz"
	"ABCDEFGHIJKLMNOPRSTUVWXYZ";

_Static_assert(sizeof(letters) > COL_END, "a letter a column");

static bool shown(const struct view_opts *opts, enum col c)
{
	enum col cols[COL_END + 1];
	size_t n = layout_shown(opts, cols);

	return columns_have(cols, n, c);
}

void menu_open(struct ui *ui, enum mode mode)
{
	const struct view_opts *opts = &ui->opts->view;
	enum col choice[COL_END];
	size_t i, n = layout_choices(opts, choice);

	ui_mode(ui, mode);
	for (i = 0; mode == MODE_SORT && i < n; i++)
		if (choice[i] == opts->sort)
			ui->lines.at = i;
	memcpy(ui->was_cols, opts->cols, sizeof(ui->was_cols));
	ui->was_n_cols = opts->n_cols;
}

void menu_draw(struct ui *ui)
{
	const struct view_opts *opts = &ui->opts->view;
	bool sort = ui->mode == MODE_SORT;
	enum col choice[COL_END];
	size_t i, n = layout_choices(opts, choice);
	struct flow *flow = &ui->flow;

	screen_say(&ui->screen, PAINT_TITLE, sort ? "Sort by which column?" : "Show which columns?");
	list_clamp(&ui->lines, n, LINES - 2, true);
	flow_init(flow, &ui->screen.sink, COLS);
	flow->max = 1;
	for (i = ui->lines.top; i < n && i < ui->lines.top + ui->lines.page; i++) {
		const struct column *col = &columns[choice[i]];
		bool on = sort ? col->id == opts->sort : shown(opts, col->id);

		ui->screen.chosen = i == ui->lines.at;
		flow_put(flow, on ? PAINT_TITLE : PAINT_PLAIN, "%s %c  %-13s",
			 on ? "*" : " ", letters[i], col->key);
		flow_put(flow, PAINT_PLAIN, "%s", col->meaning);
		flow_end(flow);
	}
	ui->screen.chosen = false;
}

/* Takes a column away or puts it where it stands in the table of columns. */
static void column_toggle(struct view_opts *opts, enum col c)
{
	size_t i;

	if (!opts->n_cols)
		opts->n_cols = layout_shown(opts, opts->cols);
	for (i = 0; i < opts->n_cols && opts->cols[i] != c; i++)
		;
	if (i < opts->n_cols) {
		memmove(&opts->cols[i], &opts->cols[i + 1],
			(--opts->n_cols - i) * sizeof(*opts->cols));
		return;
	}
	for (i = 0; i < opts->n_cols && opts->cols[i] < c; i++)
		;
	memmove(&opts->cols[i + 1], &opts->cols[i],
		(opts->n_cols++ - i) * sizeof(*opts->cols));
	opts->cols[i] = c;
}

static void menu_choose(struct ui *ui, enum col c)
{
	struct view_opts *opts = &ui->opts->view;

	if (ui->mode == MODE_COLUMNS) {
		column_toggle(opts, c);
		return;
	}
	opts->sort = c;
	opts->reverse = false;
	ui_mode(ui, MODE_TABLE);
}

static void columns_restore(struct ui *ui)
{
	struct view_opts *opts = &ui->opts->view;

	memcpy(opts->cols, ui->was_cols, sizeof(opts->cols));
	opts->n_cols = ui->was_n_cols;
}

void menu_key(struct ui *ui, int key)
{
	enum col choice[COL_END];
	size_t n = layout_choices(&ui->opts->view, choice);
	bool enter = key == '\n' || key == '\r' || key == KEY_ENTER;
	const char *letter = key > 0 && key < 128 ? strchr(letters, key) : NULL;

	if (key == KEY_ESC || key == 'q' || key == 'Q') {
		columns_restore(ui);
		ui_mode(ui, MODE_TABLE);
	} else if (enter && ui->mode == MODE_COLUMNS) {
		ui_mode(ui, MODE_TABLE);
	} else if ((enter || key == ' ') && ui->lines.at < n) {
		menu_choose(ui, choice[ui->lines.at]);
	} else if (key == KEY_BACKSPACE || key == 127 || key == '\b') {
		ui->opts->view.n_cols = 0;
	} else if (letter && (size_t)(letter - letters) < n) {
		ui->lines.at = (size_t)(letter - letters);
		menu_choose(ui, choice[ui->lines.at]);
	} else {
		list_key(&ui->lines, key, true);
	}
}
