/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host memory cache: the queue contexts lie in guest memory that the driver
 * lends the device in segments of 2 MiB.
 */
#ifndef X710_HMC_H
#define X710_HMC_H

#include "bytes.h"

#define HMC_SEGMENTS 16
#define PORT_MAX_QUEUES 384 /* pairs of a function */

struct port;

struct hmc {
	struct {
		u64 addr;
		bool valid, direct;
	} segment[HMC_SEGMENTS];
};

struct hmc_tx {
	u64 base, head_wb;
	u16 len;
	bool head_wb_ena, fd_ena;
};

struct hmc_rx {
	u64 base;
	u32 buffer;    /* bytes */
	u32 max_frame; /* bytes */
	u16 len;
	bool desc32, strip_crc, l2tag1;
};

void hmc_reset(struct hmc *hmc);
void hmc_write_command(struct port *port, u32 index, u32 value);

/* False: no such context, or one that the device would refuse. */
bool hmc_tx_context(struct port *port, unsigned int queue, struct hmc_tx *tx);
bool hmc_rx_context(struct port *port, unsigned int queue, struct hmc_rx *rx);

#endif
