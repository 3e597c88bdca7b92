// SPDX-License-Identifier: GPL-2.0
/* The program itself, $X710D. */
#include "client.h"
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/x710-unit.XXXXXX";

static pid_t start(char *const *argv)
{
	pid_t pid = fork();

	if (!pid) {
		const char *program = getenv("X710D");
		int null = open("/dev/null", O_RDWR);

		dup2(null, 1);
		dup2(null, 2);
		alarm(20);
		if (program)
			execv(program, argv);
		_exit(127);
	}
	return pid;
}

static int status_of(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static int run(const char *a, const char *b)
{
	char *argv[] = { (char *)"x710d", (char *)(uintptr_t)a,
			 (char *)(uintptr_t)b, NULL };

	return status_of(start(argv));
}

static int dial(const char *path)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(addr.sun_path, sizeof(addr.sun_path), "%s", path);
	for (int i = 0; i < 100; i++) {
		if (!connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
			return fd;
		usleep(50000);
	}
	close(fd);
	return -1;
}

static bool asks(int fd)
{
	u8 raw[CONN_HEADER + 16] = { 7, 0, CMD_GET_INFO, 0, CONN_HEADER };
	struct timeval limit = { .tv_sec = 5 };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	return send(fd, raw, CONN_HEADER, MSG_NOSIGNAL) == CONN_HEADER &&
	       recv(fd, raw, sizeof(raw), MSG_WAITALL) == sizeof(raw) &&
	       raw[8] == MSG_REPLY;
}

static void test_options(void)
{
	CHECK_EQ(run("--help", NULL), 0);
	CHECK_EQ(run(NULL, NULL), 2);
	CHECK_EQ(run("--nonsense", NULL), 2);
	CHECK_EQ(run("--port=", NULL), 2);
	CHECK_EQ(run("--port=/x,mac=1", NULL), 2);
	CHECK_EQ(run("--port=/x,mac=01:00:00:00:00:00", NULL), 2);
	CHECK_EQ(run("--port=/x", "--vectors=1"), 2);
	CHECK_EQ(run("--port=/x", "--generate=size=1"), 2);
	CHECK_EQ(run("--port=/no/such/folder/x", NULL), 1);
}

static void test_life(void)
{
	char a[128], b[128], pa[96], pb[96];
	char *argv[] = { (char *)"x710d", a, b, NULL };
	int one, two;
	pid_t pid;

	if (!mkdtemp(dir)) {
		CHECK(false);
		return;
	}
	snprintf(pa, sizeof(pa), "%s/a", dir);
	snprintf(pb, sizeof(pb), "%s/b", dir);
	snprintf(a, sizeof(a), "--port=%s", pa);
	snprintf(b, sizeof(b), "--port=%s", pb);
	pid = start(argv);
	one = dial(pa);
	two = dial(pb);
	CHECK(one >= 0 && two >= 0);
	CHECK(asks(one) && asks(two));
	/* One leaves in the middle of a message, the other stays, one is back. */
	CHECK_EQ(send(one, "x710", 4, 0), 4);
	close(one);
	CHECK(asks(two));
	one = dial(pa);
	CHECK(asks(one));
	kill(pid, SIGUSR1);
	kill(pid, SIGUSR2);
	CHECK(asks(one));
	kill(pid, SIGTERM);
	CHECK_EQ(status_of(pid), 0);
	CHECK(access(pa, F_OK) < 0 && access(pb, F_OK) < 0);
	close(one);
	close(two);

	argv[2] = (char *)"--once";
	pid = start(argv);
	one = dial(pa);
	CHECK(asks(one));
	close(one);
	CHECK_EQ(status_of(pid), 0);
	rmdir(dir);
}

const struct unit_test server_tests[] = {
	{ "x710d: options", test_options },
	{ "x710d: clients come and go, signals", test_life },
	{ NULL, NULL },
};
