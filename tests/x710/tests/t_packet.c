// SPDX-License-Identifier: GPL-2.0
/* Parser, checksums, hash, filters, generator. */
#include "client.h"
#include "unit.h"

#include <stdlib.h>

static const u8 any_mac[6] = { 0x52, 0x54, 0, 0, 0, 2 };

static void test_parse(void)
{
	u8 frame[200];
	struct packet p;

	frame_make(frame, sizeof(frame), any_mac, PROTO_UDP, 9);
	packet_parse(frame, sizeof(frame), &p);
	CHECK_EQ(p.version, 4);
	CHECK_EQ(p.ptype, 24);
	CHECK_EQ(p.pctype, 31);
	CHECK_EQ(p.dport, 9);
	CHECK_EQ(packet_check(frame, &p), 0);
	frame[20] = 0x20; /* more fragments */
	packet_parse(frame, sizeof(frame), &p);
	CHECK_EQ(p.ptype, 22);
	CHECK_EQ(p.pctype, 36);
	CHECK_EQ(p.dport, 0);
	frame_make(frame, sizeof(frame), any_mac, PROTO_TCP, 80);
	packet_parse(frame, sizeof(frame), &p);
	CHECK_EQ(p.ptype, 26);
	CHECK_EQ(p.pctype, 33);
	frame[199] ^= 1;
	CHECK_EQ(packet_check(frame, &p), BAD_L4);
	frame[22]--;
	CHECK_EQ(packet_check(frame, &p), BAD_L4 | BAD_IP);
	frame[23] = PROTO_ICMP;
	packet_parse(frame, sizeof(frame), &p);
	CHECK_EQ(p.ptype, 28);
	put_net16(frame + 12, 0x0806);
	packet_parse(frame, sizeof(frame), &p);
	CHECK_EQ(p.ptype, 11);
	CHECK_EQ(p.pctype, 63);
}

/* Every length, in a block of its own so that ASan sees a byte too far. */
static void test_parse_cut(void)
{
	u8 frame[120];
	struct packet p;

	frame_make(frame, sizeof(frame), any_mac, PROTO_TCP, 9);
	for (size_t len = 0; len <= sizeof(frame); len++) {
		for (unsigned int n = 0; n < 4; n++) {
			u8 *copy = malloc(len ? len : 1);

			memcpy(copy, frame, len);
			if (len > 14 && n & 1)
				copy[14] = 0x4f; /* longest header */
			if (len > 13 && n & 2)
				memcpy(copy + 12, "\x81\x00", 2);
			packet_parse(copy, len, &p);
			if (p.version)
				packet_check(copy, &p);
			packet_parse_headers(copy, len, &p);
			if (p.version) {
				packet_check(copy, &p);
				packet_fix_ip(copy, &p);
				packet_fix_l4(copy, &p);
			}
			free(copy);
		}
	}
}

/* The verification suite that the hash's inventors publish. */
static void test_toeplitz(void)
{
	static const u8 key[RSS_KEY_BYTES] = {
		0x6d, 0x5a, 0x56, 0xda, 0x25, 0x5b, 0x0e, 0xc2, 0x41, 0x67,
		0x25, 0x3d, 0x43, 0xa3, 0x8f, 0xb0, 0xd0, 0xca, 0x2b, 0xcb,
		0xae, 0x7b, 0x30, 0xb4, 0x77, 0xcb, 0x2d, 0xa3, 0x80, 0x30,
		0xf2, 0x0c, 0x6a, 0x42, 0xb7, 0x3b, 0xbe, 0xac, 0x01, 0xfa,
	};
	static const u8 input[12] = { 66, 9, 149, 187, 161, 142, 100, 80,
				      2794 >> 8, 2794 & 0xff, 1766 >> 8,
				      1766 & 0xff };

	CHECK_EQ(rss_toeplitz(key, input, 8), 0x323e8fc2);
	CHECK_EQ(rss_toeplitz(key, input, 12), 0x51ccc178);
}

