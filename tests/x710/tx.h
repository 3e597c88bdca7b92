/* SPDX-License-Identifier: GPL-2.0 */
/* Transmit rings: descriptors into frames, offloads, completions. */
#ifndef X710_TX_H
#define X710_TX_H

#include "fdir.h"
#include "hmc.h"

#define TX_BUFFER (68 << 10) /* the largest TSO packet and its headers */

struct port;

struct tx_queue {
	struct hmc_tx ctx;
	u16 head, tail;
	bool on;
	bool waiting; /* the link partner asked for a pause */
};

struct tx {
	struct tx_queue queue[PORT_MAX_QUEUES];
	unsigned int nr_waiting;
	u8 buf[TX_BUFFER];
};

/* What a packet's descriptors ask for. */
struct tx_request {
	struct fdir_program program;
	bool tso, dummy;
	u16 mss;
	bool fix_ip, insert_tag;
	u8 l4; /* TX_L4_* */
	u16 tag;
	u16 mac_len, ip_len, l4_len; /* bytes */
	size_t len;
};

enum { TX_L4_NONE, TX_L4_TCP, TX_L4_SCTP, TX_L4_UDP };

void tx_reset(struct port *port);
void tx_write_enable(struct port *port, u32 queue, u32 value);
void tx_write_tail(struct port *port, u32 queue, u32 value);
/* The pause is over. */
void tx_resume(struct port *port);

/* The packet in tx.buf as one frame or several, to the wire (offload.c). */
void tx_offload(struct port *port, const struct tx_request *request);

#endif
