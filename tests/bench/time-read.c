// SPDX-License-Identifier: GPL-2.0
/*
 * time-read TIMES FILE: nanoseconds that it takes to read FILE from its begin to
 * its end, TIMES times; and how many bytes it has.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static long long now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long read_all(const char *name)
{
	static char text[1 << 20];
	int fd = open(name, O_RDONLY);
	long sum = 0;
	ssize_t len;

	if (fd < 0)
		return -1;
	while ((len = read(fd, text, sizeof(text))) > 0)
		sum += len;
	close(fd);
	return len < 0 ? -1 : sum;
}

int main(int argc, char **argv)
{
	long bytes;

	if (argc != 3) {
		fprintf(stderr, "usage: time-read TIMES FILE\n");
		return 2;
	}
	bytes = read_all(argv[2]);
	if (bytes < 0) {
		perror(argv[2]);
		return 1;
	}
	printf("%ld", bytes);
	for (int i = atoi(argv[1]); i > 0; i--) {
		long long begun = now_ns();

		if (read_all(argv[2]) < 0)
			return 1;
		printf(" %lld", now_ns() - begun);
	}
	putchar('\n');
	return 0;
}
