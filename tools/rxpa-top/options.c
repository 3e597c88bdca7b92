// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "delay.h"
#include "layout.h"

static const char usage_text[] =
"Usage: rxpa-top [options]\n"
"       rxpa-top explain [--json] [--path DIR] [--timeout SECS]\n"
"Shows who holds receive pages: per netdev, driver and rx queue; explain says on\n"
"one page where the memory is, whose it is, and what would give it back.\n"
"\n"
"  -1, --once           print one table and leave\n"
"  -b, --batch          print a table every interval\n"
"  -n, --iterations N   leave --batch after N tables\n"
"  -j, --json           print JSON; one object a line\n"
"      --check          one line and an exit code for Nagios and the like\n"
"      --warning LIMITS   of --check, by default mem=10,orphaned=0: percent of\n"
"      --critical LIMITS  RAM, pages; by default mem=25,orphaned=none\n"
"  -w, --walk           with --once or --json: walk the rings too (slow)\n"
"  -d, --delay SECS     time between two reads, 0.1 to 86400 (default 3)\n"
"  -q, --queues         a row a queue, not a row a netdev\n"
"  -s, --sort COLUMN    sort by this column (default bytes)\n"
"  -r, --reverse        the other way round\n"
"  -o, --columns LIST   these columns, in this order: held,bytes,state\n"
"  -g, --group WHAT     a row a driver, or a row a node\n"
"  -f, --filter FILTER  only rows that pass, see below\n"
"  -e, --exact          no units: bytes and all digits\n"
"  -t, --timeout SECS   give a reading up after this time (default 30), when it\n"
"                       hangs since somebody else holds the network lock\n"
"  -p, --path DIR       read a recorded folder\n"
"      --save DIR       make one, with all that explain reads\n"
"  -V, --version        print the version and leave\n"
"  -h, --help           print this and leave\n"
"\n"
"A filter is one word or more; a row passes that passes all of them:\n"
"  VALUE,...            netdev, driver or state is one of these\n"
"  KEY=VALUE,...        this is one of them; KEY!=VALUE,... none of them\n"
"Keys: netdev driver state, which are names with * ? [ ] as in a shell; queue\n"
"and node, which are numbers or ranges like 0-3; netns, the number of a network\n"
"namespace, or init.  Case does not matter: -f 'driver=i40e node=1 state!=ok'\n"
"\n"
"Live, the key h shows what the keys do.  See also rxpa-top(8).\n";

/* Options without a letter. */
enum { OPT_CHECK = 256, OPT_WARNING, OPT_CRITICAL, OPT_SAVE };

static const struct option long_options[] = {
	{ "once",	no_argument,	   NULL, '1' },
	{ "batch",	no_argument,	   NULL, 'b' },
	{ "iterations",	required_argument, NULL, 'n' },
	{ "json",	no_argument,	   NULL, 'j' },
	{ "check",	no_argument,	   NULL, OPT_CHECK },
	{ "warning",	required_argument, NULL, OPT_WARNING },
	{ "critical",	required_argument, NULL, OPT_CRITICAL },
	{ "walk",	no_argument,	   NULL, 'w' },
	{ "delay",	required_argument, NULL, 'd' },
	{ "queues",	no_argument,	   NULL, 'q' },
	{ "sort",	required_argument, NULL, 's' },
	{ "reverse",	no_argument,	   NULL, 'r' },
	{ "filter",	required_argument, NULL, 'f' },
	{ "columns",	required_argument, NULL, 'o' },
	{ "group",	required_argument, NULL, 'g' },
	{ "exact",	no_argument,	   NULL, 'e' },
	{ "timeout",	required_argument, NULL, 't' },
	{ "path",	required_argument, NULL, 'p' },
	{ "save",	required_argument, NULL, OPT_SAVE },
	{ "version",	no_argument,	   NULL, 'V' },
	{ "help",	no_argument,	   NULL, 'h' },
	{ 0 }
};

static int bad_column(const char *key, struct err *err)
{
	char keys[512] = "";
	enum col c;

	for (c = 0; c < COL_END; c++) {
		strcat(keys, " ");
		strcat(keys, columns[c].key);
	}
	return err_set(err, EXIT_USAGE, "no column \"%s\"; columns are:%s", key, keys);
}

