/* SPDX-License-Identifier: GPL-2.0 */
/* Painted text onto the curses screen, line by line. */
#ifndef RXPA_TOP_SCREEN_H
#define RXPA_TOP_SCREEN_H

#include <stdbool.h>

#include "flow.h"

struct screen {
	struct sink sink;
	int y, x;		/* where it writes */
	size_t skip;		/* lines that it leaves out */
	bool chosen;		/* it writes the line that is chosen */
};

void screen_init(struct screen *screen);

/* A piece of a line; what does not fit is cut, with a sign. */
void screen_put(struct screen *screen, enum paint paint, const char *text);

/* A whole line. */
void screen_say(struct screen *screen, enum paint paint, const char *text);

#endif
