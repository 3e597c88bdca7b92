// SPDX-License-Identifier: GPL-2.0
/*
 * Load on all ports at once, and a clock on what it meets; knobs beside the
 * first port's (see igc_knobs.c):
 *
 *   burst   write "COUNT": so many buffers, fewer than NAPI's budget of 64,
 *           arrive on every queue of every port, and one CPU polls them all in
 *           turn; the write returns when they were received
 *   spent   nanoseconds that the last burst took
 *   pace    write "COUNT US": every US microseconds COUNT buffers arrive on the
 *           next queue of every port, whatever the CPU is at; "0 0" ends it
 *   clock   1: begin to time calls, 0: end.  For a VM with one CPU under
 *           -icount, where a nanosecond is an instruction
 *   worst   the longest that a call took since then, by its kind
 */
#include <linux/debugfs.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>

#include "igc_fixture.h"

#define IGC_MAX_BURST		63
#define IGC_MIN_PACE_US		50

/* Changed under RTNL, and while the timer does not run. */
static struct igc_adapter *igc_ports[IGC_MAX_PORTS];
static unsigned int igc_pace_count;
static unsigned int igc_pace_us;	/* 0: off; RTNL */
static unsigned int igc_pace_turn;	/* the timer's */
static struct hrtimer igc_pace_timer;
static u64 igc_spent;

/**
 * igc_load_is_on - do buffers arrive by themselves?
 *
 * Vectors must not be freed then.
 *
 * Context: RTNL held.
 */
bool igc_load_is_on(void)
{
	ASSERT_RTNL();
	return igc_pace_us;
}

/* A burst of its predecessor may not have been received yet: no more then. */
static void igc_arrive(struct igc_adapter *adapter, unsigned int queue,
		       unsigned int count)
{
	if (!atomic_read(&adapter->pending[queue]))
		atomic_add(count, &adapter->pending[queue]);
	napi_schedule(&adapter->rx_ring[queue]->q_vector->napi);
}

static enum hrtimer_restart igc_pace_tick(struct hrtimer *timer)
{
	struct igc_adapter *adapter;
	unsigned int i;

	for (i = 0; i < IGC_MAX_PORTS; i++) {
		adapter = igc_ports[i];
		if (adapter && READ_ONCE(adapter->up))
			igc_arrive(adapter,
				   igc_pace_turn % adapter->num_rx_queues,
				   igc_pace_count);
	}
	igc_pace_turn++;
	hrtimer_forward_now(timer, ns_to_ktime(igc_pace_us * (u64)NSEC_PER_USEC));
	return HRTIMER_RESTART;
}

static void igc_pace_set(unsigned int count, unsigned int us)
{
	ASSERT_RTNL();
	if (igc_pace_us)
		hrtimer_cancel(&igc_pace_timer);
	igc_pace_count = count;
	igc_pace_us = us;
	if (us)
		hrtimer_start(&igc_pace_timer, ns_to_ktime(us * (u64)NSEC_PER_USEC),
			      HRTIMER_MODE_REL);
}

static bool igc_all_received(struct igc_adapter *adapter)
{
	u32 i;

	for (i = 0; i < adapter->num_rx_queues; i++)
		if (atomic_read(&adapter->pending[i]))
			return false;
	return true;
}

/* Softirqs run at once when BH is on again, as after an interrupt. */
static void igc_arrive_everywhere(unsigned int count)
{
	unsigned int i, queue;

	local_bh_disable();
	for (i = 0; i < IGC_MAX_PORTS; i++)
		for (queue = 0; igc_ports[i] && igc_ports[i]->up &&
		     queue < igc_ports[i]->num_rx_queues; queue++)
			igc_arrive(igc_ports[i], queue, count);
	local_bh_enable();
}

/* Up to two numbers that were written; returns how many, or an errno. */
static int igc_read_numbers(const char __user *buf, size_t len,
			    unsigned int *first, unsigned int *second)
{
	char text[32] = "";
	int nr;

	if (len >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, len))
		return -EFAULT;
	nr = sscanf(text, "%u %u", first, second);
	return nr;
}

