// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "render.h"
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
	struct layout layout;
	struct view view;
	size_t i;

	if (!first)
		sink->end_line(sink);
	model_view(snap, &opts->view, &view);
	layout_make(&layout, &view, &opts->view, paper_width());
	render_summary(sink, snap, &view, &opts->view, "");
	sink->end_line(sink);
	render_head(sink, &layout, &opts->view);
	for (i = 0; i < view.n_rows; i++)
		render_row(sink, &layout, &opts->view, view.rows[i]);
	render_total(sink, &layout, &opts->view, &view);
	if (render_notes(NULL, snap)) {
		sink->end_line(sink);
		render_notes(sink, snap);
	}
	view_free(&view);
}
