// SPDX-License-Identifier: GPL-2.0
/* The live screen: what keys, signals and time do to it. */
#define _GNU_SOURCE
#include <curses.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "signals.h"
#include "terminal.h"
#include "ui.h"

#define KEY_ESC		27

static void reread(struct ui *ui)
{
	unsigned int what = ui->opts->view.queues ? SOURCE_QUEUES : 0;
	struct snapshot *snap = source_read(ui->src, what, &ui->err);

	if (snap)
		model_derive(snap, ui->snap);
	snapshot_free(ui->snap);
	ui->snap = snap;
}

static bool scroll_key(struct ui *ui, int key)
{
	size_t last = ui->n_rows > ui->page ? ui->n_rows - ui->page : 0;

	if (key == KEY_DOWN || key == 'j')
		ui->top = ui->top < last ? ui->top + 1 : last;
	else if (key == KEY_UP || key == 'k')
		ui->top -= ui->top > 0;
	else if (key == KEY_NPAGE || key == CTRL('f'))
		ui->top = ui->top + ui->page < last ? ui->top + ui->page : last;
	else if (key == KEY_PPAGE || key == CTRL('b'))
		ui->top -= ui->top < ui->page ? ui->top : ui->page;
	else if (key == KEY_HOME || key == 'g')
		ui->top = 0;
	else if (key == KEY_END || key == 'G')
		ui->top = last;
	else
		return false;
	return true;
}

static void sort_step(struct ui *ui, int step)
{
	enum col choice[COL_END];
	size_t i, n = ui_sort_choices(&ui->opts->view, choice);

	for (i = 0; i < n && choice[i] != ui->opts->view.sort; i++)
		;
	if (i == n)
		i = 0;
	else
		i = (i + n + (size_t)step) % n;
	ui->opts->view.sort = choice[i];
	ui->top = 0;
}

static void toggle_queues(struct ui *ui)
{
	struct view_opts *opts = &ui->opts->view;
	unsigned int show;

	opts->queues = !opts->queues;
	show = columns[opts->sort].show & (SHOW_QUEUES | SHOW_NETDEVS);
	if (show == (opts->queues ? SHOW_NETDEVS : SHOW_QUEUES))
		opts->sort = COL_BYTES;
	ui->top = 0;
	ui->reread = true;
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
	else if (columns[opts->sort].show & SHOW_TOTALS && opts->rates)
		opts->sort = COL_BYTES;
	if (opts->sort == COL_REFILLS && !opts->queues)
		opts->sort = COL_BYTES;
}

static void prompt_open(struct ui *ui, enum mode mode)
{
	ui->mode = mode;
	*ui->input = '\0';
	if (mode == MODE_FILTER) {
		strcpy(ui->was, ui->opts->filter);
		strcpy(ui->input, ui->opts->filter);
	}
}

static void prompt_close(struct ui *ui, bool keep)
{
	uint64_t ms;

	if (ui->mode == MODE_FILTER && !keep)
		strcpy(ui->opts->filter, ui->was);
	if (ui->mode == MODE_DELAY && keep && *ui->input) {
		if (delay_parse(ui->input, &ms)) {
			ui->opts->delay_ms = ms;
			ui->reread = true;
		} else {
			beep();
			return;
		}
	}
	ui->mode = MODE_TABLE;
}

static void key_prompt(struct ui *ui, int key)
{
	size_t len = strlen(ui->input);

	if (key == '\n' || key == '\r' || key == KEY_ENTER) {
		prompt_close(ui, true);
	} else if (key == KEY_ESC) {
		prompt_close(ui, false);
	} else if (key == KEY_BACKSPACE || key == 127 || key == '\b') {
		ui->input[len ? len - 1 : 0] = '\0';
	} else if (key == CTRL('u')) {
		*ui->input = '\0';
	} else if (key > ' ' && key <= '~' && len + 1 < sizeof(ui->input)) {
		ui->input[len] = (char)key;
		ui->input[len + 1] = '\0';
	}
	if (ui->mode == MODE_FILTER)
		strcpy(ui->opts->filter, ui->input);
}

static void key_sort(struct ui *ui, int key)
{
	enum col choice[COL_END];
	size_t n = ui_sort_choices(&ui->opts->view, choice);

	ui->mode = MODE_TABLE;
	if (key >= 'a' && (size_t)(key - 'a') < n) {
		ui->opts->view.sort = choice[key - 'a'];
		ui->opts->view.reverse = false;
		ui->top = 0;
	}
}

static void mode_set(struct ui *ui, enum mode mode)
{
	ui->mode = mode;
	ui->top = 0;
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
	case 'c':
		toggle_rates(ui);
		break;
	case 'e':
		ui->opts->view.exact = !ui->opts->view.exact;
		break;
	case 'R':
		ui->opts->view.reverse = !ui->opts->view.reverse;
		break;
	case '<': case KEY_LEFT:
		sort_step(ui, -1);
		break;
	case '>': case KEY_RIGHT:
		sort_step(ui, 1);
		break;
	case '\\':
		*ui->opts->filter = '\0';
		break;
	case ' ':
		ui->reread = true;
		break;
	case 's':
		mode_set(ui, MODE_SORT);
		break;
	case 'n':
		mode_set(ui, MODE_NOTES);
		break;
	case 'h': case '?':
		mode_set(ui, MODE_HELP);
		break;
	case '/':
		prompt_open(ui, MODE_FILTER);
		break;
	case 'd':
		prompt_open(ui, MODE_DELAY);
		break;
	}
}

static void on_key(struct ui *ui, int key)
{
	if (key == CTRL('l'))
		clearok(curscr, TRUE);
	else if (ui->mode == MODE_FILTER || ui->mode == MODE_DELAY)
		key_prompt(ui, key);
	else if (ui->mode == MODE_SORT)
		key_sort(ui, key);
	else if (scroll_key(ui, key))
		return;
	else if (ui->mode != MODE_TABLE)
		mode_set(ui, MODE_TABLE);
	else
		key_table(ui, key);
}

static void on_resize(void)
{
	struct winsize size;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_row && size.ws_col)
		resizeterm(size.ws_row, size.ws_col);
}

static void loop(struct ui *ui)
{
	uint64_t next = clock_ms() + ui->opts->delay_ms;
	int key;

	ui_draw(ui);
	while (!ui->leave && !signals_stop()) {
		if (signals_wait(next, STDIN_FILENO)) {
			key = getch();
			if (key == ERR)
				return;		/* the terminal is gone */
			for (; key != ERR && !ui->leave; key = getch())
				if (key != KEY_RESIZE)
					on_key(ui, key);
		}
		if (signals_resized())
			on_resize();
		if (ui->reread || clock_ms() >= next) {
			reread(ui);
			ui->reread = false;
			next = clock_ms() + ui->opts->delay_ms;
		}
		ui_draw(ui);
	}
}

int curses_run(const struct source *src, struct options *opts, struct err *err)
{
	struct ui ui = {
		.src = src, .opts = opts,
	};

	if (terminal_check(err))
		return err->code;
	reread(&ui);
	if (!ui.snap) {
		*err = ui.err;
		return err->code;
	}
	signals_init();
	if (terminal_start(err)) {
		snapshot_free(ui.snap);
		return err->code;
	}
	loop(&ui);
	terminal_stop();
	snapshot_free(ui.snap);
	return EXIT_OK;
}
