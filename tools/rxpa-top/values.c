// SPDX-License-Identifier: GPL-2.0
#include "values.h"

#include <stdlib.h>
#include <string.h>

#include "../../include/rxpageacct.h"

/* A netdev's name may hold any byte; JSON takes UTF-8 only. */
json_t *value_text(const char *s)
{
	json_t *json = json_string(s);
	char *copy, *p;

	if (json)
		return json;
	copy = xstrndup(s, strlen(s));
	for (p = copy; *p; p++)
		if ((unsigned char)*p > '~')
			*p = '?';
	json = json_string(copy);
	free(copy);
	return json;
}

json_t *value_text_or_null(const char *s)
{
	return *s ? value_text(s) : json_null();
}

/* jansson's integers are signed: what they cannot hold becomes a real. */
json_t *value_number(struct num v, bool is_signed)
{
	if (!v.known)
		return json_null();
	if (!is_signed && v.n > INT64_MAX)
		return json_real((double)v.n);
	return json_integer((json_int_t)v.n);
}

json_t *value_count(size_t n)
{
	return json_integer((json_int_t)n);
}

json_t *value_fraction(struct num v, double unit)
{
	return v.known ? json_real((double)v.n / unit) : json_null();
}

json_t *value_notes(const struct notes *notes)
{
	json_t *json = json_array();
	size_t i;

	for (i = 0; i < notes->n; i++)
		json_array_append_new(json, value_text(notes->at[i]));
	return json;
}

/* When the numbers were so: of a recording only what it says itself. */
static json_t *value_time(const struct snapshot *snap)
{
	long ms = snap->time.tv_nsec / 1000000;

	if (!snap->time_known)
		return json_null();
	return json_real((double)snap->time.tv_sec + (double)ms / 1e3);
}

void value_origin(json_t *json, const struct snapshot *snap)
{
	json_object_set_new(json, "tool_version", value_text(RXPA_VERSION));
	json_object_set_new(json, "module_version", value_text_or_null(snap->host.module));
	json_object_set_new(json, "hostname", value_text_or_null(snap->host.name));
	json_object_set_new(json, "kernel", value_text_or_null(snap->host.kernel));
	json_object_set_new(json, "time", value_time(snap));
	json_object_set_new(json, "recorded", json_boolean(snap->recorded));
}
