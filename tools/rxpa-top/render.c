// SPDX-License-Identifier: GPL-2.0
#include "render.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../include/rxpageacct.h"

#define GAP	"  "

/*
 * The only way out: a netdev's name may hold any byte but blanks, '/' and ':',
 * and none may move the cursor of root's terminal.
 */
__attribute__((format(printf, 3, 4)))
static void put(struct sink *sink, enum paint paint, const char *fmt, ...)
{
	char text[512];
	va_list ap;
	char *p;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	for (p = text; *p; p++)
		if ((unsigned char)(*p - ' ') > '~' - ' ')
			*p = '?';
	sink->put(sink, paint, text);
}

static void cell_text(const struct cell *cell, const struct row *row, bool exact,
		      char *buf)
{
	if (cell->col != COL_END)
		column_format(cell->col, row, exact, buf);
	else if (exact)
		num_text_exact(row_node(row, cell->node), false, buf);
	else
		num_text_count(row_node(row, cell->node), false, buf);
}

static void cell_title(const struct cell *cell, char *buf)
{
	if (cell->col == COL_END)
		snprintf(buf, COLUMN_TEXT, "NODE%llu", (unsigned long long)cell->node);
	else
		snprintf(buf, COLUMN_TEXT, "%s", columns[cell->col].title);
}

static int cell_drop(const struct cell *cell)
{
	return cell->col == COL_END ? 3 : columns[cell->col].drop;
}

static void cell_add(struct layout *layout, enum col col, uint64_t node)
{
	if (layout->n < LAYOUT_CELLS)
		layout->cells[layout->n++] = (struct cell){ col, node, 0 };
}

static void widen(struct cell *cell, const struct row *row, bool exact)
{
	char buf[COLUMN_TEXT];
	int len;

	cell_text(cell, row, exact, buf);
	len = (int)strlen(buf);
	if (len > cell->width)
		cell->width = len;
}

static void cell_measure(struct cell *cell, const struct view *view, bool exact)
{
	char buf[COLUMN_TEXT];
	size_t i;

	cell_title(cell, buf);
	cell->width = (int)strlen(buf);
	if (cell->col != COL_END && columns[cell->col].width > cell->width)
		cell->width = columns[cell->col].width;
	for (i = 0; i < view->n_rows; i++)
		widen(cell, view->rows[i], exact);
	widen(cell, &view->total, exact);
}

static void layout_fit(struct layout *layout, int width)
{
	size_t i, worst;
	int need;

	for (;;) {
		need = -2;
		worst = 0;
		for (i = 0; i < layout->n; i++) {
			need += layout->cells[i].width + 2;
			if (cell_drop(&layout->cells[i]) >=
			    cell_drop(&layout->cells[worst]))
				worst = i;
		}
		if (need <= width || !cell_drop(&layout->cells[worst]))
			return;
		memmove(&layout->cells[worst], &layout->cells[worst + 1],
			(--layout->n - worst) * sizeof(*layout->cells));
	}
}

void layout_make(struct layout *layout, const struct view *view,
		 const struct view_opts *opts, int width)
{
	unsigned int wanted = opts->queues ? SHOW_QUEUES : SHOW_NETDEVS;
	enum col c;
	size_t i;

	wanted |= opts->rates ? SHOW_RATES : SHOW_TOTALS;
	if (opts->walk)
		wanted |= SHOW_WALK;
	layout->n = 0;
	for (c = 0; c < COL_END; c++) {
		if ((columns[c].show & wanted) == columns[c].show)
			cell_add(layout, c, 0);
		if (c == COL_OFFNODE && opts->walk)
			for (i = 0; i < view->n_nodes; i++)
				cell_add(layout, COL_END, view->nodes[i]);
	}
	for (i = 0; i < layout->n; i++)
		cell_measure(&layout->cells[i], view, opts->exact);
	if (width)
		layout_fit(layout, width);
}

static void render_title(struct sink *sink, const struct snapshot *snap,
			 const struct view_opts *opts, const char *pace)
{
	char when[32] = "";
	struct tm tm;

	if (localtime_r(&snap->time.tv_sec, &tm))
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S", &tm);
	put(sink, PAINT_TITLE, "rxpa-top");
	put(sink, PAINT_PLAIN, GAP "%s", when);
	if (*pace)
		put(sink, PAINT_PLAIN, GAP "%s", pace);
	put(sink, PAINT_PLAIN, GAP "%s by %s%s", opts->queues ? "queues" : "netdevs",
	    columns[opts->sort].key, opts->reverse ? " (reversed)" : "");
	if (*opts->filter)
		put(sink, PAINT_TITLE, GAP "filter: %s", opts->filter);
	sink->end_line(sink);
}

