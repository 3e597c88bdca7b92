/* SPDX-License-Identifier: GPL-2.0 */
/* Reads the folder of the module, or a recorded one, into a snapshot. */
#ifndef RXPA_TOP_SOURCE_H
#define RXPA_TOP_SOURCE_H

#include <limits.h>
#include <time.h>

#include "host.h"
#include "machine.h"
#include "parse.h"

struct netdev {
	struct row row;			/* its line in :netdevs */
	struct row *queues;
	size_t n_queues;
	bool queues_read;		/* all of them */
	uint64_t queues_ns;		/* when, CLOCK_MONOTONIC */
	struct pairs header;
	struct notes notes;
};

/* The netdev whose line in :netdevs @row is. */
static inline const struct netdev *netdev_of(const struct row *row)
{
	return (const struct netdev *)((const char *)row - offsetof(struct netdev, row));
}

struct snapshot {
	const char *dir;
	bool recorded;			/* another machine, another time */
	struct host host;
	uint64_t ns;			/* :netdevs was read, CLOCK_MONOTONIC */
	struct timespec time;
	bool time_known;		/* else it is that of the reading */
	uint64_t format;
	struct pairs header;
	struct notes notes;
	struct status status;
	struct num mem_total;		/* bytes */
	struct netdev *netdevs;
	size_t n_netdevs;
	struct row total;		/* of :netdevs, without nodes */
	bool locked;			/* RTNL was held: rows are missing */
	struct machine machine;		/* with SOURCE_MACHINE */
};

/* What to read beyond :netdevs and :status. */
#define SOURCE_QUEUES	1u
#define SOURCE_WALK	2u		/* implies SOURCE_QUEUES */
#define SOURCE_MACHINE	4u		/* the same; also without the module: machine.absent */
#define SOURCE_PORTS	8u		/* of the machine, which wait for the network lock */

struct source {
	char dir[PATH_MAX];
	char proc[PATH_MAX];		/* /proc and /sys, but for tests */
	char sys[PATH_MAX];
	bool recorded;
	struct err absent;		/* why there is no folder; EXIT_OK: there may be one */
};

/* @path NULL: find where debugfs is mounted; -1 where it is not, with @src->absent set, too. */
int source_open(struct source *src, const char *path, struct err *err);

/* NULL with @err set, or a snapshot for snapshot_free(). */
struct snapshot *source_read(const struct source *src, unsigned int what,
			     struct err *err);

void snapshot_free(struct snapshot *snap);

#endif
