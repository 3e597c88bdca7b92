// SPDX-License-Identifier: GPL-2.0
#include "client.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { HUNG_UP = -1000, TX_OBJECTS = 0, RX_OBJECTS = 1 << 18 };

static void need(bool good)
{
	if (!good)
		abort();
}

struct client *client_new(struct wire *wire)
{
	struct client *c = calloc(1, sizeof(*c));
	int fds[2];

	need(c);
	memcpy(c->port.config.mac, "\x52\x54\0\0\0", 5);
	c->port.config.mac[5] = (u8)(1 + (wire ? wire->nr : 0));
	c->port.config.queues = PORT_MAX_QUEUES;
	c->port.config.vectors = 129;
	port_init(&c->port, wire);
	need(!socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds));
	conn_open(&c->port.conn, fds[0]);
	c->fd = fds[1];
	c->memfd = memfd_create("guest", MFD_CLOEXEC);
	need(c->memfd >= 0 && !ftruncate(c->memfd, GUEST_SIZE));
	c->mem = mmap(NULL, GUEST_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
		      c->memfd, 0);
	need(c->mem != MAP_FAILED);
	c->free = GUEST_BASE + (2u << 20); /* the first 2 MiB: queue contexts */
	need(!client_map(c, GUEST_BASE, GUEST_SIZE, 0, 3, c->memfd));
	return c;
}

void client_free(struct client *c)
{
	port_free(&c->port);
	munmap(c->mem, GUEST_SIZE);
	close(c->memfd);
	close(c->fd);
	free(c);
}

struct pair *pair_new(void)
{
	struct pair *pair = calloc(1, sizeof(*pair));

	need(pair);
	generator_defaults(&pair->wire.generator);
	pair->a = client_new(&pair->wire);
	pair->b = client_new(&pair->wire);
	return pair;
}

void pair_free(struct pair *pair)
{
	client_free(pair->a);
	client_free(pair->b);
	free(pair);
}

int client_send(struct client *c, u16 cmd, u32 flags, const void *data,
		size_t size, const int *fds, unsigned int nr_fds)
{
	u8 header[CONN_HEADER];
	struct iovec iov[2] = { { header, sizeof(header) },
				{ (void *)(uintptr_t)data, size } };
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(sizeof(int) * CONN_MAX_FDS)];
	} control = { 0 };
	struct msghdr msg = { .msg_iov = iov, .msg_iovlen = 2 };

	put16(header, 7);
	put16(header + 2, cmd);
	put32(header + 4, (u32)(sizeof(header) + size));
	put32(header + 8, flags);
	put32(header + 12, 0);
	if (nr_fds) {
		struct cmsghdr *cmsg;

		msg.msg_control = &control;
		msg.msg_controllen = CMSG_SPACE(nr_fds * sizeof(int));
		cmsg = CMSG_FIRSTHDR(&msg);
		cmsg->cmsg_level = SOL_SOCKET;
		cmsg->cmsg_type = SCM_RIGHTS;
		cmsg->cmsg_len = CMSG_LEN(nr_fds * sizeof(int));
		memcpy(CMSG_DATA(cmsg), fds, nr_fds * sizeof(int));
	}
	need(sendmsg(c->fd, &msg, MSG_NOSIGNAL) ==
	     (ssize_t)(sizeof(header) + size));
	return message_work(&c->port);
}

int client_call(struct client *c, u16 cmd, const void *data, size_t size,
		const int *fds, unsigned int nr_fds, void *reply, size_t room)
{
	static u8 buf[CONN_MAX_MSG + CONN_HEADER];
	ssize_t got;

	if (client_send(c, cmd, 0, data, size, fds, nr_fds))
		return HUNG_UP;
	got = recv(c->fd, buf, sizeof(buf), MSG_DONTWAIT);
	if (got < CONN_HEADER || get16(buf) != 7 || get16(buf + 2) != cmd ||
	    get32(buf + 4) != (u32)got)
		return HUNG_UP;
	if (get32(buf + 8) & MSG_ERROR)
		return -(int)get32(buf + 12);
	got -= CONN_HEADER;
	if (reply)
		memcpy(reply, buf + CONN_HEADER,
		       (size_t)got < room ? (size_t)got : room);
	return (int)got;
}

