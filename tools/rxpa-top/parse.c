// SPDX-License-Identifier: GPL-2.0
#include "parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "lines.h"

/* What a column of the file goes into. */
enum target { T_IGNORE, T_NETDEV, T_DRIVER, T_STATE, T_FIELD, T_NODE };

struct coldef {
	enum target target;
	enum field field;
	uint64_t node;
	struct word key;
};

struct coldefs {
	struct coldef *at;
	size_t n;
	size_t n_nodes;
};

/* node0, node1, ... and one like node32+ */
static bool node_parse(struct word key, uint64_t *node)
{
	bool more = key.n && key.p[key.n - 1] == '+';

	if (key.n < 5 || memcmp(key.p, "node", 4) ||
	    !num_parse(key.p + 4, key.n - 4 - more, node) || *node >= NODE_MORE)
		return false;
	*node |= more ? NODE_MORE : 0;
	return true;
}

static struct coldef coldef_of(struct word key, enum kind kind)
{
	struct coldef def = { .target = T_IGNORE, .key = key };
	size_t f;

	for (f = 0; f < F_FILE_END; f++) {
		if (word_is(key, field_key(f))) {
			def.target = T_FIELD;
			def.field = f;
			return def;
		}
	}
	if (word_is(key, "netdev"))
		def.target = T_NETDEV;
	else if (word_is(key, "driver"))
		def.target = T_DRIVER;
	else if (word_is(key, "state"))
		def.target = T_STATE;
	else if (kind == KIND_WALK && node_parse(key, &def.node))
		def.target = T_NODE;
	return def;
}

static bool has_key(const struct coldefs *defs, const char *key)
{
	size_t i;

	for (i = 0; i < defs->n; i++)
		if (word_is(defs->at[i].key, key))
			return true;
	return false;
}

static int key_cmp(const void *a, const void *b)
{
	const struct word *x = a, *y = b;
	int c = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);

	return c ? c : (x->n > y->n) - (x->n < y->n);
}

static int check_unique(struct lines *in, const struct coldefs *defs)
{
	struct word *keys = xcalloc(defs->n, sizeof(*keys));
	int ret = 0;
	size_t i;

	for (i = 0; i < defs->n; i++)
		keys[i] = defs->at[i].key;
	qsort(keys, defs->n, sizeof(*keys), key_cmp);
	for (i = 1; !ret && i < defs->n; i++)
		if (!key_cmp(&keys[i - 1], &keys[i]))
			ret = lines_bad(in, "column \"%.*s\" appears twice",
					(int)(keys[i].n < 40 ? keys[i].n : 40), keys[i].p);
	free(keys);
	return ret;
}

