// SPDX-License-Identifier: GPL-2.0
/* Accounts: who finds them, when they are live, and that the identity holds. */
#include <linux/rtnetlink.h>

#include <rxpageacct.h>

#include "sim.h"

static struct rxpa_queue *queue_of(struct sim *sim, u32 i)
{
	return &sim->port->queue[i];
}

/* --- finding ------------------------------------------------------------- */

static struct rxpa_queue *find(struct sim *sim, const struct fixture_ring *ring)
{
	struct rxpa_queue *q;

	preempt_disable();
	q = rxpa_queue_find(&sim->driver.layout, (unsigned long)ring);
	preempt_enable();
	return q;
}

static void test_new(struct kunit *test)
{
	struct sim *sim = test->priv;
	u32 i;

	KUNIT_EXPECT_EQ(test, sim->port->nr, (u32)SIM_QUEUES);
	KUNIT_EXPECT_PTR_EQ(test, sim->port->netdev, sim->dev);
	KUNIT_EXPECT_PTR_EQ(test, sim->port->driver, &sim->driver);
	KUNIT_EXPECT_FALSE(test, sim->port->hashed);
	KUNIT_EXPECT_FALSE(test, sim->port->dead);
	for (i = 0; i < SIM_QUEUES; i++) {
		KUNIT_EXPECT_PTR_EQ(test, queue_of(sim, i)->port, sim->port);
		KUNIT_EXPECT_EQ(test, queue_of(sim, i)->index, i);
		KUNIT_EXPECT_TRUE(test, queue_of(sim, i)->slow);
		KUNIT_EXPECT_FALSE(test, rxpa_queue_live(queue_of(sim, i)));
	}
}

static void test_hash(struct kunit *test)
{
	struct sim *sim = test->priv;
	u32 i;

	KUNIT_EXPECT_NULL(test, find(sim, fixture_ring(sim->dev, 0)));
	sim_hash(sim);
	sim_hash(sim);
	for (i = 0; i < SIM_QUEUES; i++)
		KUNIT_EXPECT_PTR_EQ(test,
				    find(sim, fixture_ring(sim->dev, i)),
				    queue_of(sim, i));
	sim_unhash(sim);
	sim_unhash(sim);
	KUNIT_EXPECT_FALSE(test, sim->port->hashed);
	for (i = 0; i < SIM_QUEUES; i++)
		KUNIT_EXPECT_NULL(test, find(sim, fixture_ring(sim->dev, i)));
	sim_hash(sim);
	KUNIT_EXPECT_PTR_EQ(test, find(sim, fixture_ring(sim->dev, 1)),
			    queue_of(sim, 1));
}

/* A ring is known by what it names, and never followed where that is wrong. */
static void test_strange_rings(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct fixture_ring *ring;

	ring = kunit_kzalloc(test, sizeof(*ring), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, ring);
	sim_hash(sim);
	KUNIT_EXPECT_NULL(test, find(sim, ring));
	ring->netdev = sim->dev;
	ring->queue_index = SIM_QUEUES - 1;
	KUNIT_EXPECT_PTR_EQ(test, find(sim, ring),
			    queue_of(sim, SIM_QUEUES - 1));
	ring->queue_index = SIM_QUEUES;
	KUNIT_EXPECT_NULL(test, find(sim, ring));
	ring->queue_index = U16_MAX;
	KUNIT_EXPECT_NULL(test, find(sim, ring));
	ring->queue_index = 0;
	ring->netdev = sim->dev + 1;
	KUNIT_EXPECT_NULL(test, find(sim, ring));
}

/* --- when t0 is ------------------------------------------------------------ */

static void expect(struct kunit *test, u32 queue, const char *state,
		   u32 held, s64 adopted)
{
	struct sim *sim = test->priv;
	struct rxpa_sample s;

	sim_sample(sim, queue, &s);
	KUNIT_EXPECT_STREQ(test, s.state, state);
	KUNIT_EXPECT_TRUE(test, s.has_held);
	KUNIT_EXPECT_EQ(test, s.held, held);
	KUNIT_EXPECT_TRUE(test, s.has_adopted);
	KUNIT_EXPECT_EQ(test, s.adopted, adopted);
	KUNIT_EXPECT_TRUE(test, s.has_orphaned);
	KUNIT_EXPECT_EQ(test, s.orphaned, 0LL);
}

static void expect_adopting(struct kunit *test, u32 queue, u32 held)
{
	struct sim *sim = test->priv;
	struct rxpa_sample s;

	sim_sample(sim, queue, &s);
	KUNIT_EXPECT_STREQ(test, s.state, RXPA_STATE_ADOPTING);
	KUNIT_EXPECT_TRUE(test, s.has_held);
	KUNIT_EXPECT_EQ(test, s.held, held);
	KUNIT_EXPECT_FALSE(test, s.has_adopted);
	KUNIT_EXPECT_FALSE(test, s.has_orphaned);
}

/* Pages from before are adopted at rest, with what has happened since. */
static void test_adopt_at_rest(struct kunit *test)
{
	struct sim *sim = test->priv;

	sim_refill(sim, 0, 20, true);
	sim_refill(sim, 1, 63, false);
	sim_hash(sim);
	expect(test, 0, RXPA_STATE_OK, 20, 20);
	sim_receive(sim, 0, 4, SIM_RELEASE);
	sim_refill(sim, 0, 7, true);
	sim_receive(sim, 1, 9, SIM_RELEASE);
	expect(test, 0, RXPA_STATE_OK, 23, 20);
	expect(test, 1, RXPA_STATE_OK, 54, 63);
	expect(test, 2, RXPA_STATE_OK, 0, 0);
}

