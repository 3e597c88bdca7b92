// SPDX-License-Identifier: GPL-2.0
/* Where is the memory?  A sum that closes, each line with its source. */
#include <stdio.h>

#include "render_explain.h"

#define ROW_INDENT	29	/* where the names stand */
#define NORMAL		100	/* hundredths of a percent, see the sentence */

#define NORMAL_SAID \
	"Normal is less than 1 %: a healthy VM of 24 GiB with 2 CPUs had 0.1 %, once in 40 readings 0.6 %; one of 3.8 GiB with 119 CPUs 2.5 %, the lists of its CPUs included"

/* Behind the file that will say it, these get figures. */
const struct beyond render_beyond[RENDER_BEYOND] = {
	{ "lent", "pages that left the rings, and that the network stack still holds" },
	{ "unattributed", "pages with a driver's bias that are in no ring the module knows" },
	{ "page_pool", "pages of page_pool, which newer drivers use" },
};

static void row(struct flow *flow, enum paint paint, const char *sign, struct num bytes,
		const struct explain *ex, const char *name, const char *source)
{
	int64_t n = (int64_t)bytes.n;
	bool minus = bytes.known && n < 0;
	struct num size = { minus ? -bytes.n : bytes.n, bytes.known };
	char kib[NUM_TEXT], share[NUM_TEXT + 1] = "-";

	num_text_grouped((struct num){ (uint64_t)(n / 1024), bytes.known }, true, kib);
	num_text_share(num_share(size, ex->balance.total), share + minus);
	flow_put(flow, paint, "%s %14s kB %6s  ", sign, kib, share);
	flow_put(flow, paint, "%s", name);
	if (*source)
		flow_put(flow, PAINT_PLAIN, ": %s", source);
	flow_end(flow);
}

static void parts(struct flow *flow, const struct explain *ex, bool subtracted)
{
	const struct balance *balance = &ex->balance;
	size_t i;

	for (i = 0; i < balance->n; i++) {
		const struct part *part = &balance->parts[i];
		bool minus = (int64_t)part->bytes.n < 0;

		if (part->subtracted == subtracted && part->bytes.known && part->bytes.n)
			row(flow, PAINT_PLAIN, !subtracted ? " " : minus ? "+" : "-",
			    NUM(minus ? -part->bytes.n : part->bytes.n), ex, part->name,
			    part->source);
	}
}

static void ring_rows(struct flow *flow, const struct explain *ex)
{
	char name[3 * ROW_TEXT], pages[NUM_TEXT];
	size_t i;

	for (i = 0; i < ex->n_sites; i++) {
		const struct site *site = &ex->sites[i];

		if (!site->bytes.known)
			continue;
		num_text_grouped(site->pages, false, pages);
		snprintf(name, sizeof(name), "rx rings of %s (%s), %s pages", site->name,
			 site->driver, pages);
		row(flow, PAINT_TITLE, "-", site->bytes, ex, name, "");
	}
	for (i = 0; i < ex->n_sites; i++) {
		const struct site *site = &ex->sites[i];

		if (!site->lost.known || !site->lost.n)
			continue;
		num_text_grouped(site->orphaned, false, pages);
		snprintf(name, sizeof(name), "lost by %s (%s), %s pages", site->name,
			 site->driver, pages);
		row(flow, PAINT_ALERT, "-", site->lost, ex, name, "orphaned");
	}
}

static void unknown_rows(struct flow *flow, const struct explain *ex)
{
	size_t i;

	for (i = 0; i < ex->n_sites; i++) {
		const struct site *site = &ex->sites[i];
		char name[3 * ROW_TEXT];

		if (site->bytes.known)
			continue;
		snprintf(name, sizeof(name), "in the rest: rx rings of %s (%s)", site->name,
			 *site->driver ? site->driver : "driver unknown");
		row(flow, PAINT_WARN, " ", NUM_UNKNOWN, ex, name, "not known");
	}
	for (i = 0; i < RENDER_BEYOND; i++)
		row(flow, PAINT_PLAIN, " ", NUM_UNKNOWN, ex, render_beyond[i].name,
		    *ex->snap->machine.absent ? "in the rest, not known without the module" :
		    "in the rest, not known with this module");
}

