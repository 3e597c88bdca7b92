// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "filter.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "../../include/rxpageacct.h"

struct term {
	char word[FILTER_TEXT];		/* taken apart */
	const char *key;		/* NULL: a word without one */
	char *values;
	bool not;
};

/* One value against a row; an empty row text is unknown. */
typedef bool (*fits_fn)(const struct row *row, enum field field, const char *value);

/* eth0:ns4026532201 is called eth0, too. */
static bool fits_netdev(const struct row *row, enum field field, const char *value)
{
	const char *ns = strstr(row->netdev, RXPA_NS_SUFFIX);
	char name[ROW_TEXT];

	(void)field;
	snprintf(name, sizeof(name), "%.*s",
		 (int)(ns ? (size_t)(ns - row->netdev) : strlen(row->netdev)), row->netdev);
	return !fnmatch(value, name, FNM_CASEFOLD) ||
	       !fnmatch(value, row->netdev, FNM_CASEFOLD);
}

static bool fits_text(const char *text, const char *value)
{
	return !fnmatch(value, *text ? text : RXPA_UNKNOWN, FNM_CASEFOLD);
}

static bool fits_driver(const struct row *row, enum field field, const char *value)
{
	(void)field;
	return fits_text(row->driver, value);
}

static bool fits_state(const struct row *row, enum field field, const char *value)
{
	(void)field;
	return fits_text(row->state, value);
}

static bool fits_any(const struct row *row, enum field field, const char *value)
{
	return fits_netdev(row, field, value) || fits_text(row->driver, value) ||
	       fits_text(row->state, value);
}

static bool range_parse(const char *value, uint64_t *from, uint64_t *to)
{
	size_t len = strcspn(value, "-");

	if (!num_parse(value, len, from))
		return false;
	*to = *from;
	return !value[len] ||
	       (num_parse(value + len + 1, strlen(value + len + 1), to) && *from <= *to);
}

static bool fits_number(const struct row *row, enum field field, const char *value)
{
	uint64_t from, to;

	if (!strcmp(value, RXPA_UNKNOWN))
		return !row->v[field].known;
	return row->v[field].known && range_parse(value, &from, &to) &&
	       row->v[field].n >= from && row->v[field].n <= to;
}

#define NETNS_INIT	"init"

static bool fits_netns(const struct row *row, enum field field, const char *value)
{
	const char *ns = strstr(row->netdev, RXPA_NS_SUFFIX);

	(void)field;
	if (!strcasecmp(value, NETNS_INIT))
		return !ns;
	return ns && !strcmp(value, ns + strlen(RXPA_NS_SUFFIX));
}

enum value_kind { VALUE_NAME, VALUE_RANGE, VALUE_NETNS };

static const struct filter_key {
	const char *key;
	fits_fn fits;
	enum field field;
	enum value_kind kind;
	const char *wanted;	/* what a value must be */
} keys[] = {
	{ "netdev", fits_netdev, F_END, VALUE_NAME, "a name" },
	{ "driver", fits_driver, F_END, VALUE_NAME, "a name" },
	{ "state", fits_state, F_END, VALUE_NAME, "a word" },
	{ "queue", fits_number, F_QUEUE, VALUE_RANGE, "a number, or two like 0-3" },
	{ "node", fits_number, F_NODE, VALUE_RANGE, "a number, or two like 0-3, or - for none" },
	{ "netns", fits_netns, F_END, VALUE_NETNS,
	  "the number of a namespace (ls -Li /run/netns), or " NETNS_INIT },
};

static const struct filter_key *key_find(const char *key)
{
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!strcasecmp(keys[i].key, key))
			return &keys[i];
	return NULL;
}

/* Takes the next word off @text; false at the end. */
static bool term_take(const char **text, struct term *term)
{
	size_t len;
	char *eq;

	*text += strspn(*text, " ");
	len = strcspn(*text, " ");
	if (!len || len >= sizeof(term->word))
		return false;
	memcpy(term->word, *text, len);
	term->word[len] = '\0';
	*text += len;
	eq = strchr(term->word, '=');
	term->key = eq ? term->word : NULL;
	term->values = eq ? eq + 1 : term->word;
	term->not = eq && eq > term->word && eq[-1] == '!';
	if (eq)
		eq[-term->not] = '\0';
	return true;
}

static bool value_valid(const struct filter_key *key, const char *value)
{
	uint64_t from, to;

	if (!*value)
		return false;
	if (!key || key->kind == VALUE_NAME)
		return true;
	if (key->kind == VALUE_NETNS)
		return !strcasecmp(value, NETNS_INIT) ||
		       num_parse(value, strlen(value), &from);
	return !strcmp(value, RXPA_UNKNOWN) || range_parse(value, &from, &to);
}

int filter_check(const char *text, struct err *err)
{
	const struct filter_key *key;
	struct term term;
	char *value;

	if (strlen(text) >= FILTER_TEXT)
		return err_set(err, EXIT_USAGE, "filter: longer than %d characters",
			       FILTER_TEXT - 1);
	while (term_take(&text, &term)) {
		key = term.key ? key_find(term.key) : NULL;
		if (term.key && !key)
			return err_set(err, EXIT_USAGE, "filter: no key \"%s\"; keys are: "
				       FILTER_KEYS, term.key);
		while ((value = strsep(&term.values, ",")))
			if (!value_valid(key, value))
				return err_set(err, EXIT_USAGE, "filter: %s%s\"%s\" is not %s",
					       key ? key->key : "", key ? "=" : "", value,
					       key ? key->wanted : "a name");
	}
	return 0;
}

bool filter_wants_queues(const char *text)
{
	struct term term;

	while (term_take(&text, &term))
		if (term.key && !strcasecmp(term.key, "queue"))
			return true;
	return false;
}

static bool term_passes(struct term *term, const struct row *row)
{
	const struct filter_key *key = term->key ? key_find(term->key) : NULL;
	fits_fn fits = key ? key->fits : term->key ? NULL : fits_any;
	char *value;

	while (fits && (value = strsep(&term->values, ",")))
		if (fits(row, key ? key->field : F_END, value))
			return !term->not;
	return term->not;
}

bool filter_passes(const char *text, const struct row *row)
{
	struct term term;

	while (term_take(&text, &term))
		if (!term_passes(&term, row))
			return false;
	return true;
}
