// SPDX-License-Identifier: GPL-2.0
/* Files that are not tables: records such as those of :status, and meminfo. */
#include <stdlib.h>
#include <string.h>

#include "lines.h"

int parse_records(const char *name, const char *text, size_t len, enum kind kind,
		  struct status *out, struct err *err)
{
	struct lines in = { name, text, text + len, 0, err };
	struct record *record;
	struct word rest, w;
	uint64_t format;
	int got;

	*out = (struct status){ 0 };
	got = header_parse(&in, kind, &format, &out->header);
	while (!got && !lines_next_starts(&in, NOTE_PREFIX) &&
	       (got = lines_take(&in, &rest)) > 0) {
		if (!word_take(&rest, &w)) {
			got = lines_bad(&in, "empty line");
			break;
		}
		out->records = xgrow(out->records, out->n, sizeof(*record));
		record = &out->records[out->n++];
		record->type = xstrndup(w.p, w.n);
		got = pairs_parse(&in, &rest, &record->pairs);
	}
	if (!got)
		got = notes_parse(&in, &out->notes);
	if (got)
		status_free(out);
	return got;
}

int parse_status(const char *name, const char *text, size_t len,
		 struct status *out, struct err *err)
{
	return parse_records(name, text, len, KIND_STATUS, out, err);
}

void status_free(struct status *status)
{
	size_t i;

	for (i = 0; i < status->n; i++) {
		free(status->records[i].type);
		pairs_free(&status->records[i].pairs);
	}
	free(status->records);
	pairs_free(&status->header);
	notes_free(&status->notes);
	*status = (struct status){ 0 };
}

struct num parse_memtotal(const char *text, size_t len)
{
	struct err err;
	struct lines in = { "meminfo", text, text + len, 0, &err };
	struct word rest, w;
	uint64_t kib, bytes;

	while (lines_take(&in, &rest) > 0) {
		if (!word_take(&rest, &w) || !word_is(w, "MemTotal:"))
			continue;
		if (word_take(&rest, &w) && num_parse(w.p, w.n, &kib) &&
		    word_take(&rest, &w) && word_is(w, "kB") &&
		    !__builtin_mul_overflow(kib, (uint64_t)1024, &bytes))
			return NUM(bytes);
		break;
	}
	return NUM_UNKNOWN;
}
