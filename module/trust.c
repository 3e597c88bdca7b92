// SPDX-License-Identifier: GPL-2.0
/*
 * Trust.  An event that was not seen makes every later count wrong, and there
 * are four ways not to see one:
 *
 *   missed    The hit of a site came while another kprobe's handler ran on the
 *             same CPU, and the kernel skipped and counted it: somebody else's
 *             tracer is at work, or, rarely, NAPI interrupted one of our own
 *             handlers while a port is configured under traffic.  Or it fitted no
 *             frame (frame.h), or its queue would have taken too long to find
 *             (holder.c).  All of that passes.
 *   blind     <debugfs>/kprobes/enabled or kernel.ftrace_enabled was set to 0.
 *             Nothing counts that, so every read looks at the text that the
 *             probes patched.  Off and on again between two reads goes unseen.
 *   bypassed  Other text than the probed one does the driver's work: a livepatch,
 *             or whatever else redirects functions.  It gives itself away by where
 *             it calls from, or by pages in a ring that nobody saw coming.
 *   lost      A release by the driver's own text whose page is in no ring of ours.
 *             It would happen again.
 *
 *             +-> BLIND ----+
 *   WARMING --+-> BYPASSED -+-> COUNTING, with a restart: t0 is now
 *             |             |
 *   COUNTING -+   missed ---+
 *             +-> LOST, until this module or the driver is loaded anew, or hits
 *                 were missed: what lost a page may have been that
 *
 * rxpa_trust_check() is the only way between these states; it runs before each
 * read and takes what handlers noted since the last one.  What they note after
 * that makes events unknown (rxpa_trust_of()).
 */
#include <linux/kallsyms.h>
#include <linux/rtnetlink.h>

#include "account.h"
#include "arm.h"
#include "rings.h"
#include "trust.h"

static unsigned long missed_hits(const struct rxpa_driver *d)
{
	const struct rxpa_probe *release = rxpa_release_probe(d);
	unsigned long sum = atomic64_read(&d->unframed);
	u32 i;

	for (i = 0; i < d->nr_probes; i++)
		sum += rxpa_probe_missed(d->probe[i]);
	return release ? sum + rxpa_probe_missed(release) : sum;
}

static bool all_armed(const struct rxpa_driver *d)
{
	const struct rxpa_probe *release = rxpa_release_probe(d);
	u32 i;

	for (i = 0; i < d->nr_probes; i++)
		if (!rxpa_probe_armed(d->probe[i]))
			return false;
	return !release || rxpa_probe_armed(release);
}

/* Begin an epoch: t0 of all queues is now. */
static void trust_restart(struct rxpa_driver *d)
{
	struct rxpa_port *port;
	u32 i;

	list_for_each_entry(port, &rxpa_ports, list) {
		if (port->driver != d)
			continue;
		if (port->hashed)
			rxpa_port_note_rings(port);
		for (i = 0; i < port->nr; i++)
			rxpa_queue_restart(&port->queue[i]);
	}
	/* after every @base; pairs with rxpa_queue_adopt() */
	smp_store_release(&d->epoch, d->epoch + 1);
	list_for_each_entry(port, &rxpa_ports, list)
		for (i = 0; port->driver == d && i < port->nr; i++)
			/* after the epoch; pairs with refill_slow() */
			smp_store_release(&port->queue[i].slow, true);
	/* after all ports were hashed; pairs with release_search() */
	smp_store_release(&d->trust, RXPA_COUNTING);
}

/* Events of all queues of a driver, ever. */
static void sum_events(const struct rxpa_driver *d, struct rxpa_events *sum)
{
	struct rxpa_events ev;
	struct rxpa_port *port;
	u32 i;

	memset(sum, 0, sizeof(*sum));
	list_for_each_entry(port, &rxpa_ports, list)
		for (i = 0; port->driver == d && i < port->nr; i++) {
			rxpa_events_read(&port->queue[i], &ev);
			sum->allocated += ev.allocated;
			sum->released += ev.released;
			sum->refills += ev.refills;
		}
}

static void trust_bypassed(struct rxpa_driver *d, u32 how)
{
	struct rxpa_events ev;

	sum_events(d, &ev);
	d->bypassed = (d->trust == RXPA_BYPASSED ? d->bypassed : 0) | how;
	d->bypassed_at.refills = ev.refills;
	d->bypassed_at.released = ev.released;
	d->bypassed_at.allocated = ev.allocated;
	d->trust = RXPA_BYPASSED;
}

/* Have the probed functions been at work again, with nothing to be noted? */
static bool is_back(const struct rxpa_driver *d)
{
	struct rxpa_events ev;

	sum_events(d, &ev);
	if ((d->bypassed & RXPA_BYPASS_REFILL) &&
	    ev.refills == d->bypassed_at.refills)
		return false;
	if ((d->bypassed & RXPA_BYPASS_DRAIN) &&
	    ev.released == d->bypassed_at.released)
		return false;
	return !(d->bypassed & RXPA_BYPASS_UNSEEN) ||
	       ev.allocated != d->bypassed_at.allocated;
}

