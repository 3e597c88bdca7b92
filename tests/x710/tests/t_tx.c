// SPDX-License-Identifier: GPL-2.0
/* Rings to the wire and, at its other end, into rings. */
#include "client.h"
#include "unit.h"

#include <stdlib.h>
#include <unistd.h>

enum { EOP = 0x10, RS = 0x20, TAG = 0x80, DUMMY = 0x100, IP_SUM = 0x600,
       L4_TCP = 0x1000, L4_UDP = 0x3000 };

#define SIZE(n) ((u64)(n) << 34)
/* MAC, IP and L4 header lengths in their units */
#define OFFSETS(l4) (7ull << 16 | 5ull << 23 | (u64)(l4) << 30)

struct setup {
	struct pair *pair;
	u64 tx, rx, head_wb, frame;
};

static struct setup set_up(size_t len, u8 proto)
{
	struct setup s = { .pair = pair_new() };
	struct client *a = s.pair->a, *b = s.pair->b;

	driver_switch(a);
	driver_switch(b);
	s.head_wb = guest_alloc(a, 8);
	s.frame = guest_alloc(a, len);
	s.tx = driver_tx_ring(a, 0, 64, s.head_wb);
	s.rx = driver_rx_ring(b, 0, 64, 2048);
	frame_make(guest(a, s.frame), len, b->port.config.mac, proto, 9);
	return s;
}

static void test_pass(void)
{
	struct setup s = set_up(300, PROTO_UDP);
	struct client *a = s.pair->a, *b = s.pair->b;
	int fd = driver_eventfd(a, 1);

	reg_write(a, REG_QINT_TQCTL, 1u << 30 | 1);
	reg_write(a, REG_DYN_CTLN, 1);
	/* In three pieces. */
	driver_tx(a, s.tx, 0, s.frame, SIZE(100));
	driver_tx(a, s.tx, 1, s.frame + 100, SIZE(1));
	reg_write(a, REG_QTX_TAIL, 2);
	CHECK_EQ(get32(guest(a, s.head_wb)), 0); /* not whole yet */
	driver_tx(a, s.tx, 2, s.frame + 101, SIZE(199) | EOP | RS);
	reg_write(a, REG_QTX_TAIL, 3);
	CHECK_EQ(get32(guest(a, s.head_wb)), 3);
	CHECK_EQ(reg_read(a, REG_QTX_HEAD), 3);
	CHECK(driver_signalled(fd));
	CHECK_EQ(bits(driver_rx_word(b, s.rx, 0), 38, 14), 300);
	CHECK(!memcmp(driver_rx_data(b, 0, 0), guest(a, s.frame), 300));
	CHECK_EQ(a->port.count.tx_frames, 1);
	/* The cable is out. */
	link_set(&b->port, false);
	driver_tx(a, s.tx, 3, s.frame, SIZE(300) | EOP | RS);
	reg_write(a, REG_QTX_TAIL, 4);
	CHECK_EQ(get32(guest(a, s.head_wb)), 4);
	CHECK_EQ(driver_rx_word(b, s.rx, 1), 0);
	close(fd);
	pair_free(s.pair);
}

static void test_flap(void)
{
	struct pair *pair = pair_new();
	struct wire *wire = &pair->wire;
	bool out = false, in = false;
	int wait;

	CHECK_EQ(wire_work(wire), -1);
	CHECK(pair->a->port.link.up);
	wire->flap = 2000000; /* ns */
	wait = wire_work(wire);
	CHECK(wait > 0 && wait <= 3);
	CHECK(pair->a->port.link.up);
	for (int i = 0; i < 1000 && !in; i++) {
		usleep(1000);
		wire_work(wire);
		CHECK_EQ(pair->a->port.link.up, pair->b->port.link.up);
		if (!pair->a->port.link.up)
			out = true;
		in = out && pair->a->port.link.up;
	}
	CHECK(in);
	pair_free(pair);
}

static void test_offloads(void)
{
	struct setup s = set_up(301, PROTO_TCP);
	struct client *a = s.pair->a, *b = s.pair->b;
	u8 want[301], *raw = guest(a, s.frame), *got = driver_rx_data(b, 0, 0);

	memcpy(want, raw, sizeof(want));
	put_net16(raw + 24, 0xdead);
	put_net16(raw + 50, 0xbeef);
	driver_tx(a, s.tx, 0, s.frame,
		  SIZE(301) | OFFSETS(5) | IP_SUM | L4_TCP | EOP | RS);
	reg_write(a, REG_QTX_TAIL, 1);
	CHECK(!memcmp(got, want, sizeof(want)));
	/* Inserted here, taken out there. */
	driver_tx(a, s.tx, 1, s.frame,
		  0x7bull << 48 | SIZE(301) | OFFSETS(5) | IP_SUM | L4_TCP |
			  TAG | EOP | RS);
	reg_write(a, REG_QTX_TAIL, 2);
	CHECK_EQ(get16(guest(b, s.rx + 16 + 2)), 0x7b);
	CHECK(!memcmp(driver_rx_data(b, 0, 1), want, sizeof(want)));
	CHECK_EQ(bits(driver_rx_word(b, s.rx, 1), 19, 8), 0);
	pair_free(s.pair);
}