int client_map(struct client *c, u64 addr, u64 size, u64 offset, u32 flags,
	       int fd)
{
	u8 data[32];

	put32(data, sizeof(data));
	put32(data + 4, flags);
	put64(data + 8, offset);
	put64(data + 16, addr);
	put64(data + 24, size);
	return client_call(c, CMD_DMA_MAP, data, sizeof(data), &fd, fd >= 0,
			   NULL, 0);
}

static void region_header(u8 *data, u32 offset, u32 count)
{
	put64(data, offset);
	put32(data + 8, 0);
	put32(data + 12, count);
}

u32 reg_read(struct client *c, u32 offset)
{
	u8 data[16], reply[20] = { 0 };

	region_header(data, offset, 4);
	client_call(c, CMD_REGION_READ, data, sizeof(data), NULL, 0, reply,
		    sizeof(reply));
	return get32(reply + 16);
}

void reg_write(struct client *c, u32 offset, u32 value)
{
	u8 data[20];

	region_header(data, offset, 4);
	put32(data + 16, value);
	client_send(c, CMD_REGION_WRITE, MSG_NO_REPLY, data, sizeof(data), NULL,
		    0);
}

u64 guest_alloc(struct client *c, size_t size)
{
	u64 addr = c->free;

	c->free += (size + 4095) & ~4095ull;
	need(c->free <= GUEST_BASE + GUEST_SIZE);
	memset(guest(c, addr), 0, size);
	return addr;
}

u8 *guest(struct client *c, u64 addr)
{
	need(addr >= GUEST_BASE && addr < GUEST_BASE + GUEST_SIZE);
	return c->mem + (addr - GUEST_BASE);
}

void driver_admin_start(struct client *c)
{
	c->atq = guest_alloc(c, 32 * 32);
	c->arq = guest_alloc(c, 32 * 32);
	c->atq_tail = 0;
	for (u32 which = 0; which <= REG_ARQ; which += REG_ARQ) {
		reg_write(c, REG_ATQ_HEAD + which, 0);
		reg_write(c, REG_ATQ_TAIL + which, 0);
		reg_write(c, REG_ATQ_BAL + which, (u32)(which ? c->arq : c->atq));
		reg_write(c, REG_ATQ_LEN + which, 1u << 31 | 32);
	}
	reg_write(c, REG_ATQ_TAIL + REG_ARQ, 31);
}

u32 driver_admin(struct client *c, u16 opcode, u8 *param, u8 *buf, u16 len)
{
	u8 *desc = guest(c, c->atq + c->atq_tail * 32);
	u64 at = buf ? guest_alloc(c, len) : 0;

	memset(desc, 0, 32);
	put16(desc, buf ? 0x1400 : 0);
	put16(desc + 2, opcode);
	memcpy(desc + 16, param, 16);
	if (buf) {
		put16(desc + 4, len);
		put32(desc + 28, (u32)at);
		memcpy(guest(c, at), buf, len);
	}
	c->atq_tail = (c->atq_tail + 1) % 32;
	reg_write(c, REG_ATQ_TAIL, c->atq_tail);
	if (reg_read(c, REG_ATQ_HEAD) != c->atq_tail || !(get16(desc) & 1))
		return 0x10000;
	memcpy(param, desc + 16, 16);
	if (buf)
		memcpy(buf, guest(c, at), len);
	return get16(desc + 6);
}

int driver_eventfd(struct client *c, unsigned int vector)
{
	int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	u8 data[20];

	need(fd >= 0);
	put32(data, sizeof(data));
	put32(data + 4, 0x24);
	put32(data + 8, 2);
	put32(data + 12, vector);
	put32(data + 16, 1);
	need(!client_call(c, CMD_SET_IRQS, data, sizeof(data), &fd, 1, NULL, 0));
	return fd;
}

bool driver_signalled(int fd)
{
	u64 value;

	return read(fd, &value, sizeof(value)) == sizeof(value);
}

/* One direct segment over the first 2 MiB of guest memory. */
static void contexts(struct client *c)
{
	if (reg_read(c, REG_HMC_LANRXBASE))
		return;
	reg_write(c, REG_HMC_SDDATAHIGH, 0);
	reg_write(c, REG_HMC_SDDATALOW, (u32)GUEST_BASE | 3);
	reg_write(c, REG_HMC_SDCMD, 1u << 31);
	reg_write(c, REG_HMC_LANTXBASE, TX_OBJECTS / 512);
	reg_write(c, REG_HMC_LANRXBASE, RX_OBJECTS / 512);
}

