// SPDX-License-Identifier: GPL-2.0
/*
 * The identity, through long random lives of a driver: whatever it does in
 * whatever context, each number is the one that was counted by hand.  And what
 * it rests on: untorn moments.
 */
#include <linux/kthread.h>
#include <linux/rtnetlink.h>

#include <rxpageacct.h>

#include "sim.h"

#define STEPS	6000

struct life {
	struct kunit *test;
	struct sim *sim;
	struct sim_truth t0[SIM_QUEUES];
	u32 adopted[SIM_QUEUES];
	u32 seed;
	bool restarts;
};

static u32 random_below(struct life *life, u32 n)
{
	life->seed = life->seed * 1664525 + 1013904223;
	return n ? (life->seed >> 16) % n : 0;
}

static struct life *begin(struct kunit *test, u32 seed)
{
	struct life *life = kunit_kzalloc(test, sizeof(*life), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, life);
	life->test = test;
	life->sim = test->priv;
	life->seed = seed;
	return life;
}

/* ifdown and ifup, or a reset: NAPI is disabled meanwhile. */
static void down_up(struct life *life, u32 queue)
{
	sim_busy(life->sim, queue, true);
	sim_clean(life->sim, queue);
	if (random_below(life, 4))
		sim_refill(life->sim, queue, random_below(life, SIM_COUNT),
			   false);
	sim_busy(life->sim, queue, false);
}

static void step(struct life *life, u32 queue)
{
	struct sim *sim = life->sim;
	struct fixture_ring *ring = fixture_ring(sim->dev, queue);
	u32 posted = sim_posted(sim, queue);

	switch (random_below(life, 10)) {
	case 0:
		if (!random_below(life, 20))
			down_up(life, queue);
		break;
	case 1:
		ring->fail = random_below(life, 2);
		ring->unmapped = random_below(life, 2);
		fallthrough;
	case 2: case 3: case 4:
		sim_refill(sim, queue,
			   random_below(life, sim_unused(sim, queue) + 1), true);
		break;
	case 5: case 6: case 7:
		sim_receive(sim, queue, random_below(life, posted + 1),
			    SIM_RECYCLE);
		break;
	case 8:
		sim_receive(sim, queue, random_below(life, posted + 1),
			    SIM_RELEASE);
		break;
	default:
		if (posted && !random_below(life, 30))
			sim_receive(sim, queue, 1, SIM_LOSE);
	}
}

/* From now on all is counted. */
static void note_t0(struct life *life)
{
	u32 i;

	for (i = 0; i < SIM_QUEUES; i++) {
		life->t0[i] = life->sim->truth[i];
		life->adopted[i] = fixture_held(fixture_ring(life->sim->dev, i));
	}
}

#define AGREE(what, got, want)						\
	KUNIT_ASSERT_EQ_MSG(life->test, (s64)(got), (s64)(want),	\
			    "queue %u: " what, i)

static void check(struct life *life, u32 i)
{
	const struct sim_truth *t = &life->sim->truth[i];
	const struct sim_truth *t0 = &life->t0[i];
	struct rxpa_sample s;

	sim_sample(life->sim, i, &s);
	KUNIT_ASSERT_STREQ(life->test, s.state, RXPA_STATE_OK);
	KUNIT_ASSERT_TRUE(life->test, s.quiet && s.has_orphaned);
	AGREE("held", s.held, fixture_held(fixture_ring(life->sim->dev, i)));
	AGREE("adopted", s.adopted, life->adopted[i]);
	AGREE("allocated", s.ev.allocated, t->allocated - t0->allocated);
	AGREE("unmapped", s.ev.unmapped, t->unmapped - t0->unmapped);
	AGREE("released", s.ev.released, t->released - t0->released);
	AGREE("failed", s.ev.failed, t->failed - t0->failed);
	AGREE("refills", s.ev.refills, t->refills - t0->refills);
	AGREE("orphaned", s.orphaned, t->lost - t0->lost);
	if (!life->restarts)
		AGREE("recycled", s.recycled, t->recycled - t0->recycled);
	KUNIT_ASSERT_GE(life->test, s.held_max, s.held);
	KUNIT_ASSERT_LE(life->test, s.held_max, t->held_max);
}

static void live(struct life *life, u32 steps)
{
	u32 i;

	while (steps--) {
		step(life, random_below(life, SIM_QUEUES));
		if (steps % 8)
			continue;
		for (i = 0; i < SIM_QUEUES; i++)
			check(life, i);
	}
	KUNIT_ASSERT_EQ(life->test,
			(s64)atomic64_read(&life->sim->driver.lost), 0LL);
}