static void bytes_text(struct num bytes, bool exact, char *buf)
{
	if (!exact) {
		num_text_bytes(bytes, buf);
		return;
	}
	num_text_exact(bytes, false, buf);
	if (bytes.known)
		strcat(buf, " B");
}

static const char *plural(struct num n)
{
	return n.known && n.n == 1 ? "" : "s";
}

static void render_holds(struct sink *sink, const struct snapshot *snap,
			 const struct summary *sum, bool exact)
{
	char bytes[NUM_TEXT], mem[NUM_TEXT], share[NUM_TEXT], held[NUM_TEXT];
	char queues[NUM_TEXT];

	bytes_text(sum->known_bytes, exact, bytes);
	bytes_text(snap->mem_total, exact, mem);
	num_text_share(sum->share, share);
	num_text_grouped(sum->known_held, false, held);
	num_text_grouped(sum->known_queues, false, queues);
	put(sink, PAINT_TITLE, "%s%s held", sum->n_unknown ? "at least " : "", bytes);
	if (sum->share.known)
		put(sink, PAINT_PLAIN, ", %s%% of %s RAM", share, mem);
	put(sink, PAINT_PLAIN, ", %s page%s, %zu netdev%s, %s queue%s", held,
	    plural(sum->known_held), sum->netdevs, plural(NUM(sum->netdevs)),
	    queues, plural(sum->known_queues));
	sink->end_line(sink);
}

static void render_states(struct sink *sink, const struct summary *sum)
{
	size_t i;

	for (i = 0; i < sum->n_states; i++) {
		const struct state_count *count = &sum->states[i];
		bool ok = !strcmp(count->state, RXPA_STATE_OK);

		put(sink, PAINT_PLAIN, GAP);
		put(sink, ok ? PAINT_PLAIN : PAINT_WARN, "%s%zu %s", ok ? "" : "! ",
		    count->n, *count->state ? count->state : "of unknown state");
	}
}

static void render_orphaned(struct sink *sink, const struct summary *sum)
{
	bool lost = !sum->known_orphaned.known || sum->known_orphaned.n;
	char text[NUM_TEXT];

	num_text_grouped(sum->known_orphaned, true, text);
	put(sink, lost ? PAINT_ALERT : PAINT_PLAIN, "%sorphaned %s%s%s",
	    lost ? "! " : "", text, lost ? " page" : "",
	    lost ? plural(sum->known_orphaned) : "");
	if (sum->n_orphaned_unknown)
		put(sink, PAINT_ALERT, ", ! unknown for %zu", sum->n_orphaned_unknown);
}

static void render_health(struct sink *sink, const struct snapshot *snap,
			  const struct summary *sum)
{
	char text[NUM_TEXT];
	size_t notes = render_notes(NULL, snap);

	render_orphaned(sink, sum);
	if (!sum->missed.known || sum->missed.n) {
		num_text_grouped(sum->missed, false, text);
		put(sink, PAINT_PLAIN, GAP);
		put(sink, PAINT_ALERT, "! %s hit%s missed", text, plural(sum->missed));
	}
	render_states(sink, sum);
	if (notes)
		put(sink, PAINT_PLAIN, GAP "%zu note%s", notes, plural(NUM(notes)));
	sink->end_line(sink);
}

void render_summary(struct sink *sink, const struct snapshot *snap,
		    const struct view *view, const struct view_opts *opts,
		    const char *pace)
{
	render_title(sink, snap, opts, pace);
	render_holds(sink, snap, &view->summary, opts->exact);
	render_health(sink, snap, &view->summary);
}

static void render_cell(struct sink *sink, const struct layout *layout, size_t i,
			enum paint paint, const char *text)
{
	const struct cell *cell = &layout->cells[i];
	bool left = cell->col != COL_END && columns[cell->col].left;
	bool last = i + 1 == layout->n;

	if (left && last)
		put(sink, paint, "%s", text);
	else
		put(sink, paint, "%*s", left ? -cell->width : cell->width, text);
}