/**
 * rxpa_trust_begin() - end arming: from now on every event counts
 * @d:	the driver, armed; its ports that were there are hashed, and handlers
 *	that began before are over
 *
 * Context: RTNL held.
 */
void rxpa_trust_begin(struct rxpa_driver *d)
{
	ASSERT_RTNL();
	if (d->trust != RXPA_WARMING)
		return;
	d->missed = missed_hits(d);
	atomic64_set(&d->lost, 0);
	atomic_set(&d->bypass, 0);
	trust_restart(d);
}

/**
 * rxpa_trust_check() - before a read: is every event seen?
 * @d:	the driver, armed
 *
 * Context: RTNL held.
 */
void rxpa_trust_check(struct rxpa_driver *d)
{
	unsigned long missed;
	u32 how;

	ASSERT_RTNL();
	if (d->trust == RXPA_WARMING)
		return;
	if (!all_armed(d)) {
		d->trust = RXPA_BLIND;
		return;
	}
	how = atomic_xchg(&d->bypass, 0);
	missed = missed_hits(d);
	if (missed != d->missed || d->trust == RXPA_BLIND) {
		/* Rings and pages that nobody saw coming are no wonder then. */
		how &= ~RXPA_BYPASS_UNSEEN;
		atomic64_set(&d->lost, 0);
	}
	if (atomic64_read(&d->lost))
		d->trust = RXPA_LOST;
	else if (how)
		trust_bypassed(d, how);
	else if (d->trust == RXPA_BYPASSED ? is_back(d) :
		 d->trust == RXPA_BLIND || missed != d->missed)
		trust_restart(d);
	d->missed = missed;
}

/**
 * rxpa_trust_of() - what to believe of a sample that was taken just now
 * @d:	the driver
 * @b:	where to
 *
 * Context: RTNL held, after rxpa_trust_check() and the sample: what was noted in
 * between shows here.
 */
void rxpa_trust_of(const struct rxpa_driver *d, struct rxpa_belief *b)
{
	b->sees = d->sees;
	b->missed = missed_hits(d);
	b->lost = atomic64_read(&d->lost);
	b->restarts = d->epoch ? d->epoch - 1 : 0;
	if (d->trust == RXPA_WARMING || d->trust == RXPA_BLIND ||
	    b->missed != d->missed)
		b->sees = 0;
	else if (d->trust != RXPA_COUNTING || b->lost ||
		 atomic_read(&d->bypass))
		b->sees &= RXPA_SEES_REFILL;
}

/**
 * rxpa_trust_why() - why events are unknown, as a sentence
 * @d:		the driver, armed
 * @buf:	where to; "" when they are known
 * @size:	of @buf
 *
 * Context: RTNL held.
 * Return: the sentence's length.
 */
int rxpa_trust_why(const struct rxpa_driver *d, char *buf, size_t size)
{
	u32 how = atomic_read(&d->bypass);
	u64 lost = atomic64_read(&d->lost);
	char by[KSYM_SYMBOL_LEN] = "";

	buf[0] = '\0';
	if (d->trust == RXPA_BYPASSED)
		how |= d->bypassed;
	if (how & (RXPA_BYPASS_REFILL | RXPA_BYPASS_DRAIN))
		sprint_symbol(by, READ_ONCE(d->caller));
	if (d->trust == RXPA_WARMING)
		return scnprintf(buf, size, "all events are unknown: the driver is being looked at just now; read again");
	if (d->trust == RXPA_BLIND)
		return scnprintf(buf, size, "all events are unknown: probes are disarmed, see <debugfs>/kprobes/enabled and kernel.ftrace_enabled");
	if (lost)
		return scnprintf(buf, size, "allocated, released, failed, orphaned are unknown: %llu released pages are in no ring, reload rxpageacct to begin anew",
				 (unsigned long long)lost);
	if (by[0])
		return scnprintf(buf, size, "allocated, released, failed, orphaned are unknown: not the driver's own text is at work, but %s (a livepatch?); they come back when it is gone",
				 by);
	if (how)
		return scnprintf(buf, size, "allocated, released, failed, orphaned are unknown: more pages are in a ring than were seen to come, not the driver's own text fills it (a livepatch?); they come back when it is gone");
	if (missed_hits(d) != d->missed)
		return scnprintf(buf, size, "all events are unknown: a probe hit was missed just now; read again");
	return 0;
}

/**
 * rxpa_trust_name() - the state as :status calls it
 * @d:	the driver
 */
const char *rxpa_trust_name(const struct rxpa_driver *d)
{
	static const char * const names[] = {
		[RXPA_WARMING]	= "warming",
		[RXPA_COUNTING]	= "counting",
		[RXPA_BLIND]	= "blind",
		[RXPA_BYPASSED]	= "bypassed",
		[RXPA_LOST]	= "lost",
	};

	return names[d->trust];
}
