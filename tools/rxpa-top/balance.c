// SPDX-License-Identifier: GPL-2.0
/*
 * Two traps, in which a page is counted twice:
 *
 * Page cache, LRU lists, shmem.  Active + Inactive + Unevictable hold the page
 * cache and anonymous memory, which is AnonPages + Buffers + Cached + SwapCached.
 * Both say the same, so one of them is subtracted.  Shmem is in Cached, although
 * its pages are on the anonymous lists.  A page of the swap cache that a process
 * has mapped is in SwapCached and in AnonPages: by how much the sum is larger
 * than the lists is counted twice, up to SwapCached.  By how much the lists are
 * larger, they have pages of neither: cut off from a file and still held.  A
 * page on its way to a list waits with its CPU, so that the lists may lack some.
 *
 * vmalloc, per-CPU memory, kernel stacks.  VmallocUsed (from 5.3 on; 0 before)
 * counts pages behind vmalloc().  Mapped kernel stacks (CONFIG_VMAP_STACK) are such:
 * KernelStack is a class of its own only where it is larger than VmallocUsed, so
 * that it cannot lie in there.  Percpu has an address from vmalloc's range, but
 * takes its pages itself: they are not in VmallocUsed.
 *
 * tests/case-meminfo.awk says of each other line of /proc/meminfo why it is, or
 * is not, subtracted.
 */
#include "balance.h"

#include <string.h>

static uint64_t line(const struct memory *m, const char *name)
{
	struct num v = memory_line(m, name);

	return v.known ? v.n : 0;
}

static uint64_t pages(const struct memory *m, const char *name)
{
	struct num v = memory_pages(m, name);

	return v.known ? v.n : 0;
}

static uint64_t above(uint64_t a, uint64_t b)
{
	return a > b ? a - b : 0;
}

static uint64_t user_sum(const struct memory *m)
{
	return line(m, "Buffers") + line(m, "Cached") + line(m, "SwapCached") +
	       line(m, "AnonPages");
}

/* Pages that reclaim looks at just now are off the lists. */
static uint64_t lists_sum(const struct memory *m)
{
	return line(m, "Active") + line(m, "Inactive") + line(m, "Unevictable") +
	       pages(m, "nr_isolated_anon") + pages(m, "nr_isolated_file");
}

static bool has_lists(const struct memory *m)
{
	return memory_line(m, "Active").known && memory_line(m, "Inactive").known;
}

static struct num cpu_lists(const struct memory *m)
{
	return memory_bytes(m, m->listed);
}

static struct num page_cache(const struct memory *m)
{
	return NUM(line(m, "Buffers") + line(m, "Cached") + line(m, "SwapCached"));
}

static struct num twice(const struct memory *m)
{
	uint64_t more = has_lists(m) ? above(user_sum(m), lists_sum(m)) : 0;
	uint64_t most = line(m, "SwapCached");

	return NUM(-(more < most ? more : most));
}

static struct num lists_only(const struct memory *m)
{
	return NUM(has_lists(m) ? above(lists_sum(m), user_sum(m)) : 0);
}

static struct num other_reclaimable(const struct memory *m)
{
	return NUM(above(line(m, "KReclaimable"), line(m, "SReclaimable")));
}

static struct num stacks_beside(const struct memory *m)
{
	uint64_t stacks = line(m, "KernelStack");

	return NUM(stacks > line(m, "VmallocUsed") ? stacks : 0);
}

static struct num stacks_within(const struct memory *m)
{
	uint64_t stacks = line(m, "KernelStack");

	return NUM(stacks <= line(m, "VmallocUsed") ? stacks : 0);
}

/* Up to 4.14 there is no line Hugetlb. */
static struct num hugetlb(const struct memory *m)
{
	struct num sum = memory_line(m, "Hugetlb");

	return sum.known ? sum :
		NUM(line(m, "HugePages_Total") * line(m, "Hugepagesize"));
}

