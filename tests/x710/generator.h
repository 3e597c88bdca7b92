/* SPDX-License-Identifier: GPL-2.0 */
/* Frames at a rate: UDP over IPv4 in flows, or out of a recording. */
#ifndef X710_GENERATOR_H
#define X710_GENERATOR_H

#include "pcap.h"

#define GENERATOR_LONGEST 9728u
#define GENERATOR_RATE 1000 /* frames a second, if not said otherwise */
#define GENERATOR_PORTS 2

struct wire;

struct generator {
	u64 rate;  /* frames a second and port; 0: off */
	u32 size;  /* bytes without FCS */
	u32 flows; /* that differ in source address and ports */
	u32 burst; /* frames at a time */
	u64 count; /* frames a port, 0: no end */
	u64 sent[GENERATOR_PORTS]; /* to each port */
	u64 next; /* burst, ns */
	struct pcap replay; /* nr 0: none */
	u8 frame[GENERATOR_LONGEST];
};

void generator_defaults(struct generator *gen);
/* "rate=N,size=N,..."; false: no such key or value. */
bool generator_option(struct generator *gen, const char *text);
/* Sends what is due to all ports that receive; ms until more is, -1: never. */
int generator_work(struct generator *gen, struct wire *wire, u64 now);
/* Builds frame @number for the MAC address @mac into gen->frame; its length.
 * A recorded frame for one receiver gets @mac as its destination, too.
 */
u32 generator_frame(struct generator *gen, u64 number, const u8 *mac);

#endif
