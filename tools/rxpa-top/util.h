/* SPDX-License-Identifier: GPL-2.0 */
#ifndef RXPA_TOP_UTIL_H
#define RXPA_TOP_UTIL_H

#include <stddef.h>

/* Exit codes, as the manual page lists them. */
enum exit_code {
	EXIT_OK		= 0,
	EXIT_OTHER	= 1,	/* output failed, a file cannot be read */
	EXIT_USAGE	= 2,
	EXIT_NO_DEBUGFS	= 3,
	EXIT_NO_MODULE	= 4,
	EXIT_PERMISSION	= 5,
	EXIT_NEWER	= 6,	/* the files are of a newer format */
	EXIT_MALFORMED	= 7,
	EXIT_TERMINAL	= 8,
	EXIT_TIMEOUT	= 9,	/* the files did not answer in time */
};

struct err {
	enum exit_code code;
	char text[768];
};

/* Fills @err; returns -1, so that callers can write return err_set(...). */
__attribute__((format(printf, 3, 4)))
int err_set(struct err *err, enum exit_code code, const char *fmt, ...);

/* Allocation that ends the program (EXIT_OTHER) instead of failing. */
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrndup(const char *s, size_t n);

/*
 * Makes room for one more element in an array of @n elements that only
 * grows through this function.  Returns the array, perhaps moved; the new
 * element is zeroed.
 */
void *xgrow(void *array, size_t n, size_t size);

#endif
