/* SPDX-License-Identifier: GPL-2.0 */
#ifndef RXPA_TOP_TERMINAL_H
#define RXPA_TOP_TERMINAL_H

#include "util.h"

/* Colour pairs. */
#define TERMINAL_YELLOW	1
#define TERMINAL_RED	2

/* -1 with EXIT_TERMINAL when nothing can be drawn here. */
int terminal_check(struct err *err);

/* Enters curses; whatever ends the program leaves it again. */
int terminal_start(struct err *err);
void terminal_stop(void);

#endif
