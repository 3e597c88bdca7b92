// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer on the message loop.  The input is a list of records: one byte
 * says what, then what it needs.  Most records make messages that mean
 * something (register accesses near the registers that do something, guest
 * memory that holds descriptors), some are raw bytes for the socket.  With bit
 * 0 of the first byte set, both ports begin with rings as a driver makes them.
 */
#include "message.h"
#include "port.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define MEMORY (1u << 20)
#define BASE 0x10000ull
#define MAX_RECORDS 400

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static const u32 targets[] = {
	REG_QTX_ENA,	    REG_QTX_TAIL,      REG_QRX_ENA,
	REG_QRX_TAIL,	    REG_ATQ_TAIL,      REG_ATQ_HEAD,
	REG_ATQ_LEN,	    REG_ATQ_BAL,       REG_ATQ_LEN + REG_ARQ,
	REG_ATQ_BAL + REG_ARQ, REG_HMC_SDCMD,  REG_HMC_SDDATALOW,
	REG_HMC_LANTXBASE,  REG_HMC_LANRXBASE, REG_DYN_CTLN,
	REG_DYN_CTL0,	    REG_ICR0_ENA,      REG_PFGEN_CTRL,
	REG_NVM_SRCTL,	    REG_QINT_RQCTL,    REG_QINT_TQCTL,
	REG_HENA,	    REG_PFQF_CTL_0,    REG_HLUT,
	REG_FD_INSET + 64 * 31,
};

/* Where the rings of a port lie in its half of the guest's memory. */
enum { HALF = MEMORY / 2, CONTEXTS = 0, RX_CONTEXTS = 0x2000, TX_RINGS = 0x8000,
       RX_RINGS = 0xc000, ATQ = 0x10000, ARQ = 0x11000, DATA = 0x20000,
       RING = 64, QUEUES = 4 };

static const u16 opcodes[] = {
	0x0001, 0x0008, 0x000a, 0x0107, 0x0200, 0x0206, 0x0207, 0x0210, 0x0211,
	0x0212, 0x0230, 0x0232, 0x0243, 0x0250, 0x0251, 0x0254, 0x0408, 0x0600,
	0x0607, 0x0a00, 0xff03,
};

static int memory = -1;
static u8 *guest;

struct input {
	const u8 *at, *end;
};

static u32 take(struct input *in, size_t bytes)
{
	u32 value = 0;

	for (size_t i = 0; i < bytes && in->at < in->end; i++)
		value |= (u32)*in->at++ << 8 * i;
	return value;
}

static const u8 *take_bytes(struct input *in, size_t *len)
{
	const u8 *at = in->at;

	if (*len > (size_t)(in->end - in->at))
		*len = (size_t)(in->end - in->at);
	in->at += *len;
	return at;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	memory = memfd_create("fuzz", MFD_CLOEXEC);
	if (memory < 0 || ftruncate(memory, MEMORY))
		abort();
	guest = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
	if (guest == MAP_FAILED)
		abort();
	return 0;
}

static int send_message(int fd, u16 cmd, u32 flags, const u8 *data, size_t size,
			unsigned int nr_fds)
{
	u8 header[CONN_HEADER] = { 0 };
	struct iovec iov[2] = { { header, sizeof(header) },
				{ (void *)(uintptr_t)data, size } };
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(sizeof(int) * 4)];
	} control = { 0 };
	struct msghdr msg = { .msg_iov = iov, .msg_iovlen = 2 };

	put16(header + 2, cmd);
	put32(header + 4, (u32)(sizeof(header) + size));
	put32(header + 8, flags);
	if (nr_fds) {
		struct cmsghdr *cmsg;

		msg.msg_control = &control;
		msg.msg_controllen = CMSG_SPACE(nr_fds * sizeof(int));
		cmsg = CMSG_FIRSTHDR(&msg);
		cmsg->cmsg_level = SOL_SOCKET;
		cmsg->cmsg_type = SCM_RIGHTS;
		cmsg->cmsg_len = CMSG_LEN(nr_fds * sizeof(int));
		for (unsigned int i = 0; i < nr_fds; i++)
			memcpy(CMSG_DATA(cmsg) + i * sizeof(int), &memory,
			       sizeof(int));
	}
	return sendmsg(fd, &msg, MSG_NOSIGNAL | MSG_DONTWAIT) < 0;
}

static void region_write(int fd, u32 region, u32 offset, u32 value)
{
	u8 data[20];

	put64(data, offset);
	put32(data + 8, region);
	put32(data + 12, 4);
	put32(data + 16, value);
	send_message(fd, CMD_REGION_WRITE, MSG_NO_REPLY, data, sizeof(data), 0);
}

