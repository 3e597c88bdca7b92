// SPDX-License-Identifier: GPL-2.0
/* Framing and the vfio-user commands. */
#include "client.h"
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

static unsigned int open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	unsigned int nr = 0;

	while (dir && readdir(dir))
		nr++;
	if (dir)
		closedir(dir);
	return nr;
}

static void test_version(void)
{
	struct client *c = client_new(NULL);
	u8 reply[512] = { 0 }, ask[8] = { 0 };
	int got = client_call(c, CMD_VERSION, ask, 7, NULL, 0, reply,
			      sizeof(reply) - 1);

	CHECK(got > 4);
	CHECK_EQ(get32(reply), 0); /* 0.0 */
	CHECK(got > 4 && !reply[got - 1]);
	CHECK(strstr((char *)reply + 4, "\"max_msg_fds\":16"));
	put16(ask, 1);
	CHECK_EQ(client_call(c, CMD_VERSION, ask, 7, NULL, 0, NULL, 0), -ENOTSUP);
	client_free(c);
}

static void test_info(void)
{
	static const u64 sizes[9] = { 8 << 20, 0, 0, 32 << 10, 0, 0, 0, 4096, 0 };
	static const u32 counts[5] = { 1, 0, 129, 0, 0 };
	struct client *c = client_new(NULL);
	u8 ask[32] = { 0 }, reply[32];

	CHECK_EQ(client_call(c, CMD_GET_INFO, ask, 16, NULL, 0, reply, 32), 16);
	CHECK_EQ(get32(reply + 4), 3);
	CHECK_EQ(get32(reply + 8), 9);
	CHECK_EQ(get32(reply + 12), 5);
	for (u32 i = 0; i < 9; i++) {
		put32(ask + 8, i);
		CHECK_EQ(client_call(c, CMD_GET_REGION_INFO, ask, 32, NULL, 0,
				     reply, 32), 32);
		CHECK_EQ(get64(reply + 16), sizes[i]);
		CHECK_EQ(get32(reply + 4), sizes[i] ? 3 : 0);
	}
	put32(ask + 8, 9);
	CHECK_EQ(client_call(c, CMD_GET_REGION_INFO, ask, 32, NULL, 0, NULL, 0),
		 -EINVAL);
	for (u32 i = 0; i < 5; i++) {
		put32(ask + 8, i);
		CHECK_EQ(client_call(c, CMD_GET_IRQ_INFO, ask, 16, NULL, 0,
				     reply, 32), 16);
		CHECK_EQ(get32(reply + 12), counts[i]);
	}
	client_free(c);
}

static void test_framing(void)
{
	struct client *c = client_new(NULL);
	u8 raw[CONN_HEADER] = { 7, 0, CMD_GET_INFO, 0, CONN_HEADER };

	/* A byte at a time. */
	for (size_t i = 0; i < sizeof(raw); i++) {
		CHECK_EQ(recv(c->fd, raw, 1, MSG_DONTWAIT | MSG_PEEK), -1);
		CHECK_EQ(send(c->fd, raw + i, 1, 0), 1);
		CHECK_EQ(message_work(&c->port), 0);
	}
	CHECK(recv(c->fd, raw, 1, MSG_DONTWAIT | MSG_PEEK) == 1);
	client_free(c);

	/* Sizes that cannot be end the connection. */
	for (u32 bad = 0; bad < 2; bad++) {
		c = client_new(NULL);
		put32(raw + 4, bad ? CONN_MAX_MSG + 1 : CONN_HEADER - 1);
		CHECK_EQ(send(c->fd, raw, sizeof(raw), 0), sizeof(raw));
		CHECK_EQ(message_work(&c->port), -1);
		client_free(c);
	}
}

static void test_refused(void)
{
	struct client *c = client_new(NULL);
	u8 data[32] = { 0 };

	CHECK_EQ(client_call(c, 99, data, 0, NULL, 0, NULL, 0), -ENOTSUP);
	CHECK_EQ(client_call(c, 0, data, 0, NULL, 0, NULL, 0), -ENOTSUP);
	CHECK_EQ(client_call(c, 65535, data, 0, NULL, 0, NULL, 0), -ENOTSUP);
	for (u32 cmd = CMD_DMA_MAP; cmd <= CMD_REGION_WRITE; cmd++)
		if (cmd != CMD_GET_INFO && cmd != 6)
			CHECK_EQ(client_call(c, (u16)cmd, data, 3, NULL, 0, NULL, 0),
				 -EINVAL);
	/* A reply that nobody asked for is not answered. */
	CHECK_EQ(client_send(c, CMD_GET_INFO, MSG_REPLY, data, 16, NULL, 0), 0);
	CHECK_EQ(recv(c->fd, data, sizeof(data), MSG_DONTWAIT), -1);
	client_free(c);
}

static void test_no_leaked_files(void)
{
	struct client *c;
	unsigned int before = open_files();
	u8 data[32] = { 0 };
	int fds[3];

	c = client_new(NULL);
	fds[0] = fds[1] = fds[2] = c->memfd;
	client_call(c, 99, data, 20, fds, 3, NULL, 0);
	client_call(c, CMD_GET_INFO, data, 20, fds, 3, NULL, 0);
	client_call(c, CMD_DMA_MAP, data, 32, fds, 3, NULL, 0);
	put32(data + 4, 0x24);
	put32(data + 8, 2);
	put32(data + 16, 2); /* three for two vectors */
	CHECK_EQ(client_call(c, CMD_SET_IRQS, data, 20, fds, 3, NULL, 0), -EINVAL);
	CHECK_EQ(client_call(c, CMD_SET_IRQS, data, 20, fds, 2, NULL, 0), 0);
	CHECK_EQ(client_call(c, CMD_SET_IRQS, data, 20, fds, 2, NULL, 0), 0);
	client_free(c);
	CHECK_EQ(open_files(), before);
}

