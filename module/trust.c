// SPDX-License-Identifier: GPL-2.0
/*
 * Trust.  An event that was not seen makes every later count wrong, and there
 * are three ways not to see one:
 *
 *   missed    A kprobe that is hit while another kprobe's handler runs on the
 *             same CPU is skipped, and the kernel counts it.  That happens when
 *             somebody else's tracer is at work, and, rarely, when NAPI
 *             interrupts a handler while a port is configured under traffic
 *             (kprobe_ftrace_handler() leaves interrupts on).  So counting
 *             begins anew by itself at the next read: a new epoch, in which
 *             adopted is what the rings hold then.
 *   disarmed  <debugfs>/kprobes/enabled or kernel.ftrace_enabled was set to 0.
 *             Nothing counts that, so every read looks at the text that the
 *             probes patched.  Events are unknown meanwhile; a new epoch begins
 *             when the probes are back.  Off and on again between two reads goes
 *             unseen.
 *   lost      A hit that fits no queue.  Which one it belongs to is unknown, and
 *             it would happen again: unknown until the module is loaded anew.
 */
#include <linux/rtnetlink.h>

#include "account.h"
#include "probes.h"
#include "trust.h"

static unsigned long missed_hits(const struct rxpa_driver *d)
{
	unsigned long sum = 0;
	u32 i;

	for (i = 0; i < d->nr_probes; i++)
		sum += READ_ONCE(d->probe[i]->kp.nmissed);
	return sum;
}

static bool all_armed(const struct rxpa_driver *d)
{
	u32 i;

	for (i = 0; i < d->nr_probes; i++)
		if (!rxpa_probe_armed(d->probe[i]))
			return false;
	return true;
}

static void restart(struct rxpa_driver *d)
{
	struct rxpa_port *port;
	u32 i;

	list_for_each_entry(port, &rxpa_ports, list)
		for (i = 0; port->driver == d && i < port->nr; i++)
			rxpa_queue_restart(&port->queue[i]);
	/* after every @base; pairs with rxpa_queue_adopt() */
	smp_store_release(&d->epoch, d->epoch + 1);
	list_for_each_entry(port, &rxpa_ports, list)
		for (i = 0; port->driver == d && i < port->nr; i++)
			/* after the epoch; pairs with refill_slow() */
			smp_store_release(&port->queue[i].slow, true);
}

/**
 * rxpa_trust_check() - before a read: has anything been missed?
 * @d:	the driver, armed
 *
 * Context: RTNL held.
 */
void rxpa_trust_check(struct rxpa_driver *d)
{
	unsigned long missed = missed_hits(d);
	bool armed = all_armed(d);

	ASSERT_RTNL();
	if (armed && !d->blind && missed == d->missed)
		return;
	d->blind = !armed;
	if (d->blind)
		return;
	d->missed = missed;
	atomic64_set(&d->lost, 0); /* an entry unseen loses what follows */
	restart(d);
}

/**
 * rxpa_trust_of() - what to believe of a sample that was taken just now
 * @d:	the driver
 * @t:	where to
 *
 * Context: RTNL held, after rxpa_trust_check() and the sample: a hit that was
 * missed in between shows here.
 */
void rxpa_trust_of(const struct rxpa_driver *d, struct rxpa_trust *t)
{
	t->sees = d->sees;
	t->missed = missed_hits(d);
	t->lost = rxpa_driver_lost(d);
	t->restarts = d->epoch ? d->epoch - 1 : 0;
	if (d->blind || t->missed != d->missed)
		t->sees = 0;
	else if (t->lost)
		t->sees &= RXPA_SEES_REFILL;
}
