// SPDX-License-Identifier: GPL-2.0
/* The states of trust: what leads to each, what is said then, and the way back. */
#include <rxpageacct.h>

#include "sim.h"
#include "trust.h"

static const char *why(struct sim *sim)
{
	static char buf[320];

	rxpa_trust_why(&sim->driver, buf, sizeof(buf));
	return buf;
}

static u32 believed(struct sim *sim)
{
	struct rxpa_belief belief;

	rxpa_trust_of(&sim->driver, &belief);
	return belief.sees;
}

#define EXPECT_TRUST(state, bits)					\
do {									\
	KUNIT_EXPECT_EQ(test, sim->driver.trust, state);		\
	KUNIT_EXPECT_EQ(test, believed(sim), (u32)(bits));		\
} while (0)

/* A driver at work, whose queue 0 is live. */
static struct sim *at_work(struct kunit *test)
{
	struct sim *sim = test->priv;

	sim_hash(sim);
	sim_refill(sim, 0, 30, true);
	sim_receive(sim, 0, 10, SIM_RELEASE);
	sim_refill(sim, 0, 10, true);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_COUNTING, RXPA_SEES_ALL);
	KUNIT_EXPECT_STREQ(test, why(sim), "");
	return sim;
}

/* The text that runs from now on is another's, or the driver's own again. */
static void patch(struct sim *sim, bool patched)
{
	sim->driver.text_size = patched ? 0 : ~0UL;
}

/* The refill is called from another text: seen at once, gone after one check. */
static void test_refill_elsewhere(struct kunit *test)
{
	struct sim *sim = at_work(test);

	patch(sim, true);
	sim_refill(sim, 0, 0, true);
	KUNIT_EXPECT_EQ(test, believed(sim), (u32)RXPA_SEES_REFILL);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_BYPASSED, RXPA_SEES_REFILL);
	KUNIT_EXPECT_NOT_NULL(test, strstr(why(sim), "livepatch"));
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_BYPASSED, RXPA_SEES_REFILL); /* no work since */
	patch(sim, false);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_BYPASSED, RXPA_SEES_REFILL); /* nor now */
	sim_refill(sim, 0, 0, true);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_COUNTING, RXPA_SEES_ALL);
	KUNIT_EXPECT_EQ(test, sim->driver.epoch, 2U);
}

/* A page of ours is released by another text. */
static void test_release_elsewhere(struct kunit *test)
{
	struct sim *sim = at_work(test);
	u64 before = sim->truth[0].released;
	struct rxpa_sample s;

	local_bh_disable(); /* stay on this CPU, as NAPI does */
	sim_refill(sim, 0, 0, true);
	patch(sim, true);
	sim_receive(sim, 0, 5, SIM_RELEASE);
	patch(sim, false);
	local_bh_enable();
	sim_sample(sim, 0, &s);
	KUNIT_EXPECT_EQ(test, s.ev.released, before + 5); /* seen all the same */
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_BYPASSED, RXPA_SEES_REFILL);
	sim_refill(sim, 0, 5, true);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_BYPASSED, RXPA_SEES_REFILL); /* nothing was released */
	sim_receive(sim, 0, 1, SIM_RELEASE);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_COUNTING, RXPA_SEES_ALL);
}

/* Somebody else's page is nobody's business. */
static void test_others_pages(struct kunit *test)
{
	struct sim *sim = at_work(test);

	patch(sim, true);
	sim_hit(sim, RXPA_PROBE_RELEASE, 77UL << PAGE_SHIFT, false, true);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_COUNTING, RXPA_SEES_ALL);
	KUNIT_EXPECT_EQ(test, (s64)atomic64_read(&sim->driver.lost), 0LL);
}

/* Pages come into the ring past the probe behind the allocation. */
static void fill_unseen(struct sim *sim, u32 n)
{
	struct fixture_ring *ring = fixture_ring(sim->dev, 0);

	for (; n; n--) {
		ring->rx_bi[ring->next_to_use].page = (struct page *)
			(++sim->pages << PAGE_SHIFT);
		ring->next_to_use = (ring->next_to_use + 1) % SIM_COUNT;
	}
	ring->next_to_alloc = ring->next_to_use;
}

