// SPDX-License-Identifier: GPL-2.0
#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "delay.h"
#include "menu.h"
#include "render_explain.h"
#include "signals.h"
#include "ui.h"

#define FEW_LINES	16	/* fewer than these: one line a text above the table */
#define PATIENCE_MS	1000	/* a reading that takes longer is worth a word */

/* As many hints as there is room for, each of them whole. */
static void draw_foot(struct ui *ui, const char *const *hints)
{
	const struct list *list = ui->mode == MODE_TABLE ? &ui->table : &ui->lines;
	char where[96] = "";
	int len = 0;

	ui->screen.y = LINES - 1;
	ui->screen.x = 0;
	if (list->n > list->page)
		len = snprintf(where, sizeof(where), "%zu-%zu of %zu  ", list->top + 1,
			       list->top + list->page, list->n);
	if (ui->mode == MODE_TABLE && ui->layout.shift)
		snprintf(where + len, sizeof(where) - (size_t)len,
			 "columns: %zu left, %zu right  ", ui->layout.left,
			 ui->layout.right);
	else if (ui->mode == MODE_TABLE && ui->layout.right)
		snprintf(where + len, sizeof(where) - (size_t)len,
			 "+%zu columns: Right  ", ui->layout.right);
	screen_put(&ui->screen, PAINT_PLAIN, where);
	for (; *hints && ui->screen.x + (int)strlen(*hints) <= COLS; hints++) {
		screen_put(&ui->screen, PAINT_PLAIN, *hints);
		ui->screen.x += 2;
	}
}

/* What is wrong with the input, above it. */
static void draw_message(struct ui *ui)
{
	struct sink *const sink[] = { NULL, &ui->screen.sink };
	int i, lines = 0;

	for (i = 0; i < 2; i++) {
		ui->screen.y = LINES - 1 > lines ? LINES - 1 - lines : 0;
		ui->screen.x = 0;
		if (sink[i]) {
			move(ui->screen.y, 0);
			clrtobot();
		}
		flow_init(&ui->flow, sink[i], COLS);
		flow_put(&ui->flow, PAINT_ALERT, "%s", ui->message);
		flow_end(&ui->flow);
		lines = (int)ui->flow.lines;	/* known after the first time */
	}
}

/* The end of the input is always in sight. */
static void draw_prompt(struct ui *ui, const char *label)
{
	char input[GLYPHS_ROOM(FILTER_TEXT)];
	const char *p = input;

	if (*ui->message && LINES > 1)
		draw_message(ui);
	move(LINES - 1, 0);
	clrtoeol();
	ui->screen.y = LINES - 1;
	ui->screen.x = 0;
	screen_put(&ui->screen, PAINT_TITLE, label);
	glyphs_clean(ui->input, input, sizeof(input));
	while (*p && ui->screen.x + glyphs_width(p) + 1 >= COLS)
		p += glyphs_fit(p, 1) ? glyphs_fit(p, 1) : glyphs_fit(p, 2);
	screen_put(&ui->screen, PAINT_PLAIN, p);
	screen_put(&ui->screen, PAINT_SORTED, " ");
	if (ui->screen.x + 27 <= COLS)
		screen_put(&ui->screen, PAINT_PLAIN, "  Enter: keep  Esc: cancel");
}

static unsigned long long age_s(uint64_t since_ms)
{
	uint64_t now = clock_ms();

	return (now > since_ms ? now - since_ms : 0) / 1000;
}

static bool waits(const struct ui *ui)
{
	return ui->reader.pid && clock_ms() - ui->reader.since_ms >= PATIENCE_MS;
}

/* Why the rows are not of now, and how old they are. */
static void draw_hold(struct ui *ui)
{
	if (!ui->paused && !waits(ui))
		return;
	if (ui->paused)
		flow_put(&ui->flow, PAINT_ALERT, "paused, ");
	if (waits(ui))
		flow_put(&ui->flow, PAINT_ALERT, "waits for %s (%llu s), ",
			 reader_cause(ui->src), age_s(ui->reader.since_ms));
	flow_put(&ui->flow, PAINT_ALERT, "rows are %llu s old", age_s(ui->snap->ns / 1000000));
	if (ui->paused)
		flow_put(&ui->flow, PAINT_PLAIN, "  p: go on  Space: read once");
	flow_end(&ui->flow);
}

static bool is_picked(const struct pick *pick, const struct row *row)
{
	return !strcmp(row->netdev, pick->netdev) &&
	       row->v[F_QUEUE].known == pick->queue.known &&
	       (!pick->queue.known || row->v[F_QUEUE].n == pick->queue.n);
}

