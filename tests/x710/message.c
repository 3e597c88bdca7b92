// SPDX-License-Identifier: GPL-2.0
#include "message.h"

#include "port.h"

#include <errno.h>
#include <stdio.h>

enum {
	REGION_BAR0 = 0,
	REGION_BAR3 = 3,
	REGION_CONFIG = 7,
	NR_REGIONS = 9,
	IRQ_INTX = 0,
	IRQ_MSIX = 2,
	NR_IRQS = 5,
	DEVICE_RESETS = 1,
	DEVICE_PCI = 2,
	REGION_RW = 3,
	MAP_READ = 1,
	MAP_WRITE = 2,
	IRQ_EVENTFD = 1,
	SET_DATA_EVENTFD = 4,
	SET_DATA_MASK = 7,
	FAIR_SHARE = 256,
	MAX_REPLY = CONN_MAX_MSG,
};

/* What a handler returns: bytes of the reply, or minus an errno. */
struct answer {
	u8 data[MAX_REPLY];
	size_t size;
};

static u64 region_size(u32 index)
{
	switch (index) {
	case REGION_BAR0:
		return BAR0_SIZE;
	case REGION_BAR3:
		return BAR3_SIZE;
	case REGION_CONFIG:
		return PCI_CONFIG_SIZE;
	default:
		return 0;
	}
}

static int version(struct port *port, struct message *msg, struct answer *a)
{
	int len;

	(void)port;
	if (get16(msg->data) != 0)
		return -ENOTSUP;
	put16(a->data, 0);
	put16(a->data + 2, 0); /* 0.1 is refused by QEMU 11 */
	len = snprintf((char *)a->data + 4, 256,
		       "{\"capabilities\":{\"max_msg_fds\":%d,"
		       "\"max_data_xfer_size\":%d,\"max_dma_maps\":%d,"
		       "\"pgsizes\":4096}}",
		       CONN_MAX_FDS, CONN_MAX_DATA, DMA_MAX_MAPS);
	a->size = 4 + (size_t)len + 1;
	return 0;
}

static int dma_map(struct port *port, struct message *msg, struct answer *a)
{
	u32 flags = get32(msg->data + 4);
	int fd = msg->nr_fds ? msg->fds[0] : -1;

	a->size = 0;
	return -dma_add(&port->dma, get64(msg->data + 16), get64(msg->data + 24),
			flags & MAP_READ ? fd : -1, get64(msg->data + 8),
			flags & MAP_WRITE);
}

static int dma_unmap(struct port *port, struct message *msg, struct answer *a)
{
	memcpy(a->data, msg->data, 24);
	a->size = 24;
	return -dma_remove(&port->dma, get64(msg->data + 8),
			   get64(msg->data + 16));
}

static int get_info(struct port *port, struct message *msg, struct answer *a)
{
	(void)port;
	(void)msg;
	put32(a->data, 16);
	put32(a->data + 4, DEVICE_RESETS | DEVICE_PCI);
	put32(a->data + 8, NR_REGIONS);
	put32(a->data + 12, NR_IRQS);
	a->size = 16;
	return 0;
}

static int get_region_info(struct port *port, struct message *msg,
			   struct answer *a)
{
	u32 index = get32(msg->data + 8);
	u64 size = region_size(index);

	(void)port;
	if (index >= NR_REGIONS)
		return -EINVAL;
	memset(a->data, 0, 32);
	put32(a->data, 32);
	put32(a->data + 4, size ? REGION_RW : 0);
	put32(a->data + 8, index);
	put64(a->data + 16, size);
	a->size = 32;
	return 0;
}

static int get_irq_info(struct port *port, struct message *msg,
			struct answer *a)
{
	u32 index = get32(msg->data + 8), count = 0;

	if (index >= NR_IRQS)
		return -EINVAL;
	if (index == IRQ_INTX)
		count = 1;
	if (index == IRQ_MSIX)
		count = port->config.vectors;
	put32(a->data, 16);
	put32(a->data + 4, count ? IRQ_EVENTFD : 0);
	put32(a->data + 8, index);
	put32(a->data + 12, count);
	a->size = 16;
	return 0;
}

/* A count without descriptors takes eventfds away, as does a count of 0. */
static int set_irqs(struct port *port, struct message *msg, struct answer *a)
{
	u32 flags = get32(msg->data + 4), index = get32(msg->data + 8);
	u32 start = get32(msg->data + 12), count = get32(msg->data + 16);

	a->size = 0;
	if (index == IRQ_INTX)
		return 0; /* the driver asks for MSI-X and gets it */
	if (index != IRQ_MSIX)
		return count ? -EINVAL : 0;
	if (!count) {
		start = 0;
		count = port->config.vectors;
	}
	if (start > port->config.vectors ||
	    count > port->config.vectors - start ||
	    (msg->nr_fds && msg->nr_fds > count))
		return -EINVAL;
	for (u32 i = 0; i < count; i++) {
		int fd = -1;

		if ((flags & SET_DATA_MASK) == SET_DATA_EVENTFD &&
		    i < msg->nr_fds) {
			fd = msg->fds[i];
			msg->fds[i] = -1; /* kept */
		}
		irq_set_fd(port, start + i, fd);
	}
	return 0;
}

