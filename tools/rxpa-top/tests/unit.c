// SPDX-License-Identifier: GPL-2.0
/* Units: what the rooms of tests have in common, and their order. */
#include <locale.h>

#include "unit.h"

static int tap_n, tap_failed;

void tap(bool ok, const char *name)
{
	tap_failed += !ok;
	printf("%sok %d - %s\n", ok ? "" : "not ", ++tap_n, name);
	fflush(stdout);
}

void tap_str(const char *got, const char *want, const char *name)
{
	tap(!strcmp(got, want), name);
	if (strcmp(got, want))
		printf("# got \"%s\", want \"%s\"\n", got, want);
}

void unit_row(struct row *row, const char *name, uint64_t bytes, uint64_t counter)
{
	enum field f;

	memset(row, 0, sizeof(*row));
	strcpy(row->netdev, name);
	strcpy(row->driver, "igb");
	strcpy(row->state, "ok");
	row->v[F_BYTES] = NUM(bytes);
	row->v[F_ORPHANED] = NUM(0);
	for (f = F_COUNTER_FIRST; f <= F_COUNTER_LAST; f++)
		row->v[f] = NUM(counter);
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	unit_num();
	unit_parse();
	unit_model();
	unit_view();
	unit_explain();
	unit_ethtool();
	printf("1..%d\n", tap_n);
	return tap_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