static void test_filters(void)
{
	struct client *c = client_new(NULL);
	struct fdir_program program;
	u8 desc[16] = { 0 }, example[60] = { 0 }, frame[100];
	struct packet p;

	/* As the driver writes it: no lengths, ends swapped. */
	frame_make(frame, sizeof(frame), any_mac, PROTO_UDP, 9);
	put_net16(example + 12, 0x0800);
	example[14] = 0x45;
	example[23] = PROTO_UDP;
	memcpy(example + 26, frame + 30, 4);
	memcpy(example + 30, frame + 26, 4);
	put_net16(example + 34, 9);
	put_net16(example + 36, 1234);
	put32(desc, 100 | 31 << 17);
	put32(desc + 8, 8 | 1 << 4 | 1 << 7);
	put32(desc + 12, 77);
	fdir_decode(desc, &program);
	CHECK(program.add && !program.drop);
	fdir_apply(&c->port, &program, example, sizeof(example));
	packet_parse(frame, sizeof(frame), &p);
	CHECK(fdir_match(&c->port, &p));
	CHECK(fdir_match(&c->port, &p) && fdir_match(&c->port, &p)->queue == 100);
	fdir_apply(&c->port, &program, example, sizeof(example));
	CHECK_EQ(c->port.fdir.nr, 1); /* the same once more */

	frame_make(frame, sizeof(frame), any_mac, PROTO_UDP, 10);
	packet_parse(frame, sizeof(frame), &p);
	CHECK(!fdir_match(&c->port, &p));
	frame_make(frame, sizeof(frame), any_mac, PROTO_UDP, 9);
	put_net32(frame + 26, 0x0a0000ff);
	packet_parse(frame, sizeof(frame), &p);
	CHECK(!fdir_match(&c->port, &p));
	/* Only the received frame's destination port counts. */
	regs_set(&c->port, REG_FD_INSET + 64 * 31 + 32, 1 << 1);
	regs_set(&c->port, REG_FD_INSET + 64 * 31, 0);
	CHECK(fdir_match(&c->port, &p));

	put32(desc + 8, 8 | 2 << 4);
	fdir_decode(desc, &program);
	fdir_apply(&c->port, &program, example, sizeof(example));
	CHECK_EQ(c->port.fdir.nr, 0);
	put32(desc + 8, 8 | 1 << 4 | 1 << 7);
	fdir_decode(desc, &program);
	for (u32 i = 0; i < FDIR_FILTERS + 10; i++) {
		put_net16(example + 34, i);
		fdir_apply(&c->port, &program, example, sizeof(example));
	}
	CHECK_EQ(c->port.fdir.nr, FDIR_FILTERS);
	reg_write(c, REG_PFQF_CTL_1, 1);
	CHECK_EQ(reg_read(c, REG_PFQF_CTL_1), 0);
	CHECK_EQ(c->port.fdir.nr, 0);
	client_free(c);
}

static void test_generator(void)
{
	struct generator *gen = calloc(1, sizeof(*gen));
	struct packet p;

	generator_defaults(gen);
	CHECK(generator_option(gen, "rate=5,size=60,flows=3,burst=1,count=9"));
	CHECK_EQ(gen->rate, 5);
	CHECK_EQ(gen->count, 9);
	CHECK(!generator_option(gen, "rate"));
	CHECK(!generator_option(gen, "rate="));
	CHECK(!generator_option(gen, "rate=-1"));
	CHECK(!generator_option(gen, "rate=1x"));
	CHECK(!generator_option(gen, "size=59"));
	CHECK(!generator_option(gen, "size=99999999999999999999"));
	CHECK(!generator_option(gen, ""));
	for (u32 size = 60; size <= 9722; size += 1207) {
		gen->size = size;
		generator_frame(gen, size, any_mac);
		packet_parse(gen->frame, size, &p);
		CHECK_EQ(p.ptype, 24);
		CHECK_EQ(p.end, size);
		CHECK_EQ(packet_check(gen->frame, &p), 0);
	}
	free(gen);
}

static void put_record(u8 *at, u32 kept, u32 len)
{
	memset(at, 0, 16);
	put32(at + 8, kept);
	put32(at + 12, len);
}

static void test_pcap(void)
{
	u8 file[24 + 3 * 16 + 60 + 70 + 80] = { 0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4 };
	struct generator *gen = calloc(1, sizeof(*gen));
	struct pcap pcap;
	size_t at = 24;

	file[20] = 1;
	put_record(file + at, 60, 60);
	memset(file + at + 16, 0x20, 60);
	at += 16 + 60;
	put_record(file + at, 70, 1500); /* only the beginning was kept */
	at += 16 + 70;
	put_record(file + at, 80, 80);
	memset(file + at + 16, 0xff, 80);
	CHECK(!pcap_parse(&gen->replay, file, sizeof(file), 1514));
	CHECK_EQ(gen->replay.nr, 2);
	CHECK_EQ(generator_frame(gen, 2, any_mac), 60);
	CHECK(!memcmp(gen->frame, any_mac, 6) && gen->frame[6] == 0x20);
	CHECK_EQ(generator_frame(gen, 3, any_mac), 80);
	CHECK_EQ(gen->frame[0], 0xff);
	pcap_free(&gen->replay);
	free(gen);

	for (size_t size = 0; size < sizeof(file); size++)
		if (!pcap_parse(&pcap, file, size, 1514))
			pcap_free(&pcap);
	CHECK(pcap_parse(&pcap, file, 24 + 16 + 59, 1514));
	CHECK(pcap_parse(&pcap, file, sizeof(file), 59));
	put32(file + 24 + 8, ~0u);
	CHECK(pcap_parse(&pcap, file, sizeof(file), 1514));
	file[20] = 2;
	CHECK(pcap_parse(&pcap, file, sizeof(file), 1514));
	file[0] = 0;
	CHECK(pcap_parse(&pcap, file, sizeof(file), 1514));
	CHECK(pcap_load(&pcap, "/no/such/file", 1514));
	CHECK(pcap_load(&pcap, "/dev/null", 1514));
}

const struct unit_test packet_tests[] = {
	{ "packet types and checksums", test_parse },
	{ "frames that are cut short", test_parse_cut },
	{ "Toeplitz hash: published vectors", test_toeplitz },
	{ "flow director: add, match, input set, remove, full", test_filters },
	{ "generator: options and frames", test_generator },
	{ "pcap: whole, cut, wrong", test_pcap },
	{ NULL, NULL },
};
