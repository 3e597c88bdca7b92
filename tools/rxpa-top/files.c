// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tape.h"

#define FILE_LIMIT	(64u << 20)	/* no file of ours comes near */

int permission_err(const char *what, int error, struct err *err)
{
	if (geteuid())
		return err_set(err, EXIT_PERMISSION, "%s: %s: run as root",
			       what, strerror(error));
	return err_set(err, EXIT_PERMISSION,
		       "%s: %s although this is root: run as root outside a container; a locked-down kernel (see /sys/kernel/security/lockdown) forbids debugfs",
		       what, strerror(error));
}

static int slurp(int fd, struct text *out)
{
	size_t room = 0;
	ssize_t got;

	for (;;) {
		if (out->n == room) {
			char *p;

			if (room >= FILE_LIMIT)
				return -EFBIG;
			room = room ? 2 * room : 16384;
			p = realloc(out->p, room);
			if (!p)
				return -ENOMEM;
			out->p = p;
		}
		got = read(fd, out->p + out->n, room - out->n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got ? -errno : 0;
		out->n += (size_t)got;
	}
}

/* While a tape plays, it has the answer and the descriptor is never read from. */
int dir_open(const char *path)
{
	const char *bytes;
	int fd, ret;
	size_t n;

	if (tape_plays()) {
		ret = tape_take(&bytes, &n);
		if (ret)
			return ret;
		fd = open("/", O_PATH | O_CLOEXEC);
		return fd < 0 ? -errno : fd;
	}
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ret = fd < 0 ? -errno : 0;
	tape_put(ret, NULL, 0);
	return ret ? ret : fd;
}

int file_fetch(int dir, const char *name, struct text *out)
{
	struct stat st;
	int fd, ret;

	*out = (struct text){ 0 };
	fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	ret = fstat(fd, &st) ? -errno : S_ISREG(st.st_mode) ? 0 : -EINVAL;
	if (!ret)
		ret = slurp(fd, out);
	close(fd);
	if (ret) {
		free(out->p);
		*out = (struct text){ 0 };
	}
	return ret;
}

int text_take(struct text *out)
{
	const char *bytes;
	int ret;

	*out = (struct text){ 0 };
	ret = tape_take(&bytes, &out->n);
	if (!ret) {
		out->p = xcalloc(1, out->n);
		memcpy(out->p, bytes, out->n);
	}
	return ret;
}

int file_read(int dir, const char *name, struct text *out)
{
	int ret;

	if (tape_plays())
		return text_take(out);
	ret = file_fetch(dir, name, out);
	tape_put(ret, out->p, out->n);
	return ret;
}

int file_read_in(const char *folder, const char *name, struct text *out)
{
	char path[PATH_MAX + 128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return file_read(AT_FDCWD, path, out);
}

/* Takes @text when it was read. */
static bool keep_line(int error, struct text *text, char *buf, size_t size)
{
	size_t n = 0;

	*buf = '\0';
	if (error)
		return false;
	while (n < text->n && n + 1 < size && text->p[n] != '\n')
		n++;
	snprintf(buf, size, "%.*s", (int)n, text->p);
	free(text->p);
	return true;
}

bool file_line(int dir, const char *name, char *buf, size_t size)
{
	struct text text;

	return keep_line(file_read(dir, name, &text), &text, buf, size);
}

bool file_line_in(const char *folder, const char *name, char *buf, size_t size)
{
	struct text text;

	return keep_line(file_read_in(folder, name, &text), &text, buf, size);
}

/* debugfs answers EIO when a file is removed after it was opened. */
bool file_vanished(int error, bool recorded)
{
	return error == -ENOENT || error == -ENODEV ||
	       (error == -EIO && !recorded);
}

int file_err(const char *path, int error, struct err *err)
{
	if (error == -EACCES || error == -EPERM)
		return permission_err(path, -error, err);
	if (error == -EINVAL)
		return err_set(err, EXIT_OTHER, "%s: not a readable file", path);
	return err_set(err, EXIT_OTHER, "%s: %s", path, strerror(-error));
}
