// SPDX-License-Identifier: GPL-2.0
#include "row.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "util.h"

const char *field_key(enum field f)
{
	static const char *const key[] = {
#define X(id, name) [F_##id] = #name,
		ROW_FILE_FIELDS(X)
#undef X
	};

	return f < F_FILE_END ? key[f] : NULL;
}

bool field_sums(enum field f)
{
	switch (f) {
	case F_QUEUE:
	case F_IFINDEX:
	case F_NODE:
	case F_ORDER:
	case F_HELD_MAX:	/* the marks were not reached together */
	case F_NTU:
	case F_NTC:
	case F_NTA:
	case F_AGE:
	case F_TRIES:
		return false;
	default:
		return true;
	}
}

bool field_joins(enum field f)
{
	return field_sums(f) || f == F_AGE;
}

struct num row_part(const struct row *row, enum field f)
{
	struct num v = row->v[f];

	return field_signed(f) && v.known && (int64_t)v.n < 0 ? NUM_UNKNOWN : v;
}

struct num row_join(struct num sum, const struct row *row, enum field f)
{
	struct num part = row_part(row, f);

	if (f != F_AGE)
		return num_add(sum, part, field_signed(f));
	if (!sum.known || !part.known)
		return NUM_UNKNOWN;
	return part.n > sum.n ? part : sum;
}

void row_copy_nodes(struct row *to, const struct row *from)
{
	size_t size = from->n_nodes * sizeof(*from->nodes);

	to->nodes = NULL;
	to->n_nodes = from->n_nodes;
	if (!size)
		return;
	to->nodes = xcalloc(1, size);
	memcpy(to->nodes, from->nodes, size);
}

struct num row_node(const struct row *row, uint64_t node)
{
	size_t i;

	for (i = 0; i < row->n_nodes; i++)
		if (row->nodes[i].node == node)
			return row->nodes[i].pages;
	return NUM_UNKNOWN;
}

void node_text(uint64_t node, char *buf)
{
	snprintf(buf, NUM_TEXT, "%" PRIu64 "%s", node & ~NODE_MORE,
		 node & NODE_MORE ? "+" : "");
}

bool row_ok(const struct row *row)
{
	return !strcmp(row->state, RXPA_STATE_OK);
}
