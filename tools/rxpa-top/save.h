/* SPDX-License-Identifier: GPL-2.0 */
/* --save: what is read is also written to a folder, as --path reads it. */
#ifndef RXPA_TOP_SAVE_H
#define RXPA_TOP_SAVE_H

#include <stddef.h>

#include "util.h"

/* Makes the folder, which must not be there yet; -1 with @err set. */
int save_open(const char *path, struct err *err);

/*
 * One file of it; nothing unless there is a folder, and a tape plays: what a
 * child reads, its parent reads again.
 */
void save_text(const char *name, const char *p, size_t n);
void save_line(const char *name, const char *line);

/* -1 with @err set when a file could not be written. */
int save_close(struct err *err);

#endif
