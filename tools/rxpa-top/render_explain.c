// SPDX-License-Identifier: GPL-2.0
#include "render_explain.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "render.h"

#define MODULE_HOW \
	"What the rings hold is not known so. With the module (modprobe rxpageacct; no reboot, it counts pages that were in the rings before) rxpa-top explain says it."

void render_section(struct flow *flow, const char *title)
{
	flow->indent = 2;
	flow_end(flow);
	flow_put(flow, PAINT_TITLE, "%s", title);
	flow_end(flow);
}

__attribute__((format(printf, 3, 4)))
static void say(struct flow *flow, enum paint paint, const char *fmt, ...)
{
	char text[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	flow_put(flow, paint, "%s", text);
	flow_end(flow);
}

static void put_head(struct flow *flow, const struct snapshot *snap)
{
	char when[32];

	render_when(snap, when, sizeof(when));
	flow_put(flow, PAINT_TITLE, "rxpa-top explain");
	flow_put(flow, PAINT_PLAIN, "  %s  %s  kernel %s  %s%s", when,
		 *snap->host.name ? snap->host.name : "host not known",
		 *snap->host.kernel ? snap->host.kernel : "not known",
		 *snap->machine.absent ? "without the module" : "rxpageacct ",
		 *snap->machine.absent ? "" :
		 *snap->host.module ? snap->host.module : "of unknown version");
	flow_end(flow);
}

/* queues x descriptors, as far as they are known */
static void put_shape(struct flow *flow, const struct site *site)
{
	char queues[NUM_TEXT], depth[NUM_TEXT];

	if (!site->queues.known && !site->depth.known) {
		flow_put(flow, PAINT_PLAIN, "queues and descriptors are not known");
		return;
	}
	num_text_exact(site->queues, false, queues);
	num_text_exact(site->depth, false, depth);
	flow_put(flow, PAINT_PLAIN, "%s queue%s x %s descriptors", queues,
		 site->queues.known && site->queues.n == 1 ? "" : "s", depth);
}

static void put_use(struct flow *flow, const struct site *site)
{
	char fill[NUM_TEXT], page[NUM_TEXT], share[NUM_TEXT];

	if (!site->bytes.n)
		return;
	if (!site->page_bytes.known || !site->fill.known) {
		flow_put(flow, PAINT_PLAIN, "; use: not known, for the size of its %s is not",
			 site->page_bytes.known ? "buffers" : "pages");
		return;
	}
	num_text_bytes(site->fill, fill);
	num_text_bytes(site->page_bytes, page);
	num_text_share(num_share(site->fill, site->page_bytes), share);
	flow_put(flow, PAINT_PLAIN, "; use: hardware can fill %s at most of each %s = %s %%", fill,
		 page, share);
}

static void put_estimate(struct flow *flow, const struct site *site)
{
	char bytes[NUM_TEXT];

	if (!site->estimate.known)
		return;
	num_text_bytes(site->estimate, bytes);
	flow_put(flow, PAINT_PLAIN, "; a page a descriptor would be %s, if the port is up and its pages are of order 0",
		 bytes);
}

static void put_site(struct flow *flow, const struct site *site)
{
	char bytes[NUM_TEXT], pages[NUM_TEXT], page[NUM_TEXT];

	flow_put(flow, PAINT_TITLE, "%s", site->name);
	flow_put(flow, PAINT_PLAIN, " (%s): ", *site->driver ? site->driver : "driver unknown");
	if (!site->dev) {
		put_shape(flow, site);
		flow_put(flow, PAINT_WARN, "; what they hold is not known: %s", site->why);
		put_estimate(flow, site);
		flow_end(flow);
		return;
	}
	num_text_bytes(site->bytes, bytes);
	num_text_grouped(site->pages, false, pages);
	num_text_bytes(site->page_bytes, page);
	flow_put(flow, PAINT_TITLE, "%s", site->bytes.known ? bytes : "not known now");
	flow_put(flow, PAINT_PLAIN, ", ");
	put_shape(flow, site);
	flow_put(flow, PAINT_PLAIN, ", %s pages", pages);
	if (site->page_bytes.known)
		flow_put(flow, PAINT_PLAIN, " of %s", page);
	put_use(flow, site);
	flow_end(flow);
}

/* "i40e (4 ports, 66.5 GiB)" */
static void put_driver(struct flow *flow, const struct explain *ex, const char *driver)
{
	struct num sum = NUM(0);
	char bytes[NUM_TEXT];
	size_t i, n = 0;

	for (i = 0; i < ex->n_sites; i++) {
		if (strcmp(ex->sites[i].driver, driver))
			continue;
		sum = num_add(sum, ex->sites[i].bytes, false);
		n++;
	}
	num_text_bytes(sum, bytes);
	flow_put(flow, PAINT_TITLE, "%s", *driver ? driver : "driver unknown");
	flow_put(flow, PAINT_PLAIN, " (%zu port%s, %s)", n, n == 1 ? "" : "s",
		 sum.known ? bytes : "bytes not known");
}

static void put_schemes(struct flow *flow, const struct explain *ex)
{
	size_t i;

	render_section(flow, "Why so much, why so little?");
	for (i = 0; i < ex->n_sites; i++) {
		const struct site *site = &ex->sites[i];

		if (!explain_first_of_driver(ex, i))
			continue;
		put_driver(flow, ex, site->driver);
		if (site->scheme)
			flow_put(flow, PAINT_PLAIN, " %s.", site->scheme->why);
		else
			flow_put(flow, PAINT_WARN, ": how it keeps its buffers is not known here.");
		flow_end(flow);
	}
}

void render_ports(struct flow *flow, const struct explain *ex)
{
	size_t i;

	render_section(flow, "Which ports?");
	if (!ex->n_sites)
		say(flow, PAINT_PLAIN, "None is known.");
	for (i = 0; i < ex->n_sites; i++)
		put_site(flow, &ex->sites[i]);
	if (ex->n_sites)
		put_schemes(flow, ex);
}

static void put_leak(struct flow *flow, const struct row *row)
{
	char pages[NUM_TEXT], taken[NUM_TEXT];

	num_text_grouped(row->v[F_ORPHANED], true, pages);
	num_text_grouped(row->v[F_ALLOCATED], false, taken);
	if (!row_part(row, F_ORPHANED).known) {
		say(flow, PAINT_ALERT, "%s: orphaned is %s, which cannot be: an error of the module; report it with a recording.",
		    row->netdev, pages);
		return;
	}
	flow_put(flow, PAINT_ALERT, "%s", row->netdev);
	if (row->v[F_QUEUE].known)
		flow_put(flow, PAINT_ALERT, " queue %llu", (unsigned long long)row->v[F_QUEUE].n);
	flow_put(flow, PAINT_ALERT, ": %s pages lost", pages);
	flow_put(flow, PAINT_PLAIN, " of %s that it took since the module watches it", taken);
	flow_end(flow);
}

static size_t put_leaks_of(struct flow *flow, const struct netdev *dev)
{
	size_t i, n = 0;

	for (i = 0; i < dev->n_queues; i++) {
		if (!dev->queues[i].v[F_ORPHANED].known || !dev->queues[i].v[F_ORPHANED].n)
			continue;
		put_leak(flow, &dev->queues[i]);
		n++;
	}
	if (!n && dev->row.v[F_ORPHANED].known && dev->row.v[F_ORPHANED].n) {
		put_leak(flow, &dev->row);
		n++;
	}
	return n;
}

static void put_leaks(struct flow *flow, const struct explain *ex)
{
	size_t i, n = 0, unknown = 0, counted = 0;

	render_section(flow, "Is something lost?");
	for (i = 0; i < ex->n_sites; i++) {
		if (!ex->sites[i].dev)
			continue;
		counted++;
		unknown += !ex->sites[i].orphaned.known;
		n += put_leaks_of(flow, ex->sites[i].dev);
	}
	if (!counted)
		say(flow, PAINT_PLAIN, "Not known: no port is accounted.");
	else if (!n && unknown < counted)
		say(flow, PAINT_PLAIN, unknown ? "No, as far as it is known: orphaned is 0." :
		    "No: orphaned is 0.");
	if (unknown)
		say(flow, PAINT_WARN, "For %zu of %zu accounted ports it is not known, see below.",
		    unknown, counted);
	if (!n)
		return;
	say(flow, PAINT_PLAIN, "How many an hour is not known, for nothing says since when: look again in an hour (rxpa-top --save FOLDER, now and then). Lost pages come back with a reboot only.");
	say(flow, PAINT_PLAIN, "It is an error of the driver; or of rxpageacct, if rxpa-top --once --walk says mismatch. Send both recordings, ethtool -i of the port and what the traffic was to the distribution, or, of Intel's drivers in the kernel, to intel-wired-lan@lists.osuosl.org; of a driver from its vendor, to the vendor.");
}

static void put_unknown(struct flow *flow, const struct explain *ex)
{
	const struct snapshot *snap = ex->snap;
	const char *lacks[BALANCE_LACKS];
	size_t i, n = balance_lacks(&snap->machine.memory, lacks);

	render_section(flow, "What is not known, and why?");
	if (*snap->machine.absent)
		say(flow, PAINT_ALERT, "What the rings hold, for the module is not there (see above).");
	if (snap->machine.unasked)
		say(flow, PAINT_ALERT, "Ports could not be asked in time: somebody else holds the network lock (RTNL).");
	else if (!snap->machine.ports.known)
		say(flow, PAINT_WARN, "The ports were not asked: there is no file ports, see rxpa-top --save.");
	for (i = 0; i < n; i++)
		say(flow, PAINT_PLAIN, "memory: %s", lacks[i]);
	render_notes(flow, snap);
}

void render_explain(struct flow *flow, const struct snapshot *snap)
{
	struct explain ex;

	explain_make(&ex, snap);
	put_head(flow, snap);
	if (*snap->machine.absent) {
		flow_end(flow);
		say(flow, PAINT_ALERT, "%s.", snap->machine.absent);
		say(flow, PAINT_TITLE, MODULE_HOW);
	}
	render_memory(flow, &ex);
	render_ports(flow, &ex);
	render_offers(flow, &ex);
	put_leaks(flow, &ex);
	put_unknown(flow, &ex);
	explain_free(&ex);
}
