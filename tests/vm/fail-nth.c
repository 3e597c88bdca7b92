// SPDX-License-Identifier: GPL-2.0
/*
 * fail-nth N load FILE | fail-nth N unload MODULE
 *
 * Loads or unloads a module with one system call of its own, in which the Nth
 * allocation fails (/proc/self/fail-nth, Documentation/fault-injection); what
 * a program needs to start is none of it.  Prints what is left of N, "0" if the
 * failure came about, and the error's name or "ok".  Exits 0 if the call did.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Buffers of our own: stdio would allocate. */
static char left[16];

static int die(const char *what)
{
	fprintf(stderr, "fail-nth: %s: %s\n", what, strerror(errno));
	return 2;
}

int main(int argc, char **argv)
{
	int nth, fd = -1, load, err = 0;

	if (argc != 4 || (strcmp(argv[2], "load") && strcmp(argv[2], "unload"))) {
		fputs("fail-nth N load FILE | fail-nth N unload MODULE\n", stderr);
		return 2;
	}
	load = !strcmp(argv[2], "load");
	if (load) {
		fd = open(argv[3], O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return die(argv[3]);
	}
	nth = open("/proc/self/fail-nth", O_RDWR);
	if (nth < 0)
		return die("/proc/self/fail-nth");
	if (write(nth, argv[1], strlen(argv[1])) < 0)
		return die(argv[1]);
	if (load ? syscall(SYS_finit_module, fd, "", 0) :
		   syscall(SYS_delete_module, argv[3], O_NONBLOCK))
		err = errno;
	if (pread(nth, left, sizeof(left) - 1, 0) < 0 ||
	    pwrite(nth, "0", 1, 0) < 0)
		return die("/proc/self/fail-nth");
	left[strcspn(left, "\n")] = '\0';
	printf("%s %s\n", left, err ? strerrorname_np(err) : "ok");
	return err != 0;
}
