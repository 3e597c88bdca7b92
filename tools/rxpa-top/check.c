// SPDX-License-Identifier: GPL-2.0
#include "check.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "judge.h"

#define AGAIN_SECONDS	1

static const struct {
	const char *word;
	int code;		/* as all such programs have it */
} levels[] = {
	[LEVEL_OK]	 = { "OK", 0 },
	[LEVEL_UNKNOWN]	 = { "UNKNOWN", 3 },
	[LEVEL_WARNING]	 = { "WARNING", 1 },
	[LEVEL_CRITICAL] = { "CRITICAL", 2 },
};

/* One line, and no '|', behind which the numbers stand. */
static void put_text(const char *text)
{
	for (; *text; text++)
		putchar((unsigned char)(*text - ' ') > '~' - ' ' || *text == '|' ?
			'?' : *text);
}

static void put_summary(const struct reading *r)
{
	char bytes[NUM_TEXT], share[NUM_TEXT], orphaned[NUM_TEXT];

	num_text_bytes(r->f.bytes, bytes);
	num_text_share(r->f.share, share);
	num_text_exact(r->f.orphaned, true, orphaned);
	printf("%s%s in rx rings of %zu netdev%s (%s%% of RAM), orphaned %s",
	       r->f.no_bytes ? "at least " : "", bytes, r->view.n_rows,
	       r->view.n_rows == 1 ? "" : "s", share,
	       r->f.worst || !r->f.no_orphaned ? orphaned : "unknown");
	if (r->f.worst && r->f.no_orphaned)
		printf(", unknown for %zu", r->f.no_orphaned);
}

/*
 * label=value[unit];warning;critical;least;most.  U is unknown: a sum without
 * one of its parts would be a dent in somebody's graph.
 */
static void put_bytes(const struct options *opts, const struct reading *r)
{
	const struct num limit[] = { opts->warning.mem, opts->critical.mem };
	struct num total = r->snap->mem_total;
	size_t i;

	printf(" | held_bytes=");
	if (r->f.no_bytes)
		printf("U");
	else
		printf("%" PRIu64 "B", r->f.bytes.n);
	for (i = 0; i < 2; i++) {
		putchar(';');
		if (limit[i].known && total.known)
			printf("%.0f", (double)limit[i].n / 10000 * (double)total.n);
	}
	printf(";0;");
	if (total.known)
		printf("%" PRIu64, total.n);
}

static void put_limits(struct num warning, struct num critical, double unit)
{
	putchar(';');
	if (warning.known)
		printf("%.15g", (double)warning.n / unit);
	putchar(';');
	if (critical.known)
		printf("%.15g", (double)critical.n / unit);
}

static void put_numbers(const struct options *opts, const struct reading *r)
{
	put_bytes(opts, r);
	printf(" mem_percent=");
	if (r->f.no_bytes || !r->f.share.known)
		printf("U");
	else
		printf("%.15g%%", (double)r->f.share.n / 100);
	put_limits(opts->warning.mem, opts->critical.mem, 100);
	printf(";0;100 orphaned=");
	if (r->f.no_orphaned)
		printf("U");
	else
		printf("%" PRId64, (int64_t)r->f.orphaned.n);
	put_limits(opts->warning.orphaned, opts->critical.orphaned, 1);
	if (r->f.rows_lack)
		printf(" netdevs=U;;;0 queues=U;;;0\n");
	else
		printf(" netdevs=%zu;;;0 queues=%" PRIu64 ";;;0\n", r->view.n_rows,
		       r->f.queues.n);
}

static void put_head(enum level level)
{
	printf("RXPAGEACCT %s - ", levels[level].word);
}

static int put_end(enum level level)
{
	return fflush(stdout) || ferror(stdout) ? levels[LEVEL_UNKNOWN].code
						: levels[level].code;
}

int check_unknown(const struct err *err)
{
	put_head(LEVEL_UNKNOWN);
	put_text(err->text);
	putchar('\n');
	return put_end(LEVEL_UNKNOWN);
}

static int report(const struct options *opts, const struct reading *r,
		  const struct reading *before)
{
	struct verdict v = { .level = LEVEL_OK };

	judge(&v, opts, r, before);
	put_head(v.level);
	put_text(v.text);
	if (v.n > PROBLEMS)
		printf(" and %zu more", v.n - PROBLEMS);
	if (v.n)
		printf("; ");
	put_summary(r);
	put_numbers(opts, r);
	return put_end(v.level);
}

/*
 * Pages that are orphaned are looked at twice: what ring and events did not
 * agree on for a moment is gone then, and what grows is a driver that leaks.
 */
int check_run(const struct source *src, const struct options *opts)
{
	struct reading first, second = { 0 };
	struct err err;
	int ret;

	ret = reading_take(src, opts, &first, &err);
	if (!ret && first.f.astray.n && !src->recorded) {
		nanosleep(&(struct timespec){ .tv_sec = AGAIN_SECONDS }, NULL);
		ret = reading_take(src, opts, &second, &err);
	}
	if (ret)
		ret = check_unknown(&err);
	else if (second.snap)
		ret = report(opts, &second, &first);
	else
		ret = report(opts, &first, NULL);
	reading_free(&first);
	reading_free(&second);
	return ret;
}
