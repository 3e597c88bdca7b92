// SPDX-License-Identifier: GPL-2.0
/*
 * The fixture's knobs, in /sys/kernel/debug/igc_fixture/; those of its further
 * ports in igc_fixture1/ and so on (those for all ports: igc_load.c):
 *
 *   receive     write "QUEUE COUNT": so many buffers arrive on that queue; the
 *               write returns when they were received, or missed for want of
 *               descriptors.  A COUNT of 0 just runs the queue's NAPI
 *   frame       buffers of a frame, 1 to 16; a COUNT that is no multiple of it
 *               leaves a frame unfinished
 *   cpu         the CPU that is interrupted when frames arrive; -1: none, the
 *               NAPI runs where the write is
 *   hold        1: frames stay unread, as in a socket that nobody reads; when
 *               there are too many, the oldest goes
 *   drop_held   write anything: frees the frames that were held
 *   lose        the next N recycles lose a page
 *   fail_alloc  the next N page allocations of a refill fail
 *   fail_map    the next N pages of a refill cannot be mapped and are freed
 *   unseen      the next N pages of a refill come by a function of the kernel
 *               that no real driver refills with
 *   reset       1: the rings are stopped and emptied without RTNL, and stay so,
 *               as after a PCI error; 0: they are filled and started again
 *   swap        write "COUNT": new rings of that size are filled while the old
 *               ones work, and then take their place
 *   truth       one line a queue: what really happened to its pages
 */
#include <linux/debugfs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <linux/seq_file.h>
#include <linux/smp.h>
#include <linux/uaccess.h>

#include "igc_fixture.h"

#define IGC_MAX_FRAMES		10000000
/* A debug kernel on a busy machine needs minutes for 20,000 frames. */
#define IGC_RECEIVE_TIMEOUT	(600 * HZ)

static void igc_interrupt(void *napi)
{
	napi_schedule_irqoff(napi);
}

static void igc_schedule(const struct igc_adapter *adapter,
			 struct napi_struct *napi)
{
	int cpu = READ_ONCE(adapter->cpu);

	if (cpu >= 0 && !smp_call_function_single(cpu, igc_interrupt, napi, 1))
		return;

	local_bh_disable();
	napi_schedule(napi);
	local_bh_enable();
}

/* Schedule the queue's NAPI as an interrupt would. */
static int igc_kick(struct igc_adapter *adapter, unsigned int queue, int frames)
{
	int ret = -ENETDOWN;

	mutex_lock(&adapter->kick_lock);
	if (queue >= adapter->num_rx_queues) {
		ret = -ENXIO;
	} else if (adapter->up) {
		atomic_add(frames, &adapter->pending[queue]);
		igc_schedule(adapter, &adapter->rx_ring[queue]->q_vector->napi);
		ret = 0;
	}
	mutex_unlock(&adapter->kick_lock);

	return ret;
}

/* Received is not yet at rest: wait until the NAPI has completed, too. */
static void igc_settle(struct igc_adapter *adapter, unsigned int queue)
{
	mutex_lock(&adapter->kick_lock);
	if (adapter->up && queue < adapter->num_rx_queues)
		napi_synchronize(&adapter->rx_ring[queue]->q_vector->napi);
	mutex_unlock(&adapter->kick_lock);
}

static ssize_t igc_receive_write(struct file *file, const char __user *buf,
				 size_t len, loff_t *ppos)
{
	struct igc_adapter *adapter = file->private_data;
	unsigned int queue, frames;
	char text[32] = "";
	atomic_t *pending;
	long left;
	int ret;

	if (len >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, len))
		return -EFAULT;
	if (sscanf(text, "%u %u", &queue, &frames) != 2 ||
	    frames > IGC_MAX_FRAMES)
		return -EINVAL;

	ret = igc_kick(adapter, queue, frames);
	if (ret)
		return ret;

	pending = &adapter->pending[queue];
	left = wait_event_interruptible_timeout(adapter->idle,
						!atomic_read(pending),
						IGC_RECEIVE_TIMEOUT);
	if (left < 0)
		return left;
	if (!left)
		return -ETIMEDOUT;

	igc_settle(adapter, queue);
	return len;
}

static const struct file_operations igc_receive_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = igc_receive_write,
};

static ssize_t igc_drop_held_write(struct file *file, const char __user *buf,
				   size_t len, loff_t *ppos)
{
	struct igc_adapter *adapter = file->private_data;

	skb_queue_purge(&adapter->held);
	return len;
}

