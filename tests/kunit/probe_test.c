// SPDX-License-Identifier: GPL-2.0
/*
 * Probes in earnest: the fixture's text is searched, its functions and call sites
 * are probed, and they run.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/vmalloc.h>

#include "arm.h"
#include "compat.h"
#include "events.h"
#include "sim.h"
#include "trust.h"

#define FIXTURE(name)	KBUILD_MODNAME ":" name

static struct rxpa_probe *probe_of(struct sim *sim, enum rxpa_probe_kind kind)
{
	u32 i;

	for (i = 0; i < sim->driver.nr_probes; i++)
		if (sim->driver.probe[i]->kind == kind)
			return sim->driver.probe[i];
	return NULL;
}

/* Hits of the probe that all drivers share; others release pages as well. */
static u64 releases(struct sim *sim)
{
	return rxpa_probe_hits(rxpa_release_probe(&sim->driver));
}

static u64 hits(struct sim *sim, enum rxpa_probe_kind kind)
{
	const struct rxpa_probe *p = probe_of(sim, kind);

	return p ? rxpa_probe_hits(p) : ~0ULL;
}

/* --- addresses ------------------------------------------------------------- */

static void test_addresses(struct kunit *test)
{
	unsigned long addr = rxpa_symbol_address(FIXTURE("fixture_refill"));
	char where[64];

	/* behind an endbr there are four bytes between the two */
	KUNIT_EXPECT_LE(test, addr - (unsigned long)fixture_refill, 4UL);
	rxpa_describe((unsigned long)fixture_refill, where, sizeof(where));
	KUNIT_EXPECT_STREQ(test, where, "fixture_refill+0x0");
	rxpa_describe((unsigned long)fixture_clean + 2, where, sizeof(where));
	KUNIT_EXPECT_STREQ(test, where, "fixture_clean+0x2");
	KUNIT_EXPECT_EQ(test, rxpa_symbol_address(FIXTURE("fixture_none")),
			0UL);
	KUNIT_EXPECT_EQ(test, rxpa_symbol_address("none:fixture_refill"), 0UL);
}

static void test_selftest(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, rxpa_probes_selftest(), 0);
}

/* --- arming ---------------------------------------------------------------- */

static const struct {
	enum rxpa_probe_kind kind;
	const char *name;
	const char *function;
} wanted[] = {
	{ RXPA_PROBE_REFILL, "refill", "fixture_refill+" },
	{ RXPA_PROBE_ALLOC, "alloc", "fixture_refill+" },
	{ RXPA_PROBE_UNMAPPED, "unmapped", "fixture_refill+" },
	{ RXPA_PROBE_CLEAN, "clean", "fixture_clean+" },
};

static void test_armed(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct rxpa_probe *p;
	u32 i;

	KUNIT_EXPECT_EQ(test, sim->driver.sees, (u32)RXPA_SEES_ALL);
	KUNIT_EXPECT_EQ(test, sim->driver.nr_off, 0U);
	KUNIT_EXPECT_EQ(test, sim->driver.nr_probes, (u32)ARRAY_SIZE(wanted));
	for (i = 0; i < ARRAY_SIZE(wanted); i++) {
		p = probe_of(sim, wanted[i].kind);
		KUNIT_ASSERT_NOT_NULL(test, p);
		KUNIT_EXPECT_TRUE_MSG(test, strstarts(p->where,
						      wanted[i].function),
				      "%s is at %s", wanted[i].name, p->where);
		KUNIT_EXPECT_STREQ(test, rxpa_probe_kind_name(p->kind),
				   wanted[i].name);
		KUNIT_EXPECT_TRUE(test, rxpa_probe_armed(p));
		KUNIT_EXPECT_TRUE(test, strcmp(rxpa_probe_type(p), "disarmed"));
		KUNIT_EXPECT_EQ(test, rxpa_probe_hits(p), 0ULL);
	}
	KUNIT_ASSERT_NOT_NULL(test, rxpa_release_probe(&sim->driver));
	KUNIT_EXPECT_TRUE(test, rxpa_probe_armed(rxpa_release_probe(&sim->driver)));
	KUNIT_EXPECT_TRUE(test, strstarts(rxpa_release_probe(&sim->driver)->where,
					  "__page_frag_cache_drain+"));
}

