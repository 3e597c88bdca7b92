// SPDX-License-Identifier: GPL-2.0
#include "absent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "files.h"
#include "lines.h"

/* The global variable of UEFI: four bytes of attributes, then 0 or 1. */
#define SECURE_BOOT "firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"

#define SIGNED_ONLY \
	"; if modprobe rxpageacct is refused, let the machine trust the key that DKMS signs with: mokutil --import /var/lib/dkms/mok.pub, then reboot (README.md, Secure Boot)"

/* What decides whether a module can be loaded. */
struct gate {
	char lockdown[64];	/* none, integrity, confidentiality; "" unknown */
	bool secure_boot;
	bool sig_enforce;
	bool no_modules;	/* loading is switched off until the next boot */
};

/* Of "none [integrity] confidentiality" the word in brackets. */
static void lockdown_word(const char *line, char *buf, size_t size)
{
	const char *open = strchr(line, '[');
	int n = open ? (int)strcspn(open + 1, "]") : 0;

	snprintf(buf, size, "%.*s", n, open ? open + 1 : "");
}

static void gate_read(const char *proc, const char *sys, struct gate *gate)
{
	char line[sizeof(gate->lockdown)] = "";
	struct text efi;

	gate->secure_boot = false;
	if (!file_read_in(sys, SECURE_BOOT, &efi)) {
		gate->secure_boot = efi.n > 4 && efi.p[4] == 1;
		free(efi.p);
	}
	file_line_in(sys, "kernel/security/lockdown", line, sizeof(line));
	lockdown_word(line, gate->lockdown, sizeof(gate->lockdown));
	file_line_in(sys, "module/module/parameters/sig_enforce", line, sizeof(line));
	gate->sig_enforce = *line == 'Y' || *line == '1';
	file_line_in(proc, "sys/kernel/modules_disabled", line, sizeof(line));
	gate->no_modules = *line == '1';
}

/* Is this word in the file?  @unread: what to say of a file that cannot be read. */
static bool has_word(const char *root, const char *name, const char *word, bool unread)
{
	struct err unused;
	struct lines in = { .name = name, .err = &unused };
	struct word line, w;
	bool found = false;
	struct text text;

	if (file_read_in(root, name, &text))
		return unread;
	in.p = text.p;
	in.end = text.p + text.n;
	while (!found && lines_take(&in, &line) > 0)
		while (!found && word_take(&line, &w))
			found = word_is(w, word);
	free(text.p);
	return found;
}

int absent_debugfs(const char *proc, struct err *err)
{
	if (!has_word(proc, "filesystems", "debugfs", true))
		return err_set(err, EXIT_NO_DEBUGFS,
			       "this kernel has no debugfs: it was built without (CONFIG_DEBUG_FS) or booted with debugfs=off or no-mount");
	return err_set(err, EXIT_NO_DEBUGFS,
		       "debugfs is not mounted: mount -t debugfs none /sys/kernel/debug");
}

int absent_folder(const char *proc, const char *sys, const char *dir, struct err *err)
{
	struct gate gate;
	bool locked;

	if (has_word(proc, "modules", RXPA_MAGIC, false))
		return err_set(err, EXIT_NO_MODULE,
			       "the module is loaded, but there is no %s: it comes or goes at this moment, or this is another debugfs than the kernel's; dmesg | grep rxpageacct",
			       dir);
	gate_read(proc, sys, &gate);
	if (gate.no_modules)
		return err_set(err, EXIT_NO_MODULE,
			       "the module is not loaded (no %s), and none can be until the next boot: kernel.modules_disabled is 1",
			       dir);
	locked = *gate.lockdown && strcmp(gate.lockdown, "none");
	if (locked || gate.sig_enforce)
		return err_set(err, EXIT_NO_MODULE,
			       "the module is not loaded (no %s), and this kernel takes only signed ones (%s%s%s%s)" SIGNED_ONLY,
			       dir, gate.secure_boot ? "Secure Boot, " : "",
			       locked ? "lockdown: " : "module.sig_enforce",
			       locked ? gate.lockdown : "",
			       locked && gate.sig_enforce ? ", module.sig_enforce" : "");
	/* Without the file lockdown, what the firmware says is all that is known. */
	if (gate.secure_boot && !*gate.lockdown)
		return err_set(err, EXIT_NO_MODULE,
			       "the module is not loaded (no %s): modprobe rxpageacct; Secure Boot is on" SIGNED_ONLY,
			       dir);
	return err_set(err, EXIT_NO_MODULE,
		       "the module is not loaded (no %s): modprobe rxpageacct", dir);
}
