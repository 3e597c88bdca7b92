// SPDX-License-Identifier: GPL-2.0
#include "source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../include/rxpageacct.h"
#include "absent.h"
#include "files.h"
#include "save.h"
#include "tape.h"

static int open_dir(const struct source *src, struct err *err)
{
	int fd;

	if (src->absent.code) {
		*err = src->absent;
		return -1;
	}
	fd = dir_open(src->dir);
	if (fd >= 0)
		return fd;
	if (fd == -EACCES || fd == -EPERM)
		return permission_err(src->dir, -fd, err);
	if (fd == -ENOENT && !src->recorded)
		return absent_folder(src->proc, src->sys, src->dir, err);
	return err_set(err, EXIT_OTHER, "%s: %s", src->dir, strerror(-fd));
}

/* 1: it is not there; @out is zeroed then. */
static int load_table(const struct source *src, int dir, const char *name,
		      enum kind kind, struct table *out, struct err *err)
{
	char path[PATH_MAX + 2 * ROW_TEXT];
	struct text text;
	int ret;

	*out = (struct table){ 0 };
	snprintf(path, sizeof(path), "%s/%s", src->dir, name);
	ret = file_read(dir, name, &text);
	if (file_vanished(ret, src->recorded))
		return 1;
	if (ret)
		return file_err(path, ret, err);
	save_text(name, text.p, text.n);
	ret = parse_table(path, text.p, text.n, kind, out, err);
	free(text.p);
	return ret;
}

static int load_status(const struct source *src, int dir, struct status *out,
		       struct err *err)
{
	char path[PATH_MAX + 16];
	struct text text;
	int ret;

	snprintf(path, sizeof(path), "%s/" RXPA_FILE_STATUS, src->dir);
	ret = file_read(dir, RXPA_FILE_STATUS, &text);
	if (file_vanished(ret, src->recorded))
		return 0;
	if (ret)
		return file_err(path, ret, err);
	save_text(RXPA_FILE_STATUS, text.p, text.n);
	ret = parse_status(path, text.p, text.n, out, err);
	free(text.p);
	return ret;
}

static struct num load_memtotal(const struct source *src, int dir)
{
	struct num total = NUM_UNKNOWN;
	struct text text;
	int proc;

	if (src->recorded) {
		if (file_read(dir, "meminfo", &text))
			return total;
	} else {
		proc = dir_open(src->proc);
		if (proc < 0)
			return total;
		if (file_read(proc, "meminfo", &text))
			text = (struct text){ 0 };
		close(proc);
	}
	total = parse_memtotal(text.p, text.n);
	free(text.p);
	return total;
}

/* :status knows best; a recording is not this machine. */
static void load_host(const struct source *src, int dir, struct snapshot *snap)
{
	uint64_t seconds;

	snap->time_known = !src->recorded;
	if (src->recorded) {
		host_recorded(dir, &snap->host);
		snap->time_known = host_recorded_time(dir, &seconds);
		if (snap->time_known)
			snap->time = (struct timespec){ .tv_sec = (time_t)seconds };
	} else {
		host_live(src->proc, src->sys, &snap->host);
	}
	host_from_status(&snap->status, &snap->host);
}

/* What is said already is not said again. */
static void notes_move(struct notes *to, struct notes *from)
{
	size_t i;

	for (i = 0; i < from->n; i++) {
		if (notes_have(to, from->at[i])) {
			free(from->at[i]);
			continue;
		}
		to->at = xgrow(to->at, to->n, sizeof(*to->at));
		to->at[to->n++] = from->at[i];
	}
	free(from->at);
	*from = (struct notes){ 0 };
}

static void walk_to_row(struct row *row, const struct row *walk)
{
	static const enum field field[] = {
		F_WALKED, F_LENT, F_BIASED, F_OFFNODE, F_TRIES
	};
	size_t i;

	for (i = 0; i < sizeof(field) / sizeof(*field); i++)
		row->v[field[i]] = walk->v[field[i]];
	row->v[F_WALK_HELD] = walk->v[F_HELD];
	row->v[F_WALK_BYTES] = walk->v[F_BYTES];
	strcpy(row->walk_state, walk->state);
	row_copy_nodes(row, walk);
}

