// SPDX-License-Identifier: GPL-2.0
/* Whose page is it, how far is it looked for, and what becomes of nobody's. */
#include <rxpageacct.h>

#include "frame.h"
#include "holder.h"
#include "sim.h"
#include "trust.h"

static struct rxpa_queue *queue_of(struct sim *sim, u32 i)
{
	return &sim->port->queue[i];
}

static struct rxpa_queue *search(struct sim *sim, struct page *page)
{
	struct rxpa_queue *q;

	preempt_disable();
	q = rxpa_holder_search(&sim->driver, (unsigned long)page);
	preempt_enable();
	return q;
}

static struct rxpa_queue *served(struct page *page)
{
	struct rxpa_queue *q;

	preempt_disable();
	q = rxpa_holder_served((unsigned long)page);
	preempt_enable();
	return q;
}

static void test_search(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct fixture_ring *ring;
	struct page *stale;
	u32 i;

	sim_hash(sim);
	for (i = 0; i < SIM_QUEUES; i++)
		sim_refill(sim, i, 30, true);
	for (i = 0; i < SIM_QUEUES; i++) {
		ring = fixture_ring(sim->dev, i);
		KUNIT_EXPECT_PTR_EQ(test, search(sim, ring->rx_bi[0].page),
				    queue_of(sim, i));
		/* the cursor is there now, and moves on by one each time */
		KUNIT_EXPECT_PTR_EQ(test, search(sim, ring->rx_bi[1].page),
				    queue_of(sim, i));
		KUNIT_EXPECT_PTR_EQ(test, search(sim, ring->rx_bi[29].page),
				    queue_of(sim, i));
	}
	/* what stands in a slot that is not live is in no ring */
	ring = fixture_ring(sim->dev, 1);
	stale = ring->rx_bi[0].page;
	ring->next_to_clean = 1;
	KUNIT_EXPECT_PTR_EQ(test, search(sim, stale), RXPA_IN_NO_RING);
	ring->rx_bi[30].page = (struct page *)~0xfffUL;
	KUNIT_EXPECT_PTR_EQ(test, search(sim, ring->rx_bi[30].page),
			    RXPA_IN_NO_RING);
	KUNIT_EXPECT_PTR_EQ(test, search(sim, NULL), RXPA_IN_NO_RING);
}

/* A ring that is another's by now is not looked into. */
static void test_stale_ring(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct fixture_ring *ring = fixture_ring(sim->dev, 0);
	struct page *page;

	sim_hash(sim);
	sim_refill(sim, 0, 10, true);
	page = ring->rx_bi[0].page;
	KUNIT_EXPECT_TRUE(test, rxpa_holder_has_ring(queue_of(sim, 0),
						     (unsigned long)ring));
	ring->queue_index = 1;
	KUNIT_EXPECT_PTR_EQ(test, search(sim, page), RXPA_IN_NO_RING);
	KUNIT_EXPECT_FALSE(test, rxpa_holder_has_ring(queue_of(sim, 0),
						      (unsigned long)ring));
	ring->queue_index = 0;
	KUNIT_EXPECT_PTR_EQ(test, search(sim, page), queue_of(sim, 0));
}

/* A CPU remembers what it has refilled, and forgets what is freed. */
static void test_served(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct page *page;

	sim_hash(sim);
	migrate_disable();
	sim_refill(sim, 1, 10, true);
	sim_refill(sim, 0, 10, false); /* by a task: not served */
	page = fixture_ring(sim->dev, 1)->rx_bi[0].page;
	KUNIT_EXPECT_PTR_EQ(test, served(page), queue_of(sim, 1));
	KUNIT_EXPECT_NULL(test,
			  served(fixture_ring(sim->dev, 0)->rx_bi[0].page));
	sim_refill(sim, 2, 10, false); /* nor this one, but it follows */
	KUNIT_EXPECT_PTR_EQ(test,
			    served(fixture_ring(sim->dev, 2)->rx_bi[0].page),
			    queue_of(sim, 2));
	rxpa_holder_forget(queue_of(sim, 0), queue_of(sim, SIM_QUEUES));
	fixture_ring(sim->dev, 1)->next_to_clean = 0;
	KUNIT_EXPECT_NULL(test, served(page));
	migrate_enable();
}

static u64 released(struct sim *sim, u32 i)
{
	return atomic64_read(&queue_of(sim, i)->ev.released);
}

/* A page that is nobody's: the event is lost, and known to be. */
static void test_lost(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct rxpa_belief belief;

	sim_hash(sim);
	sim_refill(sim, 0, 10, true);
	sim_hit(sim, RXPA_PROBE_RELEASE, 77UL << PAGE_SHIFT, false, true);
	KUNIT_EXPECT_EQ(test, (s64)atomic64_read(&sim->driver.lost), 1LL);
	KUNIT_EXPECT_EQ(test, released(sim, 0), 0ULL);
	/* what nobody is looked for any more */
	sim_hit(sim, RXPA_PROBE_RELEASE, 78UL << PAGE_SHIFT, false, true);
	KUNIT_EXPECT_EQ(test, (s64)atomic64_read(&sim->driver.lost), 1LL);
	sim_trust_check(sim);
	KUNIT_EXPECT_EQ(test, sim->driver.trust, RXPA_LOST);
	rxpa_trust_of(&sim->driver, &belief);
	KUNIT_EXPECT_EQ(test, belief.sees, (u32)RXPA_SEES_REFILL);
	KUNIT_EXPECT_EQ(test, belief.lost, 1ULL);
}

/* Before all ports are hashed a page may well be in none of them. */
static void test_warming(struct kunit *test)
{
	struct sim *sim = test->priv;

	KUNIT_EXPECT_EQ(test, sim->driver.trust, RXPA_WARMING);
	sim_hit(sim, RXPA_PROBE_RELEASE, 77UL << PAGE_SHIFT, false, true);
	KUNIT_EXPECT_EQ(test, (s64)atomic64_read(&sim->driver.lost), 0LL);
	sim_hash(sim);
	KUNIT_EXPECT_EQ(test, sim->driver.trust, RXPA_COUNTING);
}

/* A page inside a function whose entry nobody saw: that passes. */
static void test_unframed(struct kunit *test)
{
	struct sim *sim = test->priv;

	sim_hash(sim);
	sim_refill(sim, 0, 10, true);
	sim->sp += PAGE_SIZE;
	sim_hit(sim, RXPA_PROBE_ALLOC, PAGE_SIZE, false, true);
	KUNIT_EXPECT_EQ(test, (s64)atomic64_read(&sim->driver.unframed), 1LL);
	KUNIT_EXPECT_EQ(test, (s64)atomic64_read(&sim->driver.lost), 0LL);
	sim_trust_check(sim);
	KUNIT_EXPECT_EQ(test, sim->driver.trust, RXPA_COUNTING);
	KUNIT_EXPECT_EQ(test, sim->driver.epoch, 2U);
}

static struct kunit_case holder_test_cases[] = {
	KUNIT_CASE(test_search),
	KUNIT_CASE(test_stale_ring),
	KUNIT_CASE(test_served),
	KUNIT_CASE(test_lost),
	KUNIT_CASE(test_warming),
	KUNIT_CASE(test_unframed),
	{}
};

static struct kunit_suite holder_test_suite = {
	.name = "rxpa-holder",
	.init = sim_init,
	.exit = sim_exit,
	.test_cases = holder_test_cases,
};

kunit_test_suite(holder_test_suite);
