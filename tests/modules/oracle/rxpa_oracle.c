// SPDX-License-Identifier: GPL-2.0
/*
 * rxpa_oracle: how many pages bear the mark of an rx ring?
 *
 * A test-only witness for rxpageacct that shares no code and no idea with it:
 * it knows no driver, ring or netdev, it only looks at every page frame.  A
 * page that a pagecnt_bias driver keeps is allocated, on no list that the
 * kernel could reclaim it from, mapped nowhere, and its refcount lies about
 * USHRT_MAX, where hardly anything else in the kernel ever gets.
 *
 *   /sys/kernel/debug/rxpa_oracle      each read scans all page frames
 *
 * No reference is taken and no lock held: a page may change hands under the
 * scan.  Every field is read once, the refcount twice; on a machine at rest
 * the numbers are exact, under load they are near.
 *
 * The limits: page_frag caches carry PAGE_FRAG_CACHE_MAX_SIZE + 1 references,
 * which is below the mark on 4 KiB pages, but above it on 64 KiB pages: there
 * raise min_ref or take the difference of two readings.
 */
#include <linux/debugfs.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/module.h>
#include <linux/nodemask.h>
#include <linux/page_ref.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#define ORACLE_ORDERS	16
#define ORACLE_BREATH	4096	/* frames between two chances to reschedule */

static unsigned int min_ref = 32770;
module_param(min_ref, uint, 0600);
MODULE_PARM_DESC(min_ref, "smallest refcount that counts (default one above what page_frag caches carry)");

static unsigned int max_ref = 131072;
module_param(max_ref, uint, 0600);
MODULE_PARM_DESC(max_ref, "largest refcount that counts");

struct oracle_count {
	unsigned long frames;
	unsigned long pages;
	unsigned long bytes;
	unsigned long order[ORACLE_ORDERS];
	unsigned long node[MAX_NUMNODES];
};

static struct dentry *oracle_file;

static bool oracle_ref_is_marked(int ref)
{
	return ref >= 0 && (unsigned int)ref >= READ_ONCE(min_ref) &&
	       (unsigned int)ref <= READ_ONCE(max_ref);
}

/* The refcount goes first: it alone turns nearly every frame away. */
static bool oracle_page_is_marked(struct page *page)
{
	int ref = page_ref_count(page);

	if (!oracle_ref_is_marked(ref))
		return false;
	if (PageTail(page) || PageReserved(page) || PageBuddy(page) ||
	    PageSlab(page) || PageLRU(page))
		return false;
	if (READ_ONCE(page->mapping) || atomic_read(&page->_mapcount) != -1)
		return false;

	return oracle_ref_is_marked(page_ref_count(page));
}

static void oracle_count_page(struct oracle_count *count, struct page *page)
{
	unsigned int order = PageHead(page) ? compound_order(page) : 0;
	int nid = page_to_nid(page);

	/* A page that changed hands just now may show any order. */
	if (order >= ORACLE_ORDERS)
		return;

	count->pages++;
	count->bytes += PAGE_SIZE << order;
	count->order[order]++;
	if (nid >= 0 && nid < MAX_NUMNODES)
		count->node[nid]++;
}

static int oracle_scan_node(struct oracle_count *count, int nid)
{
	unsigned long pfn = node_start_pfn(nid);
	unsigned long end = node_end_pfn(nid);

	while (pfn < end) {
		struct page *page = pfn_to_online_page(pfn);

		if (!page) {
			/* Sections come and go whole. */
			pfn = ALIGN(pfn + 1, PAGES_PER_SECTION);
			continue;
		}
		/* Spans of two nodes may overlap: each frame counts once. */
		if (page_to_nid(page) == nid) {
			count->frames++;
			if (oracle_page_is_marked(page))
				oracle_count_page(count, page);
		}
		pfn++;
		if (!(pfn % ORACLE_BREATH)) {
			if (signal_pending(current))
				return -EINTR;
			cond_resched();
		}
	}

	return 0;
}

static int rxpa_oracle_show(struct seq_file *m, void *unused)
{
	struct oracle_count *count;
	int ret = 0;
	int i;

	count = kvzalloc(sizeof(*count), GFP_KERNEL);
	if (!count)
		return -ENOMEM;

	for_each_online_node(i) {
		ret = oracle_scan_node(count, i);
		if (ret)
			goto out_free;
	}

	seq_printf(m, "frames %lu\n", count->frames);
	seq_printf(m, "pages %lu\n", count->pages);
	seq_printf(m, "bytes %lu\n", count->bytes);
	for (i = 0; i < ORACLE_ORDERS; i++)
		if (count->order[i])
			seq_printf(m, "order%d %lu\n", i, count->order[i]);
	for_each_online_node(i)
		seq_printf(m, "node%d %lu\n", i, count->node[i]);

out_free:
	kvfree(count);
	return ret;
}
DEFINE_SHOW_ATTRIBUTE(rxpa_oracle);

static int __init rxpa_oracle_init(void)
{
	oracle_file = debugfs_create_file("rxpa_oracle", 0400, NULL, NULL,
					  &rxpa_oracle_fops);
	return PTR_ERR_OR_ZERO(oracle_file);
}

static void __exit rxpa_oracle_exit(void)
{
	debugfs_remove(oracle_file);
}

module_init(rxpa_oracle_init);
module_exit(rxpa_oracle_exit);

MODULE_DESCRIPTION("Counts page frames that bear the mark of a NIC's rx ring (tests only)");
MODULE_LICENSE("GPL");
