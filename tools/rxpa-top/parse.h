/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bytes of one file in, a table or an error naming file and line out.  The
 * grammar stands in include/rxpageacct.h.  No file is opened here.
 */
#ifndef RXPA_TOP_PARSE_H
#define RXPA_TOP_PARSE_H

#include "row.h"
#include "util.h"

enum kind { KIND_NETDEVS, KIND_NETDEV, KIND_WALK, KIND_STATUS, KIND_PORTS };

struct pair {
	char *key;
	char *value;
};

struct pairs {
	struct pair *at;
	size_t n;
};

struct notes {
	char **at;
	size_t n;
};

struct table {
	uint64_t format;
	struct pairs header;
	struct row *rows;
	size_t n_rows;
	struct row total;
	struct notes notes;
};

struct record {
	char *type;
	struct pairs pairs;
};

struct status {
	struct pairs header;
	struct record *records;
	size_t n;
	struct notes notes;
};

/*
 * @name is only used in messages.  On -1 @err is set and there is nothing
 * to free.
 */
int parse_table(const char *name, const char *text, size_t len,
		enum kind kind, struct table *out, struct err *err);
int parse_status(const char *name, const char *text, size_t len,
		 struct status *out, struct err *err);
/* The same grammar in a file of another kind. */
int parse_records(const char *name, const char *text, size_t len, enum kind kind,
		  struct status *out, struct err *err);

/* MemTotal of a /proc/meminfo, in bytes; unknown when it is not there. */
struct num parse_memtotal(const char *text, size_t len);

void pairs_free(struct pairs *pairs);
const char *pairs_get(const struct pairs *pairs, const char *key);
/* NULL also where the value is unknown. */
const char *pairs_known(const struct pairs *pairs, const char *key);
bool notes_have(const struct notes *notes, const char *text);
void notes_free(struct notes *notes);
void rows_free(struct row *rows, size_t n);
void table_free(struct table *table);
void status_free(struct status *status);

#endif
