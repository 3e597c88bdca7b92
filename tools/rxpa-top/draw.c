// SPDX-License-Identifier: GPL-2.0
#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "terminal.h"
#include "ui.h"

static attr_t attr_of(enum paint paint)
{
	bool color = has_colors();

	switch (paint) {
	case PAINT_TITLE:
	case PAINT_TOTAL:
		return A_BOLD;
	case PAINT_HEAD:
		return A_REVERSE;
	case PAINT_SORTED:
		return A_REVERSE | A_BOLD | A_UNDERLINE;
	case PAINT_WARN:
		return color ? (attr_t)COLOR_PAIR(TERMINAL_YELLOW) : A_BOLD;
	case PAINT_ALERT:
		return (color ? (attr_t)COLOR_PAIR(TERMINAL_RED) : A_STANDOUT) | A_BOLD;
	case PAINT_PLAIN:
		break;
	}
	return A_NORMAL;
}

static void screen_put(struct sink *sink, enum paint paint, const char *text)
{
	struct ui *ui = (struct ui *)sink;
	int room = COLS - ui->x;

	if (ui->skip || ui->y >= LINES || room <= 0)
		return;
	attrset(attr_of(paint));
	mvaddnstr(ui->y, ui->x, text, room);
	attrset(A_NORMAL);
	ui->x += (int)strlen(text);
}

static void screen_end_line(struct sink *sink)
{
	struct ui *ui = (struct ui *)sink;

	ui->x = 0;
	if (ui->skip)
		ui->skip--;
	else
		ui->y++;
}

static void say(struct ui *ui, enum paint paint, const char *text)
{
	screen_put(&ui->sink, paint, text);
	screen_end_line(&ui->sink);
}

static void scroll_clamp(struct ui *ui, size_t n, int room)
{
	ui->page = room > 0 ? (size_t)room : 1;
	ui->n_rows = n;
	if (n <= ui->page)
		ui->top = 0;
	else if (ui->top > n - ui->page)
		ui->top = n - ui->page;
}

static void draw_foot(struct ui *ui, const char *text)
{
	char line[160], where[64] = "";

	ui->y = LINES - 1;
	ui->x = 0;
	if (ui->n_rows > ui->page)
		snprintf(where, sizeof(where), "%zu-%zu of %zu  ", ui->top + 1,
			 ui->top + ui->page, ui->n_rows);
	snprintf(line, sizeof(line), "%s%s", where, text);
	screen_put(&ui->sink, PAINT_PLAIN, line);
}

static void draw_prompt(struct ui *ui, const char *label)
{
	ui->y = LINES - 1;
	ui->x = 0;
	screen_put(&ui->sink, PAINT_TITLE, label);
	screen_put(&ui->sink, PAINT_PLAIN, ui->input);
	screen_put(&ui->sink, PAINT_SORTED, " ");
	screen_put(&ui->sink, PAINT_PLAIN, "  Enter: keep  Esc: cancel");
}

static void draw_table(struct ui *ui)
{
	const struct view_opts *opts = &ui->opts->view;
	struct layout layout;
	struct view view;
	char pace[32];
	size_t i;

	snprintf(pace, sizeof(pace), "every ");
	delay_text(ui->opts->delay_ms, pace + 6, sizeof(pace) - 6);
	model_view(ui->snap, opts, &view);
	layout_make(&layout, &view, opts, COLS);
	render_summary(&ui->sink, ui->snap, &view, opts, pace);
	render_head(&ui->sink, &layout, opts);
	scroll_clamp(ui, view.n_rows, LINES - RENDER_SUMMARY_LINES - 3);
	for (i = ui->top; i < view.n_rows && i < ui->top + ui->page; i++)
		render_row(&ui->sink, &layout, opts, view.rows[i]);
	if (!view.n_rows)
		say(ui, PAINT_WARN, *opts->filter ? "nothing passes the filter"
						  : "no netdev is accounted");
	render_total(&ui->sink, &layout, opts, &view);
	view_free(&view);
}

