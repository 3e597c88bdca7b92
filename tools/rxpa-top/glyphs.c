// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "glyphs.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Characters without a shape that change where or in which order others stand. */
static bool glyph_hidden(wchar_t wc)
{
	static const struct { wchar_t first, last; } at[] = {
		{ 0x00ad, 0x00ad }, { 0x061c, 0x061c }, { 0x180e, 0x180e },
		{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
		{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe007f },
	};
	size_t i;

	for (i = 0; i < sizeof(at) / sizeof(*at); i++)
		if (wc >= at[i].first && wc <= at[i].last)
			return true;
	return false;
}

/* Bytes of the first character; its columns, -1 when it cannot be shown. */
static size_t glyph_next(const char *s, int *width)
{
	mbstate_t state = { 0 };
	wchar_t wc;
	size_t n = mbrtowc(&wc, s, strnlen(s, MB_CUR_MAX), &state);

	*width = -1;
	if (n == 0 || n > MB_CUR_MAX)	/* (size_t)-1, -2: no character */
		return 1;
	if (!glyph_hidden(wc))
		*width = wcwidth(wc);
	return n;
}

void glyphs_clean(const char *in, char *out, size_t size)
{
	size_t n, len, i;
	int width;

	for (; *in; in += n) {
		n = glyph_next(in, &width);
		len = width < 0 ? 4 * n : n;
		if (len >= size)
			break;
		for (i = 0; width < 0 && i < n; i++)
			snprintf(out + 4 * i, 5, "\\x%02x", (unsigned char)in[i]);
		if (width >= 0)
			memcpy(out, in, n);
		out += len;
		size -= len;
	}
	*out = '\0';
}

int glyphs_width(const char *s)
{
	int width, sum = 0;

	while (*s) {
		s += glyph_next(s, &width);
		sum += width > 0 ? width : 0;
	}
	return sum;
}

size_t glyphs_fit(const char *s, int width)
{
	const char *p = s;
	int one;

	while (*p) {
		size_t n = glyph_next(p, &one);

		width -= one > 0 ? one : 0;
		if (width < 0)
			break;
		p += n;
	}
	return (size_t)(p - s);
}
