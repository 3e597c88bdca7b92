// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "delay.h"
#include "signals.h"
#include "tape.h"

/*
 * Whoever waits for our output to end must not wait for a child that hangs, so
 * it has none of our files.
 */
static void child_files(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		_exit(1);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
}

static _Noreturn void child_run(const struct source *src, unsigned int what,
				int fd, pid_t parent)
{
	struct err unused;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	signals_default();
	child_files();
	tape_record(fd);
	snapshot_free(source_read(src, what, &unused));
	_exit(0);
}

int reader_start(struct reader *reader, const struct source *src,
		 unsigned int what, struct err *err)
{
	pid_t parent = getpid();
	int fd[2];

	*reader = (struct reader){ .src = src, .what = what, .since_ms = clock_ms() };
	if (pipe2(fd, O_CLOEXEC))
		return err_set(err, EXIT_OTHER, "no pipe: %s", strerror(errno));
	reader->pid = fork();
	if (!reader->pid)
		child_run(src, what, fd[1], parent);
	close(fd[1]);
	reader->fd = fd[0];
	if (reader->pid < 0) {
		close(fd[0]);
		reader->pid = 0;
		return err_set(err, EXIT_OTHER, "no child can be started: %s",
			       strerror(errno));
	}
	fcntl(reader->fd, F_SETFL, O_NONBLOCK);
	return 0;
}

bool reader_done(struct reader *reader)
{
	ssize_t got;

	for (;;) {
		if (reader->n == reader->room) {
			reader->room = reader->room ? 2 * reader->room : 65536;
			reader->bytes = xrealloc(reader->bytes, reader->room);
		}
		got = read(reader->fd, reader->bytes + reader->n,
			   reader->room - reader->n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno != EAGAIN;
		if (!got)
			return true;
		reader->n += (size_t)got;
	}
}

static void forget(struct reader *reader)
{
	close(reader->fd);
	free(reader->bytes);
	*reader = (struct reader){ 0 };
}

struct snapshot *reader_take(struct reader *reader, struct err *err)
{
	struct snapshot *snap;

	waitpid(reader->pid, NULL, 0);	/* its pipe is closed: it ends */
	tape_play(reader->bytes, reader->n);
	snap = source_read(reader->src, reader->what, err);
	if (!tape_stop()) {
		snapshot_free(snap);
		snap = NULL;
		err_set(err, EXIT_OTHER, "%s: the reading broke off: its process was ended",
			reader->src->dir);
	}
	forget(reader);
	return snap;
}

void reader_abandon(struct reader *reader)
{
	if (!reader->pid)
		return;
	kill(reader->pid, SIGKILL);
	waitpid(reader->pid, NULL, WNOHANG);
	forget(reader);
}

const char *reader_cause(const struct source *src)
{
	return src->recorded ? "the files" : "the network lock";
}

struct snapshot *reader_read(const struct source *src, unsigned int what,
			     uint64_t timeout_ms, struct err *err)
{
	struct reader reader;
	uint64_t deadline;
	char limit[32];

	if (reader_start(&reader, src, what, err))
		return NULL;
	deadline = reader.since_ms + timeout_ms;
	while (!signals_stop() && clock_ms() < deadline)
		if (signals_wait(deadline, -1, reader.fd) && reader_done(&reader))
			return reader_take(&reader, err);
	reader_abandon(&reader);
	delay_text(timeout_ms, limit, sizeof(limit));
	err_set(err, EXIT_TIMEOUT, "%s: no answer within %s: %s%s; see --timeout",
		src->dir, limit, "it still waits for ",
		src->recorded ? "the files" : "the network lock (RTNL), which somebody else holds");
	return NULL;
}