static void test_segmentation(u8 proto, u32 l4_words, u64 l4, size_t payload,
			      size_t mss)
{
	size_t headers = 34 + l4_words * 4, len = headers + payload;
	struct setup s = set_up(len, proto);
	struct client *a = s.pair->a, *b = s.pair->b;
	size_t at = headers;
	u32 nr = 0;

	driver_tx(a, s.tx, 0, 0,
		  1 | 1 << 4 | (u64)payload << 30 | (u64)mss << 50);
	driver_tx(a, s.tx, 1, s.frame,
		  SIZE(headers) | OFFSETS(l4_words) | IP_SUM | l4);
	driver_tx(a, s.tx, 2, s.frame + headers, SIZE(payload) | EOP | RS);
	reg_write(a, REG_QTX_TAIL, 3);
	for (; at < len; nr++) {
		size_t part = len - at < mss ? len - at : mss;
		u8 *got = driver_rx_data(b, 0, nr);
		u64 word = driver_rx_word(b, s.rx, nr);

		CHECK_EQ(bits(word, 38, 14), headers + part);
		CHECK_EQ(bits(word, 19, 8), 0);
		CHECK(!memcmp(got + headers, guest(a, s.frame + at), part));
		CHECK_EQ(net16(got + 18), nr); /* IP identification */
		if (proto == PROTO_TCP) {
			CHECK_EQ(net32(got + 38), 1000 + (at - headers));
			CHECK_EQ(got[47], at + part == len ? 0x19 : 0x10);
		}
		at += part;
		if (unit_failed)
			break;
	}
	CHECK_EQ(driver_rx_word(b, s.rx, nr), 0);
	pair_free(s.pair);
}

static void test_tso(void)
{
	test_segmentation(PROTO_TCP, 5, L4_TCP, 10000, 1448);
	test_segmentation(PROTO_TCP, 5, L4_TCP, 2896, 1448);
	test_segmentation(PROTO_UDP, 2, L4_UDP, 5000, 1472);
}

static void test_filter_queue(void)
{
	struct setup s = set_up(60, PROTO_UDP);
	struct client *a = s.pair->a;
	u64 ring = driver_tx_ring(a, 383 % 128, 64, 0);
	u8 *desc = guest(a, ring);

	put32(desc, 100 | 31 << 17);
	put32(desc + 8, 8 | 1 << 4 | 1 << 7);
	driver_tx(a, ring, 1, s.frame, SIZE(60) | EOP | RS | DUMMY);
	reg_write(a, REG_QTX_TAIL + 4 * (383 % 128), 2);
	CHECK_EQ(a->port.fdir.nr, 1);
	CHECK_EQ(a->port.count.tx_frames, 0);
	CHECK_EQ(get64(desc + 24) & 15, 15); /* done */
	CHECK_EQ(get64(desc + 8) & 15, 8);
	pair_free(s.pair);
}

/* The receiver's ring runs low: the sender waits, nothing is lost. */
static void test_pause(void)
{
	struct setup s = set_up(300, PROTO_UDP);
	struct client *a = s.pair->a, *b = s.pair->b;
	u32 head;

	for (u32 i = 0; i < 63; i++)
		driver_tx(a, s.tx, i, s.frame, SIZE(300) | EOP | RS);
	reg_write(b, REG_QRX_TAIL, 20);
	reg_write(a, REG_QTX_TAIL, 63);
	head = get32(guest(a, s.head_wb));
	CHECK(head > 8 && head <= 20);
	CHECK_EQ(a->port.tx.nr_waiting, 1);
	reg_write(b, REG_QRX_TAIL, head + 40);
	CHECK(get32(guest(a, s.head_wb)) > head + 20);
	CHECK_EQ(b->port.count.rx_dropped, 0);
	/* Not for ever. */
	usleep(210000);
	wire_work(&s.pair->wire);
	CHECK_EQ(get32(guest(a, s.head_wb)), 63);
	CHECK_EQ(a->port.tx.nr_waiting, 0);
	pair_free(s.pair);
}

