/* SPDX-License-Identifier: GPL-2.0 */
/* The vfio-user commands. */
#ifndef X710_MESSAGE_H
#define X710_MESSAGE_H

#include "transport.h"

struct port;

enum vfio_user_command {
	CMD_VERSION = 1,
	CMD_DMA_MAP = 2,
	CMD_DMA_UNMAP = 3,
	CMD_GET_INFO = 4,
	CMD_GET_REGION_INFO = 5,
	CMD_GET_IRQ_INFO = 7,
	CMD_SET_IRQS = 8,
	CMD_REGION_READ = 9,
	CMD_REGION_WRITE = 10,
	CMD_RESET = 13,
};

/* Does what @msg says and replies; -1: the connection is of no use any more. */
int message_handle(struct port *port, struct message *msg);

/* All that has arrived, up to a fair share; -1: the client is gone. */
int message_work(struct port *port);

#endif
