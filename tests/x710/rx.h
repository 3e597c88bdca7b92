/* SPDX-License-Identifier: GPL-2.0 */
/* Receive rings. */
#ifndef X710_RX_H
#define X710_RX_H

#include "hmc.h"

struct port;

struct rx_queue {
	struct hmc_rx ctx;
	u16 head, tail; /* free descriptors: [head, tail) */
	bool on;
	bool fed; /* it was given descriptors; the flow director's never is */
	bool low; /* few are free: the sender is asked to wait */
};

struct rx {
	struct rx_queue queue[PORT_MAX_QUEUES];
	unsigned int nr_on, nr_low;
	u64 pause_until; /* ns; no ring may hold the wire up for longer */
};

void rx_reset(struct port *port);
void rx_write_enable(struct port *port, u32 queue, u32 value);
void rx_write_tail(struct port *port, u32 queue, u32 value);

/* A frame from the wire, without FCS; its bytes may be changed. */
void rx_frame(struct port *port, u8 *frame, size_t len);

/* Does the port ask its link partner to hold back?  @now in ns. */
bool rx_pausing(const struct port *port, u64 now);

#endif
