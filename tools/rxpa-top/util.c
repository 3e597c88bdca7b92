// SPDX-License-Identifier: GPL-2.0
#include "util.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int err_set(struct err *err, enum exit_code code, const char *fmt, ...)
{
	va_list ap;

	err->code = code;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	return -1;
}

static void *must(void *p)
{
	if (!p) {
		fputs("rxpa-top: out of memory\n", stderr);
		exit(EXIT_OTHER);
	}
	return p;
}

void *xcalloc(size_t n, size_t size)
{
	return must(calloc(n ? n : 1, size));
}

void *xrealloc(void *p, size_t size)
{
	return must(realloc(p, size));
}

char *xstrndup(const char *s, size_t n)
{
	return must(strndup(s, n));
}

/* Room doubles whenever @n reaches a power of two. */
void *xgrow(void *array, size_t n, size_t size)
{
	if (!(n & (n - 1))) {
		size_t room = n ? 2 * n : 1;

		if (room > SIZE_MAX / size)
			must(NULL);
		array = must(realloc(array, room * size));
	}
	memset((char *)array + n * size, 0, size);
	return array;
}
