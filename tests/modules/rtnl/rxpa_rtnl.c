// SPDX-License-Identifier: GPL-2.0
/*
 * rxpa_rtnl: somebody who holds the network lock for long.
 *
 *	echo 30000 >/sys/kernel/debug/rxpa_rtnl		RTNL is held for 30 s
 *	cat /sys/kernel/debug/rxpa_rtnl			1: held, 0: not
 *
 * The write returns when it is over; a signal to the writer ends it sooner.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>

#define RXPA_RTNL_MOST_MS	600000

static bool rxpa_rtnl_held;
static struct dentry *rxpa_rtnl_file;

static int rxpa_rtnl_get(void *data, u64 *value)
{
	*value = READ_ONCE(rxpa_rtnl_held);
	return 0;
}

static int rxpa_rtnl_set(void *data, u64 value)
{
	if (value > RXPA_RTNL_MOST_MS)
		return -EINVAL;

	rtnl_lock();
	WRITE_ONCE(rxpa_rtnl_held, true);
	msleep_interruptible(value);
	WRITE_ONCE(rxpa_rtnl_held, false);
	rtnl_unlock();
	return 0;
}

DEFINE_DEBUGFS_ATTRIBUTE(rxpa_rtnl_fops, rxpa_rtnl_get, rxpa_rtnl_set,
			 "%llu\n");

static int __init rxpa_rtnl_init(void)
{
	rxpa_rtnl_file = debugfs_create_file("rxpa_rtnl", 0600, NULL, NULL,
					     &rxpa_rtnl_fops);
	return PTR_ERR_OR_ZERO(rxpa_rtnl_file);
}

static void __exit rxpa_rtnl_exit(void)
{
	debugfs_remove(rxpa_rtnl_file);
}

module_init(rxpa_rtnl_init);
module_exit(rxpa_rtnl_exit);

MODULE_DESCRIPTION("Holds RTNL (rxpageacct tests)");
MODULE_LICENSE("GPL");
