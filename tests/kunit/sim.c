// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/ptrace.h>
#include <linux/rtnetlink.h>

#include "arm.h"
#include "events.h"
#include "frame.h"
#include "holder.h"
#include "sim.h"
#include "trust.h"

/* A call site's stack pointer lies so far below that at its function's entry. */
#define FRAME		64

/**
 * sim_init() - a port of a netdev with empty rings, not hashed: a suite's init
 * @test:	gets the sim as its priv
 *
 * Return: 0 or -ENOMEM.
 */
int sim_init(struct kunit *test)
{
	struct sim *sim = kunit_kzalloc(test, sizeof(*sim), GFP_KERNEL);
	u32 i;

	if (!sim)
		return -ENOMEM;
	test->priv = sim;
	sim->sp = 0x10000;
	fixture_layout(&sim->driver);
	rxpa_driver_armed(&sim->driver, true);
	for (i = 0; i < RXPA_NR_PROBE_KINDS; i++) {
		sim->probe[i].driver = &sim->driver;
		sim->probe[i].kind = i;
		sim->probe[i].hits = alloc_percpu(unsigned long);
		if (!sim->probe[i].hits)
			return -ENOMEM;
	}
	sim->dev = fixture_netdev("sim", SIM_QUEUES, SIM_COUNT);
	if (!sim->dev)
		return -ENOMEM;
	rtnl_lock();
	sim->port = rxpa_port_new(sim->dev, &sim->driver);
	if (sim->port)
		list_add_tail(&sim->port->list, &rxpa_ports);
	rtnl_unlock();
	return sim->port ? 0 : -ENOMEM;
}

/**
 * sim_init_real() - the same, with its probes armed: a suite's init
 * @test:	gets the sim as its priv
 *
 * Return: 0 or -ENOMEM.
 */
int sim_init_real(struct kunit *test)
{
	struct sim *sim;
	int err = sim_init(test);

	if (err)
		return err;
	sim = test->priv;
	sim->real = true;
	mutex_lock(&rxpa_watch_mutex);
	rxpa_driver_armed(&sim->driver, false);
	rxpa_arm_probes(&sim->driver, THIS_MODULE);
	mutex_unlock(&rxpa_watch_mutex);
	return 0;
}

static void disarm(struct sim *sim)
{
	mutex_lock(&rxpa_watch_mutex);
	if (sim->real)
		rxpa_disarm_probes(&sim->driver);
	else
		rxpa_driver_armed(&sim->driver, false);
	mutex_unlock(&rxpa_watch_mutex);
}

/* Its pages are none. */
static void forget_pages(struct fixture_ring *ring)
{
	u32 i;

	for (i = 0; i < ring->count; i++)
		ring->rx_bi[i].page = NULL;
	ring->next_to_alloc = ring->next_to_clean;
}

static void port_free(struct rxpa_port *port)
{
	rtnl_lock();
	rxpa_port_unhash(port);
	list_del(&port->list);
	rtnl_unlock();
	synchronize_rcu();
	rxpa_frame_forget(port->queue, port->queue + port->nr);
	rxpa_holder_forget(port->queue, port->queue + port->nr);
	synchronize_rcu();
	rxpa_port_free(port);
}

/**
 * sim_exit() - free it: a suite's exit
 * @test:	whose priv it is
 */
void sim_exit(struct kunit *test)
{
	struct sim *sim = test->priv;
	u32 i;

	if (!sim)
		return;
	disarm(sim);
	if (sim->port)
		port_free(sim->port);
	for (i = 0; sim->dev && !sim->real && i < SIM_QUEUES; i++)
		forget_pages(fixture_ring(sim->dev, i));
	if (sim->dev)
		fixture_netdev_free(sim->dev);
	for (i = 0; i < RXPA_NR_PROBE_KINDS; i++)
		free_percpu(sim->probe[i].hits);
}

/**
 * sim_hash() - let handlers see the port, as watch.c does
 * @sim:	the sim
 */
void sim_hash(struct sim *sim)
{
	rtnl_lock();
	sim->port->owner = rxpa_owner_of(&sim->driver.layout, sim->dev);
	rxpa_port_note_rings(sim->port);
	rxpa_port_hash(sim->port);
	rxpa_trust_begin(&sim->driver);
	rtnl_unlock();
}

void sim_unhash(struct sim *sim)
{
	rtnl_lock();
	rxpa_port_unhash(sim->port);
	rtnl_unlock();
}

/**
 * sim_hit() - a probe is hit
 * @sim:	the sim
 * @kind:	which
 * @arg:	first argument, or for RXPA_PROBE_ALLOC what was returned
 * @at_entry:	at a function's entry, not at a call inside it
 * @soft:	in softirq context
 */
void sim_hit(struct sim *sim, enum rxpa_probe_kind kind, unsigned long arg,
	     bool at_entry, bool soft)
{
	struct pt_regs regs = {};

	if (soft)
		local_bh_disable();
	preempt_disable();
#if defined(CONFIG_X86_64)
	if (kind == RXPA_PROBE_ALLOC)
		regs.ax = arg;
	else
		regs.di = arg;
#else
	regs.regs[0] = arg;
#endif
	regs.sp = at_entry ? sim->sp : sim->sp - FRAME;
	if (rxpa_entry_of(kind))
		rxpa_entry_of(kind)->kprobe(&sim->probe[kind].kp, &regs);
	else
		rxpa_site_of(kind)(&sim->probe[kind].kp, &regs);
	preempt_enable();
	if (soft)
		local_bh_enable();
}

