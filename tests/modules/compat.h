/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the test modules need and kernels from 4.18 on have under different
 * names or not at all; features.mk defines HAVE_*.
 */
#ifndef RXPA_TEST_COMPAT_H
#define RXPA_TEST_COMPAT_H

#include <linux/debugfs.h>
#include <linux/ethtool.h>
#include <linux/ftrace.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

/* The function without a weight had one up to 6.0. */
#ifndef HAVE_netif_napi_add_weight
#define netif_napi_add_weight netif_napi_add
#endif

#ifndef HAVE_netif_set_real_num_queues
static inline int netif_set_real_num_queues(struct net_device *netdev,
					    unsigned int tx, unsigned int rx)
{
	int ret = netif_set_real_num_tx_queues(netdev, tx);

	return ret ?: netif_set_real_num_rx_queues(netdev, rx);
}
#endif

#ifndef HAVE_DEV_CORE_STATS_INC
static inline void dev_core_stats_tx_dropped_inc(struct net_device *netdev)
{
	atomic_long_inc(&netdev->tx_dropped);
}
#endif

/* The last two arguments of ethtool's functions for rings (5.17). */
#ifdef HAVE_kernel_ethtool_ringparam
#define MORE_RINGPARAM , struct kernel_ethtool_ringparam *kernel_ring, \
		       struct netlink_ext_ack *extack
#else
#define MORE_RINGPARAM
#endif

#ifndef HAVE_dev_page_is_reusable
static inline bool dev_page_is_reusable(struct page *page)
{
	return page_to_nid(page) == numa_mem_id() && !page_is_pfmemalloc(page);
}
#endif

#ifndef HAVE_skb_queue_len_lockless
static inline u32 skb_queue_len_lockless(const struct sk_buff_head *list)
{
	return READ_ONCE(list->qlen);
}
#endif

#ifndef DEFINE_DEBUGFS_ATTRIBUTE_SIGNED
#define DEFINE_DEBUGFS_ATTRIBUTE_SIGNED DEFINE_DEBUGFS_ATTRIBUTE
#endif

#ifndef HAVE_hrtimer_setup
static inline void hrtimer_setup(struct hrtimer *timer,
				 enum hrtimer_restart (*function)(struct hrtimer *),
				 clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = function;
}
#endif

/*
 * What ftrace hands over; before 5.11 registers, to functions that do not say
 * that they look after recursion themselves.
 */
#ifdef HAVE_ftrace_regs
#define test_fregs ftrace_regs
#define TEST_FTRACE_RECURSION FTRACE_OPS_FL_RECURSION
#define test_fregs_regs ftrace_get_regs
#else
#define test_fregs pt_regs
#define TEST_FTRACE_RECURSION 0
#define test_fregs_regs(regs) (regs)
#endif

#endif /* RXPA_TEST_COMPAT_H */
