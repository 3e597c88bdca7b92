// SPDX-License-Identifier: GPL-2.0
/* Where the folder of the module is. */
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../include/rxpageacct.h"
#include "absent.h"
#include "source.h"

/* Tests put folders of theirs in the place of /proc and /sys. */
static void set_root(char *to, const char *root, const char *variable)
{
#ifdef RXPA_TOP_TEST
	const char *dir = getenv(variable);

	if (dir)
		root = dir;
#endif
	(void)variable;
	snprintf(to, PATH_MAX, "%s", root);
}

static bool find_debugfs(const struct source *src, char *mount, size_t size)
{
	char mounts[PATH_MAX + 8];
	struct mntent *m;
	FILE *f;
	bool found = false;

	snprintf(mounts, sizeof(mounts), "%s/mounts", src->proc);
	f = setmntent(mounts, "re");
	if (!f)
		return false;
	while (!found && (m = getmntent(f))) {
		found = !strcmp(m->mnt_type, "debugfs");
		if (found)
			snprintf(mount, size, "%s", m->mnt_dir);
	}
	endmntent(f);
	return found;
}

int source_open(struct source *src, const char *path, struct err *err)
{
	char mount[PATH_MAX - sizeof("/" RXPA_DIR)];

	set_root(src->proc, "/proc", "RXPA_TOP_PROC");
	set_root(src->sys, "/sys", "RXPA_TOP_SYS");
	src->recorded = path;
	src->absent = (struct err){ 0 };
	*src->dir = '\0';
	if (path) {
		if (strlen(path) >= sizeof(src->dir))
			return err_set(err, EXIT_USAGE, "the path is too long");
		strcpy(src->dir, path);
		return 0;
	}
	if (!find_debugfs(src, mount, sizeof(mount))) {
		absent_debugfs(src->proc, &src->absent);
		*err = src->absent;
		return -1;
	}
	snprintf(src->dir, sizeof(src->dir), "%s/" RXPA_DIR, mount);
	return 0;
}
