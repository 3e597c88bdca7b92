// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer on the message loop.  The input is a list of records: one byte
 * says what, then what it needs.  Most records make messages that mean
 * something (register accesses near the registers that do something, guest
 * memory that holds descriptors), some are raw bytes for the socket.  With bit
 * 0 of the first byte set, both ports begin with rings as a driver makes them.
 */
#include "fuzz_port.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_RECORDS 400

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	memory_init();
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
			memcpy(CMSG_DATA(cmsg) + i * sizeof(int), &memory_fd,
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

static void drain(int fd)
{
	u8 buf[4096];

	while (recv(fd, buf, sizeof(buf), MSG_DONTWAIT) > 0)
		;
}

/* False: the connection is broken. */
static bool record(struct port *port, int fd, u32 half, struct input *in)
{
	u32 what = take(in, 1), at, n;
	size_t len;
	const u8 *bytes;

	switch (what % 8) {
	case 0: /* a register that does something */
	case 1:
		at = take_target(in);
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
		take_frame(port, in);
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
		check_port(&ports[i]);
		port_free(&ports[i]);
		close(fds[i][1]);
	}
	return 0;
}
