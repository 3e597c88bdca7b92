// SPDX-License-Identifier: GPL-2.0
/*
 * udpload COUNT PORT [RCVBUF]
 *
 * Opens COUNT UDP sockets on ports PORT, PORT + 1, ... and never reads them:
 * what arrives stays in the receive queues, and so do the rx pages that it
 * lies in, until the process ends.  Goes into the background once all
 * sockets are open and prints its process id; `kill` lets the pages go.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hold.h"

/* For both families, or for IPv4 where the kernel has no other. */
static int open_one(unsigned int port, int rcvbuf)
{
	struct sockaddr_in6 v6 = {
		.sin6_family = AF_INET6,
		.sin6_port = htons(port),
		.sin6_addr = IN6ADDR_ANY_INIT,
	};
	struct sockaddr_in v4 = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
	};
	struct sockaddr *addr = (struct sockaddr *)&v6;
	socklen_t len = sizeof(v6);
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);
	int off = 0;

	if (fd < 0 && errno == EAFNOSUPPORT) {
		addr = (struct sockaddr *)&v4;
		len = sizeof(v4);
		fd = socket(AF_INET, SOCK_DGRAM, 0);
	}
	if (fd < 0)
		return -1;
	if (len == sizeof(v6))
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	/* FORCE: as root the limit of net.core.rmem_max does not hold. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &rcvbuf, sizeof(rcvbuf)))
		return -1;
	return bind(fd, addr, len);
}

int main(int argc, char **argv)
{
	struct rlimit lim = { .rlim_cur = 65536, .rlim_max = 65536 };
	int count, port, rcvbuf;

	count = argc > 2 ? atoi(argv[1]) : 0;
	port = argc > 2 ? atoi(argv[2]) : 0;
	rcvbuf = argc > 3 ? atoi(argv[3]) : 64 << 20;
	if (count < 1 || port < 1 || port + count > 65536) {
		fprintf(stderr, "usage: udpload COUNT PORT [RCVBUF]\n");
		return 2;
	}
	setrlimit(RLIMIT_NOFILE, &lim);
	for (int i = 0; i < count; i++) {
		if (open_one(port + i, rcvbuf) < 0) {
			fprintf(stderr, "udpload: port %d: %s\n", port + i,
				strerror(errno));
			return 1;
		}
	}
	return hold("udpload");
}
