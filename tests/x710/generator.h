/* SPDX-License-Identifier: GPL-2.0 */
/* Frames out of nothing: UDP over IPv4 at a rate, in flows. */
#ifndef X710_GENERATOR_H
#define X710_GENERATOR_H

#include "bytes.h"

struct wire;

struct generator {
	u64 rate;  /* frames a second and port; 0: off */
	u32 size;  /* bytes without FCS */
	u32 flows; /* that differ in source address and ports */
	u32 burst; /* frames at a time */
	u64 count; /* frames a port, 0: no end */
	u64 sent, next; /* next burst, ns */
	u8 frame[9728];
};

void generator_defaults(struct generator *gen);
/* "rate=N,size=N,..."; false: no such key or value. */
bool generator_option(struct generator *gen, const char *text);
/* Sends what is due to all ports that receive; ms until more is, -1: never. */
int generator_work(struct generator *gen, struct wire *wire, u64 now);
/* Builds frame @number for the MAC address @mac into gen->frame. */
void generator_frame(struct generator *gen, u64 number, const u8 *mac);

#endif
