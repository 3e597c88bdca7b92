/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the memory is, whose it is, what to do, and what that gives back; made
 * of a snapshot that was read with SOURCE_MACHINE.
 */
#ifndef RXPA_TOP_EXPLAIN_H
#define RXPA_TOP_EXPLAIN_H

#include "balance.h"
#include "schemes.h"
#include "source.h"

#define OFFER_DEPTH	512	/* descriptors that -G is computed for */
#define OFFERS		3	/* of a port; one that is not accounted has none */

/* What a command would give back; either @frees is known, or @why not. */
struct offer {
	char command[ROW_TEXT + 64];	/* "" when there is none to name */
	struct num frees;		/* bytes */
	const char *why;
};

/* A port, as far as the module, ethtool and sysfs know it. */
struct site {
	const char *name, *driver;
	const struct netdev *dev;	/* NULL: not accounted */
	const struct port *port;	/* NULL: not asked */
	const char *why;		/* it is not accounted; NULL when it is */
	const struct scheme *scheme;	/* NULL: unknown */
	struct num queues, depth;	/* descriptors of each queue */
	struct num pages, bytes;
	struct num page_bytes;		/* of each page the driver takes */
	struct num fill;		/* of these, what hardware can fill at most */
	struct num estimate;		/* of a port without bytes: a page a descriptor */
	struct num orphaned, lost;	/* pages, bytes */
	struct offer offers[OFFERS];
	size_t n_offers;
};

struct explain {
	const struct snapshot *snap;
	struct balance balance;
	struct site *sites;		/* those that hold most first, unknown last */
	size_t n_sites;
	bool some_unknown;		/* a port's bytes are not known */
	struct num rings, lost;		/* bytes of all of them, as far as they are known */
	struct num rest;		/* signed: balance.left without these two */
};

void explain_make(struct explain *ex, const struct snapshot *snap);
void explain_free(struct explain *ex);

/* Does a driver stand for the first time at this place? */
bool explain_first_of_driver(const struct explain *ex, size_t i);

/* offers.c: fills the offers of a site. */
void offers_make(struct site *site);

#endif
