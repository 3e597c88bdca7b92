// SPDX-License-Identifier: GPL-2.0
/* What keys and the mouse do. */
#define _GNU_SOURCE
#include <curses.h>
#include <stdio.h>
#include <string.h>
#include <sys/ttydefaults.h>

#include "delay.h"
#include "menu.h"
#include "terminal.h"
#include "ui.h"

#define WHEEL_LINES	3

static void table_top(struct ui *ui)
{
	ui->table.top = ui->table.at = 0;
	ui->pick = (struct pick){ 0 };
}

static void sort_by(struct ui *ui, enum col c)
{
	ui->opts->view.sort = c;
	table_top(ui);
}

/* Among those on the screen, also the ones that there is no room for. */
static void sort_step(struct ui *ui, int step)
{
	enum col choice[COL_END + 1];
	size_t i, n = layout_shown(&ui->opts->view, choice);

	for (i = 0; i < n && choice[i] != ui->opts->view.sort; i++)
		;
	if (n)
		sort_by(ui, choice[i == n ? 0 : (i + n + (size_t)step) % n]);
}

/* What has no value in the new view cannot be sorted by. */
static void sort_check(struct ui *ui)
{
	if (layout_lacks(&ui->opts->view, ui->opts->view.sort))
		ui->opts->view.sort = COL_BYTES;
	ui->shift = 0;
	table_top(ui);
}

static void toggle_queues(struct ui *ui)
{
	struct view_opts *opts = &ui->opts->view;

	opts->queues = !opts->queues;
	ui->reread |= ui_lacks(ui, MODE_TABLE);
	sort_check(ui);
}

static void group_next(struct ui *ui)
{
	struct view_opts *opts = &ui->opts->view;

	opts->group = opts->group == GROUP_NODE ? GROUP_NONE : opts->group + 1;
	sort_check(ui);
}

/* Sorted by failed/s stays sorted by failed, and the other way round. */
static void toggle_rates(struct ui *ui)
{
	struct view_opts *opts = &ui->opts->view;
	int shift = COL_ALLOCATED_RATE - COL_ALLOCATED;

	opts->rates = !opts->rates;
	if (opts->rates && opts->sort >= COL_ALLOCATED && opts->sort <= COL_REFILLS)
		opts->sort = (enum col)((int)opts->sort + shift);
	else if (!opts->rates && opts->sort >= COL_ALLOCATED_RATE &&
		 opts->sort <= COL_REFILLS_RATE)
		opts->sort = (enum col)((int)opts->sort - shift);
}

static void toggle_pause(struct ui *ui)
{
	ui->paused = !ui->paused;
	ui->drop = ui->paused && ui->reader.pid;
	ui->reread |= !ui->paused;
}

static void open_details(struct ui *ui)
{
	if (!ui->snap || !ui->table.n)
		return;
	ui->pick.on = ui->pick.moved = true;
	ui_mode(ui, MODE_DETAILS);
}

static void prompt_open(struct ui *ui, enum mode mode)
{
	ui_mode(ui, mode);
	*ui->input = '\0';
	if (mode == MODE_FILTER) {
		strcpy(ui->was, ui->opts->filter);
		strcpy(ui->input, ui->opts->filter);
	}
}

/* A filter is used as soon as it is one. */
static bool filter_take(struct ui *ui)
{
	struct err err;

	if (filter_check(ui->input, &err)) {
		snprintf(ui->message, sizeof(ui->message), "%.199s", err.text);
		return false;
	}
	strcpy(ui->opts->filter, ui->input);
	return true;
}

static bool delay_take(struct ui *ui)
{
	if (!*ui->input)
		return true;
	if (!delay_parse(ui->input, &ui->opts->delay_ms)) {
		snprintf(ui->message, sizeof(ui->message),
			 "\"%.40s\" is not " DELAY_LIMITS, ui->input);
		return false;
	}
	ui->reread = !ui->paused;
	return true;
}

static void prompt_close(struct ui *ui, bool keep)
{
	bool filter = ui->mode == MODE_FILTER;

	if (keep && !(filter ? filter_take(ui) : delay_take(ui))) {
		beep();
		return;
	}
	if (filter && !keep)
		strcpy(ui->opts->filter, ui->was);
	ui_mode(ui, MODE_TABLE);
}

static void input_backspace(char *input)
{
	size_t len = strlen(input);

	while (len && (input[len - 1] & 0xc0) == 0x80)
		len--;		/* a character of several bytes goes as a whole */
	input[len ? len - 1 : 0] = '\0';
}

