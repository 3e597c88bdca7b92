// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "ethtool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../include/rxpageacct.h"
#include "ports.h"
#include "tape.h"

#define STATS_SLACK	1024	/* a driver that has more counters by now writes them, too */
#define STATS_MAX	65536
#define STATS_SHOWN	8

struct asking {
	FILE *out;
	int sock;
	const char *sys;
	const char *name;
};

static int ask(const struct asking *a, void *answer)
{
	struct ifreq req = { .ifr_data = answer };

	snprintf(req.ifr_name, sizeof(req.ifr_name), "%s", a->name);
	return ioctl(a->sock, SIOCETHTOOL, &req) ? -errno : 0;
}

/* The first word of a file of the netdev; "" when there is none. */
static void sys_word(const struct asking *a, const char *file, char *buf, size_t size)
{
	char path[PATH_MAX + 128];
	struct text text;

	*buf = '\0';
	snprintf(path, sizeof(path), "%s/class/net/%s/%s", a->sys, a->name, file);
	if (file_fetch(AT_FDCWD, path, &text))
		return;
	while (text.n && strchr(" \t\n", text.p[text.n - 1]))
		text.n--;
	if (text.n && text.n < size && !memchr(text.p, ' ', text.n) &&
	    !memchr(text.p, '\n', text.n))
		snprintf(buf, size, "%.*s", (int)text.n, text.p);
	free(text.p);
}

static void put_word(const struct asking *a, const char *key, const char *file)
{
	char word[4096];

	sys_word(a, file, word, sizeof(word));
	if (*word && strcmp(word, "-1"))	/* of numa_node: none */
		fprintf(a->out, " %s=%s", key, word);
}

static void put_driver(const struct asking *a)
{
	char path[PATH_MAX + 128], to[PATH_MAX];
	const char *slash;
	ssize_t n;

	snprintf(path, sizeof(path), "%s/class/net/%s/device/driver", a->sys, a->name);
	n = readlink(path, to, sizeof(to) - 1);
	if (n <= 0)
		return;
	to[n] = '\0';
	slash = strrchr(to, '/');
	fprintf(a->out, " driver=%s", slash ? slash + 1 : to);
}

static void put_rings(const struct asking *a)
{
	struct ethtool_ringparam ring = { .cmd = ETHTOOL_GRINGPARAM };

	if (!ask(a, &ring))
		fprintf(a->out, " rx=%u rx_max=%u", ring.rx_pending, ring.rx_max_pending);
}

static void put_channels(const struct asking *a)
{
	struct ethtool_channels ch = { .cmd = ETHTOOL_GCHANNELS };

	if (!ask(a, &ch))
		fprintf(a->out, " combined=%u combined_max=%u rx_only=%u rx_only_max=%u",
			ch.combined_count, ch.max_combined, ch.rx_count, ch.max_rx);
}

static uint32_t stats_count(const struct asking *a)
{
	struct ethtool_sset_info *set = xcalloc(1, sizeof(*set) + sizeof(*set->data));
	uint32_t n = 0;

	set->cmd = ETHTOOL_GSSET_INFO;
	set->sset_mask = 1ULL << ETH_SS_STATS;
	if (!ask(a, set) && set->sset_mask && set->data[0] <= STATS_MAX)
		n = set->data[0];
	free(set);
	return n;
}

static size_t put_stats(const struct asking *a, uint32_t n)
{
	size_t room = n + STATS_SLACK, i, shown = 0;
	struct ethtool_gstrings *names = xcalloc(1, sizeof(*names) + room * ETH_GSTRING_LEN);
	struct ethtool_stats *values = xcalloc(1, sizeof(*values) + room * sizeof(uint64_t));
	char name[ETH_GSTRING_LEN + 1] = "";

	names->cmd = ETHTOOL_GSTRINGS;
	names->string_set = ETH_SS_STATS;
	names->len = n;
	values->cmd = ETHTOOL_GSTATS;
	values->n_stats = n;
	if (ask(a, names) || ask(a, values) || names->len != n || values->n_stats != n)
		n = 0;
	for (i = 0; i < n && shown < STATS_SHOWN; i++) {
		memcpy(name, names->data + i * ETH_GSTRING_LEN, ETH_GSTRING_LEN);
		if (!ports_stat_counts(name))
			continue;
		fprintf(a->out, "counter name=%s stat=%s value=%llu\n", a->name, name,
			values->data[i]);
		shown++;
	}
	free(names);
	free(values);
	return shown;
}

/* What every netdev has; a driver that says nothing itself is asked so. */
static void put_plain_stats(const struct asking *a)
{
	static const char *const files[] = { "rx_missed_errors", "rx_dropped" };
	char path[64], word[NUM_TEXT];
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		snprintf(path, sizeof(path), "statistics/%s", files[i]);
		sys_word(a, path, word, sizeof(word));
		if (*word)
			fprintf(a->out, "counter name=%s stat=%s value=%s\n", a->name, files[i],
				word);
	}
}

static void put_port(const struct asking *a)
{
	uint32_t n;

	fprintf(a->out, "port name=%s", a->name);
	put_driver(a);
	put_word(a, "node", "device/numa_node");
	put_word(a, "cpus", "device/local_cpulist");
	put_word(a, "mtu", "mtu");
	put_rings(a);
	put_channels(a);
	fprintf(a->out, "\n");
	n = stats_count(a);
	if (!n || !put_stats(a, n))
		put_plain_stats(a);
}

static bool has_device(const struct asking *a)
{
	char path[PATH_MAX + 128];

	snprintf(path, sizeof(path), "%s/class/net/%s/device", a->sys, a->name);
	return !access(path, F_OK);
}

static int compose(const char *sys, FILE *out)
{
	struct asking a = { .out = out, .sys = sys };
	struct dirent **names;
	char path[PATH_MAX + 16];
	int n, i;

	snprintf(path, sizeof(path), "%s/class/net", sys);
	n = scandir(path, &names, NULL, alphasort);
	if (n < 0)
		return -errno;
	/* without a socket what sysfs says is still worth something */
	a.sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	fprintf(out, "# " RXPA_MAGIC " %d ports page_size=%ld\n", RXPA_FORMAT,
		sysconf(_SC_PAGESIZE));
	for (i = 0; i < n; i++) {
		a.name = names[i]->d_name;
		if (*a.name != '.' && has_device(&a))
			put_port(&a);
		free(names[i]);
	}
	free(names);
	if (a.sock >= 0)
		close(a.sock);
	return 0;
}

int ethtool_read(const char *sys, struct text *out)
{
	FILE *f;
	int ret;

	if (tape_plays())
		return text_take(out);
	*out = (struct text){ 0 };
	f = open_memstream(&out->p, &out->n);
	ret = f ? compose(sys, f) : -errno;
	if (f && fclose(f) && !ret)
		ret = -ENOMEM;
	if (ret) {
		free(out->p);
		*out = (struct text){ 0 };
	}
	tape_put(ret, out->p, out->n);
	return ret;
}
