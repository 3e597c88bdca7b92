// SPDX-License-Identifier: GPL-2.0
/* What is unknown or off, and why; and all that is known of one row. */
#include <stdio.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "group.h"
#include "render.h"

/* One note, from whichever file. */
struct note {
	const char *kind;	/* note, off, other */
	const char *subject;	/* a netdev, a driver, both, or "" */
	const char *text;
	const struct netdev *dev;	/* whose file it stands in, or NULL */
	const char *driver;	/* of :status, or NULL */
	const char *netdev;
};

typedef void (*note_fn)(const struct note *note, void *arg);

/* What :netdevs says about a driver, its netdevs' files say again. */
static void netdev_notes(const struct snapshot *snap, const struct netdev *dev,
			 note_fn fn, void *arg)
{
	size_t i;

	for (i = 0; i < dev->notes.n; i++) {
		struct note note = {
			.kind = "note", .subject = dev->row.netdev,
			.text = dev->notes.at[i], .dev = dev,
		};

		if (!notes_have(&snap->notes, note.text))
			fn(&note, arg);
	}
}

/* Records "off" and "other" of :status, unless a note says the same. */
static void status_notes(const struct snapshot *snap, note_fn fn, void *arg)
{
	char who[160], said[512];
	size_t i;

	for (i = 0; i < snap->status.n; i++) {
		const struct record *record = &snap->status.records[i];
		struct note note = {
			.kind = record->type, .subject = who,
			.text = pairs_get(&record->pairs, "reason"),
			.driver = pairs_get(&record->pairs, "driver"),
			.netdev = pairs_get(&record->pairs, "netdev"),
		};

		if (!note.text || (strcmp(note.kind, "off") && strcmp(note.kind, "other")))
			continue;
		snprintf(who, sizeof(who), "%.60s%s%.60s", note.netdev ? note.netdev : "",
			 note.netdev && note.driver ? " " : "",
			 note.driver ? note.driver : "");
		snprintf(said, sizeof(said), "%s: %s", who, note.text);
		if (!notes_have(&snap->notes, said))
			fn(&note, arg);
	}
}

static void notes_visit(const struct snapshot *snap, note_fn fn, void *arg)
{
	size_t i;

	for (i = 0; i < snap->notes.n; i++) {
		struct note note = { .kind = "note", .subject = "", .text = snap->notes.at[i] };

		fn(&note, arg);
	}
	for (i = 0; i < snap->n_netdevs; i++)
		netdev_notes(snap, &snap->netdevs[i], fn, arg);
	status_notes(snap, fn, arg);
}

static void put_note(struct flow *flow, const struct note *note)
{
	flow_put(flow, PAINT_PLAIN, "%s: %s%s", note->kind, note->subject,
		 *note->subject ? ": " : "");
	flow_put(flow, PAINT_PLAIN, "%s", note->text);
	flow_end(flow);
}

static void note_put(const struct note *note, void *arg)
{
	put_note(arg, note);
}

static void note_count(const struct note *note, void *arg)
{
	(void)note;
	++*(size_t *)arg;
}

size_t render_notes_count(const struct snapshot *snap)
{
	size_t n = 0;

	notes_visit(snap, note_count, &n);
	return n;
}

size_t render_notes(struct flow *flow, const struct snapshot *snap)
{
	notes_visit(snap, note_put, flow);
	return render_notes_count(snap);
}

struct concern {
	struct flow *flow;
	const struct view_opts *opts;
	const struct row *row;
	size_t n;
};

static bool starts_with_driver(const char *text, const char *driver)
{
	size_t len = strlen(driver);

	return len && !strncmp(text, driver, len) && text[len] == ':';
}

/* A note of :netdevs begins with its driver; one without a name is about all. */
static bool concerns(const struct note *note, const struct concern *c)
{
	if (note->dev)
		return c->opts->group ?
			group_has(c->opts->group, c->row->netdev, &note->dev->row) :
			!strcmp(note->dev->row.netdev, c->row->netdev);
	if (note->netdev)
		return !strcmp(note->netdev, c->row->netdev);
	if (note->driver)
		return !strcmp(note->driver, c->row->driver);
	return starts_with_driver(note->text, c->row->driver);
}

static void note_concern(const struct note *note, void *arg)
{
	struct concern *c = arg;

	if (!concerns(note, c))
		return;
	if (!c->n++)
		flow_end(c->flow);
	put_note(c->flow, note);
}

static void detail(struct flow *flow, const struct cell *cell,
		   const struct view_opts *opts, const struct row *row)
{
	char title[CELL_TEXT], text[CELL_TEXT];

	cell_title(cell, opts, title);
	cell_text(cell, row, text);
	flow_put(flow, PAINT_TITLE, "%s", title);
	/* titles and numbers stand one below the other */
	flow_put(flow, PAINT_PLAIN, "%*s%s", 11 - glyphs_width(title), "", text);
	flow_put(flow, PAINT_PLAIN, "%*s", 24 - 11 - glyphs_width(text) > 2 ?
		 24 - 11 - glyphs_width(text) : 2, "");
	flow_put(flow, PAINT_PLAIN, "%s", cell->col != COL_END ?
		 columns[cell->col].meaning : cell->node & NODE_MORE ?
		 "held pages on all NUMA nodes from this one on" :
		 "held pages on this NUMA node");
	flow_end(flow);
}

void render_details(struct flow *flow, const struct snapshot *snap,
		    const struct view_opts *opts, const struct row *row)
{
	struct concern concern = { flow, opts, row, 0 };
	struct cell cell = { .digits = DIGITS_EXACT };
	enum col choice[COL_END];
	size_t i, n = layout_choices(opts, choice);

	flow->indent = 4;
	for (i = 0; i < n; i++) {
		cell.col = choice[i];
		if (!layout_names(opts, cell.col))
			detail(flow, &cell, opts, row);
	}
	cell.col = COL_END;
	for (i = 0; i < row->n_nodes; i++) {
		cell.node = row->nodes[i].node;
		detail(flow, &cell, opts, row);
	}
	flow->indent = 2;
	notes_visit(snap, note_concern, &concern);
}
