// SPDX-License-Identifier: GPL-2.0
/*
 * What fewer descriptors or fewer queues would give back.  A ring at rest holds a
 * page for each descriptor but one, so that what stays is
 * queues x (descriptors - 1) x bytes of a page.
 */
#include <stdio.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "explain.h"

/* Of its name, without the number of its namespace. */
static int name_len(const struct site *site)
{
	return (int)strcspn(site->name, ":");
}

static const char *no_figures(const struct site *site)
{
	size_t i;

	if (strchr(site->name, ':'))
		return "it is in another network namespace: ethtool must run there";
	if (!site->bytes.known || !site->queues.known || !site->dev->n_queues)
		return "what it holds is not known now";
	if (!site->bytes.n)
		return "it holds nothing";
	for (i = 0; i < site->dev->n_queues; i++)
		if (!strcmp(site->dev->queues[i].state, RXPA_STATE_XSK))
			return "queues of it belong to AF_XDP";
	if (!site->depth.known)
		return "its queues have rings of different lengths";
	if (!site->page_bytes.known)
		return "its pages are of different sizes";
	return NULL;
}

/* What ethtool says must be what the rings show, or the command is another one. */
static const char *ring_differs(const struct site *site)
{
	if (site->port && site->port->rx.known && site->port->rx.n != site->depth.n)
		return "ethtool -g and the rings do not agree on the number of descriptors";
	return NULL;
}

static struct num stays(const struct site *site, uint64_t queues, uint64_t depth)
{
	uint64_t n;

	if (!depth || __builtin_mul_overflow(queues, depth - 1, &n) ||
	    __builtin_mul_overflow(n, site->page_bytes.n, &n))
		return NUM_UNKNOWN;
	return NUM(n);
}

static void frees(const struct site *site, struct offer *offer, uint64_t queues,
		  uint64_t depth)
{
	struct num left = stays(site, queues, depth);

	if (left.known)
		offer->frees = NUM(site->bytes.n > left.n ? site->bytes.n - left.n : 0);
	else
		offer->why = "it cannot be computed";
}

static void offer_depth(struct site *site)
{
	struct offer *offer = &site->offers[site->n_offers++];

	snprintf(offer->command, sizeof(offer->command), "ethtool -G %.*s rx %d",
		 name_len(site), site->name, OFFER_DEPTH);
	offer->why = no_figures(site);
	if (!offer->why)
		offer->why = ring_differs(site);
	if (!offer->why && site->depth.n <= OFFER_DEPTH)
		offer->why = "its rings are no longer than that";
	if (!offer->why)
		frees(site, offer, site->queues.n, OFFER_DEPTH);
}

struct channels {
	const char *word;
	struct num now, max;
};

/* Which channels receive: combined ones, or some that only receive; not both. */
static const char *channels_of(const struct site *site, struct channels *out)
{
	const struct port *port = site->port;

	*out = (struct channels){ "combined", NUM_UNKNOWN, NUM_UNKNOWN };
	if (!port || !port->combined.known)
		return "ethtool -l has no answer for it";
	if (port->combined.n && port->rx_only.known && port->rx_only.n)
		return "it has combined channels and others that only receive";
	if (port->combined.n)
		*out = (struct channels){ "combined", port->combined, port->combined_max };
	else
		*out = (struct channels){ "rx", port->rx_only, port->rx_only_max };
	if (!out->now.known || !site->queues.known || out->now.n != site->queues.n)
		return "ethtool -l and the rings do not agree on the number of queues";
	if (out->max.known && out->max.n <= 1)
		return "its driver has one channel only";
	return NULL;
}

static void offer_queues(struct site *site, const struct channels *ch, const char *why,
			 uint64_t queues)
{
	struct offer *offer = &site->offers[site->n_offers++];

	snprintf(offer->command, sizeof(offer->command), "ethtool -L %.*s %s %llu",
		 name_len(site), site->name, ch->word, (unsigned long long)queues);
	offer->why = why;
	if (!why && site->queues.n <= queues)
		offer->why = "it has no more queues than that";
	if (!offer->why)
		frees(site, offer, queues, site->depth.n);
}

void offers_make(struct site *site)
{
	struct channels ch;
	const char *why;
	uint64_t cpus;

	if (!site->dev)
		return;
	offer_depth(site);
	why = no_figures(site);
	if (!why)
		why = channels_of(site, &ch);
	if (!why && !site->port->cpus.known)
		why = "the CPUs near its device are not known";
	if (why) {	/* for which number of queues is open */
		snprintf(site->offers[site->n_offers].command,
			 sizeof(site->offers->command), "ethtool -L %.*s", name_len(site), site->name);
		site->offers[site->n_offers++].why = why;
		return;
	}
	cpus = site->port->cpus.n;
	offer_queues(site, &ch, NULL, cpus);
	if (cpus > 1)
		offer_queues(site, &ch, NULL, cpus / 2);
}