static int option_columns(struct view_opts *opts, const char *value, struct err *err)
{
	char *list = xstrndup(value, strlen(value)), *rest = list, *key;
	int ret = 0;
	enum col c;

	opts->n_cols = 0;
	while (!ret && (key = strsep(&rest, ","))) {
		c = column_by_key(key);
		if (c == COL_END)
			ret = bad_column(key, err);
		else if (columns_have(opts->cols, opts->n_cols, c))
			ret = err_set(err, EXIT_USAGE, "--columns: \"%s\" twice", key);
		else
			opts->cols[opts->n_cols++] = c;
	}
	free(list);
	return ret;
}

static int option_group(struct view_opts *opts, const char *value, struct err *err)
{
	if (!strcmp(value, "driver"))
		opts->group = GROUP_DRIVER;
	else if (!strcmp(value, "node"))
		opts->group = GROUP_NODE;
	else
		return err_set(err, EXIT_USAGE,
			       "--group: \"%s\" is neither driver nor node", value);
	return 0;
}

static int option_seconds(const char *name, const char *value, uint64_t *ms,
			  struct err *err)
{
	if (!delay_parse(value, ms))
		return err_set(err, EXIT_USAGE, "--%s: \"%s\" is not " DELAY_LIMITS,
			       name, value);
	return 0;
}

/* More than one: a row must pass all of them. */
static int option_filter(struct options *opts, const char *value, struct err *err)
{
	size_t len = strlen(opts->filter);

	if (len + 1 + strlen(value) >= sizeof(opts->filter))
		return err_set(err, EXIT_USAGE, "--filter: too long");
	snprintf(opts->filter + len, sizeof(opts->filter) - len, "%s%s",
		 len ? " " : "", value);
	return filter_check(opts->filter, err);
}

static int option_value(struct options *opts, int c, const char *value, struct err *err)
{
	switch (c) {
	case 'n':
		if (!num_parse(value, strlen(value), &opts->iterations) ||
		    !opts->iterations)
			return err_set(err, EXIT_USAGE,
				       "--iterations: \"%s\" is not a number from 1", value);
		return 0;
	case 'd':
		opts->delay_given = true;
		return option_seconds("delay", value, &opts->delay_ms, err);
	case 't':
		opts->timeout_given = true;
		return option_seconds("timeout", value, &opts->timeout_ms, err);
	case 's':
		opts->view.sort = column_by_key(value);
		return opts->view.sort == COL_END ? bad_column(value, err) : 0;
	case 'o':
		return option_columns(&opts->view, value, err);
	case 'g':
		return option_group(&opts->view, value, err);
	case 'f':
		return option_filter(opts, value, err);
	case OPT_WARNING:
	case OPT_CRITICAL:
		opts->limits_given = true;
		return limits_parse(value, c == OPT_WARNING ? &opts->warning :
				    &opts->critical, err);
	case OPT_SAVE:
		opts->save = value;
		return 0;
	default:
		opts->path = value;
		return 0;
	}
}

static int option_flag(struct options *opts, int c, struct err *err)
{
	switch (c) {
	case '1':
		opts->once = true;
		return 0;
	case 'b':
		opts->batch = true;
		return 0;
	case 'j':
		opts->json = true;
		return 0;
	case OPT_CHECK:
		opts->check = true;
		return 0;
	case 'w':
		opts->view.walk = true;
		return 0;
	case 'q':
		opts->view.queues = true;
		return 0;
	case 'r':
		opts->view.reverse = true;
		return 0;
	case 'e':
		opts->view.exact = true;
		return 0;
	default:
		return err_set(err, EXIT_USAGE, "see rxpa-top --help");
	}
}

static int check_column(const struct options *opts, const char *option, enum col c,
			struct err *err)
{
	struct view_opts view = opts->view;
	const char *lacks;

	if (opts->json)		/* has netdevs and queues */
		view.queues = columns[c].show & NOT_NETDEVS;
	lacks = layout_lacks(&view, c);
	if (lacks)
		return err_set(err, EXIT_USAGE, "%s: column \"%s\" %s", option,
			       columns[c].key, lacks);
	return 0;
}

