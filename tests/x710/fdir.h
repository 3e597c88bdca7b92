/* SPDX-License-Identifier: GPL-2.0 */
/* Flow director: exact matches that choose the queue (ntuple rules, ATR). */
#ifndef X710_FDIR_H
#define X710_FDIR_H

#include "packet.h"

#define FDIR_FILTERS 512

struct port;

struct fdir_filter {
	struct packet key; /* as such packets arrive */
	u16 vsi, queue;
	u32 id;
	bool drop;
};

struct fdir {
	struct fdir_filter filter[FDIR_FILTERS]; /* oldest first */
	unsigned int nr;
};

struct fdir_program {
	bool valid;
	bool add;
	bool drop;
	u8 pctype;
	u16 vsi, queue;
	u32 id;
};

void fdir_reset(struct fdir *fdir);
/* PFQF_CTL_1: bit 0 empties the table. */
void fdir_write_control(struct port *port, u32 index, u32 value);
void fdir_reset_input_sets(struct port *port);

/* A filter program descriptor; it takes effect with the packet behind it. */
void fdir_decode(const u8 *desc, struct fdir_program *program);
void fdir_apply(struct port *port, const struct fdir_program *program,
		const u8 *frame, size_t len);

/* The filter that a received packet matches, or NULL. */
const struct fdir_filter *fdir_match(struct port *port,
				     const struct packet *packet);

#endif
