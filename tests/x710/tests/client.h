/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A vfio-user client and a few habits of a driver, over a socketpair and in
 * the server's own thread: what is sent is handled at once.
 */
#ifndef X710_CLIENT_H
#define X710_CLIENT_H

#include "message.h"
#include "port.h"

#define GUEST_BASE 0x100000ull
#define GUEST_SIZE (16u << 20)

struct client {
	struct port port;
	int fd;	   /* the client's end */
	int memfd;
	u8 *mem;   /* guest memory from GUEST_BASE on */
	u64 free;  /* guest address of what is not given away yet */
	u64 atq, arq;
	u32 atq_tail;
	u64 rx_buffers[128];
	u32 rx_buffer_size[128];
};

struct pair {
	struct wire wire;
	struct client *a, *b; /* ports 0 and 1 */
};

/* A connected port; @wire may be NULL.  With guest memory mapped. */
struct client *client_new(struct wire *wire);
void client_free(struct client *c);
struct pair *pair_new(void);
void pair_free(struct pair *pair);

/* Bytes of the reply, or minus the errno in it; -1000: no reply, hung up. */
int client_call(struct client *c, u16 cmd, const void *data, size_t size,
		const int *fds, unsigned int nr_fds, void *reply, size_t room);
int client_send(struct client *c, u16 cmd, u32 flags, const void *data,
		size_t size, const int *fds, unsigned int nr_fds);
int client_map(struct client *c, u64 addr, u64 size, u64 offset, u32 flags,
	       int fd);
u32 reg_read(struct client *c, u32 offset);
void reg_write(struct client *c, u32 offset, u32 value);

/* Guest memory: @size zeroed bytes, aligned to 4096; and as host pointer. */
u64 guest_alloc(struct client *c, size_t size);
u8 *guest(struct client *c, u64 addr);

/* The driver. */
void driver_admin_start(struct client *c);
/* One command; @param 16 bytes in and out, @buf @len bytes of a buffer or
 * NULL.  The return value in the descriptor, or 0x10000 if nothing came back.
 */
u32 driver_admin(struct client *c, u16 opcode, u8 *param, u8 *buf, u16 len);
int driver_eventfd(struct client *c, unsigned int vector);
bool driver_signalled(int eventfd);
/* Rings with their contexts; buffers of @buffer bytes, all but one posted. */
u64 driver_rx_ring(struct client *c, u32 queue, u16 len, u32 buffer);
u64 driver_tx_ring(struct client *c, u32 queue, u16 len, u64 head_wb);
void driver_tx(struct client *c, u64 ring, u32 at, u64 addr, u64 word);
/* The second word of a received descriptor, its buffer's bytes. */
u64 driver_rx_word(struct client *c, u64 ring, u32 at);
u8 *driver_rx_data(struct client *c, u32 queue, u32 at);
/* What both ports need before frames pass: the MAC address known. */
void driver_switch(struct client *c);

/* A UDP or TCP over IPv4 frame of @len bytes with right checksums. */
void frame_make(u8 *frame, size_t len, const u8 *dst, u8 proto, u16 dport);

#endif
