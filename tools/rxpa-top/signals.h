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

#define WAIT_INPUT	1u
#define WAIT_READER	2u

/* Until @deadline_ms, a signal, or input on one of the files (-1 none): which. */
unsigned int signals_wait(uint64_t deadline_ms, int input, int reader);

/* For a child: as if signals_init() had not been called. */
void signals_default(void);

#endif
