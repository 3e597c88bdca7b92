/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the ports' sockets are wired to: two ports to each other, and a
 * generator of frames to each port if asked for.
 */
#ifndef X710_WIRE_H
#define X710_WIRE_H

#include "generator.h"

#define WIRE_PORTS GENERATOR_PORTS

struct port;

struct wire {
	struct port *port[WIRE_PORTS];
	unsigned int nr;
	struct generator generator;
	u64 flap, next_flap; /* ns: the cable's time in and out; 0: stays in */
};

u64 wire_now(void); /* ns, monotonic */
void wire_attach(struct wire *wire, struct port *port);
/* May @from send, or does its partner ask for a pause? */
bool wire_ready(struct wire *wire, struct port *from);
void wire_send(struct wire *wire, struct port *from, u8 *frame, size_t len);
/* @port ends its pause. */
void wire_resume(struct wire *wire, struct port *port);
/* Pulls the cable, or plugs it in. */
void wire_toggle(struct wire *wire);
/* Timed work; returns ms until there is more, -1 for none. */
int wire_work(struct wire *wire);

#endif
