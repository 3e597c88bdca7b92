/* SPDX-License-Identifier: GPL-2.0 */
/* One vfio-user connection: messages in, replies out, no meaning. */
#ifndef X710_TRANSPORT_H
#define X710_TRANSPORT_H

#include "bytes.h"

#define CONN_HEADER 16
#define CONN_MAX_DATA (64 << 10) /* what VERSION tells the client */
#define CONN_MAX_MSG (CONN_MAX_DATA + 256)
#define CONN_MAX_FDS 16

enum { MSG_REPLY = 0x1, MSG_TYPE = 0xf, MSG_NO_REPLY = 0x10, MSG_ERROR = 0x20 };

struct conn {
	int fd; /* -1: nobody is connected */
	size_t have;
	int fds[CONN_MAX_FDS];
	unsigned int nr_fds;
	u8 buf[CONN_MAX_MSG];
};

struct message {
	u16 id, cmd;
	u32 flags;
	const u8 *data; /* behind the header; lives until the next receive */
	size_t size;
	int *fds; /* a handler that keeps one puts -1 into its place */
	unsigned int nr_fds;
};

enum conn_state { CONN_MESSAGE, CONN_AGAIN, CONN_CLOSED };

void conn_open(struct conn *conn, int fd);
void conn_close(struct conn *conn);

/**
 * conn_receive() - next whole message, without blocking
 *
 * CONN_MESSAGE: @msg is filled; conn_done() before the next call.
 * CONN_AGAIN: not all of it is here yet.  CONN_CLOSED: the other side left or
 * broke the framing; the caller closes.
 */
enum conn_state conn_receive(struct conn *conn, struct message *msg);

/* Closes the descriptors of the message that nobody kept. */
void conn_done(struct conn *conn);

/* 0, or -1 if the client is gone or does not read. */
int conn_reply(struct conn *conn, const struct message *msg, const void *data,
	       size_t size);
int conn_reply_error(struct conn *conn, const struct message *msg, int err);

#endif
