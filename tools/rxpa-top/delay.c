// SPDX-License-Identifier: GPL-2.0
#include "delay.h"

#include <stdio.h>
#include <string.h>

#include "num.h"

bool delay_parse(const char *text, uint64_t *ms)
{
	size_t whole = strcspn(text, ".");
	uint64_t secs, unit = 100, n = 0;
	const char *p;

	if (!num_parse(text, whole, &secs) || secs > DELAY_MAX_MS / 1000)
		return false;
	for (p = text + whole; *p && *++p; unit /= 10) {
		if (*p < '0' || *p > '9')
			return false;
		n += (uint64_t)(*p - '0') * unit;
	}
	*ms = secs * 1000 + n;
	return text[strlen(text) - 1] != '.' &&
	       *ms >= DELAY_MIN_MS && *ms <= DELAY_MAX_MS;
}

void delay_text(uint64_t ms, char *buf, size_t size)
{
	if (ms % 1000)
		snprintf(buf, size, "%.4g s", (double)ms / 1000);
	else
		snprintf(buf, size, "%llu s", (unsigned long long)(ms / 1000));
}
