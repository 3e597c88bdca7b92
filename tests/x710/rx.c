// SPDX-License-Identifier: GPL-2.0
#include "port.h"

#define PAUSE_NS 200000000ull
#define LOW_PART 8 /* a ring is low when less than this part is free */
#define LARGEST 9728u
#define MAX_CHAIN 5

/* Write-back, second word. */
#define WB_DD (1ull << 0)
#define WB_EOF (1ull << 1)
#define WB_L2TAG1P (1ull << 2)
#define WB_L3L4P (1ull << 3)
#define WB_HASH (3ull << 12)
#define WB_IP_ERROR (1ull << 22)
#define WB_L4_ERROR (1ull << 23)
#define WB_PTYPE 30
#define WB_LENGTH 38

enum { ENA_REQUEST = 1, ENA_STATUS = 4 };

static unsigned int nr_free(const struct rx_queue *q)
{
	return (unsigned int)(q->tail + q->ctx.len - q->head) % q->ctx.len;
}

static void set_low(struct port *port, struct rx_queue *q, bool low)
{
	if (q->low == low)
		return;
	q->low = low;
	if (low) {
		port->rx.nr_low++;
		port->rx.pause_until = wire_now() + PAUSE_NS;
	} else if (--port->rx.nr_low == 0 && port->wire) {
		wire_resume(port->wire, port);
	}
}

static void update_low(struct port *port, struct rx_queue *q)
{
	set_low(port, q, q->on && q->fed && nr_free(q) < q->ctx.len / LOW_PART);
}

void rx_reset(struct port *port)
{
	memset(&port->rx, 0, sizeof(port->rx));
}

static void set_tail(struct port *port, struct rx_queue *q, u32 tail)
{
	if (!q->on || tail >= q->ctx.len)
		return;
	q->tail = (u16)tail;
	q->fed |= tail != 0;
	update_low(port, q);
}

static void stop(struct port *port, struct rx_queue *q)
{
	if (!q->on)
		return;
	q->on = false;
	port->rx.nr_on--;
	set_low(port, q, false);
}

static bool start(struct port *port, struct rx_queue *q, u32 queue)
{
	if (q->on)
		return true;
	if (!hmc_rx_context(port, queue, &q->ctx))
		return false;
	q->head = 0;
	q->tail = 0;
	q->fed = false;
	q->on = true;
	port->rx.nr_on++;
	set_tail(port, q, regs_get(port, REG_QRX_TAIL + 4 * queue));
	return true;
}

void rx_write_enable(struct port *port, u32 queue, u32 value)
{
	bool on = false;

	if (queue < PORT_MAX_QUEUES) {
		if (value & ENA_REQUEST)
			on = start(port, &port->rx.queue[queue], queue);
		else
			stop(port, &port->rx.queue[queue]);
	}
	regs_set(port, REG_QRX_ENA + 4 * queue,
		 (value & ENA_REQUEST) | (on ? ENA_STATUS : 0));
}

void rx_write_tail(struct port *port, u32 queue, u32 value)
{
	regs_set(port, REG_QRX_TAIL + 4 * queue, value);
	if (queue < PORT_MAX_QUEUES)
		set_tail(port, &port->rx.queue[queue], value);
}

bool rx_pausing(const struct port *port, u64 now)
{
	return port->rx.nr_low && now < port->rx.pause_until;
}

/* One buffer and its write-back; the second word is what the driver polls. */
static bool fill(struct port *port, struct rx_queue *q, const u8 *data, u32 len,
		 u64 first, u64 second)
{
	u64 size = q->ctx.desc32 ? 32 : 16;
	u64 at = q->ctx.base + q->head * size, addr;

	if (!dma_read(&port->dma, at, &addr, sizeof(addr)) ||
	    !dma_write(&port->dma, le64toh(addr), data, len) ||
	    !dma_store64(&port->dma, at, first) ||
	    !dma_store64(&port->dma, at + 8, second)) {
		port->count.bad_dma++;
		return false;
	}
	q->head = (u16)((q->head + 1) % q->ctx.len);
	return true;
}

