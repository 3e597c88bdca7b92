// SPDX-License-Identifier: GPL-2.0
/*
 * Ring arithmetic, held against counting on fingers: known rings, every ring
 * size up to 4096, and what contradicts itself.
 */
#include "ringmath.h"
#include "unit.h"

#define MAX_COUNT	4096

/* @i and @n steps on, by plain steps round the ring. */
static u32 on(u32 i, u32 n, u32 count)
{
	while (n >= count)
		n -= count;
	while (n--)
		i = i + 1 == count ? 0 : i + 1;
	return i;
}

static u32 next(u32 i, u32 count)
{
	return i + 1 == count ? 0 : i + 1;
}

struct held_case {
	const char *name;
	struct rxpa_indexes ix;	/* count, ntu, ntc, nta */
	u32 recycled;
	int held;
};

static const struct held_case held_cases[] = {
	{ "empty at 0", { 512, 0, 0, 0 }, 0, 0 },
	{ "empty elsewhere", { 512, 300, 300, 300 }, 0, 0 },
	{ "empty at the end", { 512, 511, 511, 511 }, 0, 0 },
	{ "full at 0", { 512, 511, 0, 511 }, 0, 511 },
	{ "full, wrapped", { 512, 299, 300, 299 }, 0, 511 },
	{ "one posted", { 512, 1, 0, 1 }, 0, 1 },
	{ "one posted over the end", { 512, 0, 511, 0 }, 0, 1 },
	{ "some recycled", { 512, 100, 50, 116 }, 16, 66 },
	{ "recycled over the end", { 512, 508, 400, 12 }, 16, 124 },
	{ "posted over the end", { 512, 12, 500, 20 }, 8, 32 },
	{ "all recycled", { 512, 7, 7, 6 }, 511, 511 },
	{ "smallest ring, full", { 2, 1, 0, 1 }, 0, 1 },
	{ "smallest ring, recycled", { 2, 1, 1, 0 }, 1, 1 },
	{ "torn", { 512, 32, 0, 16 }, 496, -1 },
	{ "recycling on a full ring", { 512, 511, 0, 0 }, 1, -1 },
};

static void held_desc(const struct held_case *c, char *desc)
{
	strcpy(desc, c->name);
}

UNIT_PARAMS(test_held, held_cases, held_desc);

static void test_held(struct kunit *test)
{
	const struct held_case *c = test->param_value;

	KUNIT_EXPECT_TRUE(test, rxpa_indexes_sane(&c->ix));
	KUNIT_EXPECT_EQ(test, rxpa_recycled(&c->ix), c->recycled);
	KUNIT_EXPECT_EQ(test, rxpa_held(&c->ix), c->held);
}

static void test_sane(struct kunit *test)
{
	const struct rxpa_indexes good = { 8, 7, 7, 7 };
	struct rxpa_indexes ix;

	KUNIT_EXPECT_TRUE(test, rxpa_indexes_sane(&good));
	ix = (struct rxpa_indexes) { 1, 0, 0, 0 };
	KUNIT_EXPECT_TRUE(test, rxpa_indexes_sane(&ix));
	ix.count = 0;
	KUNIT_EXPECT_FALSE(test, rxpa_indexes_sane(&ix));
	ix = good;
	ix.ntu = 8;
	KUNIT_EXPECT_FALSE(test, rxpa_indexes_sane(&ix));
	ix = good;
	ix.ntc = 8;
	KUNIT_EXPECT_FALSE(test, rxpa_indexes_sane(&ix));
	ix = good;
	ix.nta = U32_MAX;
	KUNIT_EXPECT_FALSE(test, rxpa_indexes_sane(&ix));
}

static void test_same(struct kunit *test)
{
	const struct rxpa_indexes a = { 512, 1, 2, 3 };
	struct rxpa_indexes b = a;
	u32 *word[] = { &b.count, &b.ntu, &b.ntc, &b.nta };
	u32 i;

	KUNIT_EXPECT_TRUE(test, rxpa_indexes_same(&a, &b));
	for (i = 0; i < ARRAY_SIZE(word); i++) {
		++*word[i];
		KUNIT_EXPECT_FALSE(test, rxpa_indexes_same(&a, &b));
		KUNIT_EXPECT_FALSE(test, rxpa_indexes_same(&b, &a));
		--*word[i];
	}
}

