/* SPDX-License-Identifier: GPL-2.0 */
/* What main.c hands to the three views. */
#ifndef RXPA_TOP_VIEW_H
#define RXPA_TOP_VIEW_H

#include "check.h"
#include "filter.h"
#include "model.h"

struct options {
	struct view_opts view;
	char filter[FILTER_TEXT];
	const char *path;
	const char *save;	/* make a recording there */
	bool explain;
	bool once;
	bool batch;
	bool json;
	bool check;
	bool limits_given;
	struct limits warning, critical;	/* of --check */
	bool delay_given;
	uint64_t iterations;	/* 0: for ever */
	uint64_t delay_ms;
	uint64_t timeout_ms;	/* of a reading, where nobody watches */
	bool timeout_given;
};

/* Each prints one snapshot; @first is false from the second one on. */
void text_print(const struct snapshot *snap, const struct options *opts, bool first);
void text_explain(const struct snapshot *snap);
int json_explain(const struct snapshot *snap);
int json_print(const struct snapshot *snap, const struct options *opts,
	       const struct snapshot *before);

/* Runs until the user leaves; an exit code, with @err set unless it is 0. */
int curses_run(const struct source *src, struct options *opts, struct err *err);

#endif
