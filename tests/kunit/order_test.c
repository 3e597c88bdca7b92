// SPDX-License-Identifier: GPL-2.0
/*
 * Orders of events that hardly ever come about, each set up by hand: a number
 * of before may not meet one of after, whoever comes in between.
 */
#include <linux/rtnetlink.h>

#include <rxpageacct.h>

#include "sim.h"

static struct rxpa_queue *queue_of(struct sim *sim)
{
	return &sim->port->queue[0];
}

/* Queue 0 under traffic: live, its moment is @held pages and @released. */
static struct sim *under_traffic(struct kunit *test, u32 held, u32 released)
{
	struct sim *sim = test->priv;

	sim_hash(sim);
	sim_refill(sim, 0, held + released, true);
	sim_receive(sim, 0, released, SIM_RELEASE);
	sim_refill(sim, 0, 0, true);
	sim_busy(sim, 0, true);
	return sim;
}

static void expect_ok(struct kunit *test, u32 held, s64 adopted)
{
	struct rxpa_sample s;

	sim_sample(test->priv, 0, &s);
	KUNIT_EXPECT_STREQ(test, s.state, RXPA_STATE_OK);
	KUNIT_EXPECT_EQ(test, s.held, held);
	KUNIT_EXPECT_EQ(test, s.adopted, adopted);
	KUNIT_EXPECT_TRUE(test, s.has_orphaned);
	KUNIT_EXPECT_EQ(test, s.orphaned, 0LL);
}

/* So many events are known, and not what they mean for the ring. */
static void expect_unknown(struct kunit *test, const char *state,
			   s64 allocated, s64 released)
{
	struct rxpa_sample s;

	sim_sample(test->priv, 0, &s);
	KUNIT_EXPECT_STREQ(test, s.state, state);
	KUNIT_EXPECT_EQ(test, (s64)s.ev.allocated, allocated);
	KUNIT_EXPECT_EQ(test, (s64)s.ev.released, released);
	KUNIT_EXPECT_FALSE(test, s.has_adopted);
	KUNIT_EXPECT_FALSE(test, s.has_orphaned);
}

/* Frames arrive between a reader's last look at the ring and its adopting. */
static void test_adopt_late(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct rxpa_events ev;

	sim_refill(sim, 0, 20, true);
	sim_hash(sim);
	rxpa_events_read(queue_of(sim), &ev);
	sim_receive(sim, 0, 3, SIM_RELEASE);
	rxpa_queue_adopt(queue_of(sim), 20, &ev);
	expect_ok(test, 17, 20);
}

/* Counting begins anew: the moment that NAPI noted before is not of it. */
static void test_moment_of_before(struct kunit *test)
{
	struct sim *sim = under_traffic(test, 30, 4);
	struct rxpa_queue *q = queue_of(sim);
	struct rxpa_events now;

	sim_refill(sim, 0, 6, true);
	sim_receive(sim, 0, 5, SIM_RELEASE);
	sim->driver.missed++;
	sim_trust_check(sim);
	expect_unknown(test, RXPA_STATE_ADOPTING, 0, 0);
	/* NAPI has adopted, and is about to note its moment */
	rxpa_events_read(q, &now);
	rxpa_queue_adopt(q, 31, &now);
	expect_unknown(test, RXPA_STATE_BUSY, 0, 0);
	sim_receive(sim, 0, 2, SIM_RELEASE);
	sim_refill(sim, 0, 8, true);
	expect_ok(test, 29, 31);
	sim_busy(sim, 0, false);
	expect_ok(test, 37, 31);
}

/* What was shown without a moment is not taken back for the sake of one. */
static void test_shown_before(struct kunit *test)
{
	struct sim *sim = under_traffic(test, 30, 4);
	struct rxpa_queue *q = queue_of(sim);

	expect_ok(test, 30, 0);
	sim_receive(sim, 0, 5, SIM_RELEASE);
	raw_write_seqcount_begin(&q->seq); /* NAPI is noting all the time */
	expect_unknown(test, RXPA_STATE_BUSY, 34, 9);
	raw_write_seqcount_end(&q->seq);
	expect_unknown(test, RXPA_STATE_BUSY, 34, 9);
	sim_refill(sim, 0, 0, true);
	expect_ok(test, 25, 0);
}

