// SPDX-License-Identifier: GPL-2.0
#include "port.h"

#include <time.h>

u64 wire_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (u64)now.tv_sec * 1000000000ull + (u64)now.tv_nsec;
}

void wire_attach(struct wire *wire, struct port *port)
{
	port->number = wire->nr;
	wire->port[wire->nr++] = port;
}

static struct port *partner(struct wire *wire, const struct port *port)
{
	return wire && wire->nr == 2 ? wire->port[!port->number] : NULL;
}

bool wire_ready(struct wire *wire, struct port *from)
{
	struct port *to = partner(wire, from);

	return !to || !rx_pausing(to, wire_now());
}

void wire_send(struct wire *wire, struct port *from, u8 *frame, size_t len)
{
	struct port *to = partner(wire, from);

	if (!from->link.up)
		return;
	from->count.tx_frames++;
	from->count.tx_bytes += len;
	if (to && to->link.up)
		rx_frame(to, frame, len);
}

void wire_resume(struct wire *wire, struct port *port)
{
	struct port *from = partner(wire, port);

	if (from)
		tx_resume(from);
}

void wire_toggle(struct wire *wire)
{
	for (unsigned int i = 0; i < wire->nr; i++)
		link_set(wire->port[i], !wire->port[i]->link.up);
}

/* ms until the cable moves again, -1: never */
static int flap(struct wire *wire, u64 now)
{
	if (!wire->flap)
		return -1;
	if (now >= wire->next_flap) {
		if (wire->next_flap)
			wire_toggle(wire);
		wire->next_flap = now + wire->flap;
	}
	return (int)((wire->next_flap - now) / 1000000) + 1;
}

int wire_work(struct wire *wire)
{
	u64 now = wire_now();
	int wait = generator_work(&wire->generator, wire, now);
	int until = flap(wire, now);

	if (until >= 0 && (wait < 0 || wait > until))
		wait = until;

	for (unsigned int i = 0; i < wire->nr; i++) {
		struct port *port = wire->port[i];

		if (port->tx.nr_waiting && wire_ready(wire, port))
			tx_resume(port);
		if (port->tx.nr_waiting && (wait < 0 || wait > 5))
			wait = 5;
	}
	return wait;
}
