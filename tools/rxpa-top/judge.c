// SPDX-License-Identifier: GPL-2.0
#include "judge.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "reader.h"
#include "trust.h"

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
	size_t ignored = 0;	/* below zero it is no part of a sum */

	add(&f->bytes, &f->no_bytes, row->v[F_BYTES], false);
	add(&f->queues, &ignored, row->v[F_QUEUES], false);
	add(&f->orphaned, &f->no_orphaned, row_part(row, F_ORPHANED), true);
	add(&f->astray, &ignored, magnitude(orphaned), true);
	if (orphaned.known && (!f->worst || magnitude(orphaned).n >
			       magnitude(f->worst->v[F_ORPHANED]).n))
		f->worst = row;
}

/* What has no row lacks in every sum. */
static void add_missing(struct figures *f, const struct reading *r, bool filtered)
{
	f->rows_lack = !strcmp(r->snap->total.state, RXPA_STATE_BUSY);
	f->no_account = !filtered && !f->rows_lack && !f->no_bytes &&
			!r->view.summary.bytes.known;
	f->no_bytes += f->no_account || f->rows_lack;
	f->no_orphaned += f->no_account || f->rows_lack;
}

int reading_take(const struct source *src, const struct options *opts,
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
	add_missing(&r->f, r, *opts->filter);
	r->f.share = num_share(r->f.bytes, r->snap->mem_total);
	return 0;
}

void reading_free(struct reading *r)
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

static bool grew(const struct row *row, const struct view *before)
{
	struct num now = row->v[F_ORPHANED], was;
	size_t i;

	for (i = 0; i < before->n_rows; i++) {
		was = before->rows[i]->v[F_ORPHANED];
		if (!strcmp(row->netdev, before->rows[i]->netdev))
			return now.known && was.known && (int64_t)now.n > 0 &&
			       (int64_t)now.n > (int64_t)was.n;
	}
	return false;
}

/* Fewer than 0 is as wrong as more; what grows while one looks, leaks. */
static void judge_orphaned(struct verdict *v, const struct options *opts,
			   const struct reading *r, const struct reading *before)
{
	const struct row *worst = r->f.worst;
	enum level level = level_of(r->f.astray, opts->warning.orphaned,
				    opts->critical.orphaned);
	bool grows = false;
	char text[NUM_TEXT];
	size_t i;

	for (i = 0; before && i < r->view.n_rows; i++) {
		if (!grew(r->view.rows[i], &before->view))
			continue;
		num_text_exact(r->view.rows[i]->v[F_ORPHANED], true, text);
		problem(v, LEVEL_CRITICAL, "%s loses pages now: orphaned grew to %s",
			r->view.rows[i]->netdev, text);
		grows = true;
	}
	if (!level || grows)
		return;
	num_text_exact(worst->v[F_ORPHANED], true, text);
	if (!row_part(worst, F_ORPHANED).known) {
		problem(v, level, "%s: orphaned is %s, which cannot be", worst->netdev, text);
		return;
	}
	num_text_exact(r->f.orphaned, true, text);
	problem(v, level, "orphaned is %s, most in %s", text, worst->netdev);
}

/* Once a driver that has a row. */
static void judge_trust(struct verdict *v, const struct reading *r)
{
	const char *driver, *why;
	size_t i, k;

	for (i = 0; i < r->view.n_rows; i++) {
		driver = r->view.rows[i]->driver;
		for (k = 0; k < i && strcmp(driver, r->view.rows[k]->driver); k++)
			;
		why = k == i ? trust_broken(r->snap, driver) : NULL;
		if (why)
			problem(v, LEVEL_WARNING, "%s: %s", driver, why);
	}
}

/* What passes by itself, and what is not the module's business. */
static bool state_fine(const char *state, bool warms)
{
	static const char *const fine[] = {
		RXPA_STATE_OK, RXPA_STATE_DOWN, RXPA_STATE_XSK, RXPA_STATE_BUSY,
		RXPA_STATE_ADOPTING, RXPA_STATE_GONE,
	};
	size_t i;

	for (i = 0; i < sizeof(fine) / sizeof(*fine); i++)
		if (!strcmp(state, fine[i]))
			return true;
	return warms && !strcmp(state, RXPA_STATE_PARTIAL);
}

/*
 * A netdev is partial also while one of its queues is busy: what is wrong with
 * it, its queues tell.
 */
static void judge_netdev(struct verdict *v, const struct reading *r,
			 const struct netdev *dev)
{
	bool warms = !strcmp(trust_of(r->snap, dev->row.driver), TRUST_WARMING);
	const char *worst = dev->row.state;
	size_t i, n = 0;

	if (state_fine(worst, warms))
		return;
	for (i = 0; i < dev->n_queues; i++) {
		if (!state_fine(dev->queues[i].state, warms)) {
			worst = dev->queues[i].state;
			n++;
		}
	}
	if (!*worst)
		worst = "of unknown state";
	if (n)
		problem(v, LEVEL_WARNING, "%s: %zu of %zu queues %s",
			dev->row.netdev, n, dev->n_queues, worst);
	else if (!dev->n_queues && !r->snap->locked)
		problem(v, LEVEL_WARNING, "%s is %s", dev->row.netdev, worst);
}

void judge(struct verdict *v, const struct options *opts, const struct reading *r,
	   const struct reading *before)
{
	size_t i;

	if (r->snap->locked)
		problem(v, LEVEL_UNKNOWN, "the network lock (RTNL) is held by somebody else: not all could be read");
	else if (!r->view.n_rows && *opts->filter)
		problem(v, LEVEL_UNKNOWN, "no netdev is like \"%s\"", opts->filter);
	judge_mem(v, opts, &r->f);
	judge_orphaned(v, opts, r, before);
	judge_trust(v, r);
	for (i = 0; i < r->view.n_rows; i++)
		judge_netdev(v, r, netdev_of(r->view.rows[i]));
	if (r->f.no_account)
		problem(v, LEVEL_WARNING, "a netdev has no account, see the notes");
}
