// SPDX-License-Identifier: GPL-2.0
/*
 * Mutates the files of a recorded folder and reads, derives and prints the
 * result, in one process under the sanitizers.  Any answer is right except a
 * crash, a leak, an error without a file name, or an unexpected exit code.
 *
 * usage: mutate FOLDER SCRATCH COUNT SEED
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source.h"
#include "view.h"

#define MAX_FILES	64
#define MAX_BYTES	(1 << 16)

struct file {
	char name[256];
	size_t n;
	char bytes[MAX_BYTES];
};

static struct file files[MAX_FILES];
static size_t n_files;
static uint64_t state;

static uint64_t roll(uint64_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % n;
}

static void load(const char *dir)
{
	char path[4096];
	struct dirent *e;
	DIR *d = opendir(dir);
	FILE *f;

	while (d && (e = readdir(d)) && n_files < MAX_FILES) {
		if (*e->d_name == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		f = fopen(path, "r");
		if (!f)
			continue;
		snprintf(files[n_files].name, sizeof(files[n_files].name), "%s", e->d_name);
		files[n_files].n = fread(files[n_files].bytes, 1, MAX_BYTES / 2, f);
		fclose(f);
		n_files++;
	}
	if (d)
		closedir(d);
}

static void save(const char *dir, const struct file *file, const char *bytes, size_t n)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, file->name);
	f = fopen(path, "w");
	if (!f || fwrite(bytes, 1, n, f) != n || fclose(f)) {
		perror(path);
		exit(2);
	}
}

static const char *const tokens[] = {
	"-", "total", "\n", " ", "# note: x\n", "18446744073709551615", "-9223372036854775808",
	"99999999999999999999", "queue", "held", "node7", "\"", "=", "# rxpageacct 1 walk\n",
	"/", ":", "%s%n", "\033[2J", "\xff\xfe", "0", "-1", "# rxpageacct 2 netdevs\n",
};

static size_t splice(char *b, size_t n, size_t at, size_t cut, const char *in, size_t len)
{
	if (n - cut + len > MAX_BYTES)
		return n;
	memmove(b + at + len, b + at + cut, n - at - cut);
	memcpy(b + at, in, len);
	return n - cut + len;
}

static size_t mutate(char *b, size_t n)
{
	size_t at = n ? roll(n) : 0, left = n - at, len;
	const char *token = tokens[roll(sizeof(tokens) / sizeof(*tokens))];
	char copy[256];

	switch (roll(7)) {
	case 0:
		if (n)
			b[at] = (char)roll(256);
		return n;
	case 1:
		return at;
	case 2:
		return splice(b, n, at, 0, token, strlen(token));
	case 3:
		len = roll(40);
		return splice(b, n, at, len < left ? len : left, "", 0);
	case 4:
		len = strcspn(b + at, " \n");
		return splice(b, n, at, len < left ? len : left, token, strlen(token));
	case 5:
		len = roll(sizeof(copy));
		len = len < left ? len : left;
		memcpy(copy, b + at, len);
		return splice(b, n, n ? roll(n) : 0, 0, copy, len);
	default:
		if (n)
			b[at] ^= (char)(1 << roll(8));
		return n;
	}
}

static bool read_and_print(const char *dir, const struct snapshot *before)
{
	struct options opts = { .view = { .sort = (enum col)roll(COL_END), .walk = true } };
	struct snapshot *snap;
	struct source src;
	struct err err = { 0 };

	opts.view.filter = opts.filter;
	opts.view.queues = roll(2);
	opts.view.rates = roll(2);
	opts.view.exact = roll(2);
	source_open(&src, dir, &err);
	snap = source_read(&src, SOURCE_WALK | SOURCE_QUEUES | SOURCE_MACHINE, &err);
	if (!snap)
		return (strstr(err.text, dir) || strstr(err.text, PORTS_FILE ":")) &&
		       (err.code == EXIT_MALFORMED || err.code == EXIT_NEWER);
	model_derive(snap, before);
	text_print(snap, &opts, true);
	json_print(snap, &opts, before);
	text_explain(snap);
	json_explain(snap);
	snapshot_free(snap);
	return true;
}

int main(int argc, char **argv)
{
	static char work[2 * MAX_BYTES];
	struct snapshot *before;
	struct source src;
	struct err err;
	int good = 0, count, i, k;
	FILE *tapout;

	if (argc != 5)
		return 2;
	count = atoi(argv[3]);
	state = strtoull(argv[4], NULL, 10);
	load(argv[1]);
	for (i = 0; i < (int)n_files; i++)
		save(argv[2], &files[i], files[i].bytes, files[i].n);
	source_open(&src, argv[1], &err);
	before = source_read(&src, SOURCE_QUEUES, &err);
	tapout = fdopen(dup(1), "w");
	if (!before || !tapout || !freopen("/dev/null", "w", stdout))
		return 2;
	for (i = 0; i < count; i++) {
		struct file *file = &files[roll(n_files)];
		size_t n = file->n;

		memset(work, 0, sizeof(work));
		memcpy(work, file->bytes, n);
		for (k = (int)roll(3); k >= 0; k--)
			n = mutate(work, n);
		save(argv[2], file, work, n);
		if (read_and_print(argv[2], before))
			good++;
		else
			fprintf(tapout, "# mutation %d of %s: wrong answer\n", i, file->name);
		save(argv[2], file, file->bytes, file->n);
	}
	fprintf(tapout, "%d of %d mutations answered well\n", good, count);
	fclose(tapout);
	snapshot_free(before);
	return good != count || !n_files;
}
