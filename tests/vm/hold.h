/* SPDX-License-Identifier: GPL-2.0 */
/* For helpers that hold something until they are killed. */
#ifndef HOLD_H
#define HOLD_H

#include <stdio.h>
#include <unistd.h>

/* Goes into the background and prints the process id there; ends in `kill`. */
static inline int hold(const char *name)
{
	pid_t pid = fork();

	if (pid < 0) {
		perror(name);
		return 1;
	}
	if (pid) {
		printf("%d\n", (int)pid);
		return 0;
	}
	/* Let go of the caller's pipe, or `$(name ...)` would wait for us. */
	for (int fd = 0; fd < 3; fd++)
		close(fd);
	setsid();
	for (;;)
		pause();
}

#endif /* HOLD_H */
