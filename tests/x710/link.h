/* SPDX-License-Identifier: GPL-2.0 */
/* The link: 10GBASE-SR, up or down. */
#ifndef X710_LINK_H
#define X710_LINK_H

#include "bytes.h"

struct port;

struct link {
	bool up;
	bool events; /* the driver wants to hear of changes */
};

void link_init(struct link *link);
void link_reset(struct link *link);
/* Plugs the cable in or out, and tells the driver. */
void link_set(struct port *port, bool up);

#endif
