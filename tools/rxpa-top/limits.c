// SPDX-License-Identifier: GPL-2.0
/* --warning and --critical: "mem=10,orphaned=none" */
#include <string.h>

#include "check.h"

/* "12.5" to hundredths */
static bool parse_percent(const char *p, size_t len, uint64_t *out)
{
	const char *dot = memchr(p, '.', len);
	size_t whole = dot ? (size_t)(dot - p) : len;
	uint64_t n, part = 0;

	if (!num_parse(p, whole, &n) || n > 100)
		return false;
	if (dot) {
		const char *digits = dot + 1;
		size_t left = len - whole - 1;

		/* 5 is 50 hundredths, and 05 is 5 */
		if (left < 1 || left > 2 || digits[0] < '0' || digits[0] > '9' ||
		    (left == 2 && (digits[1] < '0' || digits[1] > '9')))
			return false;
		part = (uint64_t)(digits[0] - '0') * 10 +
		       (left == 2 ? (uint64_t)(digits[1] - '0') : 0);
	}
	*out = n * 100 + part;
	return *out <= 10000;
}

/* One "name=value" of the list. */
static bool parse_limit(const char *p, size_t len, struct limits *limits)
{
	const char *eq = memchr(p, '=', len);
	const char *value = eq ? eq + 1 : NULL;
	size_t name = eq ? (size_t)(eq - p) : 0, left = len - name - 1;
	bool none, ok;
	uint64_t n = 0;

	if (!eq)
		return false;
	none = left == 4 && !memcmp(value, "none", 4);
	if (name == 3 && !memcmp(p, "mem", 3)) {
		ok = none || parse_percent(value, left, &n);
		limits->mem = none ? NUM_UNKNOWN : NUM(n);
		return ok;
	}
	if (name == 8 && !memcmp(p, "orphaned", 8)) {
		ok = none || num_parse(value, left, &n);
		limits->orphaned = none ? NUM_UNKNOWN : NUM(n);
		return ok;
	}
	return false;
}

int limits_parse(const char *text, struct limits *limits, struct err *err)
{
	const char *p = text;
	size_t len;

	for (;; p += len + 1) {
		len = strcspn(p, ",");
		if (!parse_limit(p, len, limits))
			return err_set(err, EXIT_USAGE,
				       "\"%.60s\" is no list of limits like mem=12.5,orphaned=none (percent of RAM, pages)",
				       text);
		if (!p[len])
			return 0;
	}
}