/* The way to the rings is broken for a while: that is no reason to forget. */
static void test_broken_way(struct kunit *test)
{
	struct sim *sim = under_traffic(test, 30, 4);
	struct fixture_priv *priv = netdev_priv(sim->dev);

	priv->num_rx = SIM_QUEUES + 1;
	expect_unknown(test, RXPA_STATE_BAD, 34, 4);
	priv->num_rx = SIM_QUEUES;
	expect_ok(test, 30, 0);
}

/* The rings came back after the reader looked for them. */
static void test_gone_no_more(struct kunit *test)
{
	struct sim *sim = under_traffic(test, 30, 4);
	struct rxpa_rings none = {};
	struct rxpa_sample s;

	rtnl_lock();
	rxpa_sample_queue(queue_of(sim), &none, &s);
	rtnl_unlock();
	KUNIT_EXPECT_STREQ(test, s.state, RXPA_STATE_BUSY);
	KUNIT_EXPECT_FALSE(test, s.has_held);
	KUNIT_EXPECT_FALSE(test, s.has_orphaned);
}

/* A task drops pages, and no clean function has said that it would. */
static void test_dropped_by_task(struct kunit *test)
{
	struct sim *sim = under_traffic(test, 30, 4);
	struct fixture_ring *ring = fixture_ring(sim->dev, 0);

	sim_hit(sim, RXPA_PROBE_RELEASE,
		(unsigned long)ring->rx_bi[ring->next_to_clean].page, false,
		false);
	expect_unknown(test, RXPA_STATE_BUSY, 34, 5);
	ring->rx_bi[ring->next_to_clean++].page = NULL;
	sim_refill(sim, 0, 3, true);
	expect_ok(test, 29, 0);
}

/*
 * A ring that was to replace another is emptied again before it did
 * (i40e_set_ringparam() without memory), while the other receives.
 */
static void test_never_replaced(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct fixture_priv *priv = netdev_priv(sim->dev);
	struct fixture_ring *old = priv->rx_rings[0];
	struct fixture_ring *temp = kunit_kzalloc(test, sizeof(*temp),
						  GFP_KERNEL);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, temp);
	*temp = *old;
	temp->rx_bi = kunit_kcalloc(test, SIM_COUNT, sizeof(*temp->rx_bi),
				    GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, temp->rx_bi);
	sim_refill(sim, 0, 30, true);
	sim_busy(sim, 0, true);
	sim_hash(sim);
	priv->rx_rings[0] = temp;
	sim_refill(sim, 0, 20, false);
	priv->rx_rings[0] = old;
	sim_refill(sim, 0, 1, true);
	KUNIT_EXPECT_FALSE(test, rxpa_queue_live(queue_of(sim)));

	sim_hit(sim, RXPA_PROBE_CLEAN, (unsigned long)temp, true, false);
	for (i = 0; i < 20; i++) {
		sim_refill(sim, 0, 0, true);
		KUNIT_EXPECT_FALSE(test, rxpa_queue_live(queue_of(sim)));
		sim_hit(sim, RXPA_PROBE_RELEASE,
			(unsigned long)temp->rx_bi[i].page, false, false);
	}
	temp->rx_bi = NULL;
	sim_refill(sim, 0, 1, true);
	KUNIT_EXPECT_TRUE(test, rxpa_queue_live(queue_of(sim)));
	expect_ok(test, 31, 30);
	sim_busy(sim, 0, false);
	expect_ok(test, 32, 30);
}

static struct kunit_case order_test_cases[] = {
	KUNIT_CASE(test_adopt_late),
	KUNIT_CASE(test_moment_of_before),
	KUNIT_CASE(test_shown_before),
	KUNIT_CASE(test_broken_way),
	KUNIT_CASE(test_gone_no_more),
	KUNIT_CASE(test_dropped_by_task),
	KUNIT_CASE(test_never_replaced),
	{}
};

static struct kunit_suite order_test_suite = {
	.name = "rxpa-order",
	.init = sim_init,
	.exit = sim_exit,
	.test_cases = order_test_cases,
};

kunit_test_suite(order_test_suite);
