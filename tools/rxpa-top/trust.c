// SPDX-License-Identifier: GPL-2.0
#include "trust.h"

#include <string.h>

#define UNKNOWN_SINCE	" are unknown: "	/* module/trust.c, rxpa_trust_why() */

const char *trust_of(const struct snapshot *snap, const char *driver)
{
	const char *name, *trust;
	size_t i;

	for (i = 0; i < snap->status.n; i++) {
		const struct record *record = &snap->status.records[i];

		if (strcmp(record->type, "driver"))
			continue;
		name = pairs_get(&record->pairs, "name");
		trust = pairs_get(&record->pairs, "trust");
		if (name && trust && !strcmp(name, driver))
			return trust;
	}
	return "";
}

/* "igb: all events are unknown: probes are disarmed ..." */
static const char *reason_of(const struct notes *notes, const char *driver)
{
	size_t i, len = strlen(driver);
	const char *why;

	for (i = 0; i < notes->n; i++) {
		if (strncmp(notes->at[i], driver, len) || notes->at[i][len] != ':')
			continue;
		why = strstr(notes->at[i], UNKNOWN_SINCE);
		if (why)
			return why + strlen(UNKNOWN_SINCE);
	}
	return NULL;
}

const char *trust_broken(const struct snapshot *snap, const char *driver)
{
	static const struct { const char *word, *meaning; } broken[] = {
		{ "blind", "its probes are disarmed" },
		{ "bypassed", "not the driver's own text is at work" },
		{ "lost", "released pages are in no ring" },
	};
	const char *trust = trust_of(snap, driver), *why;
	size_t i;

	for (i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		if (strcmp(trust, broken[i].word))
			continue;
		why = reason_of(&snap->notes, driver);
		return why ? why : broken[i].meaning;
	}
	return NULL;
}
