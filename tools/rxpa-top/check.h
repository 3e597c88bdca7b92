/* SPDX-License-Identifier: GPL-2.0 */
/* --check: one line and an exit code for Nagios and what speaks its language. */
#ifndef RXPA_TOP_CHECK_H
#define RXPA_TOP_CHECK_H

#include "num.h"
#include "util.h"

struct options;
struct source;

/* What is more than a limit is worth a word; unknown is no limit. */
struct limits {
	struct num mem;		/* bytes held, in 1/10000 of MemTotal */
	struct num orphaned;	/* pages */
};

#define CHECK_WARNING	((struct limits){ .mem = NUM(1000), .orphaned = NUM(0) })
#define CHECK_CRITICAL	((struct limits){ .mem = NUM(2500) })

/* "mem=10,orphaned=none" over what stands in @limits; 0, or -1 with @err set. */
int limits_parse(const char *text, struct limits *limits, struct err *err);

/* Reads, judges, prints; returns the exit code. */
int check_run(const struct source *src, const struct options *opts);

/* When there is nothing to judge: the line says why.  Returns the exit code. */
int check_unknown(const struct err *err);

#endif
