// SPDX-License-Identifier: GPL-2.0
/*
 * on-tty FILE KEY AFTER LIMIT COMMAND...
 *
 * Runs the command on a terminal of its own, what it shows goes to FILE; presses
 * KEY (^C is a KEY) AFTER milliseconds, and prints how many milliseconds later
 * the command had ended, and its exit status: "left 120 0".  If it has not
 * after LIMIT, prints "stuck", kills it and does not wait: it may be one that
 * cannot be killed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static void die(const char *what)
{
	fprintf(stderr, "on-tty: %s: %s\n", what, strerror(errno));
	exit(2);
}

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The child: the terminal becomes its own. */
static void run(int terminal, char **command)
{
	struct winsize size = { .ws_row = 24, .ws_col = 100 };
	int fd;

	if (setsid() < 0 || grantpt(terminal) || unlockpt(terminal))
		die("terminal");
	fd = open(ptsname(terminal), O_RDWR);
	if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) || ioctl(fd, TIOCSWINSZ, &size))
		die("terminal");
	for (int i = 0; i < 3; i++)
		if (dup2(fd, i) < 0)
			die("dup2");
	setenv("TERM", "xterm", 1);
	execvp(command[0], command);
	die(command[0]);
}

/* Keep what the terminal shows, until a time has come or the command has gone. */
static int watch(int terminal, int out, pid_t child, long until, int *status)
{
	struct pollfd poller = { .fd = terminal, .events = POLLIN };
	char text[4096];
	ssize_t len;

	while (now_ms() < until) {
		if (waitpid(child, status, WNOHANG) == child)
			return 1;
		if (poll(&poller, 1, 10) <= 0)
			continue;
		len = read(terminal, text, sizeof(text));
		if (len > 0 && write(out, text, len) != len)
			die("write");
		if (len <= 0)
			usleep(10000);
	}
	return 0;
}

int main(int argc, char **argv)
{
	int terminal, out, status = 0;
	long pressed;
	pid_t child;
	char key;

	if (argc < 6) {
		fprintf(stderr, "usage: on-tty FILE KEY AFTER LIMIT COMMAND...\n");
		return 2;
	}
	key = strcmp(argv[2], "^C") ? argv[2][0] : '\003';
	out = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0600);
	terminal = posix_openpt(O_RDWR | O_NOCTTY);
	if (out < 0 || terminal < 0)
		die("open");
	child = fork();
	if (child < 0)
		die("fork");
	if (!child)
		run(terminal, argv + 5);

	if (watch(terminal, out, child, now_ms() + atol(argv[3]), &status)) {
		printf("left before the key %d\n", WEXITSTATUS(status));
		return 1;
	}
	pressed = now_ms();
	if (write(terminal, &key, 1) != 1)
		die("write");
	if (!watch(terminal, out, child, pressed + atol(argv[4]), &status)) {
		printf("stuck\n");
		kill(child, SIGKILL);
		return 1;
	}
	printf("left %ld %d\n", now_ms() - pressed,
	       WIFEXITED(status) ? WEXITSTATUS(status) :
	       128 + WTERMSIG(status));
	return 0;
}
