// SPDX-License-Identifier: GPL-2.0
/* The schema of this output is rxpa-top.schema.json. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "view.h"

/* What "schema" says; the rule stands in the schema's description. */
#define JSON_SCHEMA	1

/* A netdev's name may hold any byte; JSON takes UTF-8 only. */
static json_t *text(const char *s)
{
	json_t *json = json_string(s);
	char *copy, *p;

	if (json)
		return json;
	copy = xstrndup(s, strlen(s));
	for (p = copy; *p; p++)
		if ((unsigned char)*p > '~')
			*p = '?';
	json = json_string(copy);
	free(copy);
	return json;
}

static json_t *text_or_null(const char *s)
{
	return *s ? text(s) : json_null();
}

/* jansson's integers are signed: what they cannot hold becomes a real. */
static json_t *number(struct num v, bool is_signed)
{
	if (!v.known)
		return json_null();
	if (!is_signed && v.n > INT64_MAX)
		return json_real((double)v.n);
	return json_integer((json_int_t)v.n);
}

static json_t *count(size_t n)
{
	return json_integer((json_int_t)n);
}

static json_t *fraction(struct num v, double unit)
{
	return v.known ? json_real((double)v.n / unit) : json_null();
}

/*
 * What the values of first lines and of :status are, so that none changes its
 * type with what it says.  A name is a text even if it is "10" or "-".
 */
enum value { VALUE_NAME, VALUE_TEXT, VALUE_NUMBER, VALUE_LOOK };

static enum value value_of_key(const char *key)
{
	static const struct {
		const char *key;
		enum value value;
	} keys[] = {
		{ "name", VALUE_NAME }, { "netdev", VALUE_NAME },
		{ "driver", VALUE_TEXT }, { "state", VALUE_TEXT },
		{ "kind", VALUE_TEXT }, { "type", VALUE_TEXT },
		{ "at", VALUE_TEXT }, { "btf", VALUE_TEXT },
		{ "ring", VALUE_TEXT }, { "trust", VALUE_TEXT }, { "version", VALUE_TEXT },
		{ "kernel", VALUE_TEXT }, { "reason", VALUE_TEXT },
		{ "ifindex", VALUE_NUMBER }, { "netns", VALUE_NUMBER },
		{ "node", VALUE_NUMBER }, { "queues", VALUE_NUMBER },
		{ "page_size", VALUE_NUMBER }, { "netdevs", VALUE_NUMBER },
		{ "probes", VALUE_NUMBER }, { "restarts", VALUE_NUMBER },
		{ "lost", VALUE_NUMBER }, { "offset", VALUE_NUMBER },
		{ "size", VALUE_NUMBER }, { "hits", VALUE_NUMBER },
		{ "missed", VALUE_NUMBER },
	};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!strcmp(key, keys[i].key))
			return keys[i].value;
	return VALUE_LOOK;	/* of a newer module */
}

static json_t *value_json(const char *key, const char *value)
{
	enum value kind = value_of_key(key);
	uint64_t n;

	if (kind == VALUE_NAME)
		return text(value);
	if (kind != VALUE_TEXT && num_parse(value, strlen(value), &n))
		return number(NUM(n), false);
	if (kind == VALUE_NUMBER || !strcmp(value, RXPA_UNKNOWN))
		return json_null();
	return text(value);
}

static json_t *pairs_json(const struct pairs *pairs)
{
	json_t *json = json_object();
	size_t i;

	for (i = 0; i < pairs->n; i++) {
		json_t *key = text(pairs->at[i].key);

		json_object_set_new(json, json_string_value(key),
				    value_json(pairs->at[i].key, pairs->at[i].value));
		json_decref(key);
	}
	return json;
}

static json_t *notes_json(const struct notes *notes)
{
	json_t *json = json_array();
	size_t i;

	for (i = 0; i < notes->n; i++)
		json_array_append_new(json, text(notes->at[i]));
	return json;
}

static json_t *status_json(const struct status *status)
{
	json_t *json = json_array(), *record;
	size_t i;

	for (i = 0; i < status->n; i++) {
		record = pairs_json(&status->records[i].pairs);
		json_object_set_new(record, "record", text(status->records[i].type));
		json_array_append_new(json, record);
	}
	return json;
}

static void add_fields(json_t *json, const struct row *row,
		       const enum field *field, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		json_object_set_new(json, field_key(field[i]),
				    number(row->v[field[i]], field_signed(field[i])));
}

#define ADD_FIELDS(json, row, ...) do {						\
	static const enum field fields_[] = { __VA_ARGS__ };			\
	add_fields(json, row, fields_, sizeof(fields_) / sizeof(*fields_));	\
} while (0)

