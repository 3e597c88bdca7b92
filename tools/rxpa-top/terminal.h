/* SPDX-License-Identifier: GPL-2.0 */
#ifndef RXPA_TOP_TERMINAL_H
#define RXPA_TOP_TERMINAL_H

#include <stdbool.h>

#include "util.h"

/* Colour pairs. */
#define TERMINAL_YELLOW	1
#define TERMINAL_RED	2

/* -1 with EXIT_TERMINAL when nothing can be drawn here. */
int terminal_check(struct err *err);

/* Enters curses; whatever ends the program leaves it again. */
int terminal_start(struct err *err);
void terminal_stop(void);

/* None where there are none, and none where NO_COLOR is set. */
bool terminal_colors(void);

/* The mouse is ours from the start; without it the terminal marks text. */
void terminal_mouse_toggle(void);

#endif
