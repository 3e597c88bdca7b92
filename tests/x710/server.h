/* SPDX-License-Identifier: GPL-2.0 */
/* Sockets and the loop. */
#ifndef X710_SERVER_H
#define X710_SERVER_H

#include "port.h"

struct server {
	struct wire wire;
	unsigned int nr;
	struct {
		struct port *port;
		const char *path;
		int listener;
	} port[WIRE_PORTS];
	bool once; /* leave when all clients have left */
};

/* Binds the ports' sockets; false: the reason is on stderr. */
bool server_listen(struct server *server);
/* Until SIGTERM or SIGINT (or all have left, with once); the exit status. */
int server_run(struct server *server);
void server_close(struct server *server);

#endif
