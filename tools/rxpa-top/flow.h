/* SPDX-License-Identifier: GPL-2.0 */
/* Text that is broken between words where a line is too narrow for it. */
#ifndef RXPA_TOP_FLOW_H
#define RXPA_TOP_FLOW_H

#include <stddef.h>

enum paint { PAINT_PLAIN, PAINT_TITLE, PAINT_HEAD, PAINT_SORTED, PAINT_TOTAL,
	     PAINT_WARN, PAINT_ALERT };

/* Takes clean text, see glyphs.h; paper or a screen. */
struct sink {
	void (*put)(struct sink *sink, enum paint paint, const char *text);
	void (*end_line)(struct sink *sink);
};

struct flow_word {
	enum paint paint;
	int blanks;		/* before it */
	size_t at;		/* in bytes[] */
};

struct flow {
	struct sink *sink;	/* NULL only counts lines */
	int width;		/* of a line; 0 is as wide as it takes */
	int indent;		/* of the lines that continue one */
	size_t max;		/* lines of a text, the last ends in "..."; 0: all */
	size_t lines;		/* so far, of all texts */

	int blanks;
	size_t n_words, n_bytes, room;	/* of the text that is not complete */
	struct flow_word *words;
	char *bytes;
};

/* @flow: zeroed before the first time. */
void flow_init(struct flow *flow, struct sink *sink, int width);

/* A piece of a text; a blank is where it may be broken, the end of a piece too. */
__attribute__((format(printf, 3, 4)))
void flow_put(struct flow *flow, enum paint paint, const char *fmt, ...);

/* The text is complete: it goes to the sink. */
void flow_end(struct flow *flow);

#endif
