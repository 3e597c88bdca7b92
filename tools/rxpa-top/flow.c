// SPDX-License-Identifier: GPL-2.0
#include "flow.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "glyphs.h"
#include "util.h"

#define FLOW_CUT	"..."

static void text_forget(struct flow *flow)
{
	free(flow->words);
	free(flow->bytes);
	flow->words = NULL;
	flow->bytes = NULL;
	flow->blanks = 0;
	flow->n_words = flow->n_bytes = flow->room = 0;
}

void flow_init(struct flow *flow, struct sink *sink, int width)
{
	flow->sink = sink;
	flow->width = width > 0 ? width : 0;
	flow->indent = 2;
	flow->max = 0;
	flow->lines = 0;
	text_forget(flow);
}

static void word_add(struct flow *flow, enum paint paint, const char *s, size_t len)
{
	size_t need = flow->n_bytes + len + 1;

	if (need > flow->room) {
		flow->room = 2 * need;
		flow->bytes = xrealloc(flow->bytes, flow->room);
	}
	flow->words = xgrow(flow->words, flow->n_words, sizeof(*flow->words));
	flow->words[flow->n_words++] =
		(struct flow_word){ paint, flow->blanks, flow->n_bytes };
	memcpy(flow->bytes + flow->n_bytes, s, len);
	flow->n_bytes += len;
	flow->bytes[flow->n_bytes++] = '\0';
	flow->blanks = 0;
}

static void words_add(struct flow *flow, enum paint paint, const char *p)
{
	size_t len;

	while (*p) {
		len = strspn(p, " ");
		flow->blanks += (int)len;
		p += len;
		len = strcspn(p, " ");
		if (len == 1 && *p == '!')	/* stays with what it is about */
			len += p[1] ? 1 + strcspn(p + 2, " ") : 0;
		if (len)
			word_add(flow, paint, p, len);
		p += len;
	}
}

void flow_put(struct flow *flow, enum paint paint, const char *fmt, ...)
{
	va_list ap, again;
	char *raw, *text;
	size_t len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = (size_t)vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	raw = xcalloc(1, len + 1);
	vsnprintf(raw, len + 1, fmt, again);
	va_end(again);
	text = xcalloc(1, GLYPHS_ROOM(len));
	glyphs_clean(raw, text, GLYPHS_ROOM(len));
	words_add(flow, paint, text);
	free(text);
	free(raw);
}

static void emit(struct flow *flow, enum paint paint, int blanks, const char *text)
{
	char gap[32];

	if (!flow->sink)
		return;
	if (blanks > 0) {
		snprintf(gap, sizeof(gap), "%*s", blanks < 30 ? blanks : 30, "");
		flow->sink->put(flow->sink, PAINT_PLAIN, gap);
	}
	flow->sink->put(flow->sink, paint, text);
}

static void line_end(struct flow *flow)
{
	if (flow->sink)
		flow->sink->end_line(flow->sink);
	flow->lines++;
}

/* A word that is wider than a line goes on in the next ones. */
static int emit_wide(struct flow *flow, const struct flow_word *word, int indent)
{
	const char *p = flow->bytes + word->at;
	char *part;
	size_t n;

	while (glyphs_width(p) > flow->width - indent) {
		n = glyphs_fit(p, flow->width - indent);
		if (!n)
			n = strlen(p);
		part = xstrndup(p, n);
		emit(flow, word->paint, indent, part);
		free(part);
		p += n;
		if (!*p)
			break;
		line_end(flow);
	}
	emit(flow, word->paint, indent, p);
	return indent + glyphs_width(p);
}

/* Columns that must stay free behind word @i for the sign that more is cut. */
static int reserve(const struct flow *flow, size_t i, size_t first_line)
{
	bool last_line = flow->max && flow->lines - first_line + 1 == flow->max;

	return last_line && i + 1 < flow->n_words ? (int)strlen(" " FLOW_CUT) : 0;
}

void flow_end(struct flow *flow)
{
	size_t i, first = flow->lines;
	int x = 0, indent, need;

	for (i = 0; i < flow->n_words; i++) {
		const struct flow_word *word = &flow->words[i];
		const char *text = flow->bytes + word->at;

		need = word->blanks + glyphs_width(text);
		if (!flow->width || x + need + reserve(flow, i, first) <= flow->width) {
			emit(flow, word->paint, word->blanks, text);
			x += need;
			continue;
		}
		if (flow->max && flow->lines - first + 1 == flow->max) {
			emit(flow, PAINT_PLAIN, x ? 1 : 0, FLOW_CUT);
			break;
		}
		if (x)
			line_end(flow);
		indent = x && flow->indent < flow->width ? flow->indent : 0;
		x = emit_wide(flow, word, indent);
	}
	line_end(flow);
	text_forget(flow);
}
