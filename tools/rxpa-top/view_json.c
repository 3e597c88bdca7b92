// SPDX-License-Identifier: GPL-2.0
/* The schema of this output is rxpa-top.schema.json. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "values.h"
#include "view.h"

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
		return value_text(value);
	if (kind != VALUE_TEXT && num_parse(value, strlen(value), &n))
		return value_number(NUM(n), false);
	if (kind == VALUE_NUMBER || !strcmp(value, RXPA_UNKNOWN))
		return json_null();
	return value_text(value);
}

static json_t *pairs_json(const struct pairs *pairs)
{
	json_t *json = json_object();
	size_t i;

	for (i = 0; i < pairs->n; i++) {
		json_t *key = value_text(pairs->at[i].key);

		json_object_set_new(json, json_string_value(key),
				    value_json(pairs->at[i].key, pairs->at[i].value));
		json_decref(key);
	}
	return json;
}

static json_t *status_json(const struct status *status)
{
	json_t *json = json_array(), *record;
	size_t i;

	for (i = 0; i < status->n; i++) {
		record = pairs_json(&status->records[i].pairs);
		json_object_set_new(record, "record", value_text(status->records[i].type));
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
				    value_number(row->v[field[i]], field_signed(field[i])));
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
				    value_fraction(row->v[F_RATE_OF(f)], NUM_MILLI));
	json_object_set_new(json, "rates", rates);
}

static void add_walk(json_t *json, const struct row *row)
{
	json_t *walk = json_object(), *nodes = json_object();
	char key[NUM_TEXT];
	size_t i;

	json_object_set_new(walk, "held", value_number(row->v[F_WALK_HELD], false));
	json_object_set_new(walk, "bytes", value_number(row->v[F_WALK_BYTES], false));
	ADD_FIELDS(walk, row, F_WALKED, F_LENT, F_BIASED, F_OFFNODE, F_TRIES);
	for (i = 0; i < row->n_nodes; i++) {
		node_text(row->nodes[i].node, key);
		json_object_set_new(nodes, key, value_number(row->nodes[i].pages, false));
	}
	json_object_set_new(walk, "nodes", nodes);
	json_object_set_new(walk, "state", value_text_or_null(row->walk_state));
	json_object_set_new(json, "walk", walk);
}

/* What netdevs, queues and totals have in common. */
static void add_counts(json_t *json, const struct row *row)
{
	ADD_FIELDS(json, row, F_DESC, F_HELD, F_BYTES, F_ADOPTED, F_ALLOCATED,
		   F_RELEASED, F_RECYCLED, F_FAILED, F_REFILLS, F_ORPHANED, F_AGE);
	json_object_set_new(json, "mem_percent", value_fraction(row->v[F_SHARE], 100));
	add_rates(json, row);
}

static json_t *queue_json(const struct row *row, const struct view_opts *opts)
{
	json_t *json = json_object();

	ADD_FIELDS(json, row, F_QUEUE, F_ORDER, F_HELD_MAX, F_NTU, F_NTC, F_NTA);
	add_counts(json, row);
	json_object_set_new(json, "state", value_text_or_null(row->state));
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
	return value_number(NUM(inode), false);
}

/* The netdev's own name, which may be that of another one elsewhere. */
static json_t *ifname_json(const char *netdev)
{
	char *name = xstrndup(netdev, strcspn(netdev, ":"));
	json_t *json = value_text(name);

	free(name);
	return json;
}

/* A column of :netdevs; older modules had it only in the netdev's own file. */
static json_t *ifindex_json(const struct netdev *dev)
{
	const char *value = pairs_get(&dev->header, "ifindex");

	if (!dev->row.v[F_IFINDEX].known && value)
		return value_json("ifindex", value);
	return value_number(dev->row.v[F_IFINDEX], false);
}

/* @queues: its rows of the queue view, in the order of the screen. */
static json_t *netdev_json(const struct netdev *dev, json_t *queues,
			   const struct view_opts *opts)
{
	json_t *json = json_object();
	const struct row *row = &dev->row;

	json_object_set_new(json, "netdev", value_text(row->netdev));
	json_object_set_new(json, "ifname", ifname_json(row->netdev));
	json_object_set_new(json, "ifindex", ifindex_json(dev));
	json_object_set_new(json, "namespace", namespace_json(row->netdev));
	json_object_set_new(json, "driver", value_text_or_null(row->driver));
	ADD_FIELDS(json, row, F_NODE, F_ORDER, F_HELD_MAX);
	json_object_set_new(json, "queue_count", value_number(row->v[F_QUEUES], false));
	add_counts(json, row);
	json_object_set_new(json, "state", value_text_or_null(row->state));
	if (opts->walk)
		add_walk(json, row);
	json_object_set_new(json, "header", pairs_json(&dev->header));
	json_object_set_new(json, "notes", value_notes(&dev->notes));
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

	json_object_set_new(json, "netdevs", value_count(sum->netdevs));
	json_object_set_new(json, "queues", value_number(sum->queues, false));
	json_object_set_new(json, "queues_known", value_number(sum->known_queues, false));
	json_object_set_new(json, "held", value_number(sum->held, false));
	json_object_set_new(json, "held_known", value_number(sum->known_held, false));
	json_object_set_new(json, "bytes", value_number(sum->bytes, false));
	json_object_set_new(json, "bytes_known", value_number(sum->known_bytes, false));
	json_object_set_new(json, "mem_total", value_number(snap->mem_total, false));
	json_object_set_new(json, "mem_percent", value_fraction(sum->share, 100));
	json_object_set_new(json, "orphaned", value_number(sum->orphaned, true));
	json_object_set_new(json, "orphaned_known", value_number(sum->known_orphaned, true));
	json_object_set_new(json, "probes_missed", value_number(sum->missed, false));
	json_object_set_new(json, "not_ok", value_count(sum->not_ok));
	for (i = 0; i < sum->n_states; i++) {
		json_t *key = value_text(*sum->states[i].state ? sum->states[i].state
							 : "unknown");

		json_object_set_new(states, json_string_value(key),
				    value_count(sum->states[i].n));
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
	json_object_set_new(json, "format", value_number(NUM(snap->format), false));
	value_origin(json, snap);
	json_object_set_new(json, "interval", interval_json(snap, before));
	json_object_set_new(json, "source", value_text(snap->dir));
	json_object_set_new(json, "filter", value_text_or_null(opts->filter));
	json_object_set_new(json, "header", pairs_json(&snap->header));
	json_object_set_new(json, "summary", summary_json(snap, &view.summary));
	json_object_set_new(total, "filtered", json_boolean(*opts->filter));
	add_counts(total, &view.total);
	if (opts->view.walk)
		add_walk(total, &view.total);
	json_object_set_new(json, "total", total);
	json_object_set_new(json, "netdevs", netdevs_json(snap, &view, &netdevs));
	json_object_set_new(json, "status", status_json(&snap->status));
	json_object_set_new(json, "notes", value_notes(&snap->notes));
	ret = json_dumpf(json, stdout, JSON_COMPACT | JSON_REAL_PRECISION(15));
	putchar('\n');
	json_decref(json);
	view_free(&view);
	return ret;
}
