// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer on the device itself, past the socket: two ports that a driver has
 * set up, wired to each other, and then whatever a broken driver could do.
 * The input is a list of records: one byte says what and (bit 7) on which
 * port, then comes what it needs.  No address needs to be guessed: descriptors
 * and commands are put where the rings lie.
 */
#include "fuzz_port.h"

#include <stdlib.h>
#include <sys/eventfd.h>

#define MAX_RECORDS 400

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static const u16 opcodes[] = {
	0x0001, 0x0008, 0x000a, 0x000b, 0x0107, 0x0200, 0x0206, 0x0207, 0x0210,
	0x0211, 0x0212, 0x0230, 0x0232, 0x0243, 0x0250, 0x0251, 0x0254, 0x0408,
	0x040a, 0x0600, 0x0601, 0x0605, 0x0607, 0x0613, 0x0a00, 0xff03,
};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	memory_init();
	return 0;
}

/* A command with parameters and, if its length is odd, a buffer. */
static void command(struct port *port, u32 half, struct input *in)
{
	u32 tail = regs_get(port, REG_ATQ_TAIL) % AQ_RING;
	u8 *desc = guest + half + ATQ + tail * 32;
	size_t len = 16, buffer = 48;
	const u8 *bytes;
	u32 nr = take(in, 1);

	memset(desc, 0, 32);
	put16(desc + 2, nr < 0xf0 ? opcodes[nr % ARRAY_SIZE(opcodes)] :
				    (u16)take(in, 2));
	bytes = take_bytes(in, &len);
	memcpy(desc + 16, bytes, len);
	nr = take(in, 1);
	if (nr & 1) {
		put16(desc, nr & 2 ? 0x1000 : 0x1400);
		put16(desc + 4, (u16)(nr * 20));
		put32(desc + 24, 0);
		put32(desc + 28, (u32)(BASE + half + DATA));
		bytes = take_bytes(in, &buffer);
		memcpy(guest + half + DATA, bytes, buffer);
	}
	regs_write(port, REG_ATQ_TAIL, (tail + 1) % AQ_RING);
}

/* An address of the half, unless the input insists on one of its own. */
static u64 address(u32 half, u64 word)
{
	return word >> 63 ? word : BASE + half + word % HALF;
}

/* Up to four descriptors of the transmit ring, as they come. */
static void raw_descriptors(struct port *port, u32 half, struct input *in)
{
	u32 what = take(in, 1), q = what % QUEUES, nr = 1 + what / 4 % 4;
	u32 tail = regs_get(port, REG_QTX_TAIL + 4 * q) % RING;

	for (u32 i = 0; i < nr; i++) {
		u8 *desc = guest + half + TX_RINGS + (q * RING + tail) * 16;
		u64 word[2];

		for (int w = 0; w < 2; w++)
			word[w] = take(in, 4) | (u64)take(in, 4) << 32;
		put64(desc, word[1] % 16 ? word[0] : address(half, word[0]));
		put64(desc + 8, word[1]);
		tail = (tail + 1) % RING;
	}
	regs_write(port, REG_QTX_TAIL + 4 * q, tail);
}

/* A packet with headers that are right, to be cut and mended by offloads. */
static void packet(struct port *port, u32 half, struct input *in)
{
	u32 what = take(in, 1), q = what % QUEUES, kind = what / QUEUES;
	u32 tail = regs_get(port, REG_QTX_TAIL + 4 * q) % RING;
	u8 *data = guest + half + TX_DATA, *desc;
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
	put64(desc, BASE + half + TX_DATA);
	put64(desc + 8, (first & 0x00000003fffffff0ull) | 0x30 |
			(u64)size << 34 | (u64)take(in, 2) << 48);
	regs_write(port, REG_QTX_TAIL + 4 * q, (tail + 1) % RING);
}

/* Receive descriptors, contexts, the page table of contexts: any memory. */
static void poke(u32 half, struct input *in)
{
	static const u32 places[] = { CONTEXTS, RX_CONTEXTS, TX_RINGS, RX_RINGS,
				      ATQ, ARQ, DATA, TX_DATA };
	u32 place = places[take(in, 1) % ARRAY_SIZE(places)];
	u32 at = place + take(in, 2) % 0x1000;
	size_t len = take(in, 1) % 128;
	const u8 *bytes = take_bytes(in, &len);

	memcpy(guest + half + at, bytes, len);
}

/* The queue anew, with the context that memory holds now. */
static void restart(struct port *port, struct input *in)
{
	u32 q = take(in, 1);

	regs_write(port, REG_QTX_ENA + 4 * (q % QUEUES), 0);
	regs_write(port, REG_QRX_ENA + 4 * (q % QUEUES), 0);
	if (q & 4)
		regs_write(port, REG_QRX_TAIL + 4 * (q % QUEUES), take(in, 1));
	regs_write(port, REG_QTX_ENA + 4 * (q % QUEUES), 1);
	regs_write(port, REG_QRX_ENA + 4 * (q % QUEUES), 1);
}

static void bus(struct port *port, struct input *in)
{
	u32 what = take(in, 1);

	switch (what % 6) {
	case 0: /* memory goes away or comes back, perhaps read only */
		if (dma_remove(&port->dma, BASE, MEMORY))
			dma_add(&port->dma, BASE, MEMORY, memory_fd, 0,
				what & 8);
		break;
	case 1:
		irq_set_fd(port, take(in, 1) % port->config.vectors,
			   eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
		break;
	case 2:
		link_set(port, what & 8);
		break;
	case 3:
		port_reset(port);
		break;
	case 4:
		irq_cause(port, take(in, 4));
		break;
	case 5:
		regs_read(port, what & 8 ? take_target(in) :
					   take(in, 3) % BAR0_SIZE & ~3u);
		break;
	}
}

static void record(struct port *port, u32 half, struct input *in)
{
	u32 at;

	switch (take(in, 1) % 9) {
	case 0:
		at = take_target(in);
		regs_write(port, at, take(in, 4));
		break;
	case 1:
		at = take(in, 3) % BAR0_SIZE & ~3u;
		regs_write(port, at, take(in, 4));
		break;
	case 2:
		poke(half, in);
		break;
	case 3:
		take_frame(port, in);
		break;
	case 4:
		command(port, half, in);
		break;
	case 5:
		packet(port, half, in);
		break;
	case 6:
		raw_descriptors(port, half, in);
		break;
	case 7:
		restart(port, in);
		break;
	case 8:
		bus(port, in);
		break;
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static struct port ports[2];
	static struct wire wire;
	struct input in = { data, data + size };

	memset(&wire, 0, sizeof(wire));
	memset(guest, 0, MEMORY);
	generator_defaults(&wire.generator);
	for (u32 i = 0; i < 2; i++) {
		memset(&ports[i], 0, sizeof(ports[i]));
		ports[i].config.queues = PORT_MAX_QUEUES;
		ports[i].config.vectors = 129;
		port_init(&ports[i], &wire);
		if (dma_add(&ports[i].dma, BASE, MEMORY, memory_fd, 0, true))
			abort();
		set_up(&ports[i], i * HALF);
	}
	for (int n = 0; n < MAX_RECORDS && in.at < in.end; n++) {
		u32 i = *in.at >> 7;

		record(&ports[i], i * HALF, &in);
		wire_work(&wire);
	}
	for (u32 i = 0; i < 2; i++) {
		check_port(&ports[i]);
		port_free(&ports[i]);
	}
	return 0;
}
