// SPDX-License-Identifier: GPL-2.0
#include "server.h"

#include "message.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int listen_at(const char *path)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(addr.sun_path)) {
		fprintf(stderr, "x710d: %s: longer than a socket's name can be\n",
			path);
		return -1;
	}
	memcpy(addr.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0 ||
	    listen(fd, 1) < 0) {
		fprintf(stderr, "x710d: %s: %s\n", path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

bool server_listen(struct server *server)
{
	for (unsigned int i = 0; i < server->nr; i++) {
		server->port[i].listener = listen_at(server->port[i].path);
		if (server->port[i].listener < 0)
			return false;
	}
	return true;
}

void server_close(struct server *server)
{
	for (unsigned int i = 0; i < server->nr; i++) {
		port_free(server->port[i].port);
		if (server->port[i].listener >= 0) {
			close(server->port[i].listener);
			unlink(server->port[i].path);
		}
		server->port[i].listener = -1;
	}
}

static void say(const struct server *server, const char *what)
{
	for (unsigned int i = 0; i < server->nr; i++) {
		const struct counters *c = &server->port[i].port->count;

		fprintf(stderr,
			"x710d: %s: port %u: rx %llu frames %llu bytes %llu dropped "
			"%llu filtered, tx %llu frames %llu bytes, %llu resets, "
			"%llu admin commands, %llu bad addresses\n",
			what, i, (unsigned long long)c->rx_frames,
			(unsigned long long)c->rx_bytes,
			(unsigned long long)c->rx_dropped,
			(unsigned long long)c->rx_filtered,
			(unsigned long long)c->tx_frames,
			(unsigned long long)c->tx_bytes,
			(unsigned long long)c->resets,
			(unsigned long long)c->admin_commands,
			(unsigned long long)c->bad_dma);
	}
}

static int watch_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* False: it is time to leave. */
static bool take_signal(struct server *server, int fd)
{
	struct signalfd_siginfo info;

	if (read(fd, &info, sizeof(info)) != sizeof(info))
		return true;
	switch (info.ssi_signo) {
	case SIGUSR1: /* the cable, out and in */
		wire_toggle(&server->wire);
		return true;
	case SIGUSR2:
		say(server, "now");
		return true;
	default:
		return false;
	}
}

static void take_client(struct server *server, unsigned int i)
{
	int fd = accept4(server->port[i].listener, NULL, NULL,
			 SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd >= 0)
		conn_open(&server->port[i].port->conn, fd);
}

/* False: this was the last client. */
static bool lose_client(struct server *server, unsigned int i)
{
	port_disconnect(server->port[i].port);
	for (unsigned int n = 0; n < server->nr; n++)
		if (server->port[n].port->conn.fd >= 0)
			return true;
	return false;
}

int server_run(struct server *server)
{
	struct pollfd fds[WIRE_PORTS + 1];
	int signals = watch_signals();
	bool run = signals >= 0;

	while (run) {
		int wait = wire_work(&server->wire);

		fds[server->nr] = (struct pollfd){ signals, POLLIN, 0 };
		for (unsigned int i = 0; i < server->nr; i++) {
			int client = server->port[i].port->conn.fd;

			fds[i] = (struct pollfd){
				client >= 0 ? client : server->port[i].listener,
				POLLIN, 0
			};
		}
		if (poll(fds, server->nr + 1, wait) < 0 && errno != EINTR)
			break;
		if (fds[server->nr].revents)
			run = take_signal(server, signals);
		for (unsigned int i = 0; i < server->nr; i++) {
			struct port *port = server->port[i].port;

			if (!fds[i].revents)
				continue;
			if (port->conn.fd < 0)
				take_client(server, i);
			else if (message_work(port) < 0 &&
				 !lose_client(server, i) && server->once)
				run = false;
		}
	}
	say(server, "done");
	if (signals >= 0)
		close(signals);
	return signals < 0;
}
