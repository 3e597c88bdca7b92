// SPDX-License-Identifier: GPL-2.0
/*
 * rxpa_hog: somebody else's slow tracer.
 *
 * A thread on one CPU calls a function on whose entry a kprobe sits, over and
 * over, and the kprobe's handler takes its time.  At a function's entry a
 * kprobe is ftrace's work and leaves interrupts on, so that softirqs run on
 * top of the handler; every other kprobe that they hit meanwhile is skipped,
 * and only counted in its nmissed.
 *
 *	insmod rxpa_hog.ko cpu=1 busy_us=2000		begins
 *	rmmod rxpa_hog					ends
 */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kprobes.h>
#include <linux/kthread.h>
#include <linux/module.h>

static unsigned int cpu;
module_param(cpu, uint, 0400);
MODULE_PARM_DESC(cpu, "the CPU to be busy on (default 0)");

static unsigned int busy_us = 2000;
module_param(busy_us, uint, 0400);
MODULE_PARM_DESC(busy_us, "microseconds that the handler takes, up to 10000 (default 2000)");

#define HOG_MOST_US	10000U
#define HOG_BREATH_US	100

static struct task_struct *hog_task;

static int hog_handler(struct kprobe *kp, struct pt_regs *regs)
{
	unsigned int left;

	for (left = min(busy_us, HOG_MOST_US); left >= 5; left -= 5)
		udelay(5);
	return 0;
}

static struct kprobe hog_probe = {
	.symbol_name = "rxpa_hog_victim",
	.pre_handler = hog_handler,
};

/* Probed; must not be inlined and must not be empty for the compiler. */
static noinline void rxpa_hog_victim(void)
{
	barrier();
}

static int hog_thread(void *unused)
{
	while (!kthread_should_stop()) {
		rxpa_hog_victim();
		usleep_range(HOG_BREATH_US, 2 * HOG_BREATH_US);
	}

	return 0;
}

static int __init rxpa_hog_init(void)
{
	int ret;

	if (cpu >= nr_cpu_ids || !cpu_online(cpu))
		return -EINVAL;

	ret = register_kprobe(&hog_probe);
	if (ret)
		return ret;

	hog_task = kthread_create(hog_thread, NULL, "rxpa_hog");
	if (IS_ERR(hog_task)) {
		unregister_kprobe(&hog_probe);
		return PTR_ERR(hog_task);
	}

	kthread_bind(hog_task, cpu);
	wake_up_process(hog_task);
	return 0;
}

static void __exit rxpa_hog_exit(void)
{
	kthread_stop(hog_task);
	unregister_kprobe(&hog_probe);
}

module_init(rxpa_hog_init);
module_exit(rxpa_hog_exit);

MODULE_DESCRIPTION("A kprobe with a slow handler (rxpageacct tests)");
MODULE_LICENSE("GPL");
