// SPDX-License-Identifier: GPL-2.0
/*
 * Ring arithmetic, held against slots: an array that says of each slot whether
 * a page is in it.  All of a small ring's indexes; every ring size up to 4096;
 * and a ring as a driver works on it.
 */
#include "ringmath.h"
#include "unit.h"

#define MAX_COUNT	4096
#define SMALL		24

static u32 next(u32 i, u32 count)
{
	return i + 1 == count ? 0 : i + 1;
}

/* -------- every triple of indexes -------- */

/* Put pages into the slots from @at up to @end; false where one is already. */
static bool put_pages(bool *slot, u32 count, u32 at, u32 end)
{
	for (; at != end; at = next(at, count)) {
		if (slot[at])
			return false;
		slot[at] = true;
	}
	return true;
}

/* Posted and recycled pages as the indexes say; -1 if that cannot be. */
static int held_by_slots(const struct rxpa_indexes *ix, bool *slot)
{
	u32 i, pages = 0;

	memset(slot, 0, ix->count);
	if (!put_pages(slot, ix->count, ix->ntc, ix->ntu) ||
	    !put_pages(slot, ix->count, ix->ntu, ix->nta))
		return -1;
	for (i = 0; i < ix->count; i++)
		pages += slot[i];
	return pages < ix->count ? (int)pages : -1;	/* one is never used */
}

static void test_all_indexes(struct kunit *test)
{
	struct rxpa_indexes ix;
	bool slot[SMALL];
	u32 wrong = 0;
	u32 sane = 0;

	for (ix.count = 1; ix.count <= SMALL; ix.count++) {
		for (ix.ntu = 0; ix.ntu < ix.count; ix.ntu++)
			for (ix.ntc = 0; ix.ntc < ix.count; ix.ntc++)
				for (ix.nta = 0; ix.nta < ix.count; ix.nta++) {
					int held = held_by_slots(&ix, slot);

					wrong += rxpa_held(&ix) != held;
					sane += held >= 0;
				}
		KUNIT_ASSERT_EQ_MSG(test, wrong, 0U, "in a ring of %u",
				    ix.count);
	}
	/* count indexes * (count * (count + 1) / 2) ways to fill it */
	KUNIT_EXPECT_EQ(test, sane, 47450U);
}

/* -------- every count -------- */

struct slots {
	struct rxpa_indexes ix;
	u32 pages;
	bool slot[MAX_COUNT];
};

/* Put a page at the end; a ring holds it whether it is posted or waits. */
static u32 wrong_fill(struct slots *s, u32 *middle)
{
	u32 count = s->ix.count;
	u32 wrong = s->slot[s->ix.nta];

	s->slot[s->ix.nta] = true;
	s->ix.nta = next(s->ix.nta, count);
	if (++s->pages % 2 == 0)
		*middle = next(*middle, count);
	s->ix.ntu = s->ix.ntc;
	wrong += rxpa_held(&s->ix) != (int)s->pages;
	s->ix.ntu = *middle;
	wrong += rxpa_held(&s->ix) != (int)s->pages;
	wrong += rxpa_recycled(&s->ix) != s->pages - s->pages / 2;
	s->ix.ntu = s->ix.nta;
	wrong += rxpa_held(&s->ix) != (int)s->pages;
	return wrong;
}

/* Take the page at the front. */
static u32 wrong_drain(struct slots *s)
{
	u32 wrong = !s->slot[s->ix.ntc];

	s->slot[s->ix.ntc] = false;
	s->ix.ntc = next(s->ix.ntc, s->ix.count);
	s->pages--;
	return wrong + (rxpa_held(&s->ix) != (int)s->pages);
}

/* From empty to full and back, beginning at @start. */
static u32 wrong_ring(struct slots *s, u32 count, u32 start)
{
	u32 i, wrong, middle = start, pages = 0;

	memset(s->slot, 0, sizeof(s->slot));
	s->pages = 0;
	s->ix = (struct rxpa_indexes) { count, start, start, start };
	wrong = rxpa_held(&s->ix) != 0;
	for (i = 1; i < count; i++)
		wrong += wrong_fill(s, &middle);
	for (i = 0; i < count; i++)
		pages += s->slot[i];
	wrong += rxpa_held(&s->ix) != (int)pages;
	for (i = 1; i < count; i++)
		wrong += wrong_drain(s);
	return wrong;
}

static void test_all_counts(struct kunit *test)
{
	struct slots *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	u32 count, i;

	KUNIT_ASSERT_NOT_NULL(test, s);
	for (count = 2; count <= MAX_COUNT; count = unit_next_size(count)) {
		const u32 start[] = { 0, 1, count / 2, count - 1 };

		for (i = 0; i < ARRAY_SIZE(start); i++)
			KUNIT_ASSERT_EQ_MSG(test,
					    wrong_ring(s, count, start[i]),
					    0U, "in a ring of %u from %u",
					    count, start[i]);
	}
}

