// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer over everything behind the parser: a folder of files is read, the
 * model derived, and the screen, the table and the JSON printed.  No file is
 * ever made: openat() finds its names in the input, which is
 *
 *   two bytes of options, then one or two folders, the second one later;
 *   "=== NAME\n" begins a file, "=====\n" the second folder.
 *
 * What must hold: a name that is opened stays in the folder, the JSON is JSON,
 * and --check says one line with numbers, or why there are none.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "render_explain.h"
#include "render.h"
#include "view.h"

#define FILE_MARK	"=== "
#define FOLDER_MARK	"=====\n"

/* Bits of the two option bytes. */
enum { OPT_QUEUES = 1, OPT_RATES = 2, OPT_EXACT = 4, OPT_WALK = 8,
       OPT_REVERSE = 16, OPT_FILTER = 32, OPT_GROUP = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int __wrap_openat(int dir, const char *name, int flags, ...);
int __real_openat(int dir, const char *name, int flags, ...);

static struct {
	const char *p, *end;
} folder;

static const char *find(const char *p, const char *end, const char *what)
{
	return p < end ? memmem(p, (size_t)(end - p), what, strlen(what)) : NULL;
}

/* The text of a file of the folder; its length, or -1 if it has no such file. */
static ssize_t find_file(const char *name, const char **text)
{
	const char *p = folder.p, *eol, *next;

	while ((p = find(p, folder.end, FILE_MARK))) {
		p += strlen(FILE_MARK);
		eol = memchr(p, '\n', (size_t)(folder.end - p));
		if (!eol)
			return -1;
		if ((size_t)(eol - p) == strlen(name) &&
		    !memcmp(p, name, strlen(name))) {
			*text = eol + 1;
			next = find(*text, folder.end, FILE_MARK);
			return (next ? next : folder.end) - *text;
		}
		p = eol + 1;
	}
	return -1;
}

int __wrap_openat(int dir, const char *name, int flags, ...)
{
	const char *text;
	ssize_t len;
	int fd;

	(void)dir;
	(void)flags;
	if (!*name || strchr(name, '/') || !strcmp(name, ".") || !strcmp(name, ".."))
		abort();
	len = find_file(name, &text);
	if (len < 0) {
		errno = ENOENT;
		return -1;
	}
	fd = memfd_create("file", MFD_CLOEXEC);
	if (fd < 0 || write(fd, text, (size_t)len) != len ||
	    lseek(fd, 0, SEEK_SET))
		abort();
	return fd;
}

/* What the screen would show; nobody looks. */
static void sink_put(struct sink *sink, enum paint paint, const char *text)
{
	(void)sink;
	(void)paint;
	if (strpbrk(text, "\n\033"))
		abort();
}

static void sink_end_line(struct sink *sink)
{
	(void)sink;
}

static void show(const struct snapshot *snap, const struct options *opts, int width)
{
	struct sink sink = { sink_put, sink_end_line };
	static struct layout layout;
	static struct flow flow;
	struct view view;
	size_t i;

	model_view(snap, &opts->view, &view);
	layout_make(&layout, &view, &opts->view, width, width % 5);
	flow_init(&flow, &sink, width);
	render_summary(&flow, snap, &view, &opts->view, "");
	render_head(&sink, &layout, &opts->view);
	for (i = 0; i < view.n_rows; i++) {
		render_row(&sink, &layout, view.rows[i]);
		render_details(&flow, snap, &opts->view, view.rows[i]);
	}
	render_total(&sink, &layout, &view);
	render_left_out(&flow, &layout, &opts->view);
	render_explain(&flow, snap);
	view_free(&view);
}

/* Every netdev is there, by its name and with a state. */
static void check_json(const json_t *json, const struct snapshot *snap)
{
	const json_t *netdevs = json_object_get(json, "netdevs"), *dev;
	size_t i;

	if (json_array_size(netdevs) > snap->n_netdevs)
		abort();
	json_array_foreach(netdevs, i, dev)
		if (!json_is_string(json_object_get(dev, "netdev")) ||
		    !json_object_get(dev, "state"))
			abort();
}

static void print(const struct snapshot *snap, const struct options *opts,
		  const struct snapshot *before)
{
	struct options ungrouped = *opts;	/* options.c refuses the other */
	FILE *terminal = stdout;
	char *buf = NULL;
	size_t len = 0;
	json_error_t error;
	json_t *json;

	ungrouped.view.group = GROUP_NONE;
	stdout = open_memstream(&buf, &len);
	if (!stdout || json_print(snap, &ungrouped, before))
		abort();
	fflush(stdout);
	json = json_loadb(buf, len, JSON_REJECT_DUPLICATES, &error);
	if (!json) {
		fprintf(stderr, "%s at %d: %s\n", error.text, error.position, buf);
		abort();
	}
	check_json(json, snap);
	json_decref(json);
	text_print(snap, opts, !before);
	if (json_explain(snap))
		abort();
	fclose(stdout);
	free(buf);
	stdout = terminal;
}

static void check_line(const struct options *opts)
{
	FILE *terminal = stdout;
	struct source src;
	struct err err;
	char *buf = NULL;
	size_t len = 0;
	int code;

	stdout = open_memstream(&buf, &len);
	if (!stdout || source_open(&src, "/", &err))
		abort();
	code = check_run(&src, opts);
	fclose(stdout);
	if (code < 0 || code > 3 || !len || strchr(buf, '\n') != buf + len - 1 ||
	    strchr(buf, '|') != strrchr(buf, '|'))
		abort();
	free(buf);
	stdout = terminal;
}

static struct snapshot *read_folder(const char *p, const char *end,
				    unsigned int what)
{
	struct source src;
	struct err err = { 0 };
	struct snapshot *snap;

	folder.p = p;
	folder.end = end;
	if (source_open(&src, "/", &err))
		abort();
	snap = source_read(&src, what, &err);
	if (!snap && (!err.code || !*err.text))
		abort();
	if (snap)
		snap->dir = "/";
	return snap;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct options opts = { .filter = "", .warning = CHECK_WARNING,
				.critical = CHECK_CRITICAL };
	struct snapshot *before, *now = NULL;
	const char *p, *end, *second;
	unsigned int what;

	if (size < 2)
		return 0;
	opts.view.filter = data[0] & OPT_FILTER ? "e* state!=off" : "";
	opts.view.rates = data[0] & OPT_RATES;
	opts.view.exact = data[0] & OPT_EXACT;
	opts.view.walk = data[0] & OPT_WALK;
	opts.view.reverse = data[0] & OPT_REVERSE;
	opts.view.sort = data[1] % COL_END;
	opts.view.group = data[0] & OPT_GROUP ? 1 + data[1] % 2 : GROUP_NONE;
	what = SOURCE_QUEUES | SOURCE_MACHINE | (opts.view.walk ? SOURCE_WALK : 0);
	p = (const char *)data + 2;
	end = (const char *)data + size;
	second = find(p, end, FOLDER_MARK);

	before = read_folder(p, second ? second : end, what);
	check_line(&opts);
	opts.view.queues = data[0] & OPT_QUEUES;
	if (before && second)
		now = read_folder(second, end, what);
	if (before) {
		model_derive(before, NULL);
		show(before, &opts, 80);
		print(before, &opts, NULL);
	}
	if (now) {
		model_derive(now, before);
		show(now, &opts, data[1]);
		print(now, &opts, before);
	}
	snapshot_free(now);
	snapshot_free(before);
	return 0;
}
