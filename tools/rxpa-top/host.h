/* SPDX-License-Identifier: GPL-2.0 */
/* Whose numbers these are. */
#ifndef RXPA_TOP_HOST_H
#define RXPA_TOP_HOST_H

#include "parse.h"

/* "" is unknown */
struct host {
	char name[256];
	char kernel[128];	/* its release */
	char module[64];	/* version of the module */
};

/* This machine, by its /proc and /sys. */
void host_live(const char *proc, const char *sys, struct host *host);

/* Another one, by the files hostname and osrelease beside those of the module. */
void host_recorded(int dir, struct host *host);

/* The file time: seconds since 1970, when the recording was made. */
bool host_recorded_time(int dir, uint64_t *seconds);

/* What the first line of :status says goes before all that. */
void host_from_status(const struct status *status, struct host *host);

#endif