static void draw_notes(struct ui *ui)
{
	size_t n = render_notes(NULL, ui->snap);

	say(ui, PAINT_TITLE, "Notes: what is unknown or off, and why");
	scroll_clamp(ui, n, LINES - 2);
	if (!n)
		say(ui, PAINT_PLAIN, "none");
	ui->skip = ui->top;
	render_notes(&ui->sink, ui->snap);
	ui->skip = 0;
}

static const char *const help[] = {
	"Tab v     netdevs or queues",
	"c         counters: per second, totals",
	"s < >     sort by, previous, next column",
	"R         reverse the order",
	"/ \\       filter, no filter",
	"e         exact or human numbers",
	"n         notes: what is unknown and why",
	"d         delay between reads",
	"Space     read now",
	"arrows jk PgUp PgDn Home End   scroll",
	"q Ctrl-C  leave          h ?   this help",
	"",
	"HELD      pages in the rings now",
	"ORPHANED  adopted + allocated - released",
	"          - held: grows if pages get lost",
	"! or -    look here, or not known",
	"Meaning of all columns: man rxpa-top",
};

static void draw_help(struct ui *ui)
{
	size_t i, n = sizeof(help) / sizeof(*help);

	say(ui, PAINT_TITLE, "rxpa-top " RXPA_VERSION ": who holds rx pages");
	scroll_clamp(ui, n, LINES - 2);
	for (i = ui->top; i < n && i < ui->top + ui->page; i++)
		say(ui, PAINT_PLAIN, help[i]);
}

size_t ui_sort_choices(const struct view_opts *opts, enum col *out)
{
	unsigned int wanted = opts->queues ? SHOW_QUEUES : SHOW_NETDEVS;
	size_t n = 0;
	enum col c;

	wanted |= opts->rates ? SHOW_RATES : SHOW_TOTALS;
	for (c = 0; c < COL_END; c++)
		if ((columns[c].show & wanted) == columns[c].show)
			out[n++] = c;
	return n;
}

static void draw_sort(struct ui *ui)
{
	enum col choice[COL_END];
	size_t i, n = ui_sort_choices(&ui->opts->view, choice);
	int rows = LINES > 3 ? LINES - 2 : 1;
	char text[32];

	say(ui, PAINT_TITLE, "Sort by which column?");
	for (i = 0; i < n; i++) {
		ui->y = 1 + (int)i % rows;
		ui->x = (int)i / rows * 18;
		snprintf(text, sizeof(text), " %c  %s", 'a' + (int)i,
			 columns[choice[i]].key);
		screen_put(&ui->sink, choice[i] == ui->opts->view.sort ? PAINT_TITLE
								     : PAINT_PLAIN, text);
	}
}

static void draw_body(struct ui *ui)
{
	if (ui->mode == MODE_HELP) {
		draw_help(ui);
	} else if (ui->mode == MODE_SORT) {
		draw_sort(ui);
	} else if (!ui->snap) {
		say(ui, PAINT_TITLE, "rxpa-top waits:");
		say(ui, PAINT_ALERT, ui->err.text);
	} else if (ui->mode == MODE_NOTES) {
		draw_notes(ui);
	} else {
		draw_table(ui);
	}
}

void ui_draw(struct ui *ui)
{
	ui->sink = (struct sink){ screen_put, screen_end_line };
	ui->y = ui->x = 0;
	ui->n_rows = ui->page = 0;
	erase();
	draw_body(ui);
	move(LINES - 1, 0);
	clrtoeol();
	switch (ui->mode) {
	case MODE_FILTER:
		draw_prompt(ui, "filter: ");
		break;
	case MODE_DELAY:
		draw_prompt(ui, "seconds: ");
		break;
	case MODE_TABLE:
		draw_foot(ui, "q quit  h help  Tab queues  s sort  / filter  c counters  n notes");
		break;
	default:
		draw_foot(ui, "any other key: back");
		break;
	}
	refresh();
}