static void render_line(struct sink *sink, const struct layout *layout,
			const struct view_opts *opts, enum paint paint,
			const struct row *row)
{
	char text[COLUMN_TEXT];
	size_t i;

	for (i = 0; i < layout->n; i++) {
		if (i)
			put(sink, paint, GAP);
		cell_text(&layout->cells[i], row, opts->exact, text);
		render_cell(sink, layout, i, paint, text);
	}
	sink->end_line(sink);
}

void render_head(struct sink *sink, const struct layout *layout,
		 const struct view_opts *opts)
{
	char text[COLUMN_TEXT];
	size_t i;

	for (i = 0; i < layout->n; i++) {
		bool sorted = layout->cells[i].col == opts->sort;

		if (i)
			put(sink, PAINT_HEAD, GAP);
		cell_title(&layout->cells[i], text);
		render_cell(sink, layout, i, sorted ? PAINT_SORTED : PAINT_HEAD, text);
	}
	sink->end_line(sink);
}

void render_row(struct sink *sink, const struct layout *layout,
		const struct view_opts *opts, const struct row *row)
{
	struct num orphaned = row->v[F_ORPHANED];
	enum paint paint = PAINT_PLAIN;

	if (orphaned.known && orphaned.n)
		paint = PAINT_ALERT;
	else if (!row_ok(row) || !orphaned.known)
		paint = PAINT_WARN;
	render_line(sink, layout, opts, paint, row);
}

/* A sum has no driver and no state: such cells stay empty, not unknown. */
void render_total(struct sink *sink, const struct layout *layout,
		  const struct view_opts *opts, const struct view *view)
{
	char text[COLUMN_TEXT];
	size_t i;

	for (i = 0; i < layout->n; i++) {
		const struct cell *cell = &layout->cells[i];
		bool sums = cell->col == COL_END || cell->col == COL_NETDEV ||
			    (columns[cell->col].field != F_END &&
			     field_sums(columns[cell->col].field));

		if (i)
			put(sink, PAINT_TOTAL, GAP);
		cell_text(cell, &view->total, opts->exact, text);
		render_cell(sink, layout, i, PAINT_TOTAL, sums ? text : "");
	}
	sink->end_line(sink);
}

static bool notes_have(const struct notes *notes, const char *text)
{
	size_t i;

	for (i = 0; i < notes->n; i++)
		if (!strcmp(notes->at[i], text))
			return true;
	return false;
}

static void note_line(struct sink *sink, const char *kind, const char *subject,
		      const char *text)
{
	if (!sink)
		return;
	put(sink, PAINT_PLAIN, "%s: %s%s", kind, subject, *subject ? ": " : "");
	put(sink, PAINT_PLAIN, "%s", text);
	sink->end_line(sink);
}

/* What :netdevs says about a driver, its netdevs' files say again. */
static size_t netdev_notes(struct sink *sink, const struct snapshot *snap,
			   const struct netdev *dev)
{
	size_t i, lines = 0;

	for (i = 0; i < dev->notes.n; i++) {
		if (notes_have(&snap->notes, dev->notes.at[i]))
			continue;
		note_line(sink, "note", dev->row.netdev, dev->notes.at[i]);
		lines++;
	}
	return lines;
}

/* Records "off" and "other" of :status, unless a note says the same. */
static size_t status_notes(struct sink *sink, const struct snapshot *snap)
{
	size_t i, lines = 0;

	for (i = 0; i < snap->status.n; i++) {
		const struct record *record = &snap->status.records[i];
		const char *reason = pairs_get(&record->pairs, "reason");
		const char *driver = pairs_get(&record->pairs, "driver");
		const char *netdev = pairs_get(&record->pairs, "netdev");
		char who[160], said[512];

		if (!reason ||
		    (strcmp(record->type, "off") && strcmp(record->type, "other")))
			continue;
		snprintf(who, sizeof(who), "%.60s%s%.60s", netdev ? netdev : "",
			 netdev && driver ? " " : "", driver ? driver : "");
		snprintf(said, sizeof(said), "%s: %s", who, reason);
		if (notes_have(&snap->notes, said))
			continue;
		note_line(sink, record->type, who, reason);
		lines++;
	}
	return lines;
}

size_t render_notes(struct sink *sink, const struct snapshot *snap)
{
	size_t i, lines = snap->notes.n;

	for (i = 0; i < snap->notes.n; i++)
		note_line(sink, "note", "", snap->notes.at[i]);
	for (i = 0; i < snap->n_netdevs; i++)
		lines += netdev_notes(sink, snap, &snap->netdevs[i]);
	return lines + status_notes(sink, snap);
}
