/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which rows are shown.  A filter is words with blanks between them, and a row
 * passes that passes each word:
 *
 *   KEY=VALUE,...    one of the values fits; KEY!=VALUE,... none does
 *   VALUE,...        one of the values fits netdev, driver or state
 *
 * A value is a name, in which * ? and [ ] stand for what they do in a shell, or
 * for a key that is a number N or N-M.  Case does not matter.
 */
#ifndef RXPA_TOP_FILTER_H
#define RXPA_TOP_FILTER_H

#include "row.h"
#include "util.h"

#define FILTER_TEXT	256

/* For messages; the table of keys is in filter.c. */
#define FILTER_KEYS	"netdev driver state queue node netns"

/* -1 with @err (EXIT_USAGE) when this is no filter. */
int filter_check(const char *text, struct err *err);

/* Does it ask for queues, which rows of netdevs are not? */
bool filter_wants_queues(const char *text);

/* @text: what filter_check() let through. */
bool filter_passes(const char *text, const struct row *row);

#endif
