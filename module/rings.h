/* SPDX-License-Identifier: GPL-2.0 */
/* The rings of a port, found under RTNL. */
#ifndef RXPA_RINGS_H
#define RXPA_RINGS_H

#include "account.h"

/**
 * struct rxpa_rings - the rings of a port, as they are while RTNL is held
 * @array:	its array of rings
 * @nr:		rings in use
 * @broken:	the way from the netdev to the rings could not be followed
 */
struct rxpa_rings {
	unsigned long array;
	u32 nr;
	bool broken;
};

void rxpa_rings_find(const struct rxpa_port *port, struct rxpa_rings *rings);
int rxpa_rings_at(const struct rxpa_queue *q, const struct rxpa_rings *rings,
		  unsigned long *addr);
void rxpa_port_note_rings(struct rxpa_port *port);

#endif /* RXPA_RINGS_H */
