/* SPDX-License-Identifier: GPL-2.0 */
#ifndef RXPA_TOP_SIGNALS_H
#define RXPA_TOP_SIGNALS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * SIGINT, SIGTERM, SIGHUP and SIGWINCH are blocked except within
 * signals_wait(), so none can come between a check and the wait.
 */
void signals_init(void);

bool signals_stop(void);	/* one of the first three came */
bool signals_resized(void);	/* clears it */

uint64_t clock_ms(void);

/* Until @deadline_ms, a signal, or input on @fd (-1 none): true for input. */
bool signals_wait(uint64_t deadline_ms, int fd);

#endif