/* An instruction begins at a site, and none inside the call before it. */
static void test_instruction(struct kunit *test)
{
	unsigned long site = probe_of(test->priv, RXPA_PROBE_UNMAPPED)->addr;

	KUNIT_EXPECT_TRUE(test, rxpa_is_instruction(site));
	if (IS_ENABLED(CONFIG_X86_64))
		KUNIT_EXPECT_FALSE(test, rxpa_is_instruction(site + 1));
}

/* Each fires as often as its place is passed, and nowhere else. */
static void test_hits(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct fixture_ring *ring = fixture_ring(sim->dev, 1);
	u64 before;

	sim_hash(sim);
	fixture_refill_soft(ring, 10);
	KUNIT_EXPECT_EQ(test, hits(sim, RXPA_PROBE_REFILL), 1ULL);
	KUNIT_EXPECT_EQ(test, hits(sim, RXPA_PROBE_ALLOC), 10ULL);
	fixture_receive_soft(ring, 4, true);
	fixture_refill_soft(ring, 4);
	KUNIT_EXPECT_EQ(test, hits(sim, RXPA_PROBE_REFILL), 2ULL);
	KUNIT_EXPECT_EQ(test, hits(sim, RXPA_PROBE_ALLOC), 10ULL);
	before = releases(sim);
	fixture_receive_soft(ring, 3, false);
	KUNIT_EXPECT_GE(test, releases(sim), before + 3);
	KUNIT_EXPECT_EQ(test, hits(sim, RXPA_PROBE_CLEAN), 0ULL);
	ring->unmapped = 1;
	fixture_refill_soft(ring, 2);
	KUNIT_EXPECT_EQ(test, hits(sim, RXPA_PROBE_ALLOC), 11ULL);
	KUNIT_EXPECT_EQ(test, hits(sim, RXPA_PROBE_UNMAPPED), 1ULL);
	fixture_clean(ring);
	KUNIT_EXPECT_EQ(test, hits(sim, RXPA_PROBE_CLEAN), 1ULL);
	KUNIT_EXPECT_GE(test, releases(sim), before + 10);
	KUNIT_EXPECT_EQ(test, (s64)atomic64_read(&sim->driver.lost), 0LL);
}

static void expect_events(struct kunit *test, u32 queue,
			  const struct rxpa_events *want)
{
	struct sim *sim = test->priv;
	struct fixture_ring *ring = fixture_ring(sim->dev, queue);
	struct rxpa_sample s;

	sim_sample(sim, queue, &s);
	KUNIT_EXPECT_EQ(test, s.ev.allocated, want->allocated);
	KUNIT_EXPECT_EQ(test, s.ev.unmapped, want->unmapped);
	KUNIT_EXPECT_EQ(test, s.ev.released, want->released);
	KUNIT_EXPECT_EQ(test, s.ev.failed, want->failed);
	KUNIT_EXPECT_EQ(test, s.ev.refills, want->refills);
	KUNIT_EXPECT_EQ(test, s.held, fixture_held(ring));
	KUNIT_EXPECT_EQ(test, s.orphaned, 0LL);
}

/*
 * The registers are the right ones: the ring tells the queue, the page tells it
 * where there is no ring, and what was returned tells a page from none.
 */
static void test_registers(struct kunit *test)
{
	const struct rxpa_events none = {};
	struct sim *sim = test->priv;
	struct fixture_ring *ring[] = {
		fixture_ring(sim->dev, 0), fixture_ring(sim->dev, 2),
	};

	sim_hash(sim);
	fixture_refill(ring[0], 20);		/* a task */
	fixture_refill_soft(ring[0], 10);
	fixture_refill_soft(ring[1], 40);
	fixture_receive_soft(ring[1], 1, false);
	fixture_receive_soft(ring[0], 7, false);
	fixture_receive_soft(ring[1], 1, false);
	ring[1]->fail = 1;
	fixture_refill_soft(ring[1], 2);
	ring[0]->unmapped = 1;
	fixture_refill(ring[0], 3);
	fixture_clean(ring[0]);
	expect_events(test, 0, &(struct rxpa_events) {
		.allocated = 31, .unmapped = 1, .released = 30, .failed = 1,
		.refills = 3,
	});
	expect_events(test, 1, &none);
	expect_events(test, 2, &(struct rxpa_events) {
		.allocated = 40, .released = 2, .failed = 1, .refills = 2,
	});
	KUNIT_EXPECT_EQ(test, (s64)atomic64_read(&sim->driver.lost), 0LL);
}