/* A busy ring is adopted by its own next refill, and by no reader before. */
static void test_adopt_busy(struct kunit *test)
{
	struct sim *sim = test->priv;

	sim_refill(sim, 0, 30, true);
	sim_hash(sim);
	sim_busy(sim, 0, true);
	expect_adopting(test, 0, 30);
	sim_receive(sim, 0, 5, SIM_RELEASE);
	expect_adopting(test, 0, 25);
	KUNIT_EXPECT_FALSE(test, rxpa_queue_live(queue_of(sim, 0)));
	sim_refill(sim, 0, 8, true);
	KUNIT_EXPECT_TRUE(test, rxpa_queue_live(queue_of(sim, 0)));
	/* as it was at the entry of that refill */
	expect(test, 0, RXPA_STATE_OK, 25, 30);
	sim_busy(sim, 0, false);
	expect(test, 0, RXPA_STATE_OK, 33, 30);
}

/* What a task has filled makes the last moment void, until NAPI refills. */
static void test_task_ring(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct rxpa_sample s;

	sim_hash(sim);
	sim_refill(sim, 0, 10, true);
	sim_refill(sim, 0, 10, true);
	sim_busy(sim, 0, true);
	expect(test, 0, RXPA_STATE_OK, 10, 0);
	sim_clean(sim, 0);
	sim_refill(sim, 0, 40, false);
	sim_sample(sim, 0, &s);
	KUNIT_EXPECT_STREQ(test, s.state, RXPA_STATE_BUSY);
	KUNIT_EXPECT_FALSE(test, s.has_adopted);
	sim_receive(sim, 0, 3, SIM_RELEASE);
	sim_refill(sim, 0, 3, true);
	expect(test, 0, RXPA_STATE_OK, 37, 0);
	sim_busy(sim, 0, false);
	expect(test, 0, RXPA_STATE_OK, 40, 0);
}

/* NAPI and tasks count together. */
static void test_contexts(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct rxpa_queue *q = queue_of(sim, 2);
	struct rxpa_events ev;

	sim_hash(sim);
	sim_refill(sim, 2, 5, true);
	sim_refill(sim, 2, 7, false);
	fixture_ring(sim->dev, 2)->fail = 1;
	sim_refill(sim, 2, 1, true);
	fixture_ring(sim->dev, 2)->unmapped = 1;
	sim_refill(sim, 2, 1, false);
	sim_receive(sim, 2, 2, SIM_RELEASE);
	sim_clean(sim, 2);
	rxpa_events_read(q, &ev);
	KUNIT_EXPECT_EQ(test, ev.allocated, 13ULL);
	KUNIT_EXPECT_EQ(test, ev.unmapped, 1ULL);
	KUNIT_EXPECT_EQ(test, ev.released, 12ULL);
	KUNIT_EXPECT_EQ(test, ev.failed, 2ULL);
	KUNIT_EXPECT_EQ(test, ev.refills, 4ULL);
	KUNIT_EXPECT_EQ(test, rxpa_net_pages(&ev), 0LL);
	KUNIT_EXPECT_EQ(test, (s64)atomic64_read(&sim->driver.lost), 0LL);
}

/* A new epoch: t0 is now, and what was owed is forgiven. */
static void test_restart(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct rxpa_sample s;

	sim_hash(sim);
	sim_refill(sim, 0, 40, true);
	sim_receive(sim, 0, 3, SIM_LOSE);
	sim_sample(sim, 0, &s);
	KUNIT_EXPECT_EQ(test, s.orphaned, 3LL);
	sim_trust_check(sim);
	KUNIT_EXPECT_EQ(test, sim->driver.epoch, 1U);
	sim->driver.missed++;		/* than were missed: none */
	sim_trust_check(sim);
	KUNIT_EXPECT_EQ(test, sim->driver.epoch, 2U);
	KUNIT_EXPECT_FALSE(test, rxpa_queue_live(queue_of(sim, 0)));
	sim_refill(sim, 0, 5, true);
	expect(test, 0, RXPA_STATE_OK, 42, 37);
	sim_sample(sim, 0, &s);
	KUNIT_EXPECT_EQ(test, s.ev.allocated, 5ULL);
	KUNIT_EXPECT_EQ(test, s.ev.refills, 1ULL);
	sim_trust_check(sim);
	KUNIT_EXPECT_EQ(test, sim->driver.epoch, 2U);
}

/* An adoption that began in an epoch that is over counts for nothing. */
static void test_overtaken(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct rxpa_queue *q = queue_of(sim, 0);
	const struct rxpa_events none = {};

	sim_hash(sim);
	rxpa_queue_adopt(q, 5, &none);
	KUNIT_EXPECT_TRUE(test, rxpa_queue_live(q));
	KUNIT_EXPECT_EQ(test, q->adopted, 5LL);
	sim->driver.epoch++;
	KUNIT_EXPECT_FALSE(test, rxpa_queue_live(q));
	rxpa_queue_adopt(q, 6, &none);
	KUNIT_EXPECT_TRUE(test, rxpa_queue_live(q));
	KUNIT_EXPECT_EQ(test, q->adopted, 6LL);
}

static struct kunit_case account_test_cases[] = {
	KUNIT_CASE(test_new),
	KUNIT_CASE(test_hash),
	KUNIT_CASE(test_strange_rings),
	KUNIT_CASE(test_adopt_at_rest),
	KUNIT_CASE(test_adopt_busy),
	KUNIT_CASE(test_task_ring),
	KUNIT_CASE(test_contexts),
	KUNIT_CASE(test_restart),
	KUNIT_CASE(test_overtaken),
	{}
};

static struct kunit_suite account_test_suite = {
	.name = "rxpa-account",
	.init = sim_init,
	.exit = sim_exit,
	.test_cases = account_test_cases,
};

kunit_test_suite(account_test_suite);
