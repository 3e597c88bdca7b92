/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What sysfs and ethtool say of the ports of a machine, as a text with a line a
 * port and one a counter, which a recording keeps in its file "ports":
 *
 *   # rxpageacct 1 ports page_size=4096
 *   port name=eth0 driver=i40e node=0 cpus=0-31 mtu=1500 rx=512 rx_max=4096 combined=64 ...
 *   counter name=eth0 stat=rx_missed_errors value=0
 *
 * ethtool.c writes it, ports_parse() reads it.  A key that is not known is left out.
 */
#ifndef RXPA_TOP_PORTS_H
#define RXPA_TOP_PORTS_H

#include "parse.h"

#define PORTS_FILE	"ports"

struct stat_value {
	char name[ROW_TEXT];
	uint64_t n;
};

struct port {
	char name[ROW_TEXT];
	char driver[ROW_TEXT];		/* "" unknown */
	struct num node;		/* NUMA node of the device */
	struct num cpus;		/* near the device */
	struct num mtu;
	struct num rx, rx_max;		/* descriptors of each ring */
	struct num combined, combined_max;	/* channels */
	struct num rx_only, rx_only_max;	/* channels that only receive */
	struct stat_value *stats;	/* of packets that were lost */
	size_t n_stats;
};

struct ports {
	bool known;
	struct num page_size;
	struct port *at;
	size_t n;
};

/* @name is for messages.  On -1 @err is set and there is nothing to free. */
int ports_parse(const char *name, const char *text, size_t len, struct ports *out,
		struct err *err);
void ports_free(struct ports *ports);

const struct port *ports_find(const struct ports *ports, const char *name);

/* "0-3,8" are 5 CPUs; unknown when it is no such list, or empty. */
struct num ports_cpus(const char *list);

/* Does a counter of this name count packets that found no room, of all queues? */
bool ports_stat_counts(const char *name);

#endif
