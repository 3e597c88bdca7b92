// SPDX-License-Identifier: GPL-2.0
/* rxpa-top explain --json; "explanation" in rxpa-top.schema.json. */
#include <stdio.h>
#include <string.h>

#include "render_explain.h"
#include "values.h"
#include "view.h"

static void set(json_t *json, const char *key, json_t *value)
{
	json_object_set_new(json, key, value);
}

static json_t *part_json(const struct part *part)
{
	json_t *json = json_object();

	set(json, "key", value_text(part->key));
	set(json, "name", value_text(part->name));
	set(json, "source", value_text(part->source));
	set(json, "bytes", value_number(part->bytes, true));
	set(json, "subtracted", json_boolean(part->subtracted));
	return json;
}

static json_t *beyond_json(void)
{
	json_t *json = json_object();
	size_t i;

	for (i = 0; i < RENDER_BEYOND; i++)
		set(json, render_beyond[i].key, json_null());
	return json;
}

/* Of a signed number, for which num_share() is not. */
static json_t *percent(struct num part, struct num whole)
{
	if (!part.known || !whole.known || !whole.n)
		return json_null();
	return json_real((double)(int64_t)part.n * 100 / (double)whole.n);
}

static json_t *memory_json(const struct explain *ex)
{
	json_t *json = json_object(), *parts = json_array(), *notes = json_array();
	const struct balance *balance = &ex->balance;
	const char *lacks[BALANCE_LACKS];
	size_t i, n = balance_lacks(&ex->snap->machine.memory, lacks);

	for (i = 0; i < balance->n; i++)
		json_array_append_new(parts, part_json(&balance->parts[i]));
	for (i = 0; i < n; i++)
		json_array_append_new(notes, value_text(lacks[i]));
	set(json, "mem_total", value_number(balance->total, false));
	set(json, "parts", parts);
	set(json, "unexplained", value_number(balance->left, true));
	set(json, "rings", value_number(ex->rings, false));
	set(json, "rings_complete", json_boolean(!ex->some_unknown));
	set(json, "lost", value_number(ex->lost, false));
	set(json, "beyond", beyond_json());
	set(json, "rest", value_number(ex->rest, true));
	set(json, "rest_percent", percent(ex->rest, balance->total));
	set(json, "user", value_number(balance->user, false));
	set(json, "lru", value_number(balance->lists, false));
	set(json, "notes", notes);
	return json;
}

static json_t *offers_json(const struct site *site)
{
	json_t *json = json_array(), *one;
	size_t i;

	for (i = 0; i < site->n_offers; i++) {
		const struct offer *offer = &site->offers[i];

		one = json_object();
		set(one, "command", value_text(offer->command));
		set(one, "frees", value_number(offer->frees, false));
		set(one, "why", offer->why ? value_text(offer->why) : json_null());
		json_array_append_new(json, one);
	}
	return json;
}

static void add_settings(json_t *json, const struct port *port)
{
	static const struct port none;
	json_t *stats = json_object();
	size_t i;

	if (!port)
		port = &none;
	for (i = 0; i < port->n_stats; i++) {
		json_t *key = value_text(port->stats[i].name);

		set(stats, json_string_value(key), value_number(NUM(port->stats[i].n), false));
		json_decref(key);
	}
	set(json, "node", value_number(port->node, false));
	set(json, "cpus", value_number(port->cpus, false));
	set(json, "mtu", value_number(port->mtu, false));
	set(json, "rx", value_number(port->rx, false));
	set(json, "rx_max", value_number(port->rx_max, false));
	set(json, "combined", value_number(port->combined, false));
	set(json, "combined_max", value_number(port->combined_max, false));
	set(json, "rx_only", value_number(port->rx_only, false));
	set(json, "rx_only_max", value_number(port->rx_only_max, false));
	set(json, "counters", stats);
}

static json_t *site_json(const struct site *site)
{
	json_t *json = json_object();

	set(json, "netdev", value_text(site->name));
	set(json, "driver", value_text_or_null(site->driver));
	set(json, "accounted", json_boolean(site->dev));
	set(json, "why", site->why ? value_text(site->why) : json_null());
	set(json, "scheme", site->scheme ? value_text(site->scheme->key) : json_null());
	set(json, "queues", value_number(site->queues, false));
	set(json, "descriptors", value_number(site->depth, false));
	set(json, "held", value_number(site->pages, false));
	set(json, "bytes", value_number(site->bytes, false));
	set(json, "page_bytes", value_number(site->page_bytes, false));
	set(json, "fill_bytes", value_number(site->fill, false));
	set(json, "estimate", value_number(site->estimate, false));
	set(json, "orphaned", value_number(site->orphaned, true));
	set(json, "lost", value_number(site->lost, false));
	add_settings(json, site->port);
	set(json, "offers", offers_json(site));
	return json;
}

static json_t *leaks_json(const struct explain *ex)
{
	json_t *json = json_array(), *one;
	size_t i, q;

	for (i = 0; i < ex->n_sites; i++) {
		const struct netdev *dev = ex->sites[i].dev;

		for (q = 0; dev && q < dev->n_queues; q++) {
			const struct row *row = &dev->queues[q];

			if (!row->v[F_ORPHANED].known || !row->v[F_ORPHANED].n)
				continue;
			one = json_object();
			set(one, "netdev", value_text(row->netdev));
			set(one, "queue", value_number(row->v[F_QUEUE], false));
			set(one, "orphaned", value_number(row->v[F_ORPHANED], true));
			set(one, "allocated", value_number(row->v[F_ALLOCATED], false));
			json_array_append_new(json, one);
		}
	}
	return json;
}

int json_explain(const struct snapshot *snap)
{
	json_t *json = json_object(), *ports = json_array();
	struct explain ex;
	size_t i;
	int ret;

	explain_make(&ex, snap);
	set(json, "schema", json_integer(JSON_SCHEMA));
	value_origin(json, snap);
	set(json, "source", value_text_or_null(snap->dir));
	set(json, "absent", value_text_or_null(snap->machine.absent));
	set(json, "ports_asked", json_boolean(snap->machine.ports.known));
	set(json, "memory", memory_json(&ex));
	for (i = 0; i < ex.n_sites; i++)
		json_array_append_new(ports, site_json(&ex.sites[i]));
	set(json, "ports", ports);
	set(json, "leaks", leaks_json(&ex));
	set(json, "notes", value_notes(&snap->notes));
	ret = json_dumpf(json, stdout, JSON_COMPACT | JSON_REAL_PRECISION(15));
	putchar('\n');
	json_decref(json);
	explain_free(&ex);
	return ret;
}