static void key_prompt(struct ui *ui, int key)
{
	size_t len = strlen(ui->input);

	*ui->message = '\0';
	if (key == '\n' || key == '\r' || key == KEY_ENTER) {
		prompt_close(ui, true);
		return;
	}
	if (key == KEY_ESC) {
		prompt_close(ui, false);
		return;
	}
	if (key == KEY_BACKSPACE || key == 127 || key == '\b') {
		input_backspace(ui->input);
	} else if (key == CTRL('u')) {
		*ui->input = '\0';
	} else if (key >= ' ' && key < 256 && key != 127 && len + 1 < sizeof(ui->input)) {
		ui->input[len] = (char)key;
		ui->input[len + 1] = '\0';
	}
	if (ui->mode == MODE_FILTER && filter_take(ui))
		table_top(ui);
}

static void key_table(struct ui *ui, int key)
{
	switch (key) {
	case 'q': case 'Q':
		ui->leave = true;
		break;
	case '\t': case 'v':
		toggle_queues(ui);
		break;
	case 'b':
		group_next(ui);
		break;
	case 'c':
		toggle_rates(ui);
		break;
	case 'e':
		ui_mode(ui, MODE_EXPLAIN);
		break;
	case 'E':
		ui->opts->view.exact = !ui->opts->view.exact;
		break;
	case 'R':
		ui->opts->view.reverse = !ui->opts->view.reverse;
		break;
	case '<':
		sort_step(ui, -1);
		break;
	case '>':
		sort_step(ui, 1);
		break;
	case KEY_LEFT:
		ui->shift -= ui->shift > 0;
		break;
	case KEY_RIGHT:
		ui->shift += ui->layout.right > 0;
		break;
	case '\\':
		*ui->opts->filter = '\0';
		break;
	case 'p':
		toggle_pause(ui);
		break;
	case ' ':
		ui->reread = true;
		break;
	case 'm':
		terminal_mouse_toggle();
		break;
	case 's':
		menu_open(ui, MODE_SORT);
		break;
	case 'o':
		menu_open(ui, MODE_COLUMNS);
		break;
	case 'n':
		ui_mode(ui, MODE_NOTES);
		break;
	case 'h': case '?':
		ui_mode(ui, MODE_HELP);
		break;
	case '\n': case '\r': case KEY_ENTER:
		open_details(ui);
		break;
	case '/':
		prompt_open(ui, MODE_FILTER);
		break;
	case 'd':
		prompt_open(ui, MODE_DELAY);
		break;
	}
}

static bool table_key(struct ui *ui, int key)
{
	if (!list_key(&ui->table, key, true))
		return false;
	ui->pick.on = ui->pick.moved = ui->table.at > 0;
	return true;
}

/* A column's head sorts by it, and turns the order round the next time. */
static void click_head(struct ui *ui, int x)
{
	struct view_opts *opts = &ui->opts->view;
	int right = 0;
	size_t i;

	for (i = 0; i < ui->layout.n; i++) {
		const struct cell *cell = &ui->layout.cells[i];

		right += cell->width + LAYOUT_GAP;
		if (x >= right || cell->col == COL_END)
			continue;
		if (cell->col == opts->sort)
			opts->reverse = !opts->reverse;
		else
			opts->reverse = false;
		sort_by(ui, cell->col);
		return;
	}
}

static void click_table(struct ui *ui, int y, int x)
{
	size_t row = ui->table.top + (size_t)(y - ui->head_y - 1);

	if (y == ui->head_y)
		click_head(ui, x);
	if (y <= ui->head_y || row >= ui->table.n ||
	    row >= ui->table.top + ui->table.page)
		return;
	ui->table.at = row;
	ui->pick.on = ui->pick.moved = true;
}

static void on_mouse(struct ui *ui)
{
	bool table = ui->mode == MODE_TABLE;
	bool chosen = table || ui->mode == MODE_SORT || ui->mode == MODE_COLUMNS;
	struct list *list = table ? &ui->table : &ui->lines;
	MEVENT event;

	if (getmouse(&event) != OK)
		return;
	if (event.bstate & BUTTON4_PRESSED)
		list_move(list, -WHEEL_LINES, false, chosen);
	else if (event.bstate & BUTTON5_PRESSED)
		list_move(list, WHEEL_LINES, false, chosen);
	else if (table && event.bstate & BUTTON1_PRESSED && ui->head_y >= 0)
		click_table(ui, event.y, event.x);
	if (table && event.bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED))
		ui->pick.on = ui->pick.moved = list->at > 0;
}

void ui_key(struct ui *ui, int key)
{
	if (key == CTRL('l'))
		clearok(curscr, TRUE);
	else if (key == KEY_MOUSE)
		on_mouse(ui);
	else if (ui->mode == MODE_FILTER || ui->mode == MODE_DELAY)
		key_prompt(ui, key);
	else if (ui->mode == MODE_SORT || ui->mode == MODE_COLUMNS)
		menu_key(ui, key);
	else if (ui->mode == MODE_TABLE && !table_key(ui, key))
		key_table(ui, key);
	else if (ui->mode != MODE_TABLE && !list_key(&ui->lines, key, false))
		ui_mode(ui, MODE_TABLE);
}
