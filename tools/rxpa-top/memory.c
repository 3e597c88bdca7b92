// SPDX-License-Identifier: GPL-2.0
#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "lines.h"

#define ZONE_PAGES	(UINT64_C(1) << 40)	/* no zone has more: sums do not overflow */

static void counter_add(struct counters *counters, struct word name, uint64_t n)
{
	struct counter *counter;

	counters->at = xgrow(counters->at, counters->n, sizeof(*counters->at));
	counter = &counters->at[counters->n++];
	counter->name = xstrndup(name.p, name.n);
	counter->n = n;
}

/* "Name:   123 kB" or "name 123" */
static void line_add(struct counters *counters, struct word line)
{
	struct word name, value, unit;
	uint64_t n;

	if (!word_take(&line, &name) || !word_take(&line, &value) ||
	    !num_parse(value.p, value.n, &n))
		return;
	if (word_take(&line, &unit) &&
	    (!word_is(unit, "kB") || __builtin_mul_overflow(n, (uint64_t)1024, &n)))
		return;
	if (name.p[name.n - 1] == ':')
		name.n--;
	counter_add(counters, name, n);
}

static void lines_add(struct counters *counters, const char *text, size_t len)
{
	struct err err;
	struct lines in = { "counters", text, text + len, 0, &err };
	struct word line;

	while (lines_take(&in, &line) > 0)
		line_add(counters, line);
}

void memory_meminfo(struct memory *memory, const char *text, size_t len)
{
	lines_add(&memory->meminfo, text, len);
}

void memory_vmstat(struct memory *memory, const char *text, size_t len)
{
	lines_add(&memory->vmstat, text, len);
}

/*
 * Of each zone "present" and "managed" pages, which is what MemTotal adds up,
 * and of each of its CPUs' lists the "count:".
 */
void memory_zoneinfo(struct memory *memory, const char *text, size_t len)
{
	uint64_t present = 0, managed = 0, listed = 0, n;
	struct err err;
	struct lines in = { "zoneinfo", text, text + len, 0, &err };
	struct word line, name, value;
	size_t zones = 0;

	while (lines_take(&in, &line) > 0) {
		if (!word_take(&line, &name) || !word_take(&line, &value) ||
		    !num_parse(value.p, value.n, &n) || n > ZONE_PAGES)
			continue;
		if (word_is(name, "present"))
			present += n;
		else if (word_is(name, "managed"))
			managed += n;
		else if (word_is(name, "count:"))
			listed += n;
		zones += word_is(name, "managed");
	}
	if (!zones)
		return;
	memory->listed = NUM(listed);
	if (present >= managed)
		memory->outside = NUM(present - managed);
}

static void counters_free(struct counters *counters)
{
	size_t i;

	for (i = 0; i < counters->n; i++)
		free(counters->at[i].name);
	free(counters->at);
}

void memory_free(struct memory *memory)
{
	counters_free(&memory->meminfo);
	counters_free(&memory->vmstat);
	*memory = (struct memory){ 0 };
}

static struct num counter_get(const struct counters *counters, const char *name)
{
	size_t i;

	for (i = 0; i < counters->n; i++)
		if (!strcmp(counters->at[i].name, name))
			return NUM(counters->at[i].n);
	return NUM_UNKNOWN;
}

struct num memory_line(const struct memory *memory, const char *name)
{
	return counter_get(&memory->meminfo, name);
}

struct num memory_bytes(const struct memory *memory, struct num pages)
{
	uint64_t n;

	if (!pages.known || !memory->page_size.known ||
	    __builtin_mul_overflow(pages.n, memory->page_size.n, &n))
		return NUM_UNKNOWN;
	return NUM(n);
}

struct num memory_pages(const struct memory *memory, const char *name)
{
	return memory_bytes(memory, counter_get(&memory->vmstat, name));
}
