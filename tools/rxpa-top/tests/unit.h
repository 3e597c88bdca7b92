/* SPDX-License-Identifier: GPL-2.0 */
/* One room of tests a theme; each prints points of one TAP stream. */
#ifndef RXPA_TOP_UNIT_H
#define RXPA_TOP_UNIT_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "row.h"

#define N(a)	(sizeof(a) / sizeof(*(a)))

void tap(bool ok, const char *name);
void tap_str(const char *got, const char *want, const char *name);

/* A row of igb with @bytes, and @counter in every counter. */
void unit_row(struct row *row, const char *name, uint64_t bytes, uint64_t counter);

void unit_num(void);
void unit_parse(void);
void unit_model(void);
void unit_view(void);
void unit_explain(void);
void unit_ethtool(void);

#endif
