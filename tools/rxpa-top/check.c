// SPDX-License-Identifier: GPL-2.0
#include "check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../include/rxpageacct.h"
#include "view.h"
#include "reader.h"

#define PROBLEMS	4	/* that the line tells; it counts the others */
#define AGAIN_SECONDS	1

/* From what needs no word to what needs most. */
enum level { LEVEL_OK, LEVEL_UNKNOWN, LEVEL_WARNING, LEVEL_CRITICAL };

static const struct {
	const char *word;
	int code;		/* as all such programs have it */
} levels[] = {
	[LEVEL_OK]	 = { "OK", 0 },
	[LEVEL_UNKNOWN]	 = { "UNKNOWN", 3 },
	[LEVEL_WARNING]	 = { "WARNING", 1 },
	[LEVEL_CRITICAL] = { "CRITICAL", 2 },
};

/* About the netdevs that the filter lets pass, as far as it is known. */
struct figures {
	struct num bytes, orphaned, queues;
	struct num astray;		/* orphaned, be it more or fewer than none */
	size_t no_bytes, no_orphaned;	/* netdevs where that is not known */
	struct num share;		/* of MemTotal */
	const struct row *worst;	/* the netdev that orphaned most, or NULL */
};

struct reading {
	struct snapshot *snap;
	struct view view;
	struct figures f;
};

struct verdict {
	enum level level;
	size_t n;
	char text[1024];
};

static struct num magnitude(struct num v)
{
	return v.known && (int64_t)v.n < 0 ? NUM(-v.n) : v;
}

/* What is unknown, or would not fit, is counted instead. */
static void add(struct num *sum, size_t *unknown, struct num v, bool is_signed)
{
	struct num more = num_add(*sum, v, is_signed);

	if (more.known)
		*sum = more;
	else
		++*unknown;
}

static void add_row(struct figures *f, const struct row *row)
{
	struct num orphaned = row->v[F_ORPHANED];
	size_t ignored = 0;

	add(&f->bytes, &f->no_bytes, row->v[F_BYTES], false);
	add(&f->queues, &ignored, row->v[F_QUEUES], false);
	add(&f->orphaned, &f->no_orphaned, orphaned, true);
	add(&f->astray, &ignored, magnitude(orphaned), true);
	if (orphaned.known && (!f->worst || magnitude(orphaned).n >
			       magnitude(f->worst->v[F_ORPHANED]).n))
		f->worst = row;
}

static int reading_take(const struct source *src, const struct options *opts,
			struct reading *r, struct err *err)
{
	size_t i;

	*r = (struct reading){ .f = { .bytes = NUM(0), .orphaned = NUM(0),
				      .astray = NUM(0), .queues = NUM(0) } };
	r->snap = reader_read(src, SOURCE_QUEUES, opts->timeout_ms, err);
	if (!r->snap)
		return -1;
	model_view(r->snap, &opts->view, &r->view);
	for (i = 0; i < r->view.n_rows; i++)
		add_row(&r->f, r->view.rows[i]);
	r->f.share = num_share(r->f.bytes, r->snap->mem_total);
	return 0;
}

static void reading_free(struct reading *r)
{
	if (r->snap)
		view_free(&r->view);
	snapshot_free(r->snap);
}

__attribute__((format(printf, 3, 4)))
static void problem(struct verdict *v, enum level level, const char *fmt, ...)
{
	size_t at = strlen(v->text);
	va_list ap;

	if (level > v->level)
		v->level = level;
	if (v->n++ >= PROBLEMS)
		return;
	at += (size_t)snprintf(v->text + at, sizeof(v->text) - at, "%s", at ? "; " : "");
	va_start(ap, fmt);
	vsnprintf(v->text + at, sizeof(v->text) - at, fmt, ap);
	va_end(ap);
}

static bool over(struct num v, struct num limit)
{
	return v.known && limit.known && v.n > limit.n;
}

static enum level level_of(struct num v, struct num warning, struct num critical)
{
	if (over(v, critical))
		return LEVEL_CRITICAL;
	return over(v, warning) ? LEVEL_WARNING : LEVEL_OK;
}

static void judge_mem(struct verdict *v, const struct options *opts,
		      const struct figures *f)
{
	enum level level = level_of(f->share, opts->warning.mem, opts->critical.mem);
	char share[NUM_TEXT];

	num_text_share(f->share, share);
	if (level)
		problem(v, level, "rx rings hold %s%% of RAM", share);
	else if (!f->share.known &&
		 (opts->warning.mem.known || opts->critical.mem.known))
		problem(v, LEVEL_UNKNOWN, "MemTotal is not known");
}

/* Fewer than 0 is as wrong as more; what grows while one looks, leaks. */
static void judge_orphaned(struct verdict *v, const struct options *opts,
			   const struct figures *f, const struct figures *before)
{
	enum level level = level_of(f->astray, opts->warning.orphaned,
				    opts->critical.orphaned);
	int64_t now = (int64_t)f->orphaned.n;
	char text[NUM_TEXT];

	num_text_exact(f->orphaned, true, text);
	if (now > 0 && before && now > (int64_t)before->orphaned.n)
		problem(v, LEVEL_CRITICAL, "%s loses pages now: orphaned grew to %s",
			f->worst->netdev, text);
	else if (level)
		problem(v, level, "orphaned is %s, most in %s", text, f->worst->netdev);
}

/* What passes by itself, and what is not the module's business. */
static bool state_fine(const char *state)
{
	static const char *const fine[] = {
		RXPA_STATE_OK, RXPA_STATE_DOWN, RXPA_STATE_XSK, RXPA_STATE_BUSY,
		RXPA_STATE_ADOPTING, RXPA_STATE_GONE,
	};
	size_t i;

	for (i = 0; i < sizeof(fine) / sizeof(*fine); i++)
		if (!strcmp(state, fine[i]))
			return true;
	return false;
}

/*
 * A netdev is partial also while one of its queues is busy: what is wrong with
 * it, its queues tell.
 */
static void judge_netdev(struct verdict *v, const struct netdev *dev)
{
	const char *worst = dev->row.state;
	size_t i, n = 0;

	if (state_fine(worst))
		return;
	for (i = 0; i < dev->n_queues; i++) {
		if (!state_fine(dev->queues[i].state)) {
			worst = dev->queues[i].state;
			n++;
		}
	}
	if (!*worst)
		worst = "of unknown state";
	if (n)
		problem(v, LEVEL_WARNING, "%s: %zu of %zu queues %s",
			dev->row.netdev, n, dev->n_queues, worst);
	else if (!dev->n_queues)
		problem(v, LEVEL_WARNING, "%s is %s", dev->row.netdev, worst);
}

static void judge(struct verdict *v, const struct options *opts,
		  const struct reading *r, const struct reading *before)
{
	size_t i;

	if (!r->view.n_rows && *opts->filter)
		problem(v, LEVEL_UNKNOWN, "no netdev is like \"%s\"", opts->filter);
	judge_mem(v, opts, &r->f);
	judge_orphaned(v, opts, &r->f, before ? &before->f : NULL);
	for (i = 0; i < r->view.n_rows; i++)
		judge_netdev(v, netdev_of(r->view.rows[i]));
	if (!*opts->filter && !r->f.no_bytes && !r->view.summary.bytes.known)
		problem(v, LEVEL_WARNING, "a netdev has no account, see the notes");
}

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
