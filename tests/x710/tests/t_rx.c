// SPDX-License-Identifier: GPL-2.0
/* Frames into rings. */
#include "client.h"
#include "unit.h"

#include <unistd.h>

enum { DD = 1, EOF_BIT = 2, TAGGED = 4, L3L4 = 8 };

static u64 length(u64 word)
{
	return bits(word, 38, 14);
}

static struct client *receiver(void)
{
	struct client *c = client_new(NULL);

	driver_switch(c);
	return c;
}

static void test_one(void)
{
	struct client *c = receiver();
	u64 ring = driver_rx_ring(c, 0, 64, 2048);
	int fd = driver_eventfd(c, 1);
	u8 frame[300], copy[300];

	CHECK_EQ(reg_read(c, REG_QRX_ENA), 5);
	reg_write(c, REG_QINT_RQCTL, 1u << 30 | 1);
	reg_write(c, REG_DYN_CTLN, 1);
	frame_make(frame, sizeof(frame), c->port.config.mac, PROTO_UDP, 9);
	memcpy(copy, frame, sizeof(frame));
	rx_frame(&c->port, frame, sizeof(frame));
	CHECK_EQ(driver_rx_word(c, ring, 0),
		 300ull << 38 | 24ull << 30 | DD | EOF_BIT | L3L4);
	CHECK(!memcmp(driver_rx_data(c, 0, 0), copy, sizeof(copy)));
	CHECK(driver_signalled(fd));
	frame_make(frame, sizeof(frame), c->port.config.mac, PROTO_UDP, 9);
	frame[100]++;
	rx_frame(&c->port, frame, sizeof(frame));
	CHECK_EQ(bits(driver_rx_word(c, ring, 1), 19, 8), 0x10);
	frame[22]++;
	rx_frame(&c->port, frame, sizeof(frame));
	CHECK_EQ(bits(driver_rx_word(c, ring, 2), 19, 8), 0x18);
	frame[5]++; /* somebody else's */
	rx_frame(&c->port, frame, sizeof(frame));
	CHECK_EQ(driver_rx_word(c, ring, 3), 0);
	frame[0] |= 1;
	rx_frame(&c->port, frame, sizeof(frame));
	CHECK(driver_rx_word(c, ring, 3));
	CHECK_EQ(c->port.count.rx_frames, 4);
	CHECK_EQ(reg_read(c, REG_PRT_UPRC), 4);
	close(fd);
	client_free(c);
}

static void test_several_descriptors(void)
{
	struct client *c = receiver();
	u64 ring = driver_rx_ring(c, 0, 64, 2048);
	static u8 frame[9800], copy[9800];

	frame_make(frame, 5000, c->port.config.mac, PROTO_UDP, 9);
	memcpy(copy, frame, 5000);
	rx_frame(&c->port, frame, 5000);
	CHECK_EQ(driver_rx_word(c, ring, 0), 2048ull << 38 | DD);
	CHECK_EQ(driver_rx_word(c, ring, 1), 2048ull << 38 | DD);
	CHECK_EQ(length(driver_rx_word(c, ring, 2)), 904);
	CHECK_EQ(driver_rx_word(c, ring, 2) & 3, DD | EOF_BIT);
	CHECK(!memcmp(driver_rx_data(c, 0, 2), copy + 4096, 904));
	/* Exactly two buffers. */
	frame_make(frame, 4096, c->port.config.mac, PROTO_UDP, 9);
	rx_frame(&c->port, frame, 4096);
	CHECK_EQ(driver_rx_word(c, ring, 3) & 3, DD);
	CHECK_EQ(driver_rx_word(c, ring, 4) & 3, DD | EOF_BIT);
	CHECK_EQ(length(driver_rx_word(c, ring, 4)), 2048);
	CHECK_EQ(driver_rx_word(c, ring, 5), 0);
	frame_make(frame, 9800, c->port.config.mac, PROTO_UDP, 9);
	rx_frame(&c->port, frame, 9800);
	CHECK_EQ(driver_rx_word(c, ring, 5), 0);
	client_free(c);
}

static void test_full(void)
{
	struct client *c = receiver();
	u64 ring = driver_rx_ring(c, 0, 32, 128);
	u8 frame[300];

	frame_make(frame, sizeof(frame), c->port.config.mac, PROTO_UDP, 9);
	for (int i = 0; i < 20; i++) /* three descriptors each, 31 are free */
		rx_frame(&c->port, frame, sizeof(frame));
	CHECK_EQ(c->port.count.rx_frames, 10);
	CHECK_EQ(c->port.count.rx_dropped, 10);
	CHECK_EQ(driver_rx_word(c, ring, 30), 0);
	CHECK(rx_pausing(&c->port, wire_now()));
	reg_write(c, REG_QRX_TAIL, 29);
	CHECK(!rx_pausing(&c->port, wire_now()));
	put64(guest(c, ring), c->rx_buffers[0]); /* posted again */
	put64(guest(c, ring + 8), 0);
	rx_frame(&c->port, frame, sizeof(frame));
	CHECK_EQ(driver_rx_word(c, ring, 0) & 3, DD | EOF_BIT); /* 30, 31, 0 */
	reg_write(c, REG_QRX_TAIL, 5000); /* no such descriptor: not believed */
	rx_frame(&c->port, frame, sizeof(frame));
	reg_write(c, REG_QRX_ENA, 0);
	CHECK_EQ(reg_read(c, REG_QRX_ENA), 0);
	rx_frame(&c->port, frame, sizeof(frame));
	CHECK_EQ(c->port.rx.nr_on, 0);
	client_free(c);
}

