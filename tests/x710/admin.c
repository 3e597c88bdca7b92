// SPDX-License-Identifier: GPL-2.0
#include "port.h"

#include <stdio.h>

enum {
	FLAG_DD = 0x1,
	FLAG_CMP = 0x2,
	FLAG_ERR = 0x4,
	FLAG_RD = 0x400,
	FLAG_BUF = 0x1000,
	LEN_MASK = 0x3ff,
	DESC_SIZE = 32,
};
#define LEN_ENABLE (1u << 31)

/* Offsets in a descriptor. */
enum { D_FLAGS = 0, D_OPCODE = 2, D_LEN = 4, D_RET = 6, D_PARAM = 16,
       D_HIGH = 24, D_LOW = 28 };

static const struct admin_op *const rooms[] = { admin_info_ops,
						admin_switch_ops,
						admin_link_ops };

static const struct admin_op *find(u16 opcode)
{
	for (size_t i = 0; i < ARRAY_SIZE(rooms); i++)
		for (const struct admin_op *op = rooms[i]; op->run; op++)
			if (op->opcode == opcode)
				return op;
	return NULL;
}

/* One command; an opcode that nobody knows succeeds and changes nothing. */
static void run(struct port *port, u8 *desc)
{
	u16 flags = get16(desc + D_FLAGS), len = get16(desc + D_LEN), ret = AQ_OK;
	u64 addr = (u64)get32(desc + D_HIGH) << 32 | get32(desc + D_LOW);
	u8 buf[ADMIN_BUFFER] = { 0 };
	struct admin_call call = {
		.port = port,
		.opcode = get16(desc + D_OPCODE),
		.len = len < sizeof(buf) ? len : sizeof(buf),
		.param = desc + D_PARAM,
		.buf = buf,
	};
	const struct admin_op *op = find(call.opcode);
	u16 room = call.len;

	if (flags & FLAG_BUF && flags & FLAG_RD &&
	    !dma_read(&port->dma, addr, buf, room))
		port->count.bad_dma++;
	if (op)
		ret = op->run(&call);
	if (flags & FLAG_BUF && !dma_write(&port->dma, addr, buf, room))
		port->count.bad_dma++;
	if (port->config.verbose)
		fprintf(stderr, "port %u: admin %04x%s -> %u\n", port->number,
			call.opcode, op ? "" : " (unknown)", ret);
	flags |= FLAG_DD | FLAG_CMP;
	if (ret)
		flags |= FLAG_ERR;
	put16(desc + D_FLAGS, flags);
	put16(desc + D_LEN, call.len);
	put16(desc + D_RET, ret);
	port->count.admin_commands++;
}

static u64 ring_base(struct port *port, u32 which)
{
	return (u64)regs_get(port, REG_ATQ_BAH + which) << 32 |
	       regs_get(port, REG_ATQ_BAL + which);
}

/* Number of descriptors, 0 if the queue is off. */
static u32 ring_count(struct port *port, u32 which)
{
	u32 len = regs_get(port, REG_ATQ_LEN + which);

	return len & LEN_ENABLE ? len & LEN_MASK : 0;
}

void admin_write_tail(struct port *port, u32 index, u32 tail)
{
	u32 count = ring_count(port, 0);
	u32 head = regs_get(port, REG_ATQ_HEAD);
	u8 desc[DESC_SIZE];

	(void)index;
	regs_set(port, REG_ATQ_TAIL, tail);
	if (tail >= count || head >= count)
		return;
	while (head != tail) {
		u64 at = ring_base(port, 0) + (u64)head * DESC_SIZE;

		if (!dma_read(&port->dma, at, desc, sizeof(desc))) {
			port->count.bad_dma++;
			return;
		}
		run(port, desc);
		dma_write(&port->dma, at, desc, sizeof(desc));
		head = (head + 1) % count;
		regs_set(port, REG_ATQ_HEAD, head);
	}
}

bool admin_event(struct port *port, u16 opcode, const u8 *param)
{
	u32 count = ring_count(port, REG_ARQ);
	u32 head = regs_get(port, REG_ATQ_HEAD + REG_ARQ);
	u64 at = ring_base(port, REG_ARQ) + (u64)head * DESC_SIZE;
	u8 desc[DESC_SIZE] = { 0 };

	if (head >= count || head == regs_get(port, REG_ATQ_TAIL + REG_ARQ))
		return false;
	put16(desc + D_FLAGS, FLAG_DD | FLAG_CMP);
	put16(desc + D_OPCODE, opcode);
	memcpy(desc + D_PARAM, param, 16);
	if (!dma_write(&port->dma, at, desc, sizeof(desc)))
		return false;
	regs_set(port, REG_ATQ_HEAD + REG_ARQ, (head + 1) % count);
	irq_cause(port, ICR0_ADMINQ);
	return true;
}