static void add_rates(json_t *json, const struct row *row)
{
	json_t *rates = json_object();
	enum field f;

	for (f = F_COUNTER_FIRST; f <= F_COUNTER_LAST; f++)
		json_object_set_new(rates, field_key(f),
				    fraction(row->v[F_RATE_OF(f)], NUM_MILLI));
	json_object_set_new(json, "rates", rates);
}

static void add_walk(json_t *json, const struct row *row)
{
	json_t *walk = json_object(), *nodes = json_object();
	char key[NUM_TEXT];
	size_t i;

	json_object_set_new(walk, "held", number(row->v[F_WALK_HELD], false));
	json_object_set_new(walk, "bytes", number(row->v[F_WALK_BYTES], false));
	ADD_FIELDS(walk, row, F_WALKED, F_LENT, F_BIASED, F_OFFNODE, F_TRIES);
	for (i = 0; i < row->n_nodes; i++) {
		node_text(row->nodes[i].node, key);
		json_object_set_new(nodes, key, number(row->nodes[i].pages, false));
	}
	json_object_set_new(walk, "nodes", nodes);
	json_object_set_new(walk, "state", text_or_null(row->walk_state));
	json_object_set_new(json, "walk", walk);
}

/* What netdevs, queues and totals have in common. */
static void add_counts(json_t *json, const struct row *row)
{
	ADD_FIELDS(json, row, F_DESC, F_HELD, F_BYTES, F_ADOPTED, F_ALLOCATED,
		   F_RELEASED, F_RECYCLED, F_FAILED, F_REFILLS, F_ORPHANED, F_AGE);
	json_object_set_new(json, "mem_percent", fraction(row->v[F_SHARE], 100));
	add_rates(json, row);
}

static json_t *queue_json(const struct row *row, const struct view_opts *opts)
{
	json_t *json = json_object();

	ADD_FIELDS(json, row, F_QUEUE, F_ORDER, F_HELD_MAX, F_NTU, F_NTC, F_NTA);
	add_counts(json, row);
	json_object_set_new(json, "state", text_or_null(row->state));
	if (opts->walk)
		add_walk(json, row);
	return json;
}

static json_t *namespace_json(const char *netdev)
{
	const char *ns = strstr(netdev, RXPA_NS_SUFFIX);
	uint64_t inode;

	if (ns)
		ns += strlen(RXPA_NS_SUFFIX);
	if (!ns || !num_parse(ns, strlen(ns), &inode))
		return json_null();
	return number(NUM(inode), false);
}

/* The netdev's own name, which may be that of another one elsewhere. */
static json_t *ifname_json(const char *netdev)
{
	char *name = xstrndup(netdev, strcspn(netdev, ":"));
	json_t *json = text(name);

	free(name);
	return json;
}

/* A column of :netdevs; older modules had it only in the netdev's own file. */
static json_t *ifindex_json(const struct netdev *dev)
{
	const char *value = pairs_get(&dev->header, "ifindex");

	if (!dev->row.v[F_IFINDEX].known && value)
		return value_json("ifindex", value);
	return number(dev->row.v[F_IFINDEX], false);
}

/* @queues: its rows of the queue view, in the order of the screen. */
static json_t *netdev_json(const struct netdev *dev, json_t *queues,
			   const struct view_opts *opts)
{
	json_t *json = json_object();
	const struct row *row = &dev->row;

	json_object_set_new(json, "netdev", text(row->netdev));
	json_object_set_new(json, "ifname", ifname_json(row->netdev));
	json_object_set_new(json, "ifindex", ifindex_json(dev));
	json_object_set_new(json, "namespace", namespace_json(row->netdev));
	json_object_set_new(json, "driver", text_or_null(row->driver));
	ADD_FIELDS(json, row, F_NODE, F_ORDER, F_HELD_MAX);
	json_object_set_new(json, "queue_count", number(row->v[F_QUEUES], false));
	add_counts(json, row);
	json_object_set_new(json, "state", text_or_null(row->state));
	if (opts->walk)
		add_walk(json, row);
	json_object_set_new(json, "header", pairs_json(&dev->header));
	json_object_set_new(json, "notes", notes_json(&dev->notes));
	json_object_set_new(json, "queues", queues);
	return json;
}

static json_t *queues_json(const struct netdev *dev, const struct view *by_queue,
			   const struct view_opts *opts)
{
	json_t *json = json_array();
	size_t i;

	for (i = 0; i < by_queue->n_rows; i++)
		if (!strcmp(by_queue->rows[i]->netdev, dev->row.netdev))
			json_array_append_new(json, queue_json(by_queue->rows[i], opts));
	return json;
}