static void put_bits(u8 *object, unsigned int low, unsigned int count, u64 value)
{
	for (unsigned int i = 0; i < count; i++) {
		u8 *byte = &object[(low + i) / 8], bit = (u8)(1 << (low + i) % 8);

		*byte = (u8)(value >> i & 1 ? *byte | bit : *byte & ~bit);
	}
}

u64 driver_rx_ring(struct client *c, u32 queue, u16 len, u32 buffer)
{
	u8 *object = guest(c, GUEST_BASE + RX_OBJECTS + queue * 32);
	u64 ring = guest_alloc(c, len * 16u);

	contexts(c);
	memset(object, 0, 32);
	put_bits(object, 32, 57, ring / 128);
	put_bits(object, 89, 13, len);
	put_bits(object, 102, 7, buffer / 128);
	put_bits(object, 119, 1, 1);
	put_bits(object, 174, 14, buffer * 5 < 9728 ? buffer * 5 : 9728);
	c->rx_buffers[queue] = guest_alloc(c, (size_t)len * buffer);
	c->rx_buffer_size[queue] = buffer;
	for (u32 i = 0; i < len; i++)
		put64(guest(c, ring + i * 16), c->rx_buffers[queue] + i * buffer);
	reg_write(c, REG_QRX_TAIL + 4 * queue, len - 1u);
	reg_write(c, REG_QRX_ENA + 4 * queue, 1);
	return ring;
}

u64 driver_tx_ring(struct client *c, u32 queue, u16 len, u64 head_wb)
{
	u8 *object = guest(c, GUEST_BASE + TX_OBJECTS + queue * 128);
	u64 ring = guest_alloc(c, len * 16u);

	contexts(c);
	memset(object, 0, 128);
	put_bits(object, 32, 57, ring / 128);
	put_bits(object, 160, 1, head_wb != 0);
	put_bits(object, 161, 13, len);
	put64(object + 24, head_wb);
	reg_write(c, REG_QTX_TAIL + 4 * queue, 0);
	reg_write(c, REG_QTX_ENA + 4 * queue, 1);
	return ring;
}

void driver_tx(struct client *c, u64 ring, u32 at, u64 addr, u64 word)
{
	put64(guest(c, ring + at * 16), addr);
	put64(guest(c, ring + at * 16 + 8), word);
}

u64 driver_rx_word(struct client *c, u64 ring, u32 at)
{
	return get64(guest(c, ring + at * 16 + 8));
}

u8 *driver_rx_data(struct client *c, u32 queue, u32 at)
{
	return guest(c, c->rx_buffers[queue] + at * c->rx_buffer_size[queue]);
}

void driver_switch(struct client *c)
{
	u8 param[16] = { 1, 0 }, buf[16] = { 0 };

	driver_admin_start(c);
	put16(param + 2, SEID_MAIN);
	memcpy(buf, c->port.config.mac, 6);
	put16(buf + 8, 4);
	need(!driver_admin(c, 0x0250, param, buf, sizeof(buf)));
}

void frame_make(u8 *frame, size_t len, const u8 *dst, u8 proto, u16 dport)
{
	struct packet p;

	for (size_t i = 0; i < len; i++)
		frame[i] = (u8)(i * 7);
	memcpy(frame, dst, 6);
	memcpy(frame + 6, "\x02\0\0\0\0\x09", 6);
	put_net16(frame + 12, 0x0800);
	memset(frame + 14, 0, 20);
	frame[14] = 0x45;
	put_net16(frame + 16, (u32)len - 14);
	frame[22] = 64;
	frame[23] = proto;
	put_net32(frame + 26, 0x0a000001);
	put_net32(frame + 30, 0x0a000002);
	put_net16(frame + 34, 1234);
	put_net16(frame + 36, dport);
	if (proto == PROTO_UDP) {
		put_net16(frame + 38, (u32)len - 34);
	} else {
		put_net32(frame + 38, 1000);
		put_net32(frame + 42, 0);
		frame[46] = 0x50;
		frame[47] = 0x19; /* FIN, PSH, ACK */
	}
	packet_parse(frame, len, &p);
	packet_fix_ip(frame, &p);
	packet_fix_l4(frame, &p);
}
