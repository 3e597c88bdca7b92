/* SPDX-License-Identifier: GPL-2.0 */
/* The admin queues: commands of the driver (ATQ), events for it (ARQ). */
#ifndef X710_ADMIN_H
#define X710_ADMIN_H

#include "bytes.h"

#define ADMIN_BUFFER 4096

enum admin_error { AQ_OK, AQ_EPERM = 1, AQ_ENOENT = 2, AQ_ENOMEM = 9,
		   AQ_EINVAL = 14, AQ_ENOSPC = 16 };

struct admin_call {
	struct port *port;
	u16 opcode;
	u16 len;	/* of the driver's buffer; the reply's length afterwards */
	u8 *param;	/* 16 bytes, in and out */
	u8 *buf;	/* ADMIN_BUFFER bytes, in and out; zero behind the input */
};

struct admin_op {
	u16 opcode;
	u16 (*run)(struct admin_call *call); /* an enum admin_error */
};

/* The rooms with opcodes; each table ends with a NULL run. */
extern const struct admin_op admin_info_ops[], admin_switch_ops[],
	admin_link_ops[];

void admin_write_tail(struct port *port, u32 index, u32 value);

/* Queues an event with 16 bytes of parameters; false if there is no room. */
bool admin_event(struct port *port, u16 opcode, const u8 *param);

#endif
