/* SPDX-License-Identifier: GPL-2.0 */
/* Lines and words of a text that is not NUL-terminated; shared by parse*.c. */
#ifndef RXPA_TOP_LINES_H
#define RXPA_TOP_LINES_H

#include "parse.h"

struct word {
	const char *p;
	size_t n;
};

struct lines {
	const char *name;
	const char *p, *end;
	size_t line;		/* number of the line last taken */
	struct err *err;
};

/* err_set() with EXIT_MALFORMED and "<name>:<line>: " in front. */
__attribute__((format(printf, 2, 3)))
int lines_bad(struct lines *in, const char *fmt, ...);

/* 1 a line was taken, 0 no more, -1 the text ends within a line. */
int lines_take(struct lines *in, struct word *line);

bool lines_next_starts(const struct lines *in, const char *prefix);

/* Takes the first word off @rest; false when there is none. */
bool word_take(struct word *rest, struct word *w);
bool word_is(struct word w, const char *s);

/* "key=value" or key="a quoted value"; the latter must end the line. */
int pairs_parse(struct lines *in, struct word *rest, struct pairs *out);

#define NOTE_PREFIX	"# note:"

/* Nothing but notes up to the end. */
int notes_parse(struct lines *in, struct notes *notes);

/* Line 1 of every file. */
int header_parse(struct lines *in, enum kind kind, uint64_t *format,
		 struct pairs *out);

#endif