static int load_walk(const struct source *src, int dir, struct netdev *dev,
		     struct err *err)
{
	char name[ROW_TEXT + sizeof(RXPA_WALK_SUFFIX)];
	struct table walk;
	size_t q, w;
	int ret;

	snprintf(name, sizeof(name), "%s" RXPA_WALK_SUFFIX, dev->row.netdev);
	ret = load_table(src, dir, name, KIND_WALK, &walk, err);
	if (ret)
		return ret < 0 ? ret : 0;
	walk_to_row(&dev->row, &walk.total);
	for (q = 0; q < dev->n_queues; q++) {
		for (w = 0; w < walk.n_rows; w++) {
			if (walk.rows[w].v[F_QUEUE].n == dev->queues[q].v[F_QUEUE].n) {
				walk_to_row(&dev->queues[q], &walk.rows[w]);
				break;
			}
		}
	}
	notes_move(&dev->notes, &walk.notes);
	table_free(&walk);
	return 0;
}

/* 1: the netdev vanished after :netdevs was read. */
static int load_netdev(const struct source *src, int dir, unsigned int what,
		       struct snapshot *snap, struct netdev *dev, struct err *err)
{
	struct table table;
	size_t q;
	int ret;

	ret = load_table(src, dir, dev->row.netdev, KIND_NETDEV, &table, err);
	if (ret > 0 && !strcmp(dev->row.state, RXPA_STATE_OFF))
		return 0;
	if (ret)
		return ret;
	dev->queues_ns = tape_ns();
	dev->queues_read = strcmp(table.total.state, RXPA_STATE_BUSY);
	snap->locked |= !dev->queues_read;
	dev->queues = table.rows;
	dev->n_queues = table.n_rows;
	dev->header = table.header;
	notes_move(&dev->notes, &table.notes);
	table.rows = NULL;
	table.n_rows = 0;
	table.header = (struct pairs){ 0 };
	table_free(&table);
	for (q = 0; q < dev->n_queues; q++) {
		strcpy(dev->queues[q].netdev, dev->row.netdev);
		strcpy(dev->queues[q].driver, dev->row.driver);
		dev->queues[q].v[F_NODE] = dev->row.v[F_NODE];
	}
	return what & SOURCE_WALK ? load_walk(src, dir, dev, err) : 0;
}

static void netdev_free(struct netdev *dev)
{
	free(dev->row.nodes);
	rows_free(dev->queues, dev->n_queues);
	pairs_free(&dev->header);
	notes_free(&dev->notes);
}

/* Is it in :netdevs still?  Then its file is on its way. */
static bool still_listed(const struct source *src, int dir, const char *netdev)
{
	struct table table;
	struct err unused;
	bool found = false;
	size_t i;

	if (load_table(src, dir, RXPA_FILE_NETDEVS, KIND_NETDEVS, &table, &unused))
		return false;
	for (i = 0; i < table.n_rows; i++)
		found |= !strcmp(table.rows[i].netdev, netdev);
	table_free(&table);
	return found;
}

static void note_missing(struct netdev *dev)
{
	static const char note[] =
		"no queues: there is no file of its own now; it was renamed just now, or debugfs refused the file (see the kernel's log)";

	dev->notes.at = xgrow(dev->notes.at, dev->notes.n, sizeof(*dev->notes.at));
	dev->notes.at[dev->notes.n++] = xstrndup(note, sizeof(note) - 1);
}

/* Takes @table apart. */
static int load_netdevs(const struct source *src, int dir, unsigned int what,
			struct table *table, struct snapshot *snap, struct err *err)
{
	struct netdev *dev;
	size_t i;
	int ret;

