// SPDX-License-Identifier: GPL-2.0
/* Alternatives in one string; see names.h. */
#include "names.h"

/**
 * rxpa_has_name - is a name one of the alternatives?
 * @alternatives: names separated by '|'
 * @name:	the name, which need not end with a NUL
 * @len:	its length
 *
 * Return: true if one of @alternatives is exactly this name.
 */
bool rxpa_has_name(const char *alternatives, const char *name, size_t len)
{
	const char *p = alternatives;
	size_t n;

	while (len) {
		n = strcspn(p, "|");
		if (n == len && !memcmp(p, name, len))
			return true;
		if (!p[n])
			break;
		p += n + 1;
	}
	return false;
}

/**
 * rxpa_next_name - take the first of several alternatives
 * @alternatives: names separated by '|'
 * @buf:	set to the first one, or to "" if it does not fit
 * @size:	room in @buf, at least 1
 *
 * Return: the alternatives that are left, or NULL if that was the last.
 */
const char *rxpa_next_name(const char *alternatives, char *buf, size_t size)
{
	size_t n = strcspn(alternatives, "|");

	if (n < size) {
		memcpy(buf, alternatives, n);
		buf[n] = '\0';
	} else {
		buf[0] = '\0';
	}
	return alternatives[n] ? alternatives + n + 1 : NULL;
}
