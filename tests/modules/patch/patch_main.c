// SPDX-License-Identifier: GPL-2.0
/*
 * rxpa_patch: functions of the fixture driver run out of this module instead,
 * built from the same source, so that all they do is the same, and the calls in
 * them lie in another module's text.
 *
 *	insmod rxpa_patch.ko what=poll			by a livepatch
 *	echo 0 >/sys/kernel/livepatch/rxpa_patch/enabled	taken back; when the
 *	rmmod rxpa_patch				folder is gone
 *
 *	insmod rxpa_patch.ko what=refill how=ftrace	by an ftrace_ops that
 *	rmmod rxpa_patch				redirects; taken back
 *
 * what: poll, refill, clean.  The fixture is loaded before.
 */
#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/livepatch.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "../compat.h"
#include "patch.h"

static char *what = "poll";
module_param(what, charp, 0400);
MODULE_PARM_DESC(what, "which function: poll, refill, clean (default poll)");

static char *how = "livepatch";
module_param(how, charp, 0400);
MODULE_PARM_DESC(how, "livepatch or ftrace (default livepatch)");

static const struct {
	const char *what;
	const char *old;
	void *new;
} rxpa_patch_choice[] = {
	{ "poll", "igc_poll", rxpa_patch_poll },
	{ "refill", "igc_alloc_rx_buffers", rxpa_patch_alloc_rx_buffers },
	{ "clean", "igc_clean_rx_ring", rxpa_patch_clean_rx_ring },
};

/* The last of each is empty: the end. */
static struct klp_func rxpa_patch_funcs[2];

static struct klp_object rxpa_patch_objects[2] = {
	{ .name = "igc", .funcs = rxpa_patch_funcs },
};

static struct klp_patch rxpa_patch = {
	.mod = THIS_MODULE,
	.objs = rxpa_patch_objects,
};

static bool rxpa_patch_by_ftrace;
static unsigned long rxpa_patch_old;

/* Its name up to 6.1; then all that asks ftrace's registers was called alike. */
#ifndef HAVE_ftrace_regs
#define ftrace_instruction_pointer_set instruction_pointer_set
#elif !defined(ftrace_instruction_pointer_set)
#define ftrace_instruction_pointer_set ftrace_regs_set_instruction_pointer
#endif

static void notrace rxpa_patch_redirect(unsigned long ip, unsigned long parent_ip,
					struct ftrace_ops *ops,
					struct test_fregs *fregs)
{
	ftrace_instruction_pointer_set(fregs,
				       (unsigned long)rxpa_patch_funcs[0].new_func);
}

static struct ftrace_ops rxpa_patch_ops = {
	.func = rxpa_patch_redirect,
	.flags = FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_SAVE_REGS,
};

/* Kprobes know every symbol of every module. */
static int rxpa_patch_find(const char *function)
{
	char name[MODULE_NAME_LEN + KSYM_NAME_LEN];
	struct kprobe probe = { .symbol_name = name };
	int ret;

	snprintf(name, sizeof(name), "igc:%s", function);
	ret = register_kprobe(&probe);
	if (ret)
		return ret;
	rxpa_patch_old = (unsigned long)probe.addr;
	unregister_kprobe(&probe);
	return 0;
}

static int rxpa_patch_ftrace(void)
{
	int ret;

	ret = rxpa_patch_find(rxpa_patch_funcs[0].old_name);
	if (!ret)
		ret = ftrace_set_filter_ip(&rxpa_patch_ops, rxpa_patch_old, 0, 0);
	if (!ret)
		ret = register_ftrace_function(&rxpa_patch_ops);
	if (ret)
		ftrace_set_filter_ip(&rxpa_patch_ops, rxpa_patch_old, 1, 0);
	return ret;
}

static int __init rxpa_patch_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rxpa_patch_choice); i++) {
		if (strcmp(what, rxpa_patch_choice[i].what))
			continue;
		rxpa_patch_funcs[0].old_name = rxpa_patch_choice[i].old;
		rxpa_patch_funcs[0].new_func = rxpa_patch_choice[i].new;
	}
	if (!rxpa_patch_funcs[0].old_name)
		return -EINVAL;

	if (!strcmp(how, "livepatch"))
		return klp_enable_patch(&rxpa_patch);
	if (strcmp(how, "ftrace"))
		return -EINVAL;
	rxpa_patch_by_ftrace = true;
	return rxpa_patch_ftrace();
}

/*
 * Livepatch waits until nobody runs in here.  Otherwise the replacements run
 * with BH off or under RTNL, for nothing is reset meanwhile.
 */
static void __exit rxpa_patch_exit(void)
{
	if (!rxpa_patch_by_ftrace)
		return;
	unregister_ftrace_function(&rxpa_patch_ops);
	rtnl_lock();
	rtnl_unlock();
	synchronize_rcu();
}

module_init(rxpa_patch_init);
module_exit(rxpa_patch_exit);

MODULE_DESCRIPTION("Replaces functions of the fixture (rxpageacct tests)");
MODULE_INFO(livepatch, "Y");
MODULE_LICENSE("GPL");
