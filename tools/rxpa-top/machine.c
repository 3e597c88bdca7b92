// SPDX-License-Identifier: GPL-2.0
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ethtool.h"
#include "files.h"
#include "save.h"

#define ABSENT_FILE	"absent"

void machine_absent(struct machine *machine, const char *why)
{
	snprintf(machine->absent, sizeof(machine->absent), "%s", why);
	save_line(ABSENT_FILE, why);
}

int machine_recorded_absent(int dir, struct machine *machine)
{
	if (!file_line(dir, ABSENT_FILE, machine->absent, sizeof(machine->absent)) ||
	    !*machine->absent)
		machine_absent(machine, "the recording has no files of the module");
	return 0;
}

static void read_memory(int dir, struct memory *memory)
{
	static const struct {
		const char *name;
		void (*take)(struct memory *memory, const char *text, size_t len);
	} files[] = {
		{ "meminfo", memory_meminfo },
		{ "vmstat", memory_vmstat },
		{ "zoneinfo", memory_zoneinfo },
	};
	struct text text;
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		if (file_read(dir, files[i].name, &text))
			continue;
		save_text(files[i].name, text.p, text.n);
		files[i].take(memory, text.p, text.n);
		free(text.p);
	}
}

static int take_ports(struct text *text, struct machine *machine, struct err *err)
{
	int ret;

	save_text(PORTS_FILE, text->p, text->n);
	ret = ports_parse(PORTS_FILE, text->p, text->n, &machine->ports, err);
	free(text->p);
	if (!machine->memory.page_size.known)
		machine->memory.page_size = machine->ports.page_size;
	return ret;
}

int machine_read(int dir, const char *proc, const char *sys, struct machine *machine,
		 struct err *err)
{
	struct text text;
	int fd = dir;

	if (dir < 0)
		fd = dir_open(proc);
	if (fd >= 0)
		read_memory(fd, &machine->memory);
	if (dir < 0 && fd >= 0)
		close(fd);
	machine->unasked = dir < 0 && !sys;
	if (dir >= 0 ? file_read(dir, PORTS_FILE, &text) : !sys || ethtool_read(sys, &text))
		return 0;
	return take_ports(&text, machine, err);
}

void machine_free(struct machine *machine)
{
	memory_free(&machine->memory);
	ports_free(&machine->ports);
}