/* The filter picks netdevs here; each comes with all of its queues. */
static json_t *netdevs_json(const struct snapshot *snap, const struct view *by_netdev,
			    const struct view_opts *opts)
{
	struct view_opts per_queue = *opts;
	json_t *json = json_array();
	const struct netdev *dev;
	struct view queues;
	size_t i;

	per_queue.queues = true;
	per_queue.filter = "";
	model_view(snap, &per_queue, &queues);
	for (i = 0; i < by_netdev->n_rows; i++) {
		dev = netdev_of(by_netdev->rows[i]);
		json_array_append_new(json, netdev_json(dev, queues_json(dev, &queues, opts),
							opts));
	}
	view_free(&queues);
	return json;
}

static json_t *summary_json(const struct snapshot *snap, const struct summary *sum)
{
	json_t *json = json_object(), *states = json_object();
	size_t i;

	json_object_set_new(json, "netdevs", count(sum->netdevs));
	json_object_set_new(json, "queues", number(sum->queues, false));
	json_object_set_new(json, "queues_known", number(sum->known_queues, false));
	json_object_set_new(json, "held", number(sum->held, false));
	json_object_set_new(json, "held_known", number(sum->known_held, false));
	json_object_set_new(json, "bytes", number(sum->bytes, false));
	json_object_set_new(json, "bytes_known", number(sum->known_bytes, false));
	json_object_set_new(json, "mem_total", number(snap->mem_total, false));
	json_object_set_new(json, "mem_percent", fraction(sum->share, 100));
	json_object_set_new(json, "orphaned", number(sum->orphaned, true));
	json_object_set_new(json, "orphaned_known", number(sum->known_orphaned, true));
	json_object_set_new(json, "probes_missed", number(sum->missed, false));
	json_object_set_new(json, "not_ok", count(sum->not_ok));
	for (i = 0; i < sum->n_states; i++) {
		json_t *key = text(*sum->states[i].state ? sum->states[i].state
							 : "unknown");

		json_object_set_new(states, json_string_value(key),
				    count(sum->states[i].n));
		json_decref(key);
	}
	json_object_set_new(json, "states", states);
	return json;
}

static json_t *interval_json(const struct snapshot *snap, const struct snapshot *before)
{
	if (!before || snap->ns <= before->ns)
		return json_null();
	return json_real((double)(snap->ns - before->ns) / 1e9);
}

/* When the numbers were so: of a recording only what it says itself. */
static json_t *time_json(const struct snapshot *snap)
{
	long ms = snap->time.tv_nsec / 1000000;

	if (!snap->time_known)
		return json_null();
	return json_real((double)snap->time.tv_sec + (double)ms / 1e3);
}

int json_print(const struct snapshot *snap, const struct options *opts,
	       const struct snapshot *before)
{
	struct view_opts netdevs = opts->view;
	struct view view;
	json_t *json = json_object(), *total = json_object();
	int ret;

	netdevs.queues = false;
	model_view(snap, &netdevs, &view);
	json_object_set_new(json, "schema", json_integer(JSON_SCHEMA));
	json_object_set_new(json, "format", number(NUM(snap->format), false));
	json_object_set_new(json, "tool_version", text(RXPA_VERSION));
	json_object_set_new(json, "module_version", text_or_null(snap->host.module));
	json_object_set_new(json, "hostname", text_or_null(snap->host.name));
	json_object_set_new(json, "kernel", text_or_null(snap->host.kernel));
	json_object_set_new(json, "time", time_json(snap));
	json_object_set_new(json, "recorded", json_boolean(snap->recorded));
	json_object_set_new(json, "interval", interval_json(snap, before));
	json_object_set_new(json, "source", text(snap->dir));
	json_object_set_new(json, "filter", text_or_null(opts->filter));
	json_object_set_new(json, "header", pairs_json(&snap->header));
	json_object_set_new(json, "summary", summary_json(snap, &view.summary));
	json_object_set_new(total, "filtered", json_boolean(*opts->filter));
	add_counts(total, &view.total);
	if (opts->view.walk)
		add_walk(total, &view.total);
	json_object_set_new(json, "total", total);
	json_object_set_new(json, "netdevs", netdevs_json(snap, &view, &netdevs));
	json_object_set_new(json, "status", status_json(&snap->status));
	json_object_set_new(json, "notes", notes_json(&snap->notes));
	ret = json_dumpf(json, stdout, JSON_COMPACT | JSON_REAL_PRECISION(15));
	putchar('\n');
	json_decref(json);
	view_free(&view);
	return ret;
}
