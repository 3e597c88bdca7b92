/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A read of a debugfs file may hang for as long as somebody else holds the
 * network lock, and a process that hangs so can not even be killed.  So a child
 * reads (reader.c), and each answer that it gets from the kernel goes on a tape.
 * The parent then reads the same files in the same order from the tape: the code
 * that reads is the same in both, and nothing in the parent can hang.
 */
#ifndef RXPA_TOP_TAPE_H
#define RXPA_TOP_TAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Answers go to @fd from now on; -1: no more. */
void tape_record(int fd);

/* Answers come from these bytes, until tape_stop(): did they last? */
void tape_play(const char *bytes, size_t n);
bool tape_stop(void);
bool tape_plays(void);

/* Records an answer if a tape runs; in any case it is from now. */
void tape_put(int ret, const char *bytes, size_t n);

/* The next answer of the tape that plays; @bytes lie in the tape. */
int tape_take(const char **bytes, size_t *n);

/* When the last answer came. */
uint64_t tape_ns(void);			/* CLOCK_MONOTONIC */
struct timespec tape_time(void);	/* CLOCK_REALTIME */

#endif
