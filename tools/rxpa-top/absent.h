/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Why the module's folder is not there, and what to do about it: one sentence.
 * Only reads, and only small files.  @proc and @sys are /proc and /sys.
 */
#ifndef RXPA_TOP_ABSENT_H
#define RXPA_TOP_ABSENT_H

#include "util.h"

/* No mount of debugfs; returns -1. */
int absent_debugfs(const char *proc, struct err *err);

/* debugfs has no folder @dir; returns -1. */
int absent_folder(const char *proc, const char *sys, const char *dir, struct err *err);

#endif
