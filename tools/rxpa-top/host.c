// SPDX-License-Identifier: GPL-2.0
#include "host.h"

#include <stdio.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "files.h"

#define LAST_SECOND	253402300799	/* of the year 9999 */

void host_live(const char *proc, const char *sys, struct host *host)
{
	file_line_in(proc, "sys/kernel/hostname", host->name, sizeof(host->name));
	file_line_in(proc, "sys/kernel/osrelease", host->kernel, sizeof(host->kernel));
	file_line_in(sys, "module/rxpageacct/version", host->module, sizeof(host->module));
}

void host_recorded(int dir, struct host *host)
{
	file_line(dir, "hostname", host->name, sizeof(host->name));
	file_line(dir, "osrelease", host->kernel, sizeof(host->kernel));
}

bool host_recorded_time(int dir, uint64_t *seconds)
{
	char line[NUM_TEXT];

	return file_line(dir, "time", line, sizeof(line)) &&
	       num_parse(line, strlen(line), seconds) && *seconds <= LAST_SECOND;
}

static void header_word(const struct pairs *header, const char *key, char *buf,
			size_t size)
{
	const char *value = pairs_get(header, key);

	if (value && strcmp(value, RXPA_UNKNOWN))
		snprintf(buf, size, "%s", value);
}

void host_from_status(const struct status *status, struct host *host)
{
	header_word(&status->header, "kernel", host->kernel, sizeof(host->kernel));
	header_word(&status->header, "version", host->module, sizeof(host->module));
}
