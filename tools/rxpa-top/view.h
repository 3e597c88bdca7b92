/* SPDX-License-Identifier: GPL-2.0 */
/* What main.c hands to the three views. */
#ifndef RXPA_TOP_VIEW_H
#define RXPA_TOP_VIEW_H

#include "check.h"
#include "model.h"

struct options {
	struct view_opts view;
	char filter[ROW_TEXT];
	const char *path;
	bool once;
	bool batch;
	bool json;
	bool check;
	bool limits_given;
	struct limits warning, critical;	/* of --check */
	bool delay_given;
	uint64_t iterations;	/* 0: for ever */
	uint64_t delay_ms;
};

#define DELAY_MIN_MS	100
#define DELAY_MAX_MS	86400000

/* "0.5" to milliseconds within the limits above. */
bool delay_parse(const char *text, uint64_t *ms);
/* milliseconds to "0.5 s" */
void delay_text(uint64_t ms, char *buf, size_t size);

/* Each prints one snapshot; @first is false from the second one on. */
void text_print(const struct snapshot *snap, const struct options *opts, bool first);
int json_print(const struct snapshot *snap, const struct options *opts,
	       const struct snapshot *before);

/* Runs until the user leaves; an exit code, with @err set unless it is 0. */
int curses_run(const struct source *src, struct options *opts, struct err *err);

#endif