	snap->netdevs = xcalloc(table->n_rows, sizeof(*snap->netdevs));
	for (i = 0; i < table->n_rows; i++) {
		dev = &snap->netdevs[snap->n_netdevs++];
		dev->row = table->rows[i];
		table->rows[i].nodes = NULL;
		ret = what ? load_netdev(src, dir, what, snap, dev, err) : 0;
		if (ret < 0)
			return ret;
		if (ret && still_listed(src, dir, dev->row.netdev)) {
			note_missing(dev);
		} else if (ret) {
			netdev_free(dev);
			memset(dev, 0, sizeof(*dev));
			snap->n_netdevs--;
		}
	}
	return 0;
}

static int load(const struct source *src, int dir, unsigned int what,
		struct snapshot *snap, struct err *err)
{
	struct table table;
	int ret;

	ret = load_table(src, dir, RXPA_FILE_NETDEVS, KIND_NETDEVS, &table, err);
	if (ret > 0 && src->recorded && what & SOURCE_MACHINE)
		return machine_recorded_absent(dir, &snap->machine);
	if (ret > 0 && !src->recorded)
		return err_set(err, EXIT_NO_MODULE,
			       "the module went away while %s was read", src->dir);
	if (ret > 0)
		return err_set(err, EXIT_OTHER,
			       "%s: no file " RXPA_FILE_NETDEVS ": not a recording of rxpageacct",
			       src->dir);
	if (ret)
		return ret;
	snap->ns = tape_ns();
	snap->time = tape_time();
	snap->format = table.format;
	snap->header = table.header;
	snap->notes = table.notes;
	snap->total = table.total;
	snap->locked = !strcmp(table.total.state, RXPA_STATE_BUSY);
	snap->total.nodes = NULL;
	snap->total.n_nodes = 0;
	table.header = (struct pairs){ 0 };
	table.notes = (struct notes){ 0 };
	ret = load_netdevs(src, dir, what, &table, snap, err);
	table_free(&table);
	if (!ret)
		ret = load_status(src, dir, &snap->status, err);
	notes_move(&snap->notes, &snap->status.notes);
	return ret;
}

/* What there is without the module, too. */
static int load_rest(const struct source *src, int dir, unsigned int what,
		     struct snapshot *snap, struct err *err)
{
	const char *page_size = pairs_known(&snap->header, "page_size");
	uint64_t n;

	load_host(src, dir, snap);
	snap->mem_total = load_memtotal(src, dir);
	if (!(what & SOURCE_MACHINE))
		return 0;
	if (page_size && num_parse(page_size, strlen(page_size), &n))
		snap->machine.memory.page_size = NUM(n);
	return machine_read(src->recorded ? dir : -1, src->proc,
			    what & SOURCE_PORTS ? src->sys : NULL, &snap->machine, err);
}

static void save_host(const struct snapshot *snap)
{
	char seconds[NUM_TEXT];

	num_text_exact(NUM((uint64_t)snap->time.tv_sec), false, seconds);
	save_line("hostname", snap->host.name);
	save_line("osrelease", snap->host.kernel);
	save_line("time", seconds);
}

struct snapshot *source_read(const struct source *src, unsigned int what,
			     struct err *err)
{
	struct snapshot *snap;
	int ret = 0, dir = open_dir(src, err);

	if (dir < 0 && (src->recorded || !(what & SOURCE_MACHINE)))
		return NULL;
	snap = xcalloc(1, sizeof(*snap));
	snap->dir = src->dir;
	snap->recorded = src->recorded;
	if (dir < 0)
		machine_absent(&snap->machine, err->text);
	else
		ret = load(src, dir, what, snap, err);
	if (!ret)
		ret = load_rest(src, dir, what, snap, err);
	if (!ret && dir < 0)
		snap->time = tape_time();
	if (!ret)
		save_host(snap);
	if (ret) {
		snapshot_free(snap);
		snap = NULL;
	}
	if (dir >= 0)
		close(dir);
	return snap;
}

void snapshot_free(struct snapshot *snap)
{
	size_t i;

	if (!snap)
		return;
	for (i = 0; i < snap->n_netdevs; i++)
		netdev_free(&snap->netdevs[i]);
	free(snap->netdevs);
	pairs_free(&snap->header);
	notes_free(&snap->notes);
	status_free(&snap->status);
	machine_free(&snap->machine);
	free(snap);
}