/* The row that is chosen, or NULL when it is gone; the place follows the row. */
static const struct row *pick_row(struct ui *ui, const struct view *view)
{
	struct pick *pick = &ui->pick;
	const struct row *row;
	size_t i;

	if (pick->on && !pick->moved) {
		for (i = 0; i < view->n_rows; i++) {
			if (is_picked(pick, view->rows[i])) {
				ui->table.at = i;
				return view->rows[i];
			}
		}
		return NULL;
	}
	if (ui->table.at >= view->n_rows)
		ui->table.at = view->n_rows ? view->n_rows - 1 : 0;
	if (!view->n_rows)
		return NULL;
	row = view->rows[ui->table.at];
	if (pick->moved) {
		strcpy(pick->netdev, row->netdev);
		pick->queue = row->v[F_QUEUE];
		pick->moved = false;
	}
	return row;
}

static void draw_rows(struct ui *ui, const struct view *view)
{
	struct list *table = &ui->table;
	size_t i;

	pick_row(ui, view);
	list_clamp(table, view->n_rows, LINES - ui->screen.y - 2, true);
	for (i = table->top; i < view->n_rows && i < table->top + table->page; i++) {
		ui->screen.chosen = i == table->at && ui->mode == MODE_TABLE;
		render_row(&ui->screen.sink, &ui->layout, view->rows[i]);
		ui->screen.chosen = false;
	}
}

static const char *no_rows(const struct ui *ui, const struct view *view)
{
	const struct view_opts *opts = &ui->opts->view;

	if (ui_lacks(ui, MODE_TABLE))
		return "the queues are being read";
	if (filter_wants_queues(opts->filter) && !opts->queues)
		return "nothing passes the filter: Tab shows queues, which queue= is about";
	if (view->n_all)
		return "nothing passes the filter; a name must fit as a whole, or end in *";
	return "no netdev is accounted";
}

static void draw_table(struct ui *ui)
{
	const struct view_opts *opts = &ui->opts->view;
	struct view view;
	char pace[32];

	snprintf(pace, sizeof(pace), "every ");
	delay_text(ui->opts->delay_ms, pace + 6, sizeof(pace) - 6);
	model_view(ui->snap, opts, &view);
	layout_make(&ui->layout, &view, opts, COLS, ui->shift);
	ui->shift = ui->layout.shift;
	flow_init(&ui->flow, &ui->screen.sink, COLS);
	draw_hold(ui);
	ui->flow.max = LINES < FEW_LINES ? 1 : 0;
	render_summary(&ui->flow, ui->snap, &view, opts, pace);
	ui->head_y = ui->screen.y;
	render_head(&ui->screen.sink, &ui->layout, opts);
	draw_rows(ui, &view);
	if (!view.n_rows) {
		ui->flow.max = 0;
		flow_put(&ui->flow, PAINT_WARN, "%s", no_rows(ui, &view));
		flow_end(&ui->flow);
	}
	render_total(&ui->screen.sink, &ui->layout, &view);
	view_free(&view);
}

static const char *const help[] = {
	"Tab v     netdevs or queues",
	"b         by driver, by node, each for itself",
	"c         counters: per second, totals",
	"Enter     all about the chosen row",
	"s < >     sort by, previous, next column",
	"R         reverse the order",
	"o         choose the columns",
	"Left Right   columns out of sight",
	"/ \\       filter, no filter:",
	"          eth0,eth1  i40e  eth*  state!=ok",
	"          driver=i40e node=1 queue=0-3",
	"          netns=4026532201  netns=init",
	"e         explain: where is the memory?",
	"E         exact or human numbers",
	"n         notes: what is unknown and why",
	"d         delay between reads",
	"p         pause; Space: read now",
	"arrows jk PgUp PgDn Home End g G   move",
	"mouse     click a row or a head, wheel;",
	"m         mouse off (to mark text), on",
	"q Ctrl-C  leave          h ?   this help",
	"",
	"HELD      pages in the rings now",
	"ORPHANED  adopted + allocated - released",
	"          - held: grows if pages get lost",
	"! or -    look here, or not known",
	"Meaning of all columns: Enter, or o",
};

static void body_help(struct ui *ui)
{
	size_t i;

	ui->flow.indent = 10;
	for (i = 0; i < sizeof(help) / sizeof(*help); i++) {
		flow_put(&ui->flow, PAINT_PLAIN, "%s", help[i]);
		flow_end(&ui->flow);
	}
}

