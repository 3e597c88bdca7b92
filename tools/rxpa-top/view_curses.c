// SPDX-License-Identifier: GPL-2.0
/* The live screen: what signals, readings and time do to it. */
#include <curses.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "signals.h"
#include "terminal.h"
#include "ui.h"

#define FIRST_MS	1000	/* what the first reading gets before the screen is there */
#define TICK_MS		1000	/* how often what is written about time is drawn anew */

static void read_begin(struct ui *ui)
{
	ui->reread = ui->drop = false;
	if (reader_start(&ui->reader, ui->src, ui_wants(ui, ui->mode), &ui->err)) {
		snapshot_free(ui->snap);
		ui->snap = NULL;
	}
}

static void read_end(struct ui *ui)
{
	unsigned int what = ui->reader.what;
	struct err err = { 0 };
	struct snapshot *snap = reader_take(&ui->reader, &err);

	if (ui->drop) {
		snapshot_free(snap);
		return;
	}
	if (snap) {
		model_derive(snap, ui->snap);
		/* a column that came stays: the others keep their places */
		ui->opts->view.aged |= model_aged(snap);
	}
	snapshot_free(ui->snap);
	ui->snap = snap;
	ui->what = what;
	ui->err = err;
}

/* Handles all keys that are there; false when the terminal is gone. */
static bool on_keys(struct ui *ui)
{
	int key = getch();

	if (key == ERR)
		return false;
	for (; key != ERR && !ui->leave; key = getch()) {
		if (key == KEY_RESIZE)
			continue;
		ui_key(ui, key);
		ui_draw(ui);
	}
	return true;
}

static void on_resize(void)
{
	struct winsize size;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_row && size.ws_col)
		resizeterm(size.ws_row, size.ws_col);
}

/* @next: when the next reading is due. */
static uint64_t wake_at(const struct ui *ui, uint64_t next)
{
	uint64_t tick = clock_ms() + TICK_MS;

	if (ui->reader.pid || ui->paused)
		return tick;	/* the table says how long that has been so */
	return next;
}

static void loop(struct ui *ui)
{
	uint64_t next = clock_ms() + ui->opts->delay_ms;
	unsigned int came;

	while (!ui->leave && !signals_stop()) {
		ui_draw(ui);
		came = signals_wait(wake_at(ui, next), STDIN_FILENO,
				    ui->reader.pid ? ui->reader.fd : -1);
		if (came & WAIT_INPUT && !on_keys(ui))
			return;
		if (came & WAIT_READER && reader_done(&ui->reader)) {
			read_end(ui);
			next = clock_ms() + ui->opts->delay_ms;
		}
		if (signals_resized())
			on_resize();
		if (!ui->reader.pid && (ui->reread || (!ui->paused && clock_ms() >= next))) {
			read_begin(ui);
			next = clock_ms() + ui->opts->delay_ms;
		}
	}
}

/* An error that there is from the start is printed, not drawn. */
static int read_first(struct ui *ui, struct err *err)
{
	uint64_t deadline = clock_ms() + FIRST_MS;

	read_begin(ui);
	while (ui->reader.pid && !signals_stop() && clock_ms() < deadline)
		if (signals_wait(deadline, -1, ui->reader.fd) && reader_done(&ui->reader))
			read_end(ui);
	*err = ui->err;
	return ui->snap || ui->reader.pid ? 0 : -1;
}

static int run(struct ui *ui, struct err *err)
{
	if (read_first(ui, err))
		return err->code;
	if (signals_stop())
		return EXIT_OK;
	if (terminal_start(err))
		return err->code;
	loop(ui);
	terminal_stop();
	return EXIT_OK;
}

int curses_run(const struct source *src, struct options *opts, struct err *err)
{
	static struct ui ui;
	int ret;

	if (terminal_check(err))
		return err->code;
	ui.src = src;
	ui.opts = opts;
	signals_init();
	ret = run(&ui, err);
	reader_abandon(&ui.reader);
	snapshot_free(ui.snap);
	return ret;
}