static u16 next_slot(u16 i)
{
	return i + 1 < SIM_COUNT ? i + 1 : 0;
}

/* One page for one slot; false when there is none. */
static bool sim_fill(struct sim *sim, struct fixture_ring *ring, u16 at,
		     bool soft)
{
	struct sim_truth *truth = &sim->truth[ring->queue_index];
	unsigned long page;

	if (fixture_once(&ring->fail)) {
		sim_hit(sim, RXPA_PROBE_ALLOC, 0, false, soft);
		truth->failed++;
		return false;
	}
	page = ++sim->pages << PAGE_SHIFT;
	sim_hit(sim, RXPA_PROBE_ALLOC, page, false, soft);
	truth->allocated++;
	if (fixture_once(&ring->unmapped)) {
		sim_hit(sim, RXPA_PROBE_UNMAPPED, page, false, soft);
		truth->unmapped++;
		truth->failed++;
		return false;
	}
	ring->rx_bi[at].page = (struct page *)page;
	return true;
}

/**
 * sim_refill() - the driver refills
 * @sim:	the sim
 * @queue:	which
 * @n:		slots
 * @soft:	by NAPI, not by a task
 */
void sim_refill(struct sim *sim, u32 queue, u32 n, bool soft)
{
	struct fixture_ring *ring = fixture_ring(sim->dev, queue);
	struct sim_truth *truth = &sim->truth[queue];
	u16 ntu = ring->next_to_use;

	/* all that wait in their slots are posted, as drivers do */
	n = max(n, rxpa_span(ntu, ring->next_to_alloc, SIM_COUNT));
	if (soft)
		local_bh_disable(); /* stay on this CPU, as NAPI does */
	sim_hit(sim, RXPA_PROBE_REFILL, (unsigned long)ring, true, soft);
	truth->refills++;
	for (; n; n--, ntu = next_slot(ntu))
		if (!ring->rx_bi[ntu].page && !sim_fill(sim, ring, ntu, soft))
			break;
	if (soft)
		local_bh_enable();
	ring->next_to_use = ntu;
	ring->next_to_alloc = ntu;
	truth->held_max = max(truth->held_max, fixture_held(ring));
}

/**
 * sim_receive() - frames arrive
 * @sim:	the sim
 * @queue:	which
 * @n:		at most the posted pages
 * @way:	what becomes of each page
 */
void sim_receive(struct sim *sim, u32 queue, u32 n, enum sim_way way)
{
	struct fixture_ring *ring = fixture_ring(sim->dev, queue);
	struct sim_truth *truth = &sim->truth[queue];

	for (; n; n--) {
		struct fixture_slot *slot = &ring->rx_bi[ring->next_to_clean];
		struct page *page = slot->page;

		switch (way) {
		case SIM_RECYCLE:
			ring->rx_bi[ring->next_to_alloc].page = page;
			ring->next_to_alloc = next_slot(ring->next_to_alloc);
			truth->recycled++;
			break;
		case SIM_RELEASE:
			sim_hit(sim, RXPA_PROBE_RELEASE, (unsigned long)page,
				false, true);
			truth->released++;
			break;
		case SIM_LOSE:
			truth->lost++;
			break;
		}
		slot->page = NULL;
		ring->next_to_clean = next_slot(ring->next_to_clean);
	}
}

/**
 * sim_clean() - a task empties the ring
 * @sim:	the sim
 * @queue:	which
 */
void sim_clean(struct sim *sim, u32 queue)
{
	struct fixture_ring *ring = fixture_ring(sim->dev, queue);
	u16 i;

	sim_hit(sim, RXPA_PROBE_CLEAN, (unsigned long)ring, true, false);
	for (i = ring->next_to_clean; i != ring->next_to_alloc;
	     i = next_slot(i)) {
		sim_hit(sim, RXPA_PROBE_RELEASE,
			(unsigned long)ring->rx_bi[i].page, false, false);
		sim->truth[queue].released++;
		ring->rx_bi[i].page = NULL;
	}
	ring->next_to_use = 0;
	ring->next_to_clean = 0;
	ring->next_to_alloc = 0;
}

/**
 * sim_busy() - NAPI is scheduled, or it is not
 * @sim:	the sim
 * @queue:	which
 * @busy:	so
 */
void sim_busy(struct sim *sim, u32 queue, bool busy)
{
	unsigned long *state = &fixture_ring(sim->dev, queue)->vector.napi.state;

	if (busy)
		set_bit(NAPI_STATE_SCHED, state);
	else
		clear_bit(NAPI_STATE_SCHED, state);
}

void sim_sample(struct sim *sim, u32 queue, struct rxpa_sample *s)
{
	struct rxpa_rings rings;

	rtnl_lock();
	rxpa_rings_find(sim->port, &rings);
	rxpa_sample_queue(&sim->port->queue[queue], &rings, s);
	rtnl_unlock();
}

void sim_trust_check(struct sim *sim)
{
	rtnl_lock();
	rxpa_trust_check(&sim->driver);
	rtnl_unlock();
}

/* Posted pages, which may be received. */
u32 sim_posted(struct sim *sim, u32 queue)
{
	const struct fixture_ring *ring = fixture_ring(sim->dev, queue);

	return (ring->next_to_use + SIM_COUNT - ring->next_to_clean) % SIM_COUNT;
}

/* Slots that a refill may post. */
u32 sim_unused(struct sim *sim, u32 queue)
{
	return SIM_COUNT - 1 - sim_posted(sim, queue);
}
