/* SPDX-License-Identifier: GPL-2.0 */
/* Bytes of one file of a folder, and what it means when they cannot be had. */
#ifndef RXPA_TOP_FILES_H
#define RXPA_TOP_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "util.h"

struct text {
	char *p;
	size_t n;
};

/* A file descriptor of a folder, or a negative errno. */
int dir_open(const char *path);

/* 0, or a negative errno; @out is to be freed on 0. */
int file_read(int dir, const char *name, struct text *out);

/* The same by the path of a folder. */
int file_read_in(const char *folder, const char *name, struct text *out);

/* file_read() past the tape: what is made of such answers goes on it as a whole. */
int file_fetch(int dir, const char *name, struct text *out);

/* The next answer of the tape that plays, as file_read() gives it. */
int text_take(struct text *out);

/* The first line of a small file, without what does not fit; false: not there. */
bool file_line(int dir, const char *name, char *buf, size_t size);
bool file_line_in(const char *folder, const char *name, char *buf, size_t size);

/* Does this error of file_read() mean that the file is gone? */
bool file_vanished(int error, bool recorded);

/* Says why; returns -1. */
int file_err(const char *path, int error, struct err *err);
int permission_err(const char *what, int error, struct err *err);

#endif