static void test_dma_maps(void)
{
	struct client *c = client_new(NULL);
	u64 above = GUEST_BASE + GUEST_SIZE;
	u8 data[24], reply[24], byte = 1;

	CHECK_EQ(client_map(c, above, 4096, GUEST_SIZE, 3, c->memfd), -EINVAL);
	CHECK_EQ(client_map(c, above, 4096, ~0ull, 3, c->memfd), -EINVAL);
	CHECK_EQ(client_map(c, ~0ull - 10, 4096, 0, 3, c->memfd), -EINVAL);
	CHECK_EQ(client_map(c, above, 0, 0, 3, c->memfd), -EINVAL);
	CHECK_EQ(client_map(c, above - 1, 4096, 0, 3, c->memfd), -EEXIST);
	CHECK_EQ(client_map(c, above, 4096, 4096, 1, c->memfd), 0);
	CHECK_EQ(client_map(c, above + 4096, 4096, 0, 1, -1), 0);
	guest(c, GUEST_BASE + 4096)[5] = 0x77;
	CHECK(dma_read(&c->port.dma, above + 5, &byte, 1));
	CHECK_EQ(byte, 0x77);
	CHECK(!dma_write(&c->port.dma, above + 5, &byte, 1));
	CHECK(!dma_read(&c->port.dma, above + 4096, &byte, 1));
	CHECK(!dma_at(&c->port.dma, above - 1, 2, false)); /* across two maps */
	CHECK(!dma_at(&c->port.dma, above, ~0ull, false));
	CHECK(!dma_store64(&c->port.dma, GUEST_BASE + 4, 1));
	CHECK(dma_store32(&c->port.dma, GUEST_BASE + 4, 1));

	put32(data, 24);
	put32(data + 4, 0);
	put64(data + 8, above);
	put64(data + 16, 8192);
	CHECK_EQ(client_call(c, CMD_DMA_UNMAP, data, 24, NULL, 0, reply, 24),
		 -ENOENT);
	put64(data + 16, 4096);
	CHECK_EQ(client_call(c, CMD_DMA_UNMAP, data, 24, NULL, 0, reply, 24), 24);
	CHECK(!memcmp(data, reply, 24));
	CHECK(!dma_read(&c->port.dma, above + 5, &byte, 1));
	client_free(c);
}

static void test_regions(void)
{
	static u8 reply[CONN_MAX_DATA + 16];
	struct client *c = client_new(NULL);
	u8 data[24] = { 0 };

	put32(data + 8, 7);
	put32(data + 12, 4096);
	CHECK_EQ(client_call(c, CMD_REGION_READ, data, 16, NULL, 0, reply,
			     sizeof(reply)), 16 + 4096);
	CHECK_EQ(get32(reply + 16), 0x15728086);
	put64(data, 1);
	CHECK_EQ(client_call(c, CMD_REGION_READ, data, 16, NULL, 0, NULL, 0),
		 -EINVAL);
	put64(data, ~0ull);
	CHECK_EQ(client_call(c, CMD_REGION_READ, data, 16, NULL, 0, NULL, 0),
		 -EINVAL);
	put64(data, 0);
	put32(data + 8, 1);
	put32(data + 12, 1);
	CHECK_EQ(client_call(c, CMD_REGION_READ, data, 16, NULL, 0, NULL, 0),
		 -EINVAL);
	/* More to be written than the message holds. */
	put32(data + 8, 0);
	put32(data + 12, 64);
	CHECK_EQ(client_call(c, CMD_REGION_WRITE, data, 24, NULL, 0, NULL, 0),
		 -EINVAL);
	/* Parts of registers can be read, not written. */
	reg_write(c, 0x1000, 0x11223344);
	put64(data, 0x1001);
	put32(data + 12, 2);
	CHECK_EQ(client_call(c, CMD_REGION_READ, data, 16, NULL, 0, reply, 32),
		 18);
	CHECK_EQ(get16(reply + 16), 0x2233);
	CHECK_EQ(client_call(c, CMD_REGION_WRITE, data, 24, NULL, 0, NULL, 0), 16);
	CHECK_EQ(reg_read(c, 0x1000), 0x11223344);
	put32(data + 12, CONN_MAX_DATA);
	CHECK_EQ(client_call(c, CMD_REGION_READ, data, 16, NULL, 0, reply,
			     sizeof(reply)), 16 + CONN_MAX_DATA);
	client_free(c);
}

const struct unit_test message_tests[] = {
	{ "version: 0.0 only", test_version },
	{ "device, region and interrupt info", test_info },
	{ "framing: split messages, impossible sizes", test_framing },
	{ "unknown and short commands are refused", test_refused },
	{ "no descriptor is kept by mistake", test_no_leaked_files },
	{ "DMA maps", test_dma_maps },
	{ "regions: bounds, odd sizes", test_regions },
	{ NULL, NULL },
};
