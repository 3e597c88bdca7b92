// SPDX-License-Identifier: GPL-2.0
/* What would give it back?  Commands for somebody to judge; none is run. */
#include <stdio.h>
#include <string.h>

#include "render_explain.h"

#define WORTH	100	/* hundredths of a percent of MemTotal */

static void limit(struct flow *flow, const char *what, struct num now, struct num max)
{
	char a[NUM_TEXT], b[NUM_TEXT];

	num_text_exact(now, false, a);
	num_text_exact(max, false, b);
	flow_put(flow, PAINT_PLAIN, "%s %s of at most %s", what, a, b);
}

static void put_limits(struct flow *flow, const struct site *site)
{
	const struct port *port = site->port;
	char cpus[NUM_TEXT];

	flow_put(flow, PAINT_TITLE, "%s", site->name);
	flow_put(flow, PAINT_PLAIN, " (%s): ", *site->driver ? site->driver : "driver unknown");
	if (!port) {
		flow_put(flow, PAINT_WARN, "ethtool was not asked, or does not know it");
		flow_end(flow);
		return;
	}
	limit(flow, "rx", port->rx, port->rx_max);
	if (port->rx_only.known && port->rx_only.n)
		limit(flow, ", rx channels", port->rx_only, port->rx_only_max);
	else
		limit(flow, ", combined", port->combined, port->combined_max);
	num_text_exact(port->cpus, false, cpus);
	flow_put(flow, PAINT_PLAIN, "; CPUs near its device: %s", cpus);
	flow_end(flow);
}

static void put_offer(struct flow *flow, const struct offer *offer)
{
	char bytes[NUM_TEXT], kib[NUM_TEXT];

	flow->indent = 8;
	flow_put(flow, PAINT_PLAIN, "    %s", offer->command);
	if (offer->why) {
		flow_put(flow, PAINT_PLAIN, ": no figure, %s", offer->why);
	} else {
		num_text_bytes(offer->frees, bytes);
		num_text_grouped(NUM(offer->frees.n / 1024), false, kib);
		flow_put(flow, PAINT_PLAIN, ": gives back ");
		flow_put(flow, PAINT_TITLE, "%s", bytes);
		flow_put(flow, PAINT_PLAIN, " (%s kB)", kib);
	}
	flow_end(flow);
}

static void put_nothing(struct flow *flow)
{
	flow->indent = 8;
	flow_put(flow, PAINT_WARN, "    no figure: what it holds is not known");
	flow_end(flow);
}

static void put_stats(struct flow *flow, const struct port *port)
{
	char text[NUM_TEXT];
	size_t i;

	if (!port)
		return;
	flow->indent = 8;
	flow_put(flow, PAINT_PLAIN, "    watch: ");
	if (!port->n_stats)
		flow_put(flow, PAINT_WARN, "no counter of lost packets is known; ethtool -S %s",
			 port->name);
	for (i = 0; i < port->n_stats; i++) {
		num_text_grouped(NUM(port->stats[i].n), false, text);
		flow_put(flow, PAINT_PLAIN, "%s%s %s", i ? ", " : "", port->stats[i].name, text);
	}
	flow_end(flow);
}

static bool gives(const struct explain *ex)
{
	size_t i, k;

	for (i = 0; i < ex->n_sites; i++)
		for (k = 0; k < ex->sites[i].n_offers; k++)
			if (!ex->sites[i].offers[k].why && ex->sites[i].offers[k].frees.n)
				return true;
	return false;
}

static void put_worth(struct flow *flow, const struct explain *ex)
{
	struct num share = num_share(ex->rings, ex->balance.total);
	char text[NUM_TEXT];

	if (!share.known || share.n >= WORTH || ex->some_unknown || !ex->n_sites)
		return;
	num_text_share(share, text);
	flow->indent = 2;
	flow_put(flow, PAINT_PLAIN, "All rings together hold %s %% of MemTotal: there is little to be had here.",
		 text);
	flow_end(flow);
}

static void put_warnings(struct flow *flow)
{
	static const char *const lines[] = {
		"Before you do: each of these takes the port down for a moment, on i40e -L resets the whole port with its VFs; ssh over it stalls, a bond fails over. i40e and ice fill the new rings before they empty the old ones, and need both for that moment.",
		"-L may put back the RSS table, flow rules and IRQ affinities that were set by hand, and fewer CPUs share the work of receiving.",
		"A shorter ring takes a shorter burst, and how deep bursts were is not known with this module: note the counters behind \"watch\", and look again after an hour of traffic. What grows now and did not before says that it is too short.",
		"For good: in the .link file of systemd that matches the port (the first that matches is the only one, so keep its NamePolicy=): [Link] RxBufferSize=512 CombinedChannels=N. Or NetworkManager: nmcli connection modify NAME ethtool.ring-rx 512 ethtool.channels-combined N. Or udev: ACTION==\"add\", SUBSYSTEM==\"net\", DRIVERS==\"i40e\", RUN+=\"/usr/sbin/ethtool -G $name rx 512\".",
	};
	size_t i;

	flow->indent = 2;
	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		flow_put(flow, PAINT_PLAIN, "%s", lines[i]);
		flow_end(flow);
	}
}

void render_offers(struct flow *flow, const struct explain *ex)
{
	size_t i, k;

	render_section(flow, "What would give it back?  (Nothing is changed here.)");
	if (!ex->n_sites) {
		flow_put(flow, PAINT_PLAIN, "No port is known.");
		flow_end(flow);
	}
	put_worth(flow, ex);
	for (i = 0; i < ex->n_sites; i++) {
		const struct site *site = &ex->sites[i];

		flow->indent = 4;
		put_limits(flow, site);
		if (!site->dev)
			put_nothing(flow);
		for (k = 0; k < site->n_offers; k++)
			put_offer(flow, &site->offers[k]);
		put_stats(flow, site->port);
	}
	if (gives(ex))
		put_warnings(flow);
}
