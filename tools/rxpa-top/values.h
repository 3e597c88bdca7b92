/* SPDX-License-Identifier: GPL-2.0 */
/* Values of the JSON: null for what is not known. */
#ifndef RXPA_TOP_VALUES_H
#define RXPA_TOP_VALUES_H

#include <jansson.h>

#include "source.h"

/* What "schema" says; the rule stands in the schema's description. */
#define JSON_SCHEMA	1

json_t *value_text(const char *s);
json_t *value_text_or_null(const char *s);		/* "" is null */
json_t *value_number(struct num v, bool is_signed);
json_t *value_count(size_t n);
json_t *value_fraction(struct num v, double unit);
json_t *value_notes(const struct notes *notes);
/* What both forms of the JSON say of where and when their numbers are from. */
void value_origin(json_t *json, const struct snapshot *snap);

#endif