/* The summary again: where the screen is small, it is cut above the table. */
static void body_notes(struct ui *ui)
{
	struct view view;

	if (!render_notes(&ui->flow, ui->snap)) {
		flow_put(&ui->flow, PAINT_PLAIN, "none");
		flow_end(&ui->flow);
	}
	flow_end(&ui->flow);
	model_view(ui->snap, &ui->opts->view, &view);
	render_summary(&ui->flow, ui->snap, &view, &ui->opts->view, "");
	view_free(&view);
}

static void body_details(struct ui *ui)
{
	const struct row *row;
	struct view view;

	model_view(ui->snap, &ui->opts->view, &view);
	row = pick_row(ui, &view);
	if (row) {
		render_details(&ui->flow, ui->snap, &ui->opts->view, row);
	} else {
		flow_put(&ui->flow, PAINT_WARN, "this row is gone");
		flow_end(&ui->flow);
	}
	view_free(&view);
}

static void body_explain(struct ui *ui)
{
	draw_hold(ui);
	if (ui_lacks(ui, MODE_EXPLAIN)) {
		flow_put(&ui->flow, PAINT_PLAIN, "memory and ports are being read");
		flow_end(&ui->flow);
		return;
	}
	render_explain(&ui->flow, ui->snap);
}

/* A text that scrolls: once only to count its lines. */
static void draw_text(struct ui *ui, const char *title, void (*body)(struct ui *ui))
{
	screen_say(&ui->screen, PAINT_TITLE, title);
	flow_init(&ui->flow, NULL, COLS);
	body(ui);
	list_clamp(&ui->lines, ui->flow.lines, LINES - 2, false);
	ui->screen.skip = ui->lines.top;
	flow_init(&ui->flow, &ui->screen.sink, COLS);
	body(ui);
	ui->screen.skip = 0;
}

static void draw_waiting(struct ui *ui)
{
	ui->layout.left = ui->layout.right = ui->table.n = 0;
	flow_init(&ui->flow, &ui->screen.sink, COLS);
	if (*ui->err.text) {
		flow_put(&ui->flow, PAINT_TITLE, "rxpa-top waits:");
		flow_end(&ui->flow);
		flow_put(&ui->flow, PAINT_ALERT, "%s", ui->err.text);
		flow_end(&ui->flow);
	}
	if (waits(ui) || !*ui->err.text) {
		flow_put(&ui->flow, PAINT_ALERT, "rxpa-top waits for %s (%llu s)",
			 reader_cause(ui->src), age_s(ui->reader.since_ms));
		flow_end(&ui->flow);
	}
}

static void draw_body(struct ui *ui)
{
	if (ui->mode == MODE_HELP)
		draw_text(ui, "rxpa-top " RXPA_VERSION ": who holds rx pages", body_help);
	else if (ui->mode == MODE_SORT || ui->mode == MODE_COLUMNS)
		menu_draw(ui);
	else if (!ui->snap)
		draw_waiting(ui);
	else if (ui->mode == MODE_NOTES)
		draw_text(ui, "Notes: what is unknown or off, and why", body_notes);
	else if (ui->mode == MODE_EXPLAIN)
		draw_text(ui, "Where the memory is, whose it is, what would give it back", body_explain);
	else if (ui->mode == MODE_DETAILS)
		draw_text(ui, "All about this row", body_details);
	else
		draw_table(ui);
}

static const char *const foot_table[] = {
	"q quit", "h help", "Enter details", "Tab queues", "e explain", "s sort", "o columns",
	"/ filter", "b group", "c counters", "n notes", "p pause", NULL
};

static const char *const foot_sort[] = { "Enter or a letter: sort", "q: back", NULL };

static const char *const foot_columns[] = {
	"a letter: on or off", "Enter: keep", "q: back", "Backspace: the usual ones", NULL
};

static const char *const foot_text[] = { "any other key: back", NULL };

void ui_draw(struct ui *ui)
{
	static const char *const *const foot[] = {
		[MODE_TABLE] = foot_table, [MODE_HELP] = foot_text,
		[MODE_NOTES] = foot_text, [MODE_DETAILS] = foot_text, [MODE_EXPLAIN] = foot_text,
		[MODE_SORT] = foot_sort, [MODE_COLUMNS] = foot_columns,
	};

	screen_init(&ui->screen);
	ui->head_y = -1;
	erase();
	draw_body(ui);
	move(LINES - 1, 0);
	clrtoeol();
	if (ui->mode == MODE_FILTER)
		draw_prompt(ui, "filter: ");
	else if (ui->mode == MODE_DELAY)
		draw_prompt(ui, "seconds: ");
	else
		draw_foot(ui, foot[ui->mode]);
	refresh();
}
