// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "render.h"
#include "render_explain.h"
#include "view.h"

/* Blanks wait until something follows them: no line ends in one. */
struct paper {
	struct sink sink;
	size_t blanks;
};

static void paper_put(struct sink *sink, enum paint paint, const char *text)
{
	struct paper *paper = (struct paper *)sink;

	(void)paint;
	for (; *text; text++) {
		if (*text == ' ') {
			paper->blanks++;
			continue;
		}
		for (; paper->blanks; paper->blanks--)
			putchar(' ');
		putchar(*text);
	}
}

static void paper_end_line(struct sink *sink)
{
	((struct paper *)sink)->blanks = 0;
	putchar('\n');
}

/* A terminal gets the columns that fit, a file or a pipe gets all. */
static int paper_width(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		return 0;
	return size.ws_col;
}

void text_print(const struct snapshot *snap, const struct options *opts, bool first)
{
	struct paper paper = { { paper_put, paper_end_line }, 0 };
	struct sink *sink = &paper.sink;
	static struct layout layout;
	int width = paper_width();
	static struct flow flow;
	struct view view;
	size_t i;

	if (!first)
		sink->end_line(sink);
	model_view(snap, &opts->view, &view);
	layout_make(&layout, &view, &opts->view, width, 0);
	flow_init(&flow, sink, width);
	render_summary(&flow, snap, &view, &opts->view, "");
	sink->end_line(sink);
	render_head(sink, &layout, &opts->view);
	for (i = 0; i < view.n_rows; i++)
		render_row(sink, &layout, view.rows[i]);
	render_total(sink, &layout, &view);
	render_left_out(&flow, &layout, &opts->view);
	if (render_notes_count(snap)) {
		sink->end_line(sink);
		render_notes(&flow, snap);
	}
	view_free(&view);
}

void text_explain(const struct snapshot *snap)
{
	struct paper paper = { { paper_put, paper_end_line }, 0 };
	static struct flow flow;

	flow_init(&flow, &paper.sink, paper_width());
	render_explain(&flow, snap);
}
