// SPDX-License-Identifier: GPL-2.0
#include "port.h"

enum {
	TYPE_DATA = 0,
	TYPE_CONTEXT = 1,
	TYPE_FILTER = 8,
	TYPE_DONE = 15,
	CMD_EOP = 0x001,
	CMD_RS = 0x002,
	CMD_TAG = 0x008,
	CMD_DUMMY = 0x010,
	CMD_IP_SUM = 0x060,
	CMD_TSO = 0x01,
	DESC_SIZE = 16,
	ENA_REQUEST = 1,
	ENA_STATUS = 4,
};

void tx_reset(struct port *port)
{
	memset(&port->tx.queue, 0, sizeof(port->tx.queue));
	port->tx.nr_waiting = 0;
}

static void set_waiting(struct port *port, struct tx_queue *q, bool waiting)
{
	if (q->waiting != waiting)
		port->tx.nr_waiting += waiting ? 1u : -1u;
	q->waiting = waiting;
}

static u16 next(const struct tx_queue *q, u16 at)
{
	return (u16)((at + 1) % q->ctx.len);
}

static void take_data(struct tx_request *req, u64 word)
{
	u32 cmd = (u32)bits(word, 4, 12);

	req->mac_len = (u16)(bits(word, 16, 7) * 2);
	req->ip_len = (u16)(bits(word, 23, 7) * 4);
	req->l4_len = (u16)(bits(word, 30, 4) * 4);
	req->fix_ip = (cmd & CMD_IP_SUM) == CMD_IP_SUM;
	req->l4 = (u8)bits(cmd, 8, 2);
	req->dummy = cmd & CMD_DUMMY;
	if (cmd & CMD_TAG) {
		req->insert_tag = true;
		req->tag = (u16)bits(word, 48, 16);
	}
}

/* One buffer behind what is in tx.buf already. */
static bool gather(struct port *port, struct tx_request *req, u64 addr,
		   size_t len)
{
	/* Room for a VLAN tag is left. */
	if (len > sizeof(port->tx.buf) - VLAN_TAG - req->len)
		return false;
	if (!dma_read(&port->dma, addr, port->tx.buf + req->len, len)) {
		port->count.bad_dma++;
		return false;
	}
	req->len += len;
	return true;
}

/*
 * Reads descriptors from the head to the end of a packet.  False: the packet
 * is not complete, the head stays.  A packet that cannot be read is consumed
 * with @bad set.
 */
static bool read_packet(struct port *port, struct tx_queue *q,
			struct tx_request *req, u16 *end, bool *bad)
{
	*req = (struct tx_request){ 0 };
	*bad = false;
	for (u16 at = q->head; at != q->tail; at = next(q, at)) {
		u8 desc[DESC_SIZE];
		u64 word;

		if (!dma_read(&port->dma, q->ctx.base + at * DESC_SIZE, desc,
			      sizeof(desc)))
			*bad = true;
		word = get64(desc + 8);
		switch (bits(word, 0, 4)) {
		case TYPE_CONTEXT:
			req->tso = bits(word, 4, 7) & CMD_TSO;
			req->mss = (u16)bits(word, 50, 14);
			continue;
		case TYPE_FILTER:
			fdir_decode(desc, &req->program);
			continue;
		}
		if (!req->len)
			take_data(req, word);
		if (!gather(port, req, get64(desc), bits(word, 34, 14)))
			*bad = true;
		if (bits(word, 4, 12) & CMD_EOP || *bad) {
			*end = next(q, at);
			return true;
		}
	}
	return false;
}

/* Without a head write-back, the descriptors that asked for it say "done". */
static void mark_done(struct port *port, const struct tx_queue *q, u16 end)
{
	for (u16 at = q->head; at != end; at = next(q, at)) {
		u64 addr = q->ctx.base + at * DESC_SIZE + 8u;
		u8 raw[8];
		u64 word;

		if (!dma_read(&port->dma, addr, raw, sizeof(raw)))
			return;
		word = get64(raw);
		if (bits(word, 0, 4) == TYPE_DATA && bits(word, 4, 12) & CMD_RS)
			dma_store64(&port->dma, addr, word | TYPE_DONE);
	}
}

static void send_packet(struct port *port, const struct tx_request *req)
{
	if (req->program.valid)
		fdir_apply(port, &req->program, port->tx.buf, req->len);
	if (!req->dummy && req->len >= ETH_HEADER)
		tx_offload(port, req);
}

static void run(struct port *port, u32 queue)
{
	struct tx_queue *q = &port->tx.queue[queue];
	struct tx_request req;
	bool worked = false, bad;
	u16 end;

	set_waiting(port, q, false);
	while (q->head != q->tail) {
		if (!read_packet(port, q, &req, &end, &bad))
			break;
		if (!req.dummy && !wire_ready(port->wire, port)) {
			set_waiting(port, q, true);
			break;
		}
		if (!bad)
			send_packet(port, &req);
		if (!q->ctx.head_wb_ena)
			mark_done(port, q, end);
		q->head = end;
		worked = true;
	}
	if (!worked)
		return;
	regs_set(port, REG_QTX_HEAD + 4 * queue, q->head);
	if (q->ctx.head_wb_ena &&
	    !dma_store32(&port->dma, q->ctx.head_wb, q->head))
		port->count.bad_dma++;
	irq_queue(port, regs_get(port, REG_QINT_TQCTL + 4 * queue));
}

void tx_write_enable(struct port *port, u32 queue, u32 value)
{
	struct tx_queue *q =
		queue < PORT_MAX_QUEUES ? &port->tx.queue[queue] : NULL;

	if (q && !(value & ENA_REQUEST)) {
		q->on = false;
		set_waiting(port, q, false);
	} else if (q && !q->on && hmc_tx_context(port, queue, &q->ctx)) {
		q->on = true;
		q->head = 0;
		q->tail = 0;
	}
	regs_set(port, REG_QTX_ENA + 4 * queue,
		 (value & ENA_REQUEST) | (q && q->on ? ENA_STATUS : 0));
}

void tx_write_tail(struct port *port, u32 queue, u32 value)
{
	struct tx_queue *q;

	regs_set(port, REG_QTX_TAIL + 4 * queue, value);
	if (queue >= PORT_MAX_QUEUES)
		return;
	q = &port->tx.queue[queue];
	if (!q->on || value >= q->ctx.len)
		return;
	q->tail = (u16)value;
	run(port, queue);
}

void tx_resume(struct port *port)
{
	for (u32 i = 0; i < PORT_MAX_QUEUES && port->tx.nr_waiting; i++)
		if (port->tx.queue[i].waiting)
			run(port, i);
}