static const struct file_operations igc_drop_held_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = igc_drop_held_write,
};

static int igc_reset_set(void *data, u64 value)
{
	return value ? igc_reset(data) : igc_resume(data);
}
DEFINE_DEBUGFS_ATTRIBUTE(igc_reset_fops, NULL, igc_reset_set, "%llu\n");

static int igc_swap_set(void *data, u64 value)
{
	int ret;

	if (value < IGC_MIN_COUNT || value > IGC_MAX_COUNT)
		return -EINVAL;

	rtnl_lock();
	ret = igc_swap(data, value);
	rtnl_unlock();

	return ret;
}
DEFINE_DEBUGFS_ATTRIBUTE(igc_swap_fops, NULL, igc_swap_set, "%llu\n");

static int igc_cpu_get(void *data, u64 *value)
{
	struct igc_adapter *adapter = data;

	*value = READ_ONCE(adapter->cpu);
	return 0;
}

static int igc_cpu_set(void *data, u64 value)
{
	struct igc_adapter *adapter = data;

	WRITE_ONCE(adapter->cpu, (int)value);
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE_SIGNED(igc_cpu_fops, igc_cpu_get, igc_cpu_set,
				"%lld\n");

static void igc_truth_line(struct seq_file *m,
			   const struct igc_adapter *adapter,
			   unsigned int queue)
{
	static const struct igc_truth none;
	const struct igc_ring *rx_ring = adapter->rx_ring[queue];
	const struct igc_truth *now = rx_ring ? &rx_ring->truth : &none;
	const struct igc_truth *gone = &adapter->gone[queue];

	seq_printf(m, "%u %llu %llu %llu %llu %llu %llu %llu %llu %u\n", queue,
		   READ_ONCE(now->held),
		   READ_ONCE(now->allocated) + gone->allocated,
		   READ_ONCE(now->released) + gone->released,
		   READ_ONCE(now->recycled) + gone->recycled,
		   READ_ONCE(now->failed) + gone->failed,
		   READ_ONCE(now->unmapped) + gone->unmapped,
		   READ_ONCE(now->lost) + gone->lost,
		   READ_ONCE(now->frames) + gone->frames,
		   rx_ring ? READ_ONCE(rx_ring->order) : 0);
}

/* kick_lock keeps the rings alive; a quiet ring's numbers belong together. */
static int igc_truth_show(struct seq_file *m, void *unused)
{
	struct igc_adapter *adapter = m->private;
	unsigned int i;

	seq_puts(m, "queue held allocated released recycled failed unmapped lost frames order\n");
	mutex_lock(&adapter->kick_lock);
	for (i = 0; i < adapter->num_rx_queues; i++)
		igc_truth_line(m, adapter, i);
	mutex_unlock(&adapter->kick_lock);

	return 0;
}
DEFINE_SHOW_ATTRIBUTE(igc_truth);

void igc_create_knobs(struct igc_adapter *adapter)
{
	char name[sizeof("igc_fixture") + 10] = "igc_fixture";
	struct dentry *dir;

	if (adapter->port)
		snprintf(name, sizeof(name), "igc_fixture%u", adapter->port);
	dir = debugfs_create_dir(name, NULL);
	adapter->knobs = dir;
	debugfs_create_file("receive", 0200, dir, adapter, &igc_receive_fops);
	debugfs_create_file("drop_held", 0200, dir, adapter,
			    &igc_drop_held_fops);
	debugfs_create_file("truth", 0400, dir, adapter, &igc_truth_fops);
	debugfs_create_file_unsafe("reset", 0200, dir, adapter,
				   &igc_reset_fops);
	debugfs_create_file_unsafe("swap", 0200, dir, adapter, &igc_swap_fops);
	debugfs_create_file_unsafe("cpu", 0600, dir, adapter, &igc_cpu_fops);
	debugfs_create_u32("frame", 0600, dir, &adapter->frame);
	debugfs_create_bool("hold", 0600, dir, &adapter->hold);
	debugfs_create_atomic_t("lose", 0600, dir, &adapter->lose);
	debugfs_create_atomic_t("unseen", 0600, dir, &adapter->unseen);
	debugfs_create_atomic_t("fail_alloc", 0600, dir, &adapter->fail_alloc);
	debugfs_create_atomic_t("fail_map", 0600, dir, &adapter->fail_map);
}

void igc_remove_knobs(struct igc_adapter *adapter)
{
	debugfs_remove(adapter->knobs);
}
