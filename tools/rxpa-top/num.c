// SPDX-License-Identifier: GPL-2.0
#include "num.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../../include/rxpageacct.h"

struct num num_add(struct num a, struct num b, bool is_signed)
{
	int64_t s;
	uint64_t u;

	if (!a.known || !b.known)
		return NUM_UNKNOWN;
	if (is_signed) {
		if (__builtin_add_overflow((int64_t)a.n, (int64_t)b.n, &s))
			return NUM_UNKNOWN;
		return NUM((uint64_t)s);
	}
	if (__builtin_add_overflow(a.n, b.n, &u))
		return NUM_UNKNOWN;
	return NUM(u);
}

int num_cmp(struct num a, struct num b, bool is_signed)
{
	if (is_signed)
		return ((int64_t)a.n > (int64_t)b.n) -
		       ((int64_t)a.n < (int64_t)b.n);
	return (a.n > b.n) - (a.n < b.n);
}

bool num_parse(const char *p, size_t len, uint64_t *out)
{
	uint64_t n = 0;
	size_t i;

	if (!len || (len > 1 && p[0] == '0'))
		return false;
	for (i = 0; i < len; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		if (__builtin_mul_overflow(n, (uint64_t)10, &n) ||
		    __builtin_add_overflow(n, (uint64_t)(p[i] - '0'), &n))
			return false;
	}
	*out = n;
	return true;
}

struct num num_rate(struct num now, struct num before, uint64_t ns)
{
	unsigned __int128 milli;

	if (!now.known || !before.known || now.n < before.n || !ns)
		return NUM_UNKNOWN;
	milli = (unsigned __int128)(now.n - before.n) *
		NUM_MILLI * 1000000000 / ns;
	if (milli > UINT64_MAX)
		return NUM_UNKNOWN;
	return NUM((uint64_t)milli);
}

struct num num_share(struct num part, struct num whole)
{
	unsigned __int128 share;

	if (!part.known || !whole.known || !whole.n)
		return NUM_UNKNOWN;
	share = ((unsigned __int128)part.n * 10000 + whole.n / 2) / whole.n;
	return share > UINT64_MAX ? NUM_UNKNOWN : NUM((uint64_t)share);
}

static bool unknown(struct num v, char *buf)
{
	if (!v.known)
		snprintf(buf, NUM_TEXT, "%s", RXPA_UNKNOWN);
	return !v.known;
}

void num_text_exact(struct num v, bool is_signed, char *buf)
{
	if (unknown(v, buf))
		return;
	if (is_signed)
		snprintf(buf, NUM_TEXT, "%" PRId64, (int64_t)v.n);
	else
		snprintf(buf, NUM_TEXT, "%" PRIu64, v.n);
}

void num_text_grouped(struct num v, bool is_signed, char *buf)
{
	char digits[NUM_TEXT];
	const char *d = digits;
	size_t len;

	if (unknown(v, buf))
		return;
	num_text_exact(v, is_signed, digits);
	if (*d == '-')
		*buf++ = *d++;
	for (len = strlen(d); len; len--) {
		*buf++ = *d++;
		if (len > 1 && len % 3 == 1)
			*buf++ = ',';
	}
	*buf = '\0';
}

/*
 * Three significant digits and a unit.  The limits are where rounding would
 * write one digit more: 9.996 is "10.0", and 1023.7 KiB is "1.00 MiB".
 */
static void scaled(double x, double base, const char *const *unit, char *buf)
{
	int digits;

	while ((x >= base - 0.5 || x >= 999.5 + (base - 1000)) && unit[1]) {
		x /= base;
		unit++;
	}
	digits = x < 9.995 ? 2 : x < 99.95 ? 1 : 0;
	snprintf(buf, NUM_TEXT, "%.*f%s", digits, x, *unit);
}

/* 999, 1.00k, 1.23M */
void num_text_scaled(struct num v, bool is_signed, char *buf)
{
	static const char *const unit[] = { "", "k", "M", "G", "T", "P", "E", NULL };
	uint64_t n = v.n;
	bool minus;

	if (unknown(v, buf))
		return;
	minus = is_signed && (int64_t)v.n < 0;
	if (minus)
		n = -n;
	if (n < 1000) {
		num_text_exact(v, is_signed, buf);
		return;
	}
	if (minus)
		*buf = '-';
	scaled((double)n, 1000, unit, buf + minus);
}

void num_text_bytes(struct num v, char *buf)
{
	static const char *const unit[] = {
		" B", " KiB", " MiB", " GiB", " TiB", " PiB", " EiB", NULL
	};

	if (unknown(v, buf))
		return;
	if (v.n < 1024)
		snprintf(buf, NUM_TEXT, "%" PRIu64 " B", v.n);
	else
		scaled((double)v.n, 1024, unit, buf);
}

/* Of thousandths. */
void num_text_milli(struct num v, char *buf)
{
	if (!unknown(v, buf))
		snprintf(buf, NUM_TEXT, "%" PRIu64 ".%03" PRIu64, v.n / NUM_MILLI,
			 v.n % NUM_MILLI);
}

/* The same where a digit is enough, from ten on none. */
void num_text_rate(struct num v, char *buf)
{
	if (unknown(v, buf))
		return;
	if (!v.n)
		snprintf(buf, NUM_TEXT, "0");
	else if (v.n < 50)
		snprintf(buf, NUM_TEXT, "<0.1");
	else if (v.n < 9950)
		snprintf(buf, NUM_TEXT, "%.1f", (double)v.n / NUM_MILLI);
	else
		snprintf(buf, NUM_TEXT, "%" PRIu64,
			 v.n / NUM_MILLI + (v.n % NUM_MILLI >= 500));
}

/* Of milliseconds, rounded down. */
void num_text_age(struct num v, char *buf)
{
	static const struct { uint64_t from, ms; const char *unit; } steps[] = {
		{ 172800000, 86400000, "d" }, { 7200000, 3600000, "h" },
		{ 120000, 60000, "m" }, { 10000, 1000, "s" },
	};
	size_t i;

	if (unknown(v, buf))
		return;
	for (i = 0; i < sizeof(steps) / sizeof(*steps) && v.n < steps[i].from; i++)
		;
	if (i < sizeof(steps) / sizeof(*steps))
		snprintf(buf, NUM_TEXT, "%" PRIu64 "%s", v.n / steps[i].ms, steps[i].unit);
	else if (v.n >= 1000)
		snprintf(buf, NUM_TEXT, "%" PRIu64 ".%" PRIu64 "s", v.n / 1000,
			 v.n % 1000 / 100);
	else
		snprintf(buf, NUM_TEXT, "%" PRIu64 "%s", v.n, v.n ? "ms" : "");
}

void num_text_share(struct num v, char *buf)
{
	if (unknown(v, buf))
		return;
	if (v.n && v.n < 10)
		snprintf(buf, NUM_TEXT, "<0.1");
	else
		snprintf(buf, NUM_TEXT, "%.1f", (double)v.n / 100);
}
