// SPDX-License-Identifier: GPL-2.0
/* The rings of a port; see rings.h. */
#include <linux/rtnetlink.h>

#include "driver.h"
#include "rings.h"

/**
 * rxpa_rings_find() - the rings of a port
 * @port:	the port, not dead, its driver armed
 * @rings:	where to; no rings when the way to them is broken right now
 *
 * Context: RTNL held.
 */
void rxpa_rings_find(const struct rxpa_port *port, struct rxpa_rings *rings)
{
	const struct rxpa_layout *l = &port->driver->layout;

	ASSERT_RTNL();
	rings->broken = !port->owner ||
			port->owner != rxpa_owner_of(l, port->netdev) ||
			rxpa_rings_of(l, port->netdev, &rings->array,
				      &rings->nr);
	if (rings->broken)
		rings->nr = 0;
}

/**
 * rxpa_rings_at() - the ring of a queue
 * @q:		the queue
 * @rings:	its port's rings
 * @addr:	the ring's address
 *
 * Context: RTNL held.
 * Return: 0, -ENXIO when the queue has no ring, -EFAULT when nobody can tell.
 */
int rxpa_rings_at(const struct rxpa_queue *q, const struct rxpa_rings *rings,
		  unsigned long *addr)
{
	if (rings->broken)
		return -EFAULT;
	if (q->index >= rings->nr)
		return -ENXIO;
	return rxpa_ring_at(&q->port->driver->layout, rings->array, q->index,
			    addr);
}

/**
 * rxpa_port_note_rings() - tell handlers where a port's rings are
 * @port:	the port, not dead, its driver armed
 *
 * NAPI, whose the hints are, puts one right that has become wrong meanwhile.
 *
 * Context: RTNL held.
 */
void rxpa_port_note_rings(struct rxpa_port *port)
{
	struct rxpa_rings rings;
	struct rxpa_ring ring;
	unsigned long addr;
	u32 i;

	rxpa_rings_find(port, &rings);
	for (i = 0; i < min(rings.nr, port->nr); i++)
		if (!rxpa_rings_at(&port->queue[i], &rings, &addr) &&
		    !rxpa_ring_read(&port->driver->layout, addr, port->owner,
				    i, &ring))
			WRITE_ONCE(port->queue[i].ring, addr);
}
