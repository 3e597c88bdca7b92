// SPDX-License-Identifier: GPL-2.0
#include "lines.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../include/rxpageacct.h"

int lines_bad(struct lines *in, const char *fmt, ...)
{
	char what[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	return err_set(in->err, EXIT_MALFORMED, "%s:%zu: %s",
		       in->name, in->line ? in->line : 1, what);
}

int lines_take(struct lines *in, struct word *line)
{
	const char *nl;

	if (in->p == in->end)
		return 0;
	in->line++;
	nl = memchr(in->p, '\n', in->end - in->p);
	if (!nl)
		return lines_bad(in, "the file ends in the middle of this line");
	*line = (struct word){ in->p, nl - in->p };
	in->p = nl + 1;
	if (memchr(line->p, '\0', line->n))
		return lines_bad(in, "NUL byte");
	return 1;
}

bool lines_next_starts(const struct lines *in, const char *prefix)
{
	size_t len = strlen(prefix);

	return (size_t)(in->end - in->p) >= len && !memcmp(in->p, prefix, len);
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

bool word_take(struct word *rest, struct word *w)
{
	/* NOLINTNEXTLINE: the analyzer cannot know that lines_bad() is never 0 */
	while (rest->n && blank(*rest->p)) {
		rest->p++;
		rest->n--;
	}
	*w = (struct word){ rest->p, 0 };
	while (rest->n && !blank(*rest->p)) {
		rest->p++;
		rest->n--;
		w->n++;
	}
	return w->n;
}

bool word_is(struct word w, const char *s)
{
	return w.n == strlen(s) && !memcmp(w.p, s, w.n);
}

static void pair_push(struct pairs *out, struct word key, struct word value)
{
	struct pair *pair;

	out->at = xgrow(out->at, out->n, sizeof(*out->at));
	pair = &out->at[out->n++];
	pair->key = xstrndup(key.p, key.n);
	pair->value = xstrndup(value.p, value.n);
}

int pairs_parse(struct lines *in, struct word *rest, struct pairs *out)
{
	struct word w, key, value;
	const char *eq;

	while (word_take(rest, &w)) {
		eq = memchr(w.p, '=', w.n);
		if (!eq || eq == w.p)
			return lines_bad(in, "\"%.*s\" is not key=value",
					 (int)(w.n < 40 ? w.n : 40), w.p);
		key = (struct word){ w.p, eq - w.p };
		value = (struct word){ eq + 1, w.p + w.n - (eq + 1) };
		/* Others' values are as they are: a name may begin with a quote. */
		if (word_is(key, "reason") && value.n && *value.p == '"') {
			value.p++;
			value.n = rest->p + rest->n - value.p;
			if (!value.n || value.p[--value.n] != '"')
				return lines_bad(in, "unterminated quote");
			rest->n = 0;
		}
		pair_push(out, key, value);
	}
	return 0;
}

int header_parse(struct lines *in, enum kind kind, uint64_t *format,
		 struct pairs *out)
{
	static const char *const kind_word[] = {
		[KIND_NETDEVS] = "netdevs", [KIND_NETDEV] = "netdev",
		[KIND_WALK] = "walk", [KIND_STATUS] = "status", [KIND_PORTS] = "ports",
	};
	struct word rest, w;
	int got = lines_take(in, &rest);

	if (got < 0)
		return -1;
	if (!got)
		return lines_bad(in, "the file is empty");
	if (!word_take(&rest, &w) || !word_is(w, "#") ||
	    !word_take(&rest, &w) || !word_is(w, RXPA_MAGIC))
		return lines_bad(in, "does not begin with \"# " RXPA_MAGIC "\"");
	if (!word_take(&rest, &w) || !num_parse(w.p, w.n, format) || !*format)
		return lines_bad(in, "no format version");
	if (*format > RXPA_FORMAT)
		return err_set(in->err, EXIT_NEWER,
			       "%s: format %" PRIu64 " is newer than this rxpa-top understands (%d): update rxpa-top",
			       in->name, *format, RXPA_FORMAT);
	if (!word_take(&rest, &w) || !word_is(w, kind_word[kind]))
		return lines_bad(in, "kind is \"%.*s\", not \"%s\"",
				 (int)(w.n < 40 ? w.n : 40), w.p, kind_word[kind]);
	return pairs_parse(in, &rest, out);
}

void pairs_free(struct pairs *pairs)
{
	size_t i;

	for (i = 0; i < pairs->n; i++) {
		free(pairs->at[i].key);
		free(pairs->at[i].value);
	}
	free(pairs->at);
	*pairs = (struct pairs){ 0 };
}

const char *pairs_known(const struct pairs *pairs, const char *key)
{
	const char *value = pairs_get(pairs, key);

	return value && strcmp(value, RXPA_UNKNOWN) ? value : NULL;
}

const char *pairs_get(const struct pairs *pairs, const char *key)
{
	size_t i;

	for (i = 0; i < pairs->n; i++)
		if (!strcmp(pairs->at[i].key, key))
			return pairs->at[i].value;
	return NULL;
}