static void map(int fd, u64 addr, u64 size, u64 offset, u32 flags)
{
	u8 data[32];

	put32(data, 32);
	put32(data + 4, flags);
	put64(data + 8, offset);
	put64(data + 16, addr);
	put64(data + 24, size);
	send_message(fd, CMD_DMA_MAP, 0, data, sizeof(data), 1);
}

static void put_bits(u8 *at, unsigned int low, unsigned int count, u64 value)
{
	for (unsigned int i = 0; i < count; i++)
		if (value >> i & 1)
			at[(low + i) / 8] |= (u8)(1 << (low + i) % 8);
}

/* What the driver does before the first frame. */
static void set_up(struct port *port, u32 half)
{
	u64 base = BASE + half;

	regs_write(port, REG_HMC_SDDATALOW, (u32)base | 3);
	regs_write(port, REG_HMC_SDCMD, 1u << 31);
	regs_write(port, REG_HMC_LANRXBASE, RX_CONTEXTS / 512);
	for (u32 q = 0; q < QUEUES; q++) {
		u8 *tx = guest + half + CONTEXTS + q * 128;
		u8 *rx = guest + half + RX_CONTEXTS + q * 32;

		put_bits(tx, 32, 57, (base + TX_RINGS + q * RING * 16) / 128);
		put_bits(tx, 161, 13, RING);
		put_bits(tx, 160, 1, q != 3);
		put64(tx + 24, base + DATA - 8 * q - 8);
		put_bits(rx, 32, 57, (base + RX_RINGS + q * RING * 16) / 128);
		put_bits(rx, 89, 13, RING);
		put_bits(rx, 102, 7, q + 1);
		put_bits(rx, 116, 1, q == 2);
		put_bits(rx, 119, 1, 1);
		put_bits(rx, 174, 14, 9000);
		for (u32 i = 0; i < RING; i++)
			put64(guest + half + RX_RINGS + (q * RING + i) * 16,
			      base + DATA + 512 * i);
		regs_write(port, REG_QTX_ENA + 4 * q, 1);
		regs_write(port, REG_QRX_TAIL + 4 * q, RING - 1);
		regs_write(port, REG_QRX_ENA + 4 * q, 1);
	}
	regs_write(port, REG_HLUT, 0x03020100);
	regs_write(port, REG_HKEY, 0x6d5a56da);
	regs_write(port, REG_HENA, 1u << 31);
	regs_write(port, REG_ATQ_BAL, (u32)base + ATQ);
	regs_write(port, REG_ATQ_LEN, 1u << 31 | 32);
	regs_write(port, REG_ATQ_BAL + REG_ARQ, (u32)base + ARQ);
	regs_write(port, REG_ATQ_LEN + REG_ARQ, 1u << 31 | 32);
	regs_write(port, REG_ATQ_TAIL + REG_ARQ, 31);
}

/* A command of the driver with parameters and a buffer from the input. */
static void admin(struct port *port, int fd, u32 half, struct input *in)
{
	u32 tail = regs_get(port, REG_ATQ_TAIL) % 32;
	u8 *desc = guest + half + ATQ + tail * 32;
	size_t len = 16;
	const u8 *bytes;

	memset(desc, 0, 32);
	put16(desc + 2, opcodes[take(in, 1) % ARRAY_SIZE(opcodes)]);
	bytes = take_bytes(in, &len);
	memcpy(desc + 16, bytes, len);
	len = take(in, 1);
	if (len & 1) {
		put16(desc, 0x1400);
		put16(desc + 4, (u16)(len * 4));
		put32(desc + 24, 0);
		put32(desc + 28, (u32)(BASE + half + DATA));
	}
	region_write(fd, 0, REG_ATQ_TAIL, (tail + 1) % 32);
}

/* A packet: an IPv4 frame in guest memory and its descriptors. */
static void transmit(struct port *port, int fd, u32 half, struct input *in)
{
	u32 q = take(in, 1) % QUEUES, kind = take(in, 1);
	u32 tail = regs_get(port, REG_QTX_TAIL + 4 * q) % RING;
	u8 *data = guest + half + DATA + 0x10000, *desc;
	u64 first = take(in, 4) | (u64)take(in, 4) << 32;
	size_t part = 40, size = 60 + take(in, 1) * 40u;
	const u8 *bytes;

	memcpy(data, "\xff\xff\xff\xff\xff\xff\2\0\0\0\0\1", 12);
	put_net16(data + 12, kind & 1 ? 0x86dd : 0x0800);
	data[14] = kind & 1 ? 0x60 : 0x45;
	data[kind & 1 ? 20 : 23] = kind & 2 ? PROTO_TCP : PROTO_UDP;
	put_net16(data + (kind & 1 ? 18 : 16),
		  (u32)size - (kind & 1 ? 54 : 14));
	bytes = take_bytes(in, &part);
	memcpy(data + 26, bytes, part);
	if (kind & 4) { /* a context or filter descriptor ahead */
		desc = guest + half + TX_RINGS + (q * RING + tail) * 16;
		put64(desc, first);
		put64(desc + 8, (first & ~15ull) | (kind & 8 ? 8 : 1));
		tail = (tail + 1) % RING;
	}
	desc = guest + half + TX_RINGS + (q * RING + tail) * 16;
	put64(desc, BASE + half + DATA + 0x10000);
	put64(desc + 8, (first & 0x00000003fffffff0ull) | 0x30 |
			(u64)size << 34 | (u64)take(in, 2) << 48);
	region_write(fd, 0, REG_QTX_TAIL + 4 * q, (tail + 1) % RING);
}

