/* SPDX-License-Identifier: GPL-2.0 */
/* What the two fuzzers share: their input, guest memory, rings in it. */
#ifndef X710_FUZZ_PORT_H
#define X710_FUZZ_PORT_H

#include "message.h"
#include "port.h"

#define MEMORY (1u << 19)
#define BASE 0x10000ull

/* Where the rings of a port lie in its half of the guest's memory. */
enum { HALF = MEMORY / 2, CONTEXTS = 0, RX_CONTEXTS = 0x2000, TX_RINGS = 0x8000,
       RX_RINGS = 0xc000, ATQ = 0x10000, ARQ = 0x11000, DATA = 0x20000,
       TX_DATA = 0x30000, RING = 64, QUEUES = 4, AQ_RING = 32 };

struct input {
	const u8 *at, *end;
};

/* The next bytes as a number; 0 where the input ends. */
u32 take(struct input *in, size_t bytes);
/* The next *@len bytes, or as many as there are. */
const u8 *take_bytes(struct input *in, size_t *len);

extern int memory_fd;
extern u8 *guest;

/* Guest memory of MEMORY bytes, for both ports. */
void memory_init(void);

/* What the driver does before the first frame; @half is the port's offset. */
void set_up(struct port *port, u32 half);

/* A register that does something. */
u32 take_target(struct input *in);
/* A frame arrives that is meant for the port. */
void take_frame(struct port *port, struct input *in);

/* Ends the process where the port's books do not agree. */
void check_port(const struct port *port);

#endif
