/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One reading, done by a child that may hang; see tape.h.  Nobody waits for a
 * child that hangs: it is left to init, and ends when the kernel lets it.
 */
#ifndef RXPA_TOP_READER_H
#define RXPA_TOP_READER_H

#include <sys/types.h>

#include "source.h"

struct reader {
	const struct source *src;
	unsigned int what;
	pid_t pid;		/* 0: nothing is being read */
	int fd;			/* input here: call reader_done() */
	uint64_t since_ms;	/* clock_ms() at the start */
	size_t n, room;
	char *bytes;
};

int reader_start(struct reader *reader, const struct source *src,
		 unsigned int what, struct err *err);

/* Takes what has come; true when that was the end: then reader_take(). */
bool reader_done(struct reader *reader);

/* As source_read(); the reader may be started anew then. */
struct snapshot *reader_take(struct reader *reader, struct err *err);

/* Forgets a reading, also one that hangs. */
void reader_abandon(struct reader *reader);

/*
 * All of it, but no longer than that.  NULL with @err set, or with signals_stop()
 * when a signal came first.
 */
struct snapshot *reader_read(const struct source *src, unsigned int what,
			     uint64_t timeout_ms, struct err *err);

/* What a reading that does not end waits for. */
const char *reader_cause(const struct source *src);

#endif