/* What has no account is left alone, and what is released there is lost. */
static void test_unwatched(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct fixture_ring *ring = fixture_ring(sim->dev, 0);

	sim_hash(sim);
	sim_unhash(sim);
	fixture_refill_soft(ring, 5);
	fixture_refill(ring, 5);
	fixture_receive_soft(ring, 2, false);
	KUNIT_EXPECT_EQ(test, hits(sim, RXPA_PROBE_ALLOC), 10ULL);
	KUNIT_EXPECT_EQ(test, (s64)atomic64_read(&sim->driver.lost), 1LL);
	KUNIT_EXPECT_EQ(test,
			(s64)atomic64_read(&sim->port->queue[0].ev.refills),
			0LL);
	fixture_clean(ring);
	KUNIT_EXPECT_EQ(test, (s64)atomic64_read(&sim->driver.lost), 1LL);
}

/* --- taken away, switched off, missed --------------------------------------- */

/* Jumps are put in and taken out some time after the fact. */
static bool text_is(const void *want, unsigned long start, unsigned long size)
{
	int tries;

	for (tries = 0; tries < 200; tries++) {
		if (!memcmp(want, (void *)start, size))
			return true;
		msleep(20);
	}
	return false;
}

static void rearm(struct sim *sim, bool arm)
{
	mutex_lock(&rxpa_watch_mutex);
	rxpa_disarm_probes(&sim->driver);
	if (arm)
		rxpa_arm_probes(&sim->driver, THIS_MODULE);
	mutex_unlock(&rxpa_watch_mutex);
}

static void test_removed(struct kunit *test)
{
	struct sim *sim = test->priv;
	unsigned long start, size;
	void *before, *again;

	rxpa_module_text(THIS_MODULE, &start, &size);
	before = vmalloc(size);
	again = vmalloc(size);
	if (before && again) {
		rearm(sim, false);
		msleep(200);
		memcpy(before, (void *)start, size);
		rearm(sim, true);
		memcpy(again, (void *)start, size);
		KUNIT_EXPECT_NE(test, memcmp(before, again, size), 0);
		KUNIT_EXPECT_EQ(test, sim->driver.nr_probes,
				(u32)ARRAY_SIZE(wanted));
		rearm(sim, false);
		KUNIT_EXPECT_EQ(test, sim->driver.nr_probes, 0U);
		KUNIT_EXPECT_EQ(test, sim->driver.sees, 0U);
		KUNIT_EXPECT_TRUE(test, text_is(before, start, size));
	}
	KUNIT_EXPECT_TRUE(test, before && again);
	vfree(before);
	vfree(again);
	fixture_refill_soft(fixture_ring(sim->dev, 0), 1);
}

static bool armed_is(const struct rxpa_probe *p, bool want)
{
	int tries;

	for (tries = 0; tries < 200; tries++) {
		if (rxpa_probe_armed(p) == want)
			return true;
		msleep(20);
	}
	return false;
}

/* One probe that is not in the text is enough to know nothing. */
static void test_disarmed(struct kunit *test)
{
	struct sim *sim = test->priv;
	struct rxpa_belief belief;
	struct rxpa_probe *p;
	u32 i, epoch;

	sim_hash(sim);
	for (i = 0; i < sim->driver.nr_probes; i++) {
		p = sim->driver.probe[i];
		if (p->ftrace)
			continue; /* nobody can switch off one of these */
		sim_trust_check(sim);
		epoch = sim->driver.epoch;
		KUNIT_ASSERT_EQ(test, sim->driver.trust, RXPA_COUNTING);
		KUNIT_ASSERT_EQ(test, disable_kprobe(&p->kp), 0);
		KUNIT_EXPECT_TRUE_MSG(test, armed_is(p, false),
				      "%s is armed", p->where);
		KUNIT_EXPECT_STREQ(test, rxpa_probe_type(p), "disarmed");
		sim_trust_check(sim);
		rxpa_trust_of(&sim->driver, &belief);
		KUNIT_EXPECT_EQ(test, sim->driver.trust, RXPA_BLIND);
		KUNIT_EXPECT_EQ(test, belief.sees, 0U);
		KUNIT_EXPECT_EQ(test, sim->driver.epoch, epoch);
		KUNIT_ASSERT_EQ(test, enable_kprobe(&p->kp), 0);
		KUNIT_EXPECT_TRUE_MSG(test, armed_is(p, true),
				      "%s is disarmed", p->where);
		sim_trust_check(sim);
		rxpa_trust_of(&sim->driver, &belief);
		KUNIT_EXPECT_EQ(test, sim->driver.trust, RXPA_COUNTING);
		KUNIT_EXPECT_EQ(test, belief.sees, (u32)RXPA_SEES_ALL);
		KUNIT_EXPECT_EQ(test, sim->driver.epoch, epoch + 1);
	}
}