/* -------- a driver at work -------- */

/* A ring as its driver keeps it; @page says which slots hold one. */
struct model {
	struct kunit *test;
	struct rxpa_indexes ix;
	u32 seed;
	u32 torn;	/* contradictions that were seen, as they must be */
	bool page[MAX_COUNT];
};

/* The same numbers everywhere: an LCG's upper half. */
static u32 random_below(struct model *m, u32 n)
{
	m->seed = m->seed * 1664525 + 1013904223;
	return n ? (m->seed >> 16) % n : 0;
}

/* Nothing is in flight: held is the number of slots with a page. */
static void check_quiet(struct model *m)
{
	u32 i, at, pages = 0;
	int held = rxpa_held(&m->ix);

	for (i = 0; i < m->ix.count; i++)
		pages += m->page[i];
	KUNIT_ASSERT_EQ(m->test, held, (int)pages);

	/* They lie in a row, from the next one to be cleaned. */
	at = m->ix.ntc;
	for (i = 0; i < pages; i++) {
		KUNIT_ASSERT_TRUE(m->test, m->page[at]);
		at = next(at, m->ix.count);
	}
}

static u32 unused(const struct model *m)
{
	u32 n = 0;
	u32 at;

	for (at = next(m->ix.ntu, m->ix.count); at != m->ix.ntc;
	     at = next(at, m->ix.count))
		n++;
	return n;
}

/* Post what was recycled and some fresh pages; now and then there are none. */
static void refill(struct model *m)
{
	u32 recycled = rxpa_recycled(&m->ix);
	u32 n = recycled + random_below(m, unused(m) + 1 - recycled);
	bool fails = !random_below(m, 8);
	u32 old_nta = m->ix.nta;
	u32 ntu = m->ix.ntu;

	while (n--) {
		if (!m->page[ntu] && fails && !random_below(m, 4))
			break;
		m->page[ntu] = true;
		ntu = next(ntu, m->ix.count);
	}
	m->ix.ntu = ntu;
	if (ntu != old_nta) {
		KUNIT_ASSERT_EQ(m->test, rxpa_held(&m->ix), -1);
		m->torn++;
	}
	m->ix.nta = ntu;
}

/* Take the page of one descriptor; put it back or let it go. */
static void receive(struct model *m)
{
	bool full = rxpa_held(&m->ix) == (int)m->ix.count - 1;

	if (m->ix.ntc == m->ix.ntu)
		return;
	if (random_below(m, 3)) {
		KUNIT_ASSERT_FALSE(m->test, m->page[m->ix.nta]);
		m->page[m->ix.nta] = true;
		m->ix.nta = next(m->ix.nta, m->ix.count);
		if (full) {
			KUNIT_ASSERT_EQ(m->test, rxpa_held(&m->ix), -1);
			m->torn++;
		}
	}
	m->page[m->ix.ntc] = false;
	m->ix.ntc = next(m->ix.ntc, m->ix.count);
}

/* ifdown: indexes begin anew at 0. */
static void clean(struct model *m)
{
	u32 count = m->ix.count;

	memset(m->page, 0, sizeof(m->page));
	m->ix = (struct rxpa_indexes) { .count = count };
}

static const u32 model_counts[] = { 2, 3, 5, 8, 64, 80, 512, 4096 };

static void model_desc(const u32 *count, char *desc)
{
	sprintf(desc, "%u descriptors", *count);
}

UNIT_PARAMS(test_model, model_counts, model_desc);

static void test_model(struct kunit *test)
{
	const u32 *count = test->param_value;
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	u32 steps = 2000 + 4000000 / *count;
	u32 n;

	KUNIT_ASSERT_NOT_NULL(test, m);
	m->test = test;
	m->seed = *count;
	m->ix.count = *count;
	check_quiet(m);
	if (steps > 100000)
		steps = 100000;
	while (steps--) {
		if (steps % 256 == 0)
			unit_breathe();
		if (!random_below(m, 500))
			clean(m);
		else if (!random_below(m, 3))
			refill(m);
		else
			for (n = random_below(m, *count); n; n--)
				receive(m);
		check_quiet(m);
	}
	KUNIT_EXPECT_GT(test, m->torn, 100U);
}

static struct kunit_case ringmodel_test_cases[] = {
	KUNIT_CASE(test_all_indexes),
	KUNIT_CASE(test_all_counts),
	UNIT_CASE_PARAMS(test_model),
	{}
};

static struct kunit_suite ringmodel_test_suite = {
	.name = "rxpa-ringmodel",
	.test_cases = ringmodel_test_cases,
};

kunit_test_suite(ringmodel_test_suite);
