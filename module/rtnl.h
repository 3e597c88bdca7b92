/* SPDX-License-Identifier: GPL-2.0 */
/*
 * RTNL for readers.  On a sick server somebody may hold it for long, so a read
 * waits for it with patience that ends; and it steps back for others: it holds
 * RTNL for one queue at a time and never queues up for it.
 */
#ifndef RXPA_RTNL_H
#define RXPA_RTNL_H

#include <linux/jiffies.h>
#include <linux/rtnetlink.h>
#include <linux/sched/signal.h>

#define RXPA_PATIENCE_S	3

/**
 * struct rxpa_patience - how long one read still waits
 * @until:	jiffies
 */
struct rxpa_patience {
	unsigned long until;
};

static inline void rxpa_patience_start(struct rxpa_patience *p)
{
	p->until = jiffies + RXPA_PATIENCE_S * HZ;
}

/**
 * rxpa_patience_wait() - wait until something can be had
 * @p:		the read's patience
 * @trylock:	takes it if it can
 *
 * rtnl_lock_killable() is exported up to 6.15 only, and knows no limit.
 *
 * Context: process; sleeps.
 * Return: 0; -EINTR when the reader is being killed; -EBUSY when patience ended.
 */
static inline int rxpa_patience_wait(struct rxpa_patience *p,
				     int (*trylock)(void))
{
	while (!trylock()) {
		if (fatal_signal_pending(current))
			return -EINTR;
		if (time_after(jiffies, p->until))
			return -EBUSY;
		schedule_timeout_killable(1);
	}
	return 0;
}

static inline int rxpa_rtnl_lock(struct rxpa_patience *p)
{
	return rxpa_patience_wait(p, rtnl_trylock);
}

#endif /* RXPA_RTNL_H */
