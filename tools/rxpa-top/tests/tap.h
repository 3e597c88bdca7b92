/* SPDX-License-Identifier: GPL-2.0 */
#ifndef RXPA_TOP_TAP_H
#define RXPA_TOP_TAP_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_n, tap_failed;

static void tap(int ok, const char *name)
{
	tap_failed += !ok;
	printf("%sok %d - %s\n", ok ? "" : "not ", ++tap_n, name);
	fflush(stdout);
}

static void tap_str(const char *got, const char *want, const char *name)
{
	tap(!strcmp(got, want), name);
	if (strcmp(got, want))
		printf("# got \"%s\", want \"%s\"\n", got, want);
}

static int tap_end(void)
{
	printf("1..%d\n", tap_n);
	return tap_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