/* Over as many descriptors as the frame needs; the last has the status. */
static bool deliver(struct port *port, struct rx_queue *q, const u8 *frame,
		    u32 len, u64 first, u64 status)
{
	u32 need = (len + q->ctx.buffer - 1) / q->ctx.buffer;

	if (len > q->ctx.max_frame || need > MAX_CHAIN || need > nr_free(q))
		return false;
	while (len > q->ctx.buffer) {
		if (!fill(port, q, frame, q->ctx.buffer, 0,
			  WB_DD | (u64)q->ctx.buffer << WB_LENGTH))
			return false;
		frame += q->ctx.buffer;
		len -= q->ctx.buffer;
	}
	return fill(port, q, frame, len, first,
		    status | WB_DD | WB_EOF | (u64)len << WB_LENGTH);
}

static u64 status_of(const u8 *frame, const struct packet *p)
{
	u64 status = (u64)p->ptype << WB_PTYPE;
	unsigned int bad;

	if (!p->version)
		return status;
	bad = packet_check(frame, p);
	return status | WB_L3L4P | (bad & BAD_IP ? WB_IP_ERROR : 0) |
	       (bad & BAD_L4 ? WB_L4_ERROR : 0);
}

/* The queue of the function; false: a filter drops the packet. */
static bool choose(struct port *port, const struct vsi *vsi,
		   const struct packet *p, u32 hash, bool hashed, u32 *queue)
{
	const struct fdir_filter *filter = fdir_match(port, p);
	unsigned int index = vsi_tc_offset(vsi);

	if (filter) {
		const struct vsi *to =
			switch_vsi_by_number(&port->sw, filter->vsi);

		*queue = vsi_queue(to ? to : vsi, filter->queue);
		return !filter->drop;
	}
	if (hashed && vsi->number == 0)
		index += rss_queue(port, hash);
	*queue = vsi_queue(vsi, index);
	return true;
}

/* Takes the tag out of the frame, which then begins 4 bytes later. */
static bool strip_vlan(u8 **frame, size_t *len, u16 *tag)
{
	if (*len < ETH_HEADER + VLAN_TAG || net16(*frame + 12) != 0x8100)
		return false;
	*tag = net16(*frame + 14);
	memmove(*frame + VLAN_TAG, *frame, 12);
	*frame += VLAN_TAG;
	*len -= VLAN_TAG;
	return true;
}

void rx_frame(struct port *port, u8 *frame, size_t len)
{
	const struct vsi *vsi;
	struct rx_queue *q;
	struct packet packet;
	u64 first = 0, status;
	u32 hash, queue;
	bool hashed;
	u16 tag;

	if (len < ETH_HEADER || len > LARGEST || !port->rx.nr_on)
		return;
	vsi = switch_lookup(&port->sw, frame);
	if (!vsi) {
		port->count.rx_filtered++;
		return;
	}
	packet_parse(frame, len, &packet);
	hashed = rss_hash(port, &packet, &hash);
	if (!choose(port, vsi, &packet, hash, hashed, &queue))
		return;
	q = queue < PORT_MAX_QUEUES ? &port->rx.queue[queue] : NULL;
	if (!q || !q->on) {
		port->count.rx_dropped++;
		return;
	}
	status = status_of(frame, &packet);
	if (vsi_strips_vlan(vsi) && q->ctx.l2tag1 &&
	    strip_vlan(&frame, &len, &tag)) {
		first |= (u64)tag << 16;
		status |= WB_L2TAG1P;
	}
	if (hashed) {
		first |= (u64)hash << 32;
		status |= WB_HASH;
	}
	if (deliver(port, q, frame, (u32)len, first, status)) {
		port->count.rx_frames++;
		port->count.rx_bytes += len;
		irq_queue(port, regs_get(port, REG_QINT_RQCTL + 4 * queue));
	} else {
		port->count.rx_dropped++;
	}
	update_low(port, q);
}