static bool in_region(u32 index, u64 offset, u64 count)
{
	u64 size = region_size(index);

	return offset <= size && count <= size - offset;
}

static int region_read(struct port *port, struct message *msg, struct answer *a)
{
	u64 offset = get64(msg->data);
	u32 index = get32(msg->data + 8), count = get32(msg->data + 12);
	u8 *to = a->data + 16;

	if (!in_region(index, offset, count) || count > CONN_MAX_DATA)
		return -EINVAL;
	memcpy(a->data, msg->data, 16);
	a->size = 16 + count;
	memset(to, 0, count);
	if (index == REGION_CONFIG)
		memcpy(to, port->pci.space + offset, count);
	if (index != REGION_BAR0)
		return 0;
	for (u32 i = 0; i < count;) {
		u32 at = (u32)offset + i, word = regs_read(port, at & ~3u);
		u32 skip = at & 3, part = 4 - skip;

		for (u32 b = 0; b < part && i < count; b++)
			to[i++] = (u8)(word >> 8 * (skip + b));
	}
	return 0;
}

static int region_write(struct port *port, struct message *msg,
			struct answer *a)
{
	u64 offset = get64(msg->data);
	u32 index = get32(msg->data + 8), count = get32(msg->data + 12);
	const u8 *from = msg->data + 16;

	if (!in_region(index, offset, count) || count > msg->size - 16)
		return -EINVAL;
	memcpy(a->data, msg->data, 16);
	a->size = 16;
	if (index == REGION_CONFIG)
		pci_config_write(&port->pci, (u32)offset, from, count);
	/* The device has registers of 32 bits and nothing smaller. */
	if (index == REGION_BAR0 && offset % 4 == 0)
		for (u32 i = 0; i + 4 <= count; i += 4)
			regs_write(port, (u32)offset + i, get32(from + i));
	return 0;
}

static int device_reset(struct port *port, struct message *msg,
			struct answer *a)
{
	(void)msg;
	a->size = 0;
	pci_config_reset(&port->pci, port->config.vectors);
	port_reset(port);
	return 0;
}

static const struct command {
	size_t min; /* bytes behind the header */
	int (*run)(struct port *port, struct message *msg, struct answer *a);
} commands[] = {
	[CMD_VERSION] = { 4, version },
	[CMD_DMA_MAP] = { 32, dma_map },
	[CMD_DMA_UNMAP] = { 24, dma_unmap },
	[CMD_GET_INFO] = { 0, get_info },
	[CMD_GET_REGION_INFO] = { 12, get_region_info },
	[CMD_GET_IRQ_INFO] = { 12, get_irq_info },
	[CMD_SET_IRQS] = { 20, set_irqs },
	[CMD_REGION_READ] = { 16, region_read },
	[CMD_REGION_WRITE] = { 16, region_write },
	[CMD_RESET] = { 0, device_reset },
};

int message_handle(struct port *port, struct message *msg)
{
	static struct answer answer; /* one thread, no recursion */
	const struct command *command = NULL;
	int err;

	if ((msg->flags & MSG_TYPE) == MSG_REPLY)
		return 0; /* nothing was asked of the client */
	if (msg->cmd < ARRAY_SIZE(commands) && commands[msg->cmd].run)
		command = &commands[msg->cmd];
	answer.size = 0;
	if (!command)
		err = -ENOTSUP;
	else if (msg->size < command->min)
		err = -EINVAL;
	else
		err = command->run(port, msg, &answer);
	if (err && port->config.verbose)
		fprintf(stderr, "port %u: command %u refused: %s\n",
			port->number, msg->cmd, strerror(-err));
	if (err)
		return conn_reply_error(&port->conn, msg, -err);
	return conn_reply(&port->conn, msg, answer.data, answer.size);
}

int message_work(struct port *port)
{
	for (unsigned int i = 0; i < FAIR_SHARE; i++) {
		struct message msg;
		int err;

		switch (conn_receive(&port->conn, &msg)) {
		case CONN_AGAIN:
			return 0;
		case CONN_CLOSED:
			return -1;
		case CONN_MESSAGE:
			err = message_handle(port, &msg);
			conn_done(&port->conn);
			if (err)
				return -1;
		}
	}
	return 0;
}
