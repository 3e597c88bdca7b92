// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "save.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tape.h"

static int folder = -1, failed;
static const char *where;

int save_open(const char *path, struct err *err)
{
	if (mkdir(path, 0700))
		return err_set(err, EXIT_OTHER, "--save: %s: %s", path,
			       errno == EEXIST ? "it is there already; name a new folder" :
			       strerror(errno));
	folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (folder < 0)
		return err_set(err, EXIT_OTHER, "--save: %s: %s", path, strerror(errno));
	where = path;
	failed = 0;
	return 0;
}

static int write_all(int fd, const char *p, size_t n)
{
	ssize_t done;

	for (; n; p += done, n -= (size_t)done) {
		done = write(fd, p, n);
		if (done < 0 && errno == EINTR)
			done = 0;
		if (done < 0)
			return -errno;
	}
	return 0;
}

void save_text(const char *name, const char *p, size_t n)
{
	int fd, ret;

	if (folder < 0 || failed || !tape_plays())
		return;
	fd = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	ret = fd < 0 ? -errno : write_all(fd, p, n);
	if (fd >= 0 && close(fd) && !ret)
		ret = -errno;
	failed = ret;
}

void save_line(const char *name, const char *line)
{
	char *text;
	int n = asprintf(&text, "%s\n", line);

	if (n < 0)
		return;
	if (*line)
		save_text(name, text, (size_t)n);
	free(text);
}

int save_close(struct err *err)
{
	if (folder >= 0)
		close(folder);
	folder = -1;
	if (failed)
		return err_set(err, EXIT_OTHER, "--save: %s: %s", where, strerror(-failed));
	return 0;
}
