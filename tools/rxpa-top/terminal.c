// SPDX-License-Identifier: GPL-2.0
/* On its own because <term.h> defines macros called lines and columns. */
#include "terminal.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <term.h>
#include <unistd.h>

/* newterm() accepts terminals on which nothing can be placed: ask first. */
int terminal_check(struct err *err)
{
	const char *term = getenv("TERM");
	const char *cup;
	int found;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err, EXIT_TERMINAL,
			       "no terminal: use --once, --batch or --json");
	if (setupterm(NULL, STDOUT_FILENO, &found) != OK)
		return err_set(err, EXIT_TERMINAL,
			       "the terminal type TERM=%s is unknown: set TERM, or use --once, --batch or --json",
			       term ? term : "");
	cup = tigetstr("cup");
	if (!cup || cup == (char *)-1)
		return err_set(err, EXIT_TERMINAL,
			       "the terminal type TERM=%s cannot place the cursor: use --once, --batch or --json",
			       term);
	return 0;
}

static bool colors, mouse;

void terminal_stop(void)
{
	if (!isendwin())
		endwin();
}

bool terminal_colors(void)
{
	return colors;
}

void terminal_mouse_toggle(void)
{
	mmask_t none = 0, ours = BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED;

	mouse = !mouse;
	mouseinterval(0);	/* a press is a press, no wait for a click */
	mousemask(mouse ? ours : none, NULL);
}

/* See no-color.org: what it is set to does not matter, unless it is empty. */
static void colors_start(void)
{
	const char *no_color = getenv("NO_COLOR");

	colors = has_colors() && (!no_color || !*no_color);
	if (!colors)
		return;
	start_color();
	use_default_colors();
	init_pair(TERMINAL_YELLOW, COLOR_YELLOW, -1);
	init_pair(TERMINAL_RED, COLOR_RED, -1);
}

int terminal_start(struct err *err)
{
	if (terminal_check(err))
		return -1;
	if (!newterm(NULL, stdout, stdin))
		return err_set(err, EXIT_TERMINAL, "the terminal cannot be used");
	atexit(terminal_stop);
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(25);
	curs_set(0);
	colors_start();
	terminal_mouse_toggle();
	return 0;
}
