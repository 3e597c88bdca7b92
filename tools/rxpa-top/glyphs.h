/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What of a text may reach a terminal, and how many columns it takes there.  A
 * netdev's name may hold any byte but blanks, '/' and ':', and none may move
 * the cursor of root's terminal or turn its text round.
 */
#ifndef RXPA_TOP_GLYPHS_H
#define RXPA_TOP_GLYPHS_H

#include <stddef.h>

/* Room for @n bytes of which each has to be escaped, and the NUL. */
#define GLYPHS_ROOM(n)	(4 * (n) + 1)

/*
 * Characters of the locale that can be shown stay as they are, every byte of
 * anything else becomes \xNN.  Cut at a whole character when it does not fit.
 */
void glyphs_clean(const char *in, char *out, size_t size);

/* Columns of a clean text. */
int glyphs_width(const char *s);

/* Bytes of the longest beginning of a clean text that takes at most @width. */
size_t glyphs_fit(const char *s, int width);

#endif
