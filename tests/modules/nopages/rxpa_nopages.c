// SPDX-License-Identifier: GPL-2.0
/*
 * rxpa_nopages: a driver's rx ring asks for a page and gets none.
 *
 * Stock kernels cannot inject faults.  Memory that is really short could not be
 * told from outside to the page, so two functions are redirected: the next N
 * pages that dev_alloc_pages() asks for are refused, or the next N mappings of
 * rx pages for DMA.
 *
 *	echo 5 >/sys/module/rxpa_nopages/parameters/alloc	refuse 5 pages
 *	echo 5 >/sys/module/rxpa_nopages/parameters/map	refuse 5 mappings
 *	echo 9 >/sys/module/rxpa_nopages/parameters/skip	but grant 9 before
 *
 * All count down to 0, when all that was ordered has happened.  Every driver
 * of the machine is meant that takes rx pages in this way, so let only one
 * receive.
 *
 * By ftrace and not by kprobes: another kprobe that is hit while a handler runs
 * is skipped, and rxpageacct would rightly begin to count anew.
 */
#include <linux/dma-mapping.h>
#include <linux/ftrace.h>
#include <linux/gfp.h>
#include <linux/module.h>

#include "../compat.h"

static unsigned int alloc;
module_param(alloc, uint, 0600);
MODULE_PARM_DESC(alloc, "rx pages to refuse from now on");

static unsigned int map;
module_param(map, uint, 0600);
MODULE_PARM_DESC(map, "DMA mappings of rx pages to refuse from now on");

static unsigned int skip;
module_param(skip, uint, 0600);
MODULE_PARM_DESC(skip, "of either, to grant before the first is refused");

/* dev_alloc_pages()'s, and nobody else's in the kernel. */
#define NOPAGES_GFP	(GFP_ATOMIC | __GFP_NOWARN | __GFP_COMP | __GFP_MEMALLOC)

/* These take the place of the functions: same arguments, same caller. */
static struct page *nopages_none(void)
{
	return NULL;
}

static dma_addr_t nopages_unmapped(void)
{
	return DMA_MAPPING_ERROR;
}

static bool nopages_take(unsigned int *left)
{
	unsigned int was;

	do {
		was = READ_ONCE(*left);
		if (!was)
			return false;
	} while (cmpxchg(left, was, was - 1) != was);
	return true;
}

static bool nopages_refuse(unsigned int *left)
{
	return READ_ONCE(*left) && !nopages_take(&skip) && nopages_take(left);
}

static void nopages_on_alloc(unsigned long ip, unsigned long parent_ip,
			     struct ftrace_ops *ops, struct test_fregs *fregs)
{
	struct pt_regs *regs = test_fregs_regs(fregs);

	if ((__force gfp_t)regs_get_kernel_argument(regs, 0) == NOPAGES_GFP &&
	    nopages_refuse(&alloc))
		instruction_pointer_set(regs, (unsigned long)nopages_none);
}

static void nopages_on_map(unsigned long ip, unsigned long parent_ip,
			   struct ftrace_ops *ops, struct test_fregs *fregs)
{
	struct pt_regs *regs = test_fregs_regs(fregs);

	if ((u32)regs_get_kernel_argument(regs, 4) == DMA_FROM_DEVICE &&
	    regs_get_kernel_argument(regs, 5) & DMA_ATTR_SKIP_CPU_SYNC &&
	    nopages_refuse(&map))
		instruction_pointer_set(regs, (unsigned long)nopages_unmapped);
}

#define NOPAGES_FLAGS	(FTRACE_OPS_FL_SAVE_REGS | FTRACE_OPS_FL_IPMODIFY | \
			 TEST_FTRACE_RECURSION)

static struct ftrace_ops nopages_alloc_ops = {
	.func = nopages_on_alloc,
	.flags = NOPAGES_FLAGS,
};

static struct ftrace_ops nopages_map_ops = {
	.func = nopages_on_map,
	.flags = NOPAGES_FLAGS,
};

static int nopages_redirect(struct ftrace_ops *ops, const char *function)
{
	char name[32]; /* ftrace writes to it */
	int ret;

	strscpy(name, function, sizeof(name));
	ret = ftrace_set_filter(ops, name, strlen(name), 1);
	return ret ?: register_ftrace_function(ops);
}

static int __init nopages_init(void)
{
	/* its name from 6.10 on, and before */
	int ret = nopages_redirect(&nopages_alloc_ops, "__alloc_pages_noprof");

	if (ret)
		ret = nopages_redirect(&nopages_alloc_ops, "__alloc_pages");
	if (ret)
		return ret;
	ret = nopages_redirect(&nopages_map_ops, "dma_map_page_attrs");
	if (ret)
		unregister_ftrace_function(&nopages_alloc_ops);
	return ret;
}

static void __exit nopages_exit(void)
{
	unregister_ftrace_function(&nopages_map_ops);
	unregister_ftrace_function(&nopages_alloc_ops);
}

module_init(nopages_init);
module_exit(nopages_exit);

MODULE_DESCRIPTION("Refuses rx pages and their mappings (rxpageacct tests)");
MODULE_LICENSE("GPL");
