// SPDX-License-Identifier: GPL-2.0
#include "screen.h"

#include <curses.h>
#include <string.h>

#include "glyphs.h"
#include "terminal.h"

#define CUT		">"	/* in the last column: there would be more */

static attr_t attr_of(enum paint paint)
{
	bool color = terminal_colors();

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

static bool blank(const char *text)
{
	return !text[strspn(text, " ")];
}

void screen_put(struct screen *screen, enum paint paint, const char *text)
{
	int room = COLS - screen->x;
	size_t n;

	if (screen->skip || screen->y >= LINES)
		return;
	attrset(attr_of(paint) | (screen->chosen ? A_REVERSE : 0));
	n = room > 0 ? glyphs_fit(text, room) : 0;
	if (n)
		mvaddnstr(screen->y, screen->x, text, (int)n);
	if (!blank(text + n))
		mvaddstr(screen->y, COLS - 1, CUT);
	attrset(A_NORMAL);
	screen->x += glyphs_width(text);
}

static void screen_end_line(struct sink *sink)
{
	struct screen *screen = (struct screen *)sink;

	if (screen->chosen && screen->x < COLS && screen->y < LINES)
		mvchgat(screen->y, screen->x, COLS - screen->x, A_REVERSE, 0, NULL);
	screen->x = 0;
	if (screen->skip)
		screen->skip--;
	else
		screen->y++;
}

void screen_say(struct screen *screen, enum paint paint, const char *text)
{
	screen_put(screen, paint, text);
	screen_end_line(&screen->sink);
}

static void sink_put(struct sink *sink, enum paint paint, const char *text)
{
	screen_put((struct screen *)sink, paint, text);
}

void screen_init(struct screen *screen)
{
	*screen = (struct screen){ .sink = { sink_put, screen_end_line } };
}