/* Where sweeps begin: both sides of the end, and the middle. */
#define NR_STARTS	4

static u32 start_at(u32 i, u32 count)
{
	const u32 start[NR_STARTS] = { 0, 1, count / 2, count - 1 };

	return start[i];
}

/* In every ring, each slot is as far away as one has to walk. */
static void test_span_sweep(struct kunit *test)
{
	u32 count, i, from, to, n, wrong = 0;

	for (count = 2; count <= MAX_COUNT; count = unit_next_size(count)) {
		for (i = 0; i < NR_STARTS; i++) {
			from = start_at(i, count);
			to = from;
			for (n = 0; n < count; n++) {
				wrong += rxpa_span(from, to, count) != n;
				to = next(to, count);
			}
		}
		KUNIT_ASSERT_EQ_MSG(test, wrong, 0U, "in a ring of %u", count);
	}
}

/*
 * The refill function has stored next_to_use and not yet next_to_alloc.  It
 * posted all that was recycled and @fresh pages more, at least one: without
 * any, both indexes are the same and nothing can be torn.
 */
static u32 wrong_torn(u32 count, u32 ntc)
{
	struct rxpa_indexes ix = { .count = count, .ntc = ntc };
	u32 posted, recycled, fresh, ntu, i, j, wrong = 0;

	for (posted = 0; posted + 1 < count; posted += 1 + count / 16) {
		u32 room = count - 1 - posted;
		u32 some[] = { 0, room / 2, room - 1 };

		ntu = on(ntc, posted, count);
		for (i = 0; i < ARRAY_SIZE(some); i++) {
			u32 more[] = { 1, room - some[i] };

			recycled = some[i];
			ix.nta = on(ntu, recycled, count);
			for (j = 0; j < ARRAY_SIZE(more); j++) {
				fresh = more[j];
				ix.ntu = on(ix.nta, fresh, count);
				wrong += rxpa_held(&ix) != -1;
			}
			ix.ntu = ix.nta;
			wrong += rxpa_held(&ix) != (int)(posted + recycled);
		}
	}
	return wrong;
}

static void test_torn(struct kunit *test)
{
	u32 count, i;

	for (count = 2; count <= MAX_COUNT; count += 1 + count / 64) {
		for (i = 0; i < NR_STARTS; i++)
			KUNIT_ASSERT_EQ_MSG(test,
					    wrong_torn(count,
						       start_at(i, count)),
					    0U, "in a ring of %u from %u",
					    count, start_at(i, count));
	}
}

/* A page was put back; the slot that it came from is not yet passed. */
static void test_recycling_full(struct kunit *test)
{
	struct rxpa_indexes ix;
	u32 count, i;

	for (count = 2; count <= MAX_COUNT; count = unit_next_size(count)) {
		for (i = 0; i < NR_STARTS; i++) {
			ix.count = count;
			ix.ntc = start_at(i, count);
			ix.ntu = ix.ntc ? ix.ntc - 1 : count - 1;
			ix.nta = ix.ntu;
			KUNIT_ASSERT_EQ(test, rxpa_held(&ix), (int)count - 1);
			ix.nta = next(ix.nta, count);
			KUNIT_ASSERT_EQ(test, rxpa_held(&ix), -1);
			ix.ntc = next(ix.ntc, count);
			KUNIT_ASSERT_EQ(test, rxpa_held(&ix), (int)count - 1);
		}
	}
}

static struct kunit_case ringmath_test_cases[] = {
	UNIT_CASE_PARAMS(test_held),
	KUNIT_CASE(test_sane),
	KUNIT_CASE(test_same),
	KUNIT_CASE(test_span_sweep),
	KUNIT_CASE(test_torn),
	KUNIT_CASE(test_recycling_full),
	{}
};

static struct kunit_suite ringmath_test_suite = {
	.name = "rxpa-ringmath",
	.test_cases = ringmath_test_cases,
};

kunit_test_suite(ringmath_test_suite);
