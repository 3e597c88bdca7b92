/* SPDX-License-Identifier: GPL-2.0 */
/* The page that `rxpa-top explain` prints, and the key e shows. */
#ifndef RXPA_TOP_RENDER_EXPLAIN_H
#define RXPA_TOP_RENDER_EXPLAIN_H

#include "explain.h"
#include "flow.h"

void render_explain(struct flow *flow, const struct snapshot *snap);

/* Its parts. */
void render_memory(struct flow *flow, const struct explain *ex);
void render_ports(struct flow *flow, const struct explain *ex);
void render_offers(struct flow *flow, const struct explain *ex);

/* An empty line, and a title. */
void render_section(struct flow *flow, const char *title);

/* What no module knows yet: pages that are in no ring, by what makes them ours. */
struct beyond {
	const char *key, *name;
};

#define RENDER_BEYOND	3
extern const struct beyond render_beyond[RENDER_BEYOND];

#endif
