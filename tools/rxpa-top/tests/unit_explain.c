// SPDX-License-Identifier: GPL-2.0
/* Units: what explain reads, and what it knows of drivers. */
#include "balance.h"
#include "ports.h"
#include "schemes.h"
#include "unit.h"
#include "util.h"

static void test_cpus(void)
{
	static const struct { const char *list; bool known; uint64_t n; } at[] = {
		{ "0", true, 1 }, { "0-3", true, 4 }, { "0-3,8,10-11", true, 7 },
		{ "", false, 0 }, { "3-0", false, 0 }, { "0-", false, 0 }, { "-3", false, 0 },
		{ "0,,1", false, 0 }, { "0-3,", false, 0 }, { "0-18446744073709551615", false, 0 },
		{ "0-3-5", false, 0 }, { "all", false, 0 },
	};
	char name[64];
	size_t i;

	for (i = 0; i < N(at); i++) {
		struct num n = ports_cpus(at[i].list);

		snprintf(name, sizeof(name), "cpus: \"%s\"", at[i].list);
		tap(n.known == at[i].known && (!n.known || n.n == at[i].n), name);
	}
}

static void test_stats(void)
{
	static const char *const yes[] = {
		"rx_missed_errors", "rx_no_dma_resources", "port.rx_dropped", "rx_no_buffer_count",
		"rx_out_of_buffer", "rx_discards_phy", "alloc_rx_page_failed", "alloc_rx_buff_failed",
	};
	static const char *const no[] = {
		"rx_packets", "tx_dropped", "rx-0.dropped", "rx_queue_0_drops", "rx_prio3_discards",
		"rx missed", "", "rx_bytes",
	};
	size_t i;

	for (i = 0; i < N(yes); i++)
		tap(ports_stat_counts(yes[i]), yes[i]);
	for (i = 0; i < N(no); i++)
		tap(!ports_stat_counts(no[i]), "not of lost packets of all queues");
}

static void test_ports(void)
{
	const char *text = "# rxpageacct 1 ports page_size=65536\n"
			   "port name=a=b driver=- cpus=0-1 rx=5 rx_max=x future=1\n"
			   "counter name=a=b stat=rx_missed value=3\n"
			   "counter name=a=b stat=rx_missed value=-3\n";
	struct ports ports;
	struct err err;

	tap(!ports_parse("ports", text, strlen(text), &ports, &err) && ports.n == 1 &&
	    ports.known && ports.page_size.n == 65536, "ports: a line a port");
	tap_str(ports.at[0].name, "a=b", "ports: any name");
	tap(!*ports.at[0].driver && ports.at[0].rx.n == 5 && !ports.at[0].rx_max.known &&
	    !ports.at[0].combined.known && ports.at[0].cpus.n == 2, "ports: what is not known");
	tap(ports.at[0].n_stats == 1 && ports.at[0].stats[0].n == 3, "ports: counters");
	tap(ports_find(&ports, "a=b") == ports.at && !ports_find(&ports, "a"), "ports: found by name");
	ports_free(&ports);
	tap(ports_parse("ports", "# rxpageacct 1 status\n", 22, &ports, &err) &&
	    !strcmp(err.text, "ports:1: kind is \"status\", not \"ports\""), "ports: another file");
}

static void test_memory(void)
{
	const char *meminfo = "MemTotal:  100 kB\nHugePages_Total:   7\nnonsense\nX: y kB\n"
			      "Much: 18446744073709551615 kB\nOther: 3 MB\nlast: 1";
	const char *zones = "Node 0, zone DMA\n  pages free 5\n present 30\n managed 20\n"
			    "  pagesets\n    cpu: 0\n count: 4\n cpu: 1\n count:    3\n"
			    "Node 0, zone Normal\n present 10\n managed 10\n";
	struct memory m = { 0 };

	memory_meminfo(&m, meminfo, strlen(meminfo));
	memory_zoneinfo(&m, zones, strlen(zones));
	tap(memory_line(&m, "MemTotal").n == 102400 && memory_line(&m, "HugePages_Total").n == 7,
	    "memory: with and without a unit");
	tap(m.meminfo.n == 2, "memory: what is no line of it is passed over");
	tap(m.listed.n == 7 && m.outside.n == 10, "memory: zones add up");
	tap(!memory_bytes(&m, NUM(1)).known, "memory: pages of unknown size");
	m.page_size = NUM(4096);
	tap(memory_bytes(&m, NUM(2)).n == 8192 && !memory_bytes(&m, NUM(UINT64_MAX)).known &&
	    !memory_pages(&m, "nr_zspages").known, "memory: pages in bytes");
	memory_free(&m);
	memory_zoneinfo(&m, "no zones\n", 9);
	tap(!m.listed.known && !m.outside.known, "memory: no zoneinfo is not none listed");
}

static void test_balance(void)
{
	const char *meminfo = "MemTotal: 1000 kB\nMemFree: 400 kB\n";
	struct memory m = { 0 };
	struct balance b;

	balance_make(&b, &m);
	tap(!b.left.known && !b.total.known, "balance: of nothing");
	memory_meminfo(&m, meminfo, strlen(meminfo));
	balance_make(&b, &m);
	tap(b.left.known && b.left.n == 600 * 1024 && !b.lists.known,
	    "balance: lines that a kernel does not have count nothing");
	memory_free(&m);
}

static void test_schemes(void)
{
	const struct scheme *i40e = scheme_find("i40e", true), *ice = scheme_find("ice", false);

	tap(i40e && ice && ice != scheme_find("ice", true) && scheme_find("i40e", false) == i40e &&
	    !scheme_find("acme", true), "schemes: by driver, and by what the module finds");
	tap(scheme_fill(i40e, 4096, 4096).n == 2048 && scheme_fill(i40e, 4096, 8192).n == 3072 &&
	    scheme_fill(i40e, 65536, 65536).n == 2048, "schemes: what hardware can fill");
	tap(!scheme_fill(NULL, 4096, 4096).known && !scheme_fill(ice, 4096, 4096).known &&
	    !scheme_fill(i40e, 4096, 2048).known, "schemes: what is not known");
}

void unit_explain(void)
{
	test_cpus();
	test_stats();
	test_ports();
	test_memory();
	test_balance();
	test_schemes();
}