/* Watched from its first page. */
static void test_from_birth(struct kunit *test)
{
	struct life *life = begin(test, 1);

	sim_hash(life->sim);
	note_t0(life);
	live(life, STEPS);
}

/* Counting begins anew again and again. */
static void test_restarts(struct kunit *test)
{
	struct life *life = begin(test, 3);
	u32 n;

	sim_hash(life->sim);
	note_t0(life);
	life->restarts = true;
	for (n = 0; n < 40; n++) {
		live(life, 100);
		life->sim->driver.missed++;
		sim_trust_check(life->sim);
		note_t0(life);
	}
	KUNIT_EXPECT_EQ(test, life->sim->driver.epoch, 41U);
}

/* --- moments --------------------------------------------------------------- */

static void test_moment(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct rxpa_queue *q = &sim->port->queue[0];
	struct rxpa_moment m;

	sim_hash(sim);
	KUNIT_EXPECT_FALSE(test, rxpa_moment_read(q, &m));
	sim_refill(sim, 0, 9, true);
	KUNIT_EXPECT_TRUE(test, rxpa_moment_read(q, &m));
	KUNIT_EXPECT_EQ(test, m.ix.ntu, 0U);
	KUNIT_EXPECT_EQ(test, m.allocated, 0ULL);
	fixture_ring(sim->dev, 0)->unmapped = 1;
	sim_refill(sim, 0, 2, true);
	sim_receive(sim, 0, 2, SIM_RELEASE);
	sim_receive(sim, 0, 1, SIM_RECYCLE);
	sim_refill(sim, 0, 0, true);
	KUNIT_EXPECT_TRUE(test, rxpa_moment_read(q, &m));
	KUNIT_EXPECT_EQ(test, m.ix.count, (u32)SIM_COUNT);
	KUNIT_EXPECT_EQ(test, m.ix.ntu, 9U);
	KUNIT_EXPECT_EQ(test, m.ix.ntc, 3U);
	KUNIT_EXPECT_EQ(test, m.ix.nta, 10U);
	KUNIT_EXPECT_EQ(test, m.allocated, 10ULL);
	KUNIT_EXPECT_EQ(test, m.unmapped, 1ULL);
	KUNIT_EXPECT_EQ(test, m.released, 2ULL);
	raw_write_seqcount_begin(&q->seq); /* a writer that never ends */
	KUNIT_EXPECT_FALSE(test, rxpa_moment_read(q, &m));
	raw_write_seqcount_end(&q->seq);
	KUNIT_EXPECT_TRUE(test, rxpa_moment_read(q, &m));
}

/* NAPI on another CPU: every refill is at a slot that tells its number. */
static int writer(void *arg)
{
	struct sim *sim = arg;
	struct fixture_ring *ring = fixture_ring(sim->dev, 0);
	u16 i = 0;

	while (!kthread_should_stop()) {
		i = (i + 1) % SIM_COUNT;
		ring->next_to_use = i;
		ring->next_to_clean = i;
		ring->next_to_alloc = i;
		sim_hit(sim, RXPA_PROBE_REFILL, (unsigned long)ring, true,
			true);
		cond_resched();
	}
	return 0;
}

static void test_torn_moment(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct rxpa_queue *q = &sim->port->queue[0];
	unsigned long end = jiffies + HZ;
	u32 whole = 0, torn = 0;
	struct task_struct *task;
	struct rxpa_moment m;

	sim_hash(sim);
	task = kthread_run(writer, sim, "rxpa_writer");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	while (time_before(jiffies, end)) {
		if (rxpa_moment_read(q, &m)) {
			whole++;
			torn += m.ix.ntu != m.ix.ntc || m.ix.ntu != m.ix.nta;
		}
		cond_resched();
	}
	kthread_stop(task);
	KUNIT_EXPECT_EQ(test, torn, 0U);
	KUNIT_EXPECT_GT(test, whole, 0U);
}

static struct kunit_case identity_test_cases[] = {
	KUNIT_CASE(test_from_birth),
	KUNIT_CASE(test_restarts),
	KUNIT_CASE(test_moment),
	KUNIT_CASE(test_torn_moment),
	{}
};

static struct kunit_suite identity_test_suite = {
	.name = "rxpa-identity",
	.init = sim_init,
	.exit = sim_exit,
	.test_cases = identity_test_cases,
};

kunit_test_suite(identity_test_suite);
