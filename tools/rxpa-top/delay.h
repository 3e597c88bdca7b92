/* SPDX-License-Identifier: GPL-2.0 */
/* Spans of time as people write them: "0.5". */
#ifndef RXPA_TOP_DELAY_H
#define RXPA_TOP_DELAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DELAY_MIN_MS	100
#define DELAY_MAX_MS	86400000
#define DELAY_LIMITS	"a number of seconds from 0.1 to 86400"

/* "0.5" to milliseconds within the limits above. */
bool delay_parse(const char *text, uint64_t *ms);
/* milliseconds to "0.5 s" */
void delay_text(uint64_t ms, char *buf, size_t size);

#endif