static struct fixture_ring *in_the_way;

/* Not traced, so that its probe is a breakpoint or a jump. */
static noinline notrace int passed(int x)
{
	barrier(); /* keeps the call, and the function, from being folded */
	return x + 1;
}

static int hog(struct kprobe *kp, struct pt_regs *regs)
{
	fixture_refill(in_the_way, 2);
	return 0;
}

/*
 * Hit while another probe's handler runs: the kernel skips a kprobe of ours, and
 * an entry that ftrace tells us of is not skipped.
 */
static void test_missed(struct kunit *test)
{
	struct kprobe kp = {
		.addr = (kprobe_opcode_t *)passed, .pre_handler = hog,
	};
	struct sim *sim = test->priv;
	bool ftrace = probe_of(sim, RXPA_PROBE_REFILL)->ftrace;
	struct rxpa_belief belief;
	int err;

	KUNIT_EXPECT_EQ(test, ftrace, IS_ENABLED(CONFIG_DYNAMIC_FTRACE_WITH_REGS));
	sim_hash(sim);
	sim_trust_check(sim);
	KUNIT_ASSERT_EQ(test, sim->driver.epoch, 1U);
	in_the_way = fixture_ring(sim->dev, 0);
	err = register_kprobe(&kp);
	KUNIT_ASSERT_EQ(test, err, 0);
	KUNIT_EXPECT_EQ(test, passed(1) + passed(2) + passed(3), 9);
	unregister_kprobe(&kp);
	KUNIT_EXPECT_EQ(test, hits(sim, RXPA_PROBE_REFILL), ftrace ? 3ULL : 0ULL);
	KUNIT_EXPECT_EQ(test, hits(sim, RXPA_PROBE_ALLOC), 0ULL);
	rxpa_trust_of(&sim->driver, &belief);
	KUNIT_EXPECT_EQ(test, belief.missed, ftrace ? 6UL : 9UL);
	KUNIT_EXPECT_EQ(test, belief.sees, 0U);
	sim_trust_check(sim);
	rxpa_trust_of(&sim->driver, &belief);
	KUNIT_EXPECT_EQ(test, belief.sees, (u32)RXPA_SEES_ALL);
	KUNIT_EXPECT_EQ(test, belief.restarts, 1U);
	KUNIT_EXPECT_EQ(test, sim->driver.epoch, 2U);
}

/* --- refused ----------------------------------------------------------------- */

static int refused(struct sim *sim, unsigned long addr)
{
	struct rxpa_probe *p = rxpa_probe_new(&sim->driver, RXPA_PROBE_ALLOC,
					      addr);
	int err;

	if (!p)
		return -ENOMEM;
	err = rxpa_probe_site(p, rxpa_site_of(RXPA_PROBE_ALLOC));
	if (!err)
		rxpa_probes_unregister(&p, 1);
	rxpa_probe_free(p);
	return err;
}

static void test_refused(struct kunit *test)
{
	struct sim *sim = test->priv;
	unsigned long site = probe_of(sim, RXPA_PROBE_UNMAPPED)->addr;

	KUNIT_EXPECT_EQ(test, refused(sim, site), 0);
	KUNIT_EXPECT_NE(test, refused(sim, (unsigned long)sim), 0);
	KUNIT_EXPECT_NE(test, refused(sim, site + 1), 0); /* inside the call */
}

static struct kunit_case probe_test_cases[] = {
	KUNIT_CASE(test_addresses),
	KUNIT_CASE(test_selftest),
	KUNIT_CASE(test_armed),
	KUNIT_CASE(test_instruction),
	KUNIT_CASE(test_hits),
	KUNIT_CASE(test_registers),
	KUNIT_CASE(test_unwatched),
	KUNIT_CASE(test_removed),
	KUNIT_CASE(test_disarmed),
	KUNIT_CASE(test_missed),
	KUNIT_CASE(test_refused),
	{}
};

static struct kunit_suite probe_test_suite = {
	.name = "rxpa-probe",
	.init = sim_init_real,
	.exit = sim_exit,
	.test_cases = probe_test_cases,
};

kunit_test_suite(probe_test_suite);