static void drain(int fd)
{
	u8 buf[4096];

	while (recv(fd, buf, sizeof(buf), MSG_DONTWAIT) > 0)
		;
}

/* A frame for the port: with its address, as IPv4 if the input says so. */
static void frame(struct port *port, struct input *in)
{
	size_t len = take(in, 1) * 40u + 14u, part = 64;
	u8 *bytes = calloc(1, len);
	const u8 *from = take_bytes(in, &part);

	memcpy(bytes, from, part < len ? part : len);
	memcpy(bytes, "\xff\xff\xff\xff\xff\xff", 6);
	rx_frame(port, bytes, len);
	free(bytes);
}

/* False: the connection is broken. */
static bool record(struct port *port, int fd, u32 half, struct input *in)
{
	u32 what = take(in, 1), at, n;
	size_t len;
	const u8 *bytes;

	switch (what % 10) {
	case 0: /* a register that does something */
	case 1:
		n = take(in, 1);
		at = targets[n % ARRAY_SIZE(targets)] + 4 * (take(in, 1) % 4);
		region_write(fd, 0, at, take(in, 4));
		break;
	case 2: /* any register, any region */
		at = take(in, 3);
		region_write(fd, take(in, 1) % 9, at & (what & 8 ? ~3u : ~0u),
			     take(in, 4));
		break;
	case 3: /* guest memory */
		at = take(in, 2) * 16 % (HALF - 256) + half;
		len = take(in, 1) % 128;
		bytes = take_bytes(in, &len);
		memcpy(guest + at, bytes, len);
		break;
	case 4: /* a command with any data */
		n = take(in, 1) % 16;
		len = take(in, 1) % 64;
		bytes = take_bytes(in, &len);
		send_message(fd, (u16)n, what & 8 ? MSG_NO_REPLY : 0, bytes, len,
			     what >> 4 & 3);
		break;
	case 5: /* bytes */
		len = take(in, 1);
		bytes = take_bytes(in, &len);
		if (len && send(fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
			return false;
		break;
	case 6:
		map(fd, take(in, 3) * 4096ull, take(in, 1) * 4096ull,
		    take(in, 1) * 4096ull, what >> 4 & 3);
		break;
	case 7:
		frame(port, in);
		break;
	case 8:
		admin(port, fd, half, in);
		break;
	case 9:
		transmit(port, fd, half, in);
		break;
	}
	if (message_work(port))
		return false;
	drain(fd);
	return true;
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static struct port ports[2];
	static struct wire wire;
	struct input in = { data, data + size };
	int fds[2][2];

	memset(&wire, 0, sizeof(wire));
	memset(guest, 0, MEMORY);
	generator_defaults(&wire.generator);
	for (int i = 0; i < 2; i++) {
		memset(&ports[i], 0, sizeof(ports[i]));
		ports[i].config.queues = PORT_MAX_QUEUES;
		ports[i].config.vectors = 129;
		port_init(&ports[i], &wire);
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds[i]))
			abort();
		conn_open(&ports[i].conn, fds[i][0]);
		map(fds[i][1], BASE, MEMORY, 0, 3);
		message_work(&ports[i]);
		drain(fds[i][1]);
	}
	if (take(&in, 1) & 1)
		for (u32 i = 0; i < 2; i++)
			set_up(&ports[i], i * HALF);
	for (int n = 0; n < MAX_RECORDS && in.at < in.end; n++) {
		u32 i = *in.at >> 7;

		if (!record(&ports[i], fds[i][1], i * HALF, &in)) {
			port_disconnect(&ports[i]);
			break;
		}
		wire_work(&wire);
	}
	for (int i = 0; i < 2; i++) {
		port_free(&ports[i]);
		close(fds[i][1]);
	}
	return 0;
}