/* ... which NAPI's next refill notices. */
static void test_unseen(struct kunit *test)
{
	struct sim *sim = at_work(test);

	sim_refill(sim, 0, 0, true);
	fill_unseen(sim, 3);
	sim_refill(sim, 0, 0, true);
	KUNIT_EXPECT_EQ(test, believed(sim), (u32)RXPA_SEES_REFILL);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_BYPASSED, RXPA_SEES_REFILL);
	KUNIT_EXPECT_NOT_NULL(test, strstr(why(sim), "livepatch"));
	sim_receive(sim, 0, 3, SIM_RELEASE);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_BYPASSED, RXPA_SEES_REFILL);
	sim_refill(sim, 0, 3, true);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_COUNTING, RXPA_SEES_ALL);
}

/* ... or a reader, of a ring that has come to rest: never a negative number. */
static void test_negative(struct kunit *test)
{
	struct sim *sim = at_work(test);
	struct rxpa_sample s;

	fill_unseen(sim, 3);
	sim_sample(sim, 0, &s);
	KUNIT_EXPECT_EQ(test, s.orphaned, -3LL);
	KUNIT_EXPECT_EQ(test, believed(sim), (u32)RXPA_SEES_REFILL);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_BYPASSED, RXPA_SEES_REFILL);
	/* NAPI's next refill notices too */
	sim_refill(sim, 0, 0, true);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_BYPASSED, RXPA_SEES_REFILL);
	/* still so few: that is no news, and an allocation ends it */
	sim_receive(sim, 0, 5, SIM_RELEASE);
	sim_refill(sim, 0, 5, true);
	sim_sample(sim, 0, &s);
	KUNIT_EXPECT_EQ(test, s.orphaned, -3LL);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_COUNTING, RXPA_SEES_ALL);
	sim_sample(sim, 0, &s);
	KUNIT_EXPECT_EQ(test, s.orphaned, 0LL);
}

/* What is no flaw: failed refills, lost pages, a refill that does nothing. */
static void test_no_flaw(struct kunit *test)
{
	struct sim *sim = at_work(test);
	struct fixture_ring *ring = fixture_ring(sim->dev, 0);
	struct rxpa_sample s;

	sim_receive(sim, 0, 4, SIM_RECYCLE);
	sim_hit(sim, RXPA_PROBE_REFILL, (unsigned long)ring, true, true);
	sim_hit(sim, RXPA_PROBE_REFILL, (unsigned long)ring, true, true);
	ring->fail = 1;
	sim_refill(sim, 0, 10, true);
	ring->unmapped = 1;
	sim_refill(sim, 0, 10, true);
	sim_receive(sim, 0, 2, SIM_LOSE);
	sim_refill(sim, 0, 2, true);
	/* allocated, and put into no slot */
	sim_hit(sim, RXPA_PROBE_REFILL, (unsigned long)ring, true, true);
	sim_hit(sim, RXPA_PROBE_ALLOC, PAGE_SIZE, false, true);
	sim_refill(sim, 0, 0, true);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_COUNTING, RXPA_SEES_ALL);
	sim_sample(sim, 0, &s);
	KUNIT_EXPECT_EQ(test, s.orphaned, 3LL);
}

/* Missed hits explain pages that came unseen: counting just begins anew. */
static void test_missed_unseen(struct kunit *test)
{
	struct sim *sim = at_work(test);

	sim_refill(sim, 0, 0, true);
	fill_unseen(sim, 3);
	sim_refill(sim, 0, 0, true);
	atomic64_inc(&sim->driver.unframed);
	KUNIT_EXPECT_EQ(test, believed(sim), 0U);
	sim_trust_check(sim);
	EXPECT_TRUST(RXPA_COUNTING, RXPA_SEES_ALL);
	KUNIT_EXPECT_EQ(test, sim->driver.epoch, 2U);
}

static struct kunit_case trust_test_cases[] = {
	KUNIT_CASE(test_refill_elsewhere),
	KUNIT_CASE(test_release_elsewhere),
	KUNIT_CASE(test_others_pages),
	KUNIT_CASE(test_unseen),
	KUNIT_CASE(test_negative),
	KUNIT_CASE(test_no_flaw),
	KUNIT_CASE(test_missed_unseen),
	{}
};

static struct kunit_suite trust_test_suite = {
	.name = "rxpa-trust",
	.init = sim_init,
	.exit = sim_exit,
	.test_cases = trust_test_cases,
};

kunit_test_suite(trust_test_suite);
