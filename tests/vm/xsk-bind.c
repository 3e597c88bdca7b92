// SPDX-License-Identifier: GPL-2.0
/*
 * xsk-bind IFACE QUEUE...
 *
 * Binds an AF_XDP socket in zero-copy mode to each queue: its ring then holds
 * buffers of the socket's memory instead of pages of the driver's.  The port
 * must have an XDP program (xdp-pass) for the driver to change the ring.  The
 * sockets are never read; what the program passes goes to the stack and its
 * buffer back to the ring.  Goes into the background once all sockets are
 * bound and prints its process id; `kill` gives the queues back.
 */
#include <errno.h>
#include <linux/if_xdp.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hold.h"

#define FRAMES	2048u
#define CHUNK	2048u

/* The fill ring, with all frames in it for the driver. */
static int fill(int fd)
{
	struct xdp_mmap_offsets off;
	socklen_t len = sizeof(off);
	uint32_t *producer;
	uint64_t *desc;
	char *ring;

	if (getsockopt(fd, SOL_XDP, XDP_MMAP_OFFSETS, &off, &len))
		return -1;
	ring = mmap(NULL, off.fr.desc + FRAMES * sizeof(*desc),
		    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd,
		    XDP_UMEM_PGOFF_FILL_RING);
	if (ring == MAP_FAILED)
		return -1;
	producer = (void *)(ring + off.fr.producer);
	desc = (void *)(ring + off.fr.desc);
	for (uint32_t i = 0; i < FRAMES; i++)
		desc[i] = (uint64_t)i * CHUNK;
	__atomic_store_n(producer, FRAMES, __ATOMIC_RELEASE);
	return 0;
}

static int bind_queue(unsigned int ifindex, unsigned int queue)
{
	struct sockaddr_xdp addr = {
		.sxdp_family = AF_XDP,
		.sxdp_flags = XDP_ZEROCOPY,
		.sxdp_ifindex = ifindex,
		.sxdp_queue_id = queue,
	};
	struct xdp_umem_reg umem = {
		.len = FRAMES * CHUNK,
		.chunk_size = CHUNK,
	};
	unsigned int size = FRAMES;
	int fd = socket(AF_XDP, SOCK_RAW, 0);
	void *area = mmap(NULL, umem.len, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (fd < 0 || area == MAP_FAILED)
		return -1;
	umem.addr = (uintptr_t)area;
	if (setsockopt(fd, SOL_XDP, XDP_UMEM_REG, &umem, sizeof(umem)) ||
	    setsockopt(fd, SOL_XDP, XDP_UMEM_FILL_RING, &size, sizeof(size)) ||
	    setsockopt(fd, SOL_XDP, XDP_UMEM_COMPLETION_RING, &size,
		       sizeof(size)) ||
	    setsockopt(fd, SOL_XDP, XDP_RX_RING, &size, sizeof(size)) ||
	    fill(fd))
		return -1;
	return bind(fd, (struct sockaddr *)&addr, sizeof(addr));
}

int main(int argc, char **argv)
{
	unsigned int ifindex;
	int i;

	if (argc < 3) {
		fprintf(stderr, "usage: xsk-bind IFACE QUEUE...\n");
		return 2;
	}
	ifindex = if_nametoindex(argv[1]);
	for (i = 2; i < argc; i++) {
		if (!ifindex || bind_queue(ifindex, strtoul(argv[i], NULL, 10))) {
			fprintf(stderr, "xsk-bind: %s %s: %s\n", argv[1],
				argv[i], strerror(errno));
			return 1;
		}
	}
	return hold("xsk-bind");
}