static void test_vlan(void)
{
	struct client *c = receiver();
	u64 ring = driver_rx_ring(c, 0, 64, 2048);
	u8 frame[304], copy[304];

	frame_make(frame, 300, c->port.config.mac, PROTO_UDP, 9);
	memcpy(copy, frame, 300);
	memmove(frame + 16, frame + 12, 288);
	put_net32(frame + 12, 0x8100a07b);
	rx_frame(&c->port, frame, 304);
	CHECK_EQ(driver_rx_word(c, ring, 0),
		 300ull << 38 | 24ull << 30 | DD | EOF_BIT | L3L4 | TAGGED);
	CHECK_EQ(get16(guest(c, ring + 2)), 0xa07b);
	CHECK(!memcmp(driver_rx_data(c, 0, 0), copy, 300));
	client_free(c);
}

static void test_queues(void)
{
	struct client *c = receiver();
	u64 ring[128] = { 0 };
	u8 frame[100];
	unsigned int used = 0;
	struct fdir_program program = { .valid = true, .add = true, .pctype = 31,
					.queue = 100 };

	for (u32 q = 0; q < 128; q++)
		ring[q] = driver_rx_ring(c, q, 32, 128);
	for (u32 i = 0; i < 13; i++)
		reg_write(c, REG_HKEY + 128 * i, 0x6d5a56da * (i + 1));
	for (u32 i = 0; i < 128; i++)
		reg_write(c, REG_HLUT + 128 * i, (4 * i % 64) * 0x01010101 + 0x03020100);
	reg_write(c, REG_PFQF_CTL_0, 1 << 16);
	reg_write(c, REG_HENA, 1u << 31);
	for (u32 i = 0; i < 640; i++) {
		frame_make(frame, sizeof(frame), c->port.config.mac, PROTO_UDP, 9);
		put_net32(frame + 26, 0x0a090000 + i);
		rx_frame(&c->port, frame, sizeof(frame));
	}
	for (u32 q = 0; q < 128; q++) {
		u64 word = driver_rx_word(c, ring[q], 0);

		used += word != 0;
		CHECK(q < 64 || !word);
		if (word) {
			CHECK_EQ(bits(word, 12, 2), 3);
			CHECK(get32(guest(c, ring[q] + 4)) % 64 == q);
		}
	}
	CHECK(used > 60);
	frame_make(frame, sizeof(frame), c->port.config.mac, PROTO_UDP, 9);
	/* An example in the driver's direction. */
	put_net32(frame + 26, 0x0a000002);
	put_net32(frame + 30, 0x0a000001);
	put_net16(frame + 34, 9);
	put_net16(frame + 36, 1234);
	fdir_apply(&c->port, &program, frame, sizeof(frame));
	frame_make(frame, sizeof(frame), c->port.config.mac, PROTO_UDP, 9);
	rx_frame(&c->port, frame, sizeof(frame));
	CHECK(driver_rx_word(c, ring[100], 0));
	client_free(c);
}

static void test_bad_memory(void)
{
	struct client *c = receiver();
	u64 ring = driver_rx_ring(c, 0, 32, 128);
	u8 frame[100];

	put64(guest(c, ring), ~0ull);
	frame_make(frame, sizeof(frame), c->port.config.mac, PROTO_UDP, 9);
	rx_frame(&c->port, frame, sizeof(frame));
	CHECK_EQ(c->port.count.bad_dma, 1);
	CHECK_EQ(c->port.count.rx_dropped, 1);
	/* A context of zeros is no queue. */
	reg_write(c, REG_QRX_ENA + 4 * 5, 1);
	CHECK_EQ(reg_read(c, REG_QRX_ENA + 4 * 5), 1);
	reg_write(c, REG_QRX_ENA + 4 * 1535, 1);
	client_free(c);
}

const struct unit_test rx_tests[] = {
	{ "rx: a frame, its status, errors, filter, interrupt", test_one },
	{ "rx: a frame over several descriptors", test_several_descriptors },
	{ "rx: a full ring, pause, wrap", test_full },
	{ "rx: VLAN tag into the descriptor", test_vlan },
	{ "rx: RSS over 64 queues, a filter to queue 100", test_queues },
	{ "rx: addresses that are not the guest's", test_bad_memory },
	{ NULL, NULL },
};
