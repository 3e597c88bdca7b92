/* SPDX-License-Identifier: GPL-2.0 */
/* Beside the module's files: the memory of a machine, and its ports. */
#ifndef RXPA_TOP_MACHINE_H
#define RXPA_TOP_MACHINE_H

#include "memory.h"
#include "ports.h"

struct machine {
	struct memory memory;
	struct ports ports;
	bool unasked;		/* the ports could not be asked in time */
	char absent[768];	/* why the module's files are not there; "": they are */
};

void machine_absent(struct machine *machine, const char *why);

/* A recording without the module's files may say why; returns 0. */
int machine_recorded_absent(int dir, struct machine *machine);

/*
 * @dir: of a recording, which has all of it; else -1, and @proc is /proc, @sys
 * /sys, or NULL: ask no port.  -1 with @err set when a recording is malformed.
 */
int machine_read(int dir, const char *proc, const char *sys, struct machine *machine,
		 struct err *err);
void machine_free(struct machine *machine);

#endif
