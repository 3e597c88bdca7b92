// SPDX-License-Identifier: GPL-2.0
/* Units: what is made of the answers of drivers.  ioctl() is the one below. */
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ethtool.h"
#include "ports.h"
#include "unit.h"

int __wrap_ioctl(int fd, unsigned long request, ...);

/* A driver: eth0 answers all, eth1 has more counters than it said, eth2 none of it. */
static const char names[][ETH_GSTRING_LEN] = {
	"rx_packets", "rx_missed_errors", "tx_dropped", "rx-0.dropped",
	/* as long as can be, without a NUL */
	{ 'p', 'o', 'r', 't', '.', 'r', 'x', '_', 'd', 'r', 'o', 'p', 'p', 'e', 'd', '_',
	  'o', 'f', '_', 'a', 'l', 'l', '_', 't', 'h', 'e', '_', 'q', 'u', 'e', 'u', 'e' },
};

static int strings(struct ethtool_gstrings *s, bool more)
{
	s->len = N(names) + more;
	memcpy(s->data, names, sizeof(names));
	if (more)
		memcpy(s->data + sizeof(names), "rx_dropped", sizeof("rx_dropped"));
	return 0;
}

static int values(struct ethtool_stats *s, bool more)
{
	uint32_t i;

	s->n_stats = N(names) + more;
	for (i = 0; i < s->n_stats; i++)
		s->data[i] = 1000 + i;
	return 0;
}

static int answer(const char *name, void *data)
{
	struct ethtool_ringparam *ring = data;
	struct ethtool_channels *ch = data;
	struct ethtool_sset_info *set = data;
	bool more = !strcmp(name, "eth1");

	switch (*(uint32_t *)data) {
	case ETHTOOL_GRINGPARAM:
		ring->rx_pending = 512;
		ring->rx_max_pending = 4096;
		return 0;
	case ETHTOOL_GCHANNELS:
		ch->combined_count = 63;
		ch->max_combined = 128;
		ch->rx_count = more;
		return 0;
	case ETHTOOL_GSSET_INFO:
		set->data[0] = N(names);
		return 0;
	case ETHTOOL_GSTRINGS:
		return strings(data, more);
	case ETHTOOL_GSTATS:
		return values(data, more);
	default:
		errno = EOPNOTSUPP;
		return -1;
	}
}

int __wrap_ioctl(int fd, unsigned long request, ...)
{
	struct ifreq *req;
	va_list ap;

	(void)fd;
	va_start(ap, request);
	req = va_arg(ap, struct ifreq *);
	va_end(ap);
	if (request == SIOCETHTOOL && strcmp(req->ifr_name, "eth2"))
		return answer(req->ifr_name, req->ifr_data);
	errno = EOPNOTSUPP;
	return -1;
}

static void make(const char *root, const char *path, const char *text)
{
	char full[256];
	FILE *f;

	snprintf(full, sizeof(full), "%s/%s", root, path);
	if (!text) {
		mkdir(full, 0700);
		return;
	}
	f = fopen(full, "w");
	if (f) {
		fputs(text, f);
		fclose(f);
	}
}

static void make_sys(const char *root)
{
	static const struct { const char *path, *text; } at[] = {
		{ "class", NULL }, { "class/net", NULL },
		{ "class/net/eth0", NULL }, { "class/net/eth0/device", NULL },
		{ "class/net/eth0/device/numa_node", "1\n" },
		{ "class/net/eth0/device/local_cpulist", "8-15\n" },
		{ "class/net/eth0/mtu", "1500\n" },
		{ "class/net/eth1", NULL }, { "class/net/eth1/device", NULL },
		{ "class/net/eth2", NULL }, { "class/net/eth2/device", NULL },
		{ "class/net/eth2/mtu", "two words\n" },
		{ "class/net/eth2/statistics", NULL },
		{ "class/net/eth2/statistics/rx_missed_errors", "5\n" },
		{ "class/net/lo", NULL },
	};
	size_t i;

	for (i = 0; i < N(at); i++)
		make(root, at[i].path, at[i].text);
}

static void test_answers(const struct ports *ports)
{
	const struct port *zero = ports_find(ports, "eth0"), *one = ports_find(ports, "eth1");
	const struct port *two = ports_find(ports, "eth2");

	tap(zero && one && two && ports->n == 3, "ethtool: what has a device is a port");
	if (!zero || !one || !two)
		return;
	tap(zero->rx.n == 512 && zero->rx_max.n == 4096 && zero->combined.n == 63 &&
	    zero->combined_max.n == 128 && zero->rx_only.n == 0, "ethtool: rings and channels");
	tap(zero->node.n == 1 && zero->cpus.n == 8 && zero->mtu.n == 1500, "ethtool: of sysfs");
	tap(zero->n_stats == 2 && zero->stats[0].n == 1001 && zero->stats[1].n == 1004,
	    "ethtool: counters of lost packets");
	tap_str(zero->stats[1].name, "port.rx_dropped_of_all_the_queue",
		"ethtool: a name that is as long as can be");
	tap(one->rx_only.n == 1 && !one->n_stats,
	    "ethtool: names that may not be those of the values are not used");
	tap(!two->rx.known && !two->combined.known && !two->mtu.known && !two->node.known,
	    "ethtool: no answer is not 0");
	tap(two->n_stats == 1 && two->stats[0].n == 5, "ethtool: then the counters of every netdev");
}

void unit_ethtool(void)
{
	char root[] = "/tmp/rxpa-top.XXXXXX", command[64];
	struct ports ports;
	struct text text;
	struct err err;

	if (!mkdtemp(root)) {
		tap(false, "ethtool: a folder");
		return;
	}
	tap(ethtool_read(root, &text) == -ENOENT, "ethtool: a /sys without netdevs");
	make_sys(root);
	tap(!ethtool_read(root, &text), "ethtool: the ports are read");
	tap(!ports_parse("ports", text.p, text.n, &ports, &err), "ethtool: and can be parsed");
	free(text.p);
	test_answers(&ports);
	ports_free(&ports);
	snprintf(command, sizeof(command), "rm -r %s", root);
	tap(!system(command), "ethtool: the folder is gone");
}