/* The last port's queues are polled last: there is little to wait for then. */
static ssize_t igc_burst_write(struct file *file, const char __user *buf,
			       size_t len, loff_t *ppos)
{
	unsigned int count, unused;
	ktime_t begun;
	int ret, i;

	ret = igc_read_numbers(buf, len, &count, &unused);
	if (ret != 1 || !count || count > IGC_MAX_BURST)
		return ret < 0 ? ret : -EINVAL;

	rtnl_lock();
	begun = ktime_get_raw();
	igc_arrive_everywhere(count);
	for (i = IGC_MAX_PORTS - 1; i >= 0; i--)
		if (igc_ports[i])
			wait_event(igc_ports[i]->idle,
				   igc_all_received(igc_ports[i]));
	igc_spent = ktime_to_ns(ktime_sub(ktime_get_raw(), begun));
	rtnl_unlock();

	return len;
}

static const struct file_operations igc_burst_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = igc_burst_write,
};

static ssize_t igc_pace_write(struct file *file, const char __user *buf,
			      size_t len, loff_t *ppos)
{
	unsigned int count, us;
	int ret;

	ret = igc_read_numbers(buf, len, &count, &us);
	if (ret < 0)
		return ret;
	if (ret != 2 || (us && (us < IGC_MIN_PACE_US || !count ||
				count > IGC_MAX_BURST)))
		return -EINVAL;

	rtnl_lock();
	igc_pace_set(count, us);
	rtnl_unlock();

	return len;
}

static const struct file_operations igc_pace_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = igc_pace_write,
};

static int igc_clock_set(void *data, u64 value)
{
	unsigned int i;

	rtnl_lock();
	for (i = 0; i < IGC_MAX_PORTS; i++) {
		if (!igc_ports[i])
			continue;
		memset(igc_ports[i]->worst, 0, sizeof(igc_ports[i]->worst));
		WRITE_ONCE(igc_ports[i]->clock, value);
	}
	rtnl_unlock();
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(igc_clock_fops, NULL, igc_clock_set, "%llu\n");

static int igc_worst_show(struct seq_file *m, void *unused)
{
	static const char * const name[IGC_NR_CALLS] = {
		[IGC_CALL_REFILL]	= "refill",
		[IGC_CALL_ALLOC]	= "alloc",
		[IGC_CALL_DRAIN]	= "drain",
		[IGC_CALL_TEARDOWN]	= "teardown",
	};
	unsigned int i, call;
	u64 worst;

	rtnl_lock();
	for (call = 0; call < IGC_NR_CALLS; call++) {
		worst = 0;
		for (i = 0; i < IGC_MAX_PORTS; i++)
			if (igc_ports[i])
				worst = max(worst, igc_ports[i]->worst[call]);
		seq_printf(m, "%s %llu\n", name[call], worst);
	}
	rtnl_unlock();
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(igc_worst);

/**
 * igc_load_add - a port takes part
 * @adapter: the port's; its knobs' folder exists
 */
void igc_load_add(struct igc_adapter *adapter)
{
	struct dentry *dir = adapter->knobs;

	rtnl_lock();
	igc_ports[adapter->port] = adapter;
	rtnl_unlock();
	if (adapter->port)
		return;

	hrtimer_setup(&igc_pace_timer, igc_pace_tick, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
	debugfs_create_file("burst", 0200, dir, NULL, &igc_burst_fops);
	debugfs_create_u64("spent", 0400, dir, &igc_spent);
	debugfs_create_file("pace", 0200, dir, NULL, &igc_pace_fops);
	debugfs_create_file_unsafe("clock", 0200, dir, NULL, &igc_clock_fops);
	debugfs_create_file("worst", 0400, dir, NULL, &igc_worst_fops);
}

/**
 * igc_load_remove - a port goes, and with it all load
 * @adapter: the port's; its knobs are gone
 */
void igc_load_remove(struct igc_adapter *adapter)
{
	rtnl_lock();
	igc_pace_set(0, 0);
	igc_ports[adapter->port] = NULL;
	rtnl_unlock();
}
