// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "signals.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGWINCH };
static volatile sig_atomic_t stop, resized;
static sigset_t waiting;

static void on_signal(int sig)
{
	if (sig == SIGWINCH)
		resized = 1;
	else
		stop = 1;
}

void signals_init(void)
{
	struct sigaction sa = { .sa_handler = on_signal };
	sigset_t block;
	size_t i;

	sigemptyset(&block);
	for (i = 0; i < sizeof(caught) / sizeof(*caught); i++) {
		sigaction(caught[i], &sa, NULL);
		sigaddset(&block, caught[i]);
	}
	sigprocmask(SIG_BLOCK, &block, &waiting);
	for (i = 0; i < sizeof(caught) / sizeof(*caught); i++)
		sigdelset(&waiting, caught[i]);
}

bool signals_stop(void)
{
	return stop;
}

bool signals_resized(void)
{
	bool was = resized;

	resized = 0;
	return was;
}

uint64_t clock_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

unsigned int signals_wait(uint64_t deadline_ms, int input, int reader)
{
	struct pollfd pfd[] = {
		{ .fd = input, .events = POLLIN }, { .fd = reader, .events = POLLIN },
	};
	uint64_t now = clock_ms();
	uint64_t left = deadline_ms > now ? deadline_ms - now : 0;
	struct timespec ts = {
		.tv_sec = (time_t)(left / 1000),
		.tv_nsec = (long)(left % 1000) * 1000000,
	};

	if (ppoll(pfd, 2, &ts, &waiting) <= 0)
		return 0;
	return (pfd[0].revents ? WAIT_INPUT : 0) | (pfd[1].revents ? WAIT_READER : 0);
}

void signals_default(void)
{
	size_t i;

	for (i = 0; i < sizeof(caught) / sizeof(*caught); i++)
		signal(caught[i], SIG_DFL);
	sigprocmask(SIG_SETMASK, &waiting, NULL);
}
