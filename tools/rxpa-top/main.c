// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include "options.h"
#include "reader.h"
#include "save.h"
#include "signals.h"

static int print_one(struct snapshot *snap, const struct options *opts,
		     const struct snapshot *before, struct err *err)
{
	if (opts->json)
		json_print(snap, opts, before);
	else
		text_print(snap, opts, !before);
	if (fflush(stdout) || ferror(stdout))
		return err_set(err, EXIT_OTHER, "standard output cannot be written");
	return 0;
}

static int run_printing(const struct source *src, struct options *opts,
			struct err *err)
{
	unsigned int what = opts->json || opts->view.queues ? SOURCE_QUEUES : 0;
	struct snapshot *snap, *before = NULL;
	uint64_t next = clock_ms(), i;
	int ret = 0;

	if (opts->view.walk)
		what |= SOURCE_WALK;
	if (opts->batch)
		signals_init();
	for (i = 1; !signals_stop(); i++) {
		snap = reader_read(src, what, opts->timeout_ms, err);
		ret = -(!snap && !signals_stop());
		if (snap) {
			model_derive(snap, before);
			opts->view.aged |= model_aged(snap);
			ret = print_one(snap, opts, before, err);
		}
		snapshot_free(before);
		before = snap;
		if (!snap || ret || opts->once || i == opts->iterations)
			break;
		next += opts->delay_ms;
		while (!signals_stop() && clock_ms() < next)
			signals_wait(next, -1, -1);
	}
	snapshot_free(before);
	return ret ? err->code : EXIT_OK;
}

/*
 * Ports are asked by the kernel under the network lock, however long somebody else
 * has it: when they do not answer, the rest does, for the module gives up by itself.
 */
static struct snapshot *read_machine(const struct source *src, const struct options *opts,
				     struct err *err)
{
	struct snapshot *snap;

	snap = reader_read(src, SOURCE_MACHINE | SOURCE_PORTS, opts->timeout_ms, err);
	if (!snap && err->code == EXIT_TIMEOUT && !src->recorded)
		snap = reader_read(src, SOURCE_MACHINE, opts->timeout_ms, err);
	return snap;
}

static int run_explain(const struct source *src, const struct options *opts, struct err *err)
{
	struct snapshot *snap = read_machine(src, opts, err);

	if (!snap)
		return err->code;
	model_derive(snap, NULL);
	if (opts->json)
		json_explain(snap);
	else
		text_explain(snap);
	snapshot_free(snap);
	if (fflush(stdout) || ferror(stdout))
		err_set(err, EXIT_OTHER, "standard output cannot be written");
	else
		err->code = EXIT_OK;
	return err->code;
}

static int run_save(const struct source *src, const struct options *opts, struct err *err)
{
	struct snapshot *snap;

	if (save_open(opts->save, err))
		return err->code;
	snap = read_machine(src, opts, err);
	if (!snap)
		rmdir(opts->save);	/* which only does so while it is empty */
	if (!snap || save_close(err)) {
		snapshot_free(snap);
		return err->code;
	}
	snapshot_free(snap);
	printf("saved: rxpa-top explain --path %s\n", opts->save);
	return fflush(stdout) ? EXIT_OTHER : EXIT_OK;
}

int main(int argc, char **argv)
{
	struct options opts = { .view.sort = COL_BYTES, .delay_ms = 3000, .timeout_ms = 30000,
				.warning = CHECK_WARNING, .critical = CHECK_CRITICAL };
	struct source src = { 0 };
	struct err err = { 0 };
	int ret;

	setlocale(LC_CTYPE, "");
	opts.view.filter = opts.filter;
	ret = options_parse(&opts, argc, argv, &err);
	if (ret > 0)
		return fflush(stdout) ? EXIT_OTHER : EXIT_OK;
	if (!ret)
		ret = source_open(&src, opts.path, &err);
	if (src.absent.code && (opts.explain || opts.save))
		ret = 0;
	if (!ret && opts.check)
		return check_run(&src, &opts);
	if (opts.check)
		return check_unknown(&err);
	if (!ret && opts.explain)
		ret = run_explain(&src, &opts, &err);
	else if (!ret && opts.save)
		ret = run_save(&src, &opts, &err);
	else if (!ret && (opts.once || opts.batch))
		ret = run_printing(&src, &opts, &err);
	else if (!ret)
		ret = curses_run(&src, &opts, &err);
	if (!ret)
		return EXIT_OK;
	fprintf(stderr, "rxpa-top: %s\n", err.text);
	return err.code;
}