/* zswap keeps its pages in zsmalloc as zram does; with another pool it does not. */
static struct num compressed(const struct memory *m)
{
	uint64_t zswap = line(m, "Zswap"), zsmalloc = pages(m, "nr_zspages");

	return NUM(zswap > zsmalloc ? zswap : zsmalloc);
}

static struct num memory_map(const struct memory *m)
{
	uint64_t later = pages(m, "nr_memmap_pages");	/* 6.11 had another name */

	return NUM(later ? later : pages(m, "nr_memmap"));
}

/* Before 6.16 no line says it, but two events count its pages. */
static uint64_t balloon(const struct memory *m)
{
	struct num now = memory_line(m, "Balloon");

	return now.known ? now.n :
		above(pages(m, "balloon_inflate"), pages(m, "balloon_deflate"));
}

/* What is there and not in MemTotal; without a word on it, everything may be. */
static uint64_t outside(const struct memory *m)
{
	struct num unmanaged = memory_bytes(m, m->outside);
	uint64_t mapped = line(m, "DirectMap4k") + line(m, "DirectMap2M") +
			  line(m, "DirectMap4M") + line(m, "DirectMap1G");

	if (unmanaged.known)
		return unmanaged.n;
	return mapped ? above(mapped, line(m, "MemTotal")) : UINT64_MAX;
}

/*
 * Some drivers take what the hypervisor took out of MemTotal as well (virtio
 * without deflate-on-oom), others do not (VMware).  A balloon that is larger than
 * all that is outside is inside.
 */
static bool balloon_inside(const struct memory *m)
{
	return balloon(m) > outside(m);
}

static struct num balloon_in(const struct memory *m)
{
	return NUM(balloon_inside(m) ? balloon(m) : 0);
}

static struct num balloon_out(const struct memory *m)
{
	return NUM(balloon_inside(m) ? 0 : balloon(m));
}

static struct num cma_used(const struct memory *m)
{
	return NUM(above(line(m, "CmaTotal"), line(m, "CmaFree")));
}

/* Without a function it is the line of meminfo that source names. */
static const struct class {
	const char *key, *name, *source;
	struct num (*bytes)(const struct memory *m);
	bool within;		/* not subtracted */
} classes[] = {
	{ "free", "free", "MemFree", NULL, false },
	{ "cpu_lists", "free, in the lists of each CPU", "zoneinfo, count", cpu_lists, false },
	{ "page_cache", "page cache", "Buffers + Cached + SwapCached", page_cache, false },
	{ "anonymous", "anonymous memory of processes", "AnonPages", NULL, false },
	{ "swap_cache_mapped", "in both of these: swap cache that is mapped",
	  "the sum of both - the LRU lists", twice, false },
	{ "lru_only", "on LRU lists, but in no file and no process",
	  "Active + Inactive + Unevictable - both", lists_only, false },
	{ "slab", "slab", "Slab", NULL, false },
	{ "reclaimable", "other memory the kernel can reclaim", "KReclaimable - SReclaimable",
	  other_reclaimable, false },
	{ "kernel_stacks", "kernel stacks", "KernelStack", stacks_beside, false },
	{ "page_tables", "page tables", "PageTables", NULL, false },
	{ "secondary_page_tables", "page tables of KVM and IOMMUs", "SecPageTables", NULL, false },
	{ "vmalloc", "vmalloc", "VmallocUsed", NULL, false },
	{ "percpu", "per-CPU memory", "Percpu", NULL, false },
	{ "hugetlb", "huge pages set aside, used or not", "Hugetlb", hugetlb, false },
	{ "compressed", "compressed pages of zram and zswap", "vmstat, nr_zspages; Zswap",
	  compressed, false },
	{ "bounce", "copies for devices", "Bounce", NULL, false },
	{ "writeback_temp", "copies for FUSE", "WritebackTmp", NULL, false },
	{ "gpu", "graphics memory in use", "GPUActive", NULL, false },
	{ "gpu_pools", "graphics memory in pools", "GPUReclaim", NULL, false },
	{ "memory_map", "map of memory that was added later", "vmstat, nr_memmap_pages",
	  memory_map, false },
	{ "poisoned", "broken memory, in use no more", "HardwareCorrupted", NULL, false },
	{ "balloon", "taken back by the hypervisor", "Balloon, or vmstat, balloon_*",
	  balloon_in, false },
	{ "shmem", "shared memory and tmpfs, in the page cache", "Shmem", NULL, true },
	{ "stacks_in_vmalloc", "kernel stacks, in vmalloc", "KernelStack", stacks_within, true },
	{ "cma", "used of memory for devices (CMA): what files and processes use of it is named; what a device uses is not",
	  "CmaTotal - CmaFree", cma_used, true },
	{ "unaccepted", "not accepted yet by this confidential guest, in free", "Unaccepted",
	  NULL, true },
	{ "balloon_outside", "taken back by the hypervisor, and outside MemTotal as far as can be seen",
	  "Balloon, or vmstat, balloon_*", balloon_out, true },
};

