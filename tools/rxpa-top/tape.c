// SPDX-License-Identifier: GPL-2.0
#include "tape.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct answer {
	int64_t ret;
	uint64_t n;		/* bytes that follow */
	struct timespec mono, real;
};

static int record_fd = -1;
static const char *play, *play_end;
static bool lasted;
static struct answer last;

void tape_record(int fd)
{
	record_fd = fd;
}

void tape_play(const char *bytes, size_t n)
{
	play = bytes;
	play_end = bytes + n;
	lasted = true;
}

bool tape_stop(void)
{
	lasted &= play == play_end;
	play = play_end = NULL;
	return lasted;
}

bool tape_plays(void)
{
	return play;
}

static void write_all(const void *bytes, size_t n)
{
	const char *p = bytes;
	ssize_t done;

	for (; n; p += done, n -= (size_t)done) {
		done = write(record_fd, p, n);
		if (done < 0 && errno == EINTR)
			done = 0;
		if (done < 0)
			_exit(1);	/* nobody wants it any more */
	}
}

void tape_put(int ret, const char *bytes, size_t n)
{
	last = (struct answer){ .ret = ret, .n = n };
	clock_gettime(CLOCK_MONOTONIC, &last.mono);
	clock_gettime(CLOCK_REALTIME, &last.real);
	if (record_fd < 0)
		return;
	write_all(&last, sizeof(last));
	write_all(bytes, n);
}

int tape_take(const char **bytes, size_t *n)
{
	*n = 0;
	*bytes = play;
	if ((size_t)(play_end - play) < sizeof(last)) {
		lasted = false;
		return -EIO;
	}
	memcpy(&last, play, sizeof(last));
	play += sizeof(last);
	if ((size_t)(play_end - play) < last.n) {
		lasted = false;
		return -EIO;
	}
	*bytes = play;
	*n = last.n;
	play += last.n;
	return (int)last.ret;
}

uint64_t tape_ns(void)
{
	return (uint64_t)last.mono.tv_sec * 1000000000 + (uint64_t)last.mono.tv_nsec;
}

struct timespec tape_time(void)
{
	return last.real;
}