static void test_bad_rings(void)
{
	struct setup s = set_up(300, PROTO_UDP);
	struct client *a = s.pair->a;

	driver_tx(a, s.tx, 0, ~0ull, SIZE(300) | EOP | RS);
	driver_tx(a, s.tx, 1, s.frame, SIZE(10) | EOP | RS);
	driver_tx(a, s.tx, 2, s.frame, SIZE(0) | EOP | RS);
	reg_write(a, REG_QTX_TAIL, 3);
	CHECK_EQ(get32(guest(a, s.head_wb)), 3);
	CHECK_EQ(a->port.count.tx_frames, 0);
	CHECK_EQ(a->port.count.bad_dma, 1);
	reg_write(a, REG_QTX_TAIL, 64);
	reg_write(a, REG_QTX_TAIL, ~0u);
	for (u32 i = 0; i < 64; i++) /* one packet without end */
		driver_tx(a, s.tx, i, s.frame, SIZE(16383));
	reg_write(a, REG_QTX_TAIL, 2);
	reg_write(a, REG_QTX_TAIL, 1);
	CHECK_EQ(a->port.count.tx_frames, 0);
	reg_write(a, REG_QTX_ENA, 0);
	CHECK_EQ(reg_read(a, REG_QTX_ENA), 0);
	pair_free(s.pair);
}

static void test_generate(void)
{
	struct pair *pair = pair_new();
	u64 ring;

	CHECK(generator_option(&pair->wire.generator,
			       "rate=100000,size=200,burst=10,count=20"));
	CHECK_EQ(wire_work(&pair->wire), 50); /* nobody receives */
	driver_switch(pair->b);
	ring = driver_rx_ring(pair->b, 0, 64, 2048);
	for (int i = 0; i < 10; i++) {
		wire_work(&pair->wire);
		usleep(200);
	}
	CHECK_EQ(pair->b->port.count.rx_frames, 20);
	CHECK_EQ(bits(driver_rx_word(pair->b, ring, 19), 38, 14), 200);
	CHECK_EQ(pair->a->port.count.rx_frames, 0);

	/* The other port gets all of them, too, once it can take every one. */
	driver_switch(pair->a);
	reg_write(pair->a, REG_HLUT + 128 * 31, 1u << 24);
	driver_rx_ring(pair->a, 0, 64, 2048);
	wire_work(&pair->wire);
	CHECK_EQ(pair->wire.generator.sent[0], 0);
	driver_rx_ring(pair->a, 1, 64, 2048);
	for (int i = 0; i < 10; i++) {
		wire_work(&pair->wire);
		usleep(200);
	}
	CHECK_EQ(pair->a->port.count.rx_frames, 20);
	CHECK_EQ(pair->b->port.count.rx_frames, 20);
	CHECK_EQ(wire_work(&pair->wire), -1);
	pair_free(pair);
}

static void test_generate_pause(void)
{
	struct pair *pair = pair_new();
	struct client *c = pair->b;

	CHECK(generator_option(&pair->wire.generator,
			       "rate=100000,burst=4,count=60"));
	driver_switch(c);
	driver_rx_ring(c, 0, 64, 2048);
	/* One like the flow director's, which never gets a descriptor. */
	driver_rx_ring(c, 1, 64, 2048);
	reg_write(c, REG_QRX_ENA + 4, 0);
	reg_write(c, REG_QRX_TAIL + 4, 0);
	reg_write(c, REG_QRX_ENA + 4, 1);
	for (int i = 0; i < 60; i++) {
		wire_work(&pair->wire);
		usleep(10000); /* a pause of the wire would end meanwhile */
	}
	/* 63 were free, and 7 make a ring low. */
	CHECK_EQ(pair->wire.generator.sent[1], 56);
	CHECK_EQ(c->port.count.rx_frames, 56);
	reg_write(c, REG_QRX_TAIL, 55);
	for (int i = 0; i < 30; i++) {
		wire_work(&pair->wire);
		usleep(100);
	}
	CHECK_EQ(c->port.count.rx_frames, 60);
	CHECK_EQ(c->port.count.rx_dropped, 0);
	pair_free(pair);
}

const struct unit_test tx_tests[] = {
	{ "tx: a frame in pieces from port to port, link down", test_pass },
	{ "the cable goes out and in by itself", test_flap },
	{ "tx: checksums, VLAN tag", test_offloads },
	{ "tx: segmentation of TCP and UDP", test_tso },
	{ "tx: a filter's descriptors", test_filter_queue },
	{ "tx: pause", test_pause },
	{ "tx: descriptors that make no sense", test_bad_rings },
	{ "the generator fills rings", test_generate },
	{ "the generator waits for a ring that is low", test_generate_pause },
	{ NULL, NULL },
};
