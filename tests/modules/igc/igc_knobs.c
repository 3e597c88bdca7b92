// SPDX-License-Identifier: GPL-2.0
/*
 * The fixture's knobs, in /sys/kernel/debug/igc_fixture/:
 *
 *   receive     write "QUEUE COUNT": so many frames arrive on that queue; the
 *               write returns when they were received, or missed for want of
 *               descriptors.  A COUNT of 0 just runs the queue's NAPI
 *   hold        1: frames stay unread, as in a socket that nobody reads
 *   drop_held   write anything: frees the frames that were held
 *   lose        the next N recycles lose a page
 *   fail_alloc  the next N page allocations of a refill fail
 *   fail_map    the next N pages of a refill cannot be mapped and are freed
 *   truth       one line a queue: what really happened to its pages
 */
#include <linux/debugfs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>

#include "igc_fixture.h"

#define IGC_MAX_FRAMES		10000000
#define IGC_RECEIVE_TIMEOUT	(60 * HZ)

/* Schedule the queue's NAPI as an interrupt would. */
static int igc_kick(struct igc_adapter *adapter, unsigned int queue, int frames)
{
	int ret = -ENETDOWN;

	mutex_lock(&adapter->kick_lock);
	if (queue >= adapter->num_rx_queues) {
		ret = -ENXIO;
	} else if (adapter->up) {
		atomic_add(frames, &adapter->pending[queue]);
		local_bh_disable();
		napi_schedule(&adapter->rx_ring[queue]->q_vector->napi);
		local_bh_enable();
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
	struct dentry *dir = debugfs_create_dir("igc_fixture", NULL);

	adapter->knobs = dir;
	debugfs_create_file("receive", 0200, dir, adapter, &igc_receive_fops);
	debugfs_create_file("drop_held", 0200, dir, adapter,
			    &igc_drop_held_fops);
	debugfs_create_file("truth", 0400, dir, adapter, &igc_truth_fops);
	debugfs_create_bool("hold", 0600, dir, &adapter->hold);
	debugfs_create_atomic_t("lose", 0600, dir, &adapter->lose);
	debugfs_create_atomic_t("fail_alloc", 0600, dir, &adapter->fail_alloc);
	debugfs_create_atomic_t("fail_map", 0600, dir, &adapter->fail_map);
}

void igc_remove_knobs(struct igc_adapter *adapter)
{
	debugfs_remove(adapter->knobs);
}