#define CLASSES	(sizeof(classes) / sizeof(*classes))

_Static_assert(CLASSES <= BALANCE_PARTS, "room for each class");

void balance_make(struct balance *balance, const struct memory *memory)
{
	struct num sum;
	size_t i;

	*balance = (struct balance){ .total = memory_line(memory, "MemTotal") };
	sum = balance->total;
	if (!memory_line(memory, "MemFree").known)
		sum = NUM_UNKNOWN;
	for (i = 0; i < CLASSES; i++) {
		const struct class *class = &classes[i];
		struct part *part = &balance->parts[balance->n++];

		part->key = class->key;
		part->name = class->name;
		part->source = class->source;
		part->subtracted = !class->within;
		part->bytes = class->bytes ? class->bytes(memory) :
					     memory_line(memory, class->source);
		if (part->subtracted && part->bytes.known)
			sum = num_add(sum, NUM(-part->bytes.n), true);
	}
	balance->left = sum;
	if (has_lists(memory)) {
		balance->user = NUM(user_sum(memory));
		balance->lists = NUM(lists_sum(memory));
	}
}

size_t balance_lacks(const struct memory *memory, const char **out)
{
	const struct {
		bool so;
		const char *text;
	} lacks[] = {
		{ !memory_line(memory, "Cached").known || !memory_line(memory, "AnonPages").known ||
		  !memory_line(memory, "Slab").known,
		  "meminfo is not whole, it lacks Cached, AnonPages or Slab: what they count is part of the rest" },
		{ !memory->page_size.known,
		  "the page size is not known: what is counted in pages is part of the rest" },
		{ !memory->listed.known,
		  "zoneinfo is not there: free pages in the lists of each CPU are part of the rest" },
		{ !memory->vmstat.n,
		  "vmstat is not there: what only it counts (zram, a balloon before 6.16) is part of the rest" },
		{ !line(memory, "VmallocUsed"),
		  "VmallocUsed is 0: kernels up to 5.2 do not count it, and vmalloc is part of the rest" },
		{ !memory_line(memory, "SecPageTables").known,
		  "this kernel has no line SecPageTables: page tables of KVM and IOMMUs are part of the rest" },
		{ !memory_line(memory, "Percpu").known,
		  "this kernel has no line Percpu: per-CPU memory is part of the rest" },
		{ memory_line(memory, "Percpu").known,
		  "the first block of per-CPU memory was taken at boot and may lie outside MemTotal: the rest may be too small by it (dmesg | grep percpu)" },
	};
	size_t i, n = 0;

	_Static_assert(sizeof(lacks) / sizeof(*lacks) <= BALANCE_LACKS, "room for each");
	for (i = 0; i < sizeof(lacks) / sizeof(*lacks); i++)
		if (lacks[i].so)
			out[n++] = lacks[i].text;
	return n;
}
