// SPDX-License-Identifier: GPL-2.0
#include "ports.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"

struct num ports_cpus(const char *list)
{
	uint64_t first, last, n = 0;
	size_t len, dash;

	for (;; list += len + 1) {
		len = strcspn(list, ",");
		dash = strcspn(list, "-,");
		if (!num_parse(list, dash, &first))
			return NUM_UNKNOWN;
		last = first;
		if (dash < len && !num_parse(list + dash + 1, len - dash - 1, &last))
			return NUM_UNKNOWN;
		if (last < first || __builtin_add_overflow(n, last - first, &n) ||
		    __builtin_add_overflow(n, (uint64_t)1, &n))
			return NUM_UNKNOWN;
		if (!list[len])
			return NUM(n);
	}
}

bool ports_stat_counts(const char *name)
{
	static const char *const words[] = {
		"miss", "no_dma", "no_buf", "nobuf", "drop", "discard", "out_of_buffer",
		"alloc_fail", "page_failed", "buff_failed",
	};
	size_t i;

	/* a digit: one queue, one priority, one size; tx: the other direction */
	if (strpbrk(name, "0123456789 ") || strstr(name, "tx"))
		return false;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strstr(name, words[i]))
			return true;
	return false;
}

static struct num pairs_num(const struct pairs *pairs, const char *key)
{
	const char *value = pairs_get(pairs, key);
	uint64_t n;

	return value && num_parse(value, strlen(value), &n) ? NUM(n) : NUM_UNKNOWN;
}

static void pairs_text(const struct pairs *pairs, const char *key, char *to)
{
	const char *value = pairs_known(pairs, key);

	snprintf(to, ROW_TEXT, "%s", value ? value : "");
}

static void port_fill(struct port *port, const struct pairs *pairs)
{
	const char *cpus = pairs_known(pairs, "cpus");

	pairs_text(pairs, "driver", port->driver);
	port->node = pairs_num(pairs, "node");
	port->cpus = cpus ? ports_cpus(cpus) : NUM_UNKNOWN;
	port->mtu = pairs_num(pairs, "mtu");
	port->rx = pairs_num(pairs, "rx");
	port->rx_max = pairs_num(pairs, "rx_max");
	port->combined = pairs_num(pairs, "combined");
	port->combined_max = pairs_num(pairs, "combined_max");
	port->rx_only = pairs_num(pairs, "rx_only");
	port->rx_only_max = pairs_num(pairs, "rx_only_max");
}

static struct port *find(const struct ports *ports, const char *name)
{
	size_t i;

	for (i = 0; name && i < ports->n; i++)
		if (!strcmp(ports->at[i].name, name))
			return &ports->at[i];
	return NULL;
}

static void stat_add(struct port *port, const struct pairs *pairs)
{
	struct num value = pairs_num(pairs, "value");
	struct stat_value *stat;

	if (!value.known || !pairs_get(pairs, "stat"))
		return;
	port->stats = xgrow(port->stats, port->n_stats, sizeof(*stat));
	stat = &port->stats[port->n_stats++];
	pairs_text(pairs, "stat", stat->name);
	stat->n = value.n;
}

static void record_take(struct ports *ports, const struct record *record)
{
	const char *name = pairs_get(&record->pairs, "name");
	struct port *port = find(ports, name);

	if (!name || !*name)
		return;
	if (!strcmp(record->type, "port") && !port) {
		ports->at = xgrow(ports->at, ports->n, sizeof(*ports->at));
		port = &ports->at[ports->n++];
		snprintf(port->name, sizeof(port->name), "%s", name);
		port_fill(port, &record->pairs);
	} else if (!strcmp(record->type, "counter") && port) {
		stat_add(port, &record->pairs);
	}
}

int ports_parse(const char *name, const char *text, size_t len, struct ports *out,
		struct err *err)
{
	struct status records;
	size_t i;

	*out = (struct ports){ 0 };
	if (parse_records(name, text, len, KIND_PORTS, &records, err))
		return -1;
	out->known = true;
	out->page_size = pairs_num(&records.header, "page_size");
	for (i = 0; i < records.n; i++)
		record_take(out, &records.records[i]);
	status_free(&records);
	return 0;
}

void ports_free(struct ports *ports)
{
	size_t i;

	for (i = 0; i < ports->n; i++)
		free(ports->at[i].stats);
	free(ports->at);
	*ports = (struct ports){ 0 };
}

const struct port *ports_find(const struct ports *ports, const char *name)
{
	return find(ports, name);
}
