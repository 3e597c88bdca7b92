// SPDX-License-Identifier: GPL-2.0
#include "render.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../../include/rxpageacct.h"

#define GAP	"  "

void render_when(const struct snapshot *snap, char *buf, size_t size)
{
	struct tm tm;

	*buf = '\0';
	if (!snap->time_known)
		snprintf(buf, size, "time not known");	/* a recording that does not say it */
	else if (localtime_r(&snap->time.tv_sec, &tm))
		strftime(buf, size, "%Y-%m-%d %H:%M:%S", &tm);
}

static void render_title(struct flow *flow, const struct snapshot *snap,
			 const struct view *view, const struct view_opts *opts,
			 const char *pace)
{
	static const char *const by[] = {
		[GROUP_NONE] = "", [GROUP_DRIVER] = " a driver", [GROUP_NODE] = " a node",
	};
	char when[32];

	render_when(snap, when, sizeof(when));
	flow_put(flow, PAINT_TITLE, "rxpa-top");
	flow_put(flow, PAINT_PLAIN, GAP "%s", when);
	if (*pace)
		flow_put(flow, PAINT_PLAIN, GAP "%s", pace);
	flow_put(flow, PAINT_PLAIN, GAP "%s%s by %s%s", opts->queues ? "queues" : "netdevs",
		 by[opts->group], columns[opts->sort].key,
		 opts->reverse ? " (reversed)" : "");
	if (*opts->filter)
		flow_put(flow, PAINT_TITLE, GAP "filter: %s (%zu of %zu)", opts->filter,
			 view->n_passed, view->n_all);
	flow_end(flow);
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

static void render_holds(struct flow *flow, const struct snapshot *snap,
			 const struct summary *sum, bool exact)
{
	char bytes[NUM_TEXT], mem[NUM_TEXT], share[NUM_TEXT], held[NUM_TEXT];
	char queues[NUM_TEXT];

	bytes_text(sum->known_bytes, exact, bytes);
	bytes_text(snap->mem_total, exact, mem);
	num_text_share(sum->share, share);
	num_text_grouped(sum->known_held, false, held);
	num_text_grouped(sum->known_queues, false, queues);
	flow_put(flow, PAINT_TITLE, "%s%s held,", sum->n_unknown ? "at least " : "", bytes);
	if (sum->share.known)
		flow_put(flow, PAINT_PLAIN, " %s%% of %s RAM,", share, mem);
	flow_put(flow, PAINT_PLAIN, " %s page%s, %zu netdev%s, %s queue%s", held,
		 plural(sum->known_held), sum->netdevs, plural(NUM(sum->netdevs)),
		 queues, plural(sum->known_queues));
	flow_end(flow);
}

static void render_states(struct flow *flow, const struct summary *sum)
{
	size_t i;

	for (i = 0; i < sum->n_states; i++) {
		const struct state_count *count = &sum->states[i];
		bool ok = !strcmp(count->state, RXPA_STATE_OK);

		flow_put(flow, PAINT_PLAIN, GAP);
		flow_put(flow, ok ? PAINT_PLAIN : PAINT_WARN, "%s%zu %s", ok ? "" : "! ",
			 count->n, *count->state ? count->state : "of unknown state");
	}
}

static void render_orphaned(struct flow *flow, const struct summary *sum)
{
	bool lost = !sum->known_orphaned.known || sum->known_orphaned.n;
	char text[NUM_TEXT];

	num_text_grouped(sum->known_orphaned, true, text);
	flow_put(flow, lost ? PAINT_ALERT : PAINT_PLAIN, "%sorphaned %s%s%s%s",
		 lost ? "! " : "", text, lost ? " page" : "",
		 lost ? plural(sum->known_orphaned) : "",
		 sum->n_orphaned_unknown ? "," : "");
	if (sum->n_orphaned_unknown)
		flow_put(flow, PAINT_ALERT, " ! unknown for %zu", sum->n_orphaned_unknown);
}

static void render_missed(struct flow *flow, const struct summary *sum)
{
	char text[NUM_TEXT];

	if (sum->missed.known && !sum->missed.n)
		return;
	num_text_grouped(sum->missed, false, text);
	flow_put(flow, PAINT_PLAIN, GAP);
	if (sum->missed_matters)
		flow_put(flow, PAINT_ALERT, "! %s hit%s missed", text, plural(sum->missed));
	else
		flow_put(flow, PAINT_PLAIN, "%s hit%s missed earlier", text,
			 plural(sum->missed));
}

static void render_health(struct flow *flow, const struct snapshot *snap,
			  const struct summary *sum)
{
	size_t notes = render_notes_count(snap);

	render_orphaned(flow, sum);
	render_missed(flow, sum);
	render_states(flow, sum);
	if (notes)
		flow_put(flow, PAINT_PLAIN, GAP "%zu note%s", notes, plural(NUM(notes)));
	flow_end(flow);
}

void render_summary(struct flow *flow, const struct snapshot *snap,
		    const struct view *view, const struct view_opts *opts,
		    const char *pace)
{
	render_title(flow, snap, view, opts, pace);
	render_holds(flow, snap, &view->summary, opts->exact);
	render_health(flow, snap, &view->summary);
}

/* printf() pads bytes, not columns. */
static void render_cell(struct sink *sink, const struct layout *layout, size_t i,
			enum paint paint, const char *text)
{
	const struct cell *cell = &layout->cells[i];
	int pad = cell->width - glyphs_width(text);
	bool left = cell_left(cell);
	char out[2 * CELL_TEXT + LAYOUT_GAP];

	if (pad < 0 || (left && i + 1 == layout->n))
		pad = 0;
	snprintf(out, sizeof(out), "%*s%*s%s%*s", i ? LAYOUT_GAP : 0, "",
		 left ? 0 : pad, "", text, left ? pad : 0, "");
	sink->put(sink, paint, out);
}

void render_head(struct sink *sink, const struct layout *layout,
		 const struct view_opts *opts)
{
	char text[CELL_TEXT];
	size_t i;

	for (i = 0; i < layout->n; i++) {
		bool sorted = layout->cells[i].col == opts->sort;

		cell_title(&layout->cells[i], opts, text);
		render_cell(sink, layout, i, sorted ? PAINT_SORTED : PAINT_HEAD, text);
	}
	sink->end_line(sink);
}

void render_row(struct sink *sink, const struct layout *layout, const struct row *row)
{
	struct num orphaned = row->v[F_ORPHANED];
	enum paint paint = PAINT_PLAIN;
	char text[CELL_TEXT];
	size_t i;

	if (orphaned.known && orphaned.n)
		paint = PAINT_ALERT;
	else if (!row_ok(row) || !orphaned.known)
		paint = PAINT_WARN;
	for (i = 0; i < layout->n; i++) {
		cell_text(&layout->cells[i], row, text);
		render_cell(sink, layout, i, paint, text);
	}
	sink->end_line(sink);
}

/* A sum has no driver and no state: such cells stay empty, not unknown. */
void render_total(struct sink *sink, const struct layout *layout, const struct view *view)
{
	char text[CELL_TEXT];
	size_t i;

	for (i = 0; i < layout->n; i++) {
		const struct cell *cell = &layout->cells[i];
		bool sums = cell->col == COL_END || cell->col == COL_NETDEV ||
			    (columns[cell->col].field != F_END &&
			     field_joins(columns[cell->col].field));

		cell_text(cell, &view->total, text);
		render_cell(sink, layout, i, PAINT_TOTAL, sums ? text : "");
	}
	sink->end_line(sink);
}

static bool laid_out(const struct layout *layout, enum col col)
{
	size_t i;

	for (i = 0; i < layout->n; i++)
		if (layout->cells[i].col == col)
			return true;
	return false;
}

void render_left_out(struct flow *flow, const struct layout *layout,
		     const struct view_opts *opts)
{
	size_t i, n, hidden = layout->left + layout->right;
	enum col shown[COL_END + 1];

	if (!hidden)
		return;
	flow_put(flow, PAINT_PLAIN, "%zu column%s left out, too narrow:", hidden,
		 plural(NUM(hidden)));
	n = layout_shown(opts, shown);
	for (i = 0; i < n; i++)
		if (!laid_out(layout, shown[i]))
			flow_put(flow, PAINT_PLAIN, " %s", columns[shown[i]].title);
	flow_end(flow);
}