static int check_columns(const struct options *opts, struct err *err)
{
	size_t i;

	if (check_column(opts, "--sort", opts->view.sort, err))
		return -1;
	for (i = 0; i < opts->view.n_cols; i++)
		if (check_column(opts, "--columns", opts->view.cols[i], err))
			return -1;
	return 0;
}

static int check_json(const struct options *opts, struct err *err)
{
	if (opts->view.n_cols)
		return err_set(err, EXIT_USAGE, "--columns means nothing with --json");
	if (opts->view.group)
		return err_set(err, EXIT_USAGE, "--group means nothing with --json");
	if (filter_wants_queues(opts->filter))
		return err_set(err, EXIT_USAGE,
			       "--filter: queue= means nothing with --json, which has all queues of a netdev");
	return 0;
}

/* Of what belongs to tables and the screen. */
static bool table_options(const struct options *opts)
{
	return opts->once || opts->batch || opts->view.walk ||
	       opts->view.queues || opts->view.reverse || opts->view.exact ||
	       opts->iterations || opts->delay_given || opts->view.n_cols ||
	       opts->view.group || opts->view.sort != COL_BYTES;
}

static int check_options(struct options *opts, struct err *err)
{
	if (opts->explain && opts->check)
		return err_set(err, EXIT_USAGE, "explain and --check exclude each other");
	if (opts->explain && (table_options(opts) || *opts->filter || opts->save))
		return err_set(err, EXIT_USAGE, "explain goes with --json, --timeout and --path only");
	if (opts->save && (table_options(opts) || opts->json || opts->check || *opts->filter ||
			   opts->path))
		return err_set(err, EXIT_USAGE, "--save goes with --timeout only");
	if (opts->explain || opts->save)
		return 0;
	if (opts->check && (table_options(opts) || opts->json))
		return err_set(err, EXIT_USAGE,
			       "--check goes with --warning, --critical, --filter, --timeout and --path only");
	if (opts->limits_given && !opts->check)
		return err_set(err, EXIT_USAGE, "--warning and --critical need --check");
	if (opts->once && opts->batch)
		return err_set(err, EXIT_USAGE, "--once and --batch exclude each other");
	if (opts->iterations && !opts->batch)
		return err_set(err, EXIT_USAGE, "--iterations needs --batch");
	if (opts->json && !opts->batch)
		opts->once = true;
	if (opts->view.walk && !opts->once && !opts->json)
		return err_set(err, EXIT_USAGE, "--walk needs --once or --json");
	if (opts->once && opts->delay_given)
		return err_set(err, EXIT_USAGE, "--delay means nothing with --once");
	if (opts->timeout_given && !opts->once && !opts->batch && !opts->check)
		return err_set(err, EXIT_USAGE,
			       "--timeout needs --once, --batch, --json or --check: the live screen waits, and says so");
	if (opts->json && check_json(opts, err))
		return -1;
	if (filter_wants_queues(opts->filter) && !opts->view.queues && (opts->once || opts->batch))
		return err_set(err, EXIT_USAGE, "--filter: queue= needs --queues");
	opts->view.rates = !opts->once;
	opts->view.single = opts->once;
	return check_columns(opts, err);
}

int options_parse(struct options *opts, int argc, char **argv, struct err *err)
{
	int c;

	/* also before an option that is wrong: it decides the exit code */
	for (c = 1; c < argc; c++)
		opts->check |= !strcmp(argv[c], "--check");
	while ((c = getopt_long(argc, argv, "1bn:jwd:qs:ro:g:f:et:p:Vh", long_options,
				NULL)) != -1) {
		if (c == 'h') {
			fputs(usage_text, stdout);
			return 1;
		}
		if (c == 'V') {
			puts("rxpa-top " RXPA_VERSION);
			return 1;
		}
		if (optarg ? option_value(opts, c, optarg, err)
			   : option_flag(opts, c, err))
			return -1;
	}
	if (optind < argc && !strcmp(argv[optind], "explain")) {
		opts->explain = true;
		optind++;
	}
	if (optind < argc)
		return err_set(err, EXIT_USAGE, "\"%s\": no arguments are taken but explain; a folder goes with --path",
			       argv[optind]);
	return check_options(opts, err);
}
