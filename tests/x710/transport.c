// SPDX-License-Identifier: GPL-2.0
/*
 * Framing over a unix stream socket: a header of 16 bytes (id, command, size
 * with header, flags, errno), then data; file descriptors as SCM_RIGHTS.
 */
#include "transport.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define REPLY_MS 2000 /* a client that reads no reply for so long is gone */

void conn_open(struct conn *conn, int fd)
{
	conn->fd = fd;
	conn->have = 0;
	conn->nr_fds = 0;
}

void conn_done(struct conn *conn)
{
	for (unsigned int i = 0; i < conn->nr_fds; i++)
		if (conn->fds[i] >= 0)
			close(conn->fds[i]);
	conn->nr_fds = 0;
	conn->have = 0;
}

void conn_close(struct conn *conn)
{
	conn_done(conn);
	if (conn->fd >= 0)
		close(conn->fd);
	conn->fd = -1;
}

static void take_fds(struct conn *conn, struct msghdr *hdr)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(hdr); c; c = CMSG_NXTHDR(hdr, c)) {
		size_t nr = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < nr; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(fd));
			if (conn->nr_fds < CONN_MAX_FDS)
				conn->fds[conn->nr_fds++] = fd;
			else
				close(fd);
		}
	}
}

/* Until @want bytes are in the buffer. */
static enum conn_state fill(struct conn *conn, size_t want)
{
	while (conn->have < want) {
		union {
			struct cmsghdr align;
			char room[CMSG_SPACE(sizeof(int) * CONN_MAX_FDS)];
		} control;
		struct iovec iov = { conn->buf + conn->have, want - conn->have };
		struct msghdr hdr = {
			.msg_iov = &iov,
			.msg_iovlen = 1,
			.msg_control = &control,
			.msg_controllen = sizeof(control),
		};
		ssize_t got = recvmsg(conn->fd, &hdr,
				      MSG_DONTWAIT | MSG_CMSG_CLOEXEC);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return CONN_AGAIN;
		if (got <= 0)
			return CONN_CLOSED;
		take_fds(conn, &hdr);
		conn->have += (size_t)got;
	}
	return CONN_MESSAGE;
}

enum conn_state conn_receive(struct conn *conn, struct message *msg)
{
	enum conn_state state = fill(conn, CONN_HEADER);
	u32 size;

	if (state != CONN_MESSAGE)
		return state;
	size = get32(conn->buf + 4);
	if (size < CONN_HEADER || size > CONN_MAX_MSG)
		return CONN_CLOSED;
	state = fill(conn, size);
	if (state != CONN_MESSAGE)
		return state;
	*msg = (struct message){
		.id = get16(conn->buf),
		.cmd = get16(conn->buf + 2),
		.flags = get32(conn->buf + 8),
		.data = conn->buf + CONN_HEADER,
		.size = size - CONN_HEADER,
		.fds = conn->fds,
		.nr_fds = conn->nr_fds,
	};
	return CONN_MESSAGE;
}

static int send_all(int fd, struct iovec *iov, int nr)
{
	while (nr) {
		struct msghdr hdr = { .msg_iov = iov, .msg_iovlen = (size_t)nr };
		ssize_t sent = sendmsg(fd, &hdr, MSG_DONTWAIT | MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
			struct pollfd p = { .fd = fd, .events = POLLOUT };

			if (poll(&p, 1, REPLY_MS) <= 0)
				return -1;
			continue;
		}
		if (sent < 0)
			return -1;
		while (nr && (size_t)sent >= iov->iov_len) {
			sent -= (ssize_t)iov->iov_len;
			iov++;
			nr--;
		}
		if (nr) {
			iov->iov_base = (u8 *)iov->iov_base + sent;
			iov->iov_len -= (size_t)sent;
		}
	}
	return 0;
}

static int reply(struct conn *conn, const struct message *msg, u32 flags,
		 int err, const void *data, size_t size)
{
	u8 header[CONN_HEADER];
	struct iovec iov[2] = { { header, sizeof(header) },
				{ (void *)(uintptr_t)data, size } };

	if (msg->flags & MSG_NO_REPLY)
		return 0;
	put16(header, msg->id);
	put16(header + 2, msg->cmd);
	put32(header + 4, (u32)(sizeof(header) + size));
	put32(header + 8, flags);
	put32(header + 12, (u32)err);
	return send_all(conn->fd, iov, size ? 2 : 1);
}

int conn_reply(struct conn *conn, const struct message *msg, const void *data,
	       size_t size)
{
	return reply(conn, msg, MSG_REPLY, 0, data, size);
}

int conn_reply_error(struct conn *conn, const struct message *msg, int err)
{
	return reply(conn, msg, MSG_REPLY | MSG_ERROR, err, NULL, 0);
}