static int parse_columns(struct lines *in, enum kind kind, struct coldefs *defs)
{
	const char *first = kind == KIND_NETDEVS ? "netdev" : "queue";
	const char *const needed[] = { "held", "bytes" };
	struct word rest, w;
	size_t i;
	int got = lines_take(in, &rest);

	if (got < 0)
		return -1;
	if (!got)
		return lines_bad(in, "no line of column keys follows");
	while (word_take(&rest, &w)) {
		defs->at = xgrow(defs->at, defs->n, sizeof(*defs->at));
		defs->at[defs->n] = coldef_of(w, kind);
		defs->n_nodes += defs->at[defs->n++].target == T_NODE;
	}
	if (!defs->n || !word_is(defs->at[0].key, first))
		return lines_bad(in, "the first column is not \"%s\"", first);
	for (i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (!has_key(defs, needed[i]))
			return lines_bad(in, "no column \"%s\"", needed[i]);
	return check_unique(in, defs);
}

/*
 * The name becomes a file name: nothing that leads out of the folder, and a
 * ':' only before the number of a namespace.
 */
static bool netdev_valid(struct word w)
{
	/* NOLINTNEXTLINE: without columns, parse_columns() has said no */
	const char *colon = memchr(w.p, ':', w.n);
	size_t ns = strlen(RXPA_NS_SUFFIX), rest;
	uint64_t inode;

	if (word_is(w, ".") || word_is(w, "..") || memchr(w.p, '/', w.n))
		return false;
	if (!colon)
		return true;
	rest = w.p + w.n - colon;
	return colon != w.p && rest > ns && !memcmp(colon, RXPA_NS_SUFFIX, ns) &&
	       num_parse(colon + ns, rest - ns, &inode);
}

static int store_text(struct lines *in, char *to, struct word w, bool unknown_ok)
{
	if (w.n >= ROW_TEXT)
		return lines_bad(in, "word of %zu bytes", w.n);
	if (unknown_ok && word_is(w, RXPA_UNKNOWN))
		w.n = 0;
	memcpy(to, w.p, w.n);
	to[w.n] = '\0';
	return 0;
}

static int store_num(struct lines *in, struct num *to, const struct coldef *def,
		     struct word w)
{
	bool minus = false;
	uint64_t n;

	*to = NUM_UNKNOWN;
	if (word_is(w, RXPA_UNKNOWN))
		return 0;
	if (def->target == T_FIELD && field_signed(def->field)) {
		minus = *w.p == '-';
		w.p += minus;
		w.n -= minus;
	}
	if (!num_parse(w.p, w.n, &n) ||
	    (def->target == T_FIELD && field_signed(def->field) && n > INT64_MAX))
		return lines_bad(in, "%.*s: \"%.*s\" is not a number",
				 (int)(def->key.n < 40 ? def->key.n : 40), def->key.p,
				 (int)(w.n < 40 ? w.n : 40), w.p);
	*to = NUM(minus ? -n : n);
	return 0;
}

static int store(struct lines *in, struct row *row, const struct coldef *def,
		 struct word w)
{
	switch (def->target) {
	case T_NETDEV:
		return store_text(in, row->netdev, w, false);
	case T_DRIVER:
		return store_text(in, row->driver, w, true);
	case T_STATE:
		return store_text(in, row->state, w, true);
	case T_FIELD:
		return store_num(in, &row->v[def->field], def, w);
	case T_NODE:
		row->nodes[row->n_nodes].node = def->node;
		return store_num(in, &row->nodes[row->n_nodes++].pages, def, w);
	case T_IGNORE:
		break;
	}
	return 0;
}

static int check_key(struct lines *in, struct row *row, struct word first,
		     enum kind kind, bool total)
{
	if (total) {
		if (!word_is(first, RXPA_TOTAL))
			return lines_bad(in, "the table ends without a total line");
		snprintf(row->netdev, sizeof(row->netdev), "%s", RXPA_TOTAL);
		return 0;
	}
	if (kind != KIND_NETDEVS && !row->v[F_QUEUE].known)
		return lines_bad(in, "queue without an index");
	if (kind == KIND_NETDEVS && !netdev_valid(first))
		return lines_bad(in, "\"%.*s\" cannot be the name of a netdev's file",
				 (int)(first.n < 40 ? first.n : 40), first.p);
	return 0;
}

static int parse_row(struct lines *in, struct word rest, enum kind kind,
		     const struct coldefs *defs, bool total, struct row *row)
{
	struct word w, first = { 0 };
	size_t i;

	if (defs->n_nodes)
		row->nodes = xcalloc(defs->n_nodes, sizeof(*row->nodes));
	for (i = 0; word_take(&rest, &w); i++) {
		if (i == defs->n)
			return lines_bad(in, "more than %zu columns", defs->n);
		if (i == 0)
			first = w;
		if ((i || !total) && store(in, row, &defs->at[i], w))
			return -1;
	}
	if (i < defs->n)
		return lines_bad(in, "%zu columns, not %zu", i, defs->n);
	return check_key(in, row, first, kind, total);
}

/*
 * A netdev may be called "total": only the last line of the table is the
 * total, so every line needs a look at what follows it.
 */
static int parse_rows(struct lines *in, enum kind kind,
		      const struct coldefs *defs, struct table *out)
{
	struct word line;
	struct row *row;
	bool last;
	int got;

	for (;;) {
		got = lines_take(in, &line);
		if (got < 0)
			return -1;
		if (!got)
			return lines_bad(in, "no table follows");
		last = in->p == in->end || lines_next_starts(in, NOTE_PREFIX);
		if (last) {
			row = &out->total;
		} else {
			out->rows = xgrow(out->rows, out->n_rows, sizeof(*row));
			row = &out->rows[out->n_rows++];
		}
		if (parse_row(in, line, kind, defs, last, row))
			return -1;
		if (last)
			return 0;
	}
}

int notes_parse(struct lines *in, struct notes *notes)
{
	size_t prefix = strlen(NOTE_PREFIX);
	struct word line;
	int got;

	while ((got = lines_take(in, &line)) > 0) {
		if (line.n < prefix || memcmp(line.p, NOTE_PREFIX, prefix))
			return lines_bad(in, "not a note, but at the end of the file");
		line.p += prefix;
		line.n -= prefix;
		while (line.n && *line.p == ' ') {
			line.p++;
			line.n--;
		}
		notes->at = xgrow(notes->at, notes->n, sizeof(*notes->at));
		notes->at[notes->n++] = xstrndup(line.p, line.n);
	}
	return got;
}

static int row_key_cmp(const void *a, const void *b)
{
	const struct row *x = *(const struct row *const *)a;
	const struct row *y = *(const struct row *const *)b;
	int c = strcmp(x->netdev, y->netdev);

	return c ? c : num_cmp(x->v[F_QUEUE], y->v[F_QUEUE], false);
}

static int check_rows_unique(struct lines *in, const struct table *table)
{
	const struct row **by_key = xcalloc(table->n_rows, sizeof(*by_key));
	int ret = 0;
	size_t i;

	for (i = 0; i < table->n_rows; i++)
		by_key[i] = &table->rows[i];
	qsort(by_key, table->n_rows, sizeof(*by_key), row_key_cmp);
	for (i = 1; !ret && i < table->n_rows; i++)
		if (!row_key_cmp(&by_key[i - 1], &by_key[i]))
			ret = lines_bad(in, "a line for the same netdev or queue appears twice above");
	free(by_key);
	return ret;
}

int parse_table(const char *name, const char *text, size_t len,
		enum kind kind, struct table *out, struct err *err)
{
	struct lines in = { name, text, text + len, 0, err };
	struct coldefs defs = { 0 };
	int ret;

	*out = (struct table){ 0 };
	ret = header_parse(&in, kind, &out->format, &out->header);
	if (!ret)
		ret = parse_columns(&in, kind, &defs);
	if (!ret)
		ret = parse_rows(&in, kind, &defs, out);
	if (!ret)
		ret = check_rows_unique(&in, out);
	if (!ret)
		ret = notes_parse(&in, &out->notes);
	free(defs.at);
	if (ret)
		table_free(out);
	return ret;
}

bool notes_have(const struct notes *notes, const char *text)
{
	size_t i;

	for (i = 0; i < notes->n; i++)
		if (!strcmp(notes->at[i], text))
			return true;
	return false;
}

void notes_free(struct notes *notes)
{
	size_t i;

	for (i = 0; i < notes->n; i++)
		free(notes->at[i]);
	free(notes->at);
	*notes = (struct notes){ 0 };
}

void rows_free(struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(rows[i].nodes);
	free(rows);
}

void table_free(struct table *table)
{
	pairs_free(&table->header);
	notes_free(&table->notes);
	rows_free(table->rows, table->n_rows);
	free(table->total.nodes);
	*table = (struct table){ 0 };
}