static bool has_within(const struct balance *balance)
{
	size_t i;

	for (i = 0; i < balance->n; i++)
		if (!balance->parts[i].subtracted && balance->parts[i].bytes.known &&
		    balance->parts[i].bytes.n)
			return true;
	return false;
}

static void say(struct flow *flow, enum paint paint, const char *text)
{
	flow->indent = 2;
	flow_put(flow, paint, "%s", text);
	flow_end(flow);
}

static void verdict(struct flow *flow, const struct explain *ex)
{
	bool minus = (int64_t)ex->rest.n < 0;
	struct num share = num_share(NUM(minus ? -ex->rest.n : ex->rest.n), ex->balance.total);
	char text[NUM_TEXT];

	flow->indent = 2;
	num_text_share(share, text);
	if (share.n <= NORMAL) {
		flow_put(flow, PAINT_PLAIN, "The rest is %s%s %% of MemTotal. %s.",
			 minus ? "-" : "", text, NORMAL_SAID);
	} else if (minus) {
		flow_put(flow, PAINT_WARN, "The rest is less than nothing, by %s %% of MemTotal: a page is in two lines, or they were not read at the same moment; please report it with a recording.",
			 text);
	} else {
		flow_put(flow, PAINT_ALERT, "The rest is %s %% of MemTotal, more than is normal. ",
			 text);
		flow_put(flow, PAINT_PLAIN, "%s", NORMAL_SAID "");
		flow_put(flow, PAINT_PLAIN, "%s", ex->snap->machine.memory.listed.known ? "." :
			 ", and here the lists of each CPU could not be told apart.");
		flow_put(flow, PAINT_PLAIN, " What else no line names: rings of drivers that are not accounted, what Hyper-V's balloon took, memory of a CMA area that a device uses, buffers and descriptors of drivers.");
	}
	flow_end(flow);
}

static void lists(struct flow *flow, const struct explain *ex)
{
	const struct balance *balance = &ex->balance;
	char user[NUM_TEXT], lru[NUM_TEXT], differ[NUM_TEXT];

	if (!balance->lists.known)
		return;
	num_text_grouped(NUM(balance->user.n / 1024), false, user);
	num_text_grouped(NUM(balance->lists.n / 1024), false, lru);
	num_text_grouped(NUM((uint64_t)((int64_t)(balance->lists.n - balance->user.n) / 1024)),
			 true, differ);
	flow->indent = 2;
	flow_put(flow, PAINT_PLAIN, "The LRU lists have the same memory once more: Active + Inactive + Unevictable = %s kB, page cache + anonymous = %s kB, difference %s kB.",
		 lru, user, differ);
	flow_end(flow);
}

void render_memory(struct flow *flow, const struct explain *ex)
{
	render_section(flow, "Where is the memory?");
	if (!ex->balance.left.known) {
		say(flow, PAINT_WARN,
		    "Not known: there is no meminfo with MemTotal and MemFree.");
		return;
	}
	flow->indent = ROW_INDENT;
	row(flow, PAINT_TITLE, " ", ex->balance.total, ex, "MemTotal", "in /proc/meminfo, as each name below without another file");
	parts(flow, ex, true);
	row(flow, PAINT_TOTAL, "=", ex->balance.left, ex, "that no line of the kernel explains", "");
	ring_rows(flow, ex);
	if (ex->n_sites && ex->rest.known)
		row(flow, PAINT_TOTAL, "=", ex->rest, ex, "the rest", "");
	unknown_rows(flow, ex);
	if (has_within(&ex->balance))
		say(flow, PAINT_PLAIN, "Not subtracted, since it is in a line above already, or outside MemTotal:");
	flow->indent = ROW_INDENT;
	parts(flow, ex, false);
	lists(flow, ex);
	if (ex->rest.known)
		verdict(flow, ex);
}
