// SPDX-License-Identifier: GPL-2.0
/*
 * Call sites in real text: found, and refused where a jump would make a probe see
 * more or less than the calls.
 */
#include <kunit/test.h>
#include <linux/gfp.h>
#include <linux/mm.h>

#include "callsite.h"
#include "probe.h"
#include "sites.h"

/* Longer than any of the functions below, and within one page of text or two. */
#define TEXT	128

/* Never called; what is known of their addresses keeps the compiler away. */
static noinline void sites_call(struct page *page)
{
	__free_pages(page, 0);
	barrier();
}

static noinline __attribute__((optimize("optimize-sibling-calls")))
void sites_tail(struct page *page)
{
	__free_pages(page, 0);
	barrier();
	__free_pages(page, 1);
}

static noinline void sites_around(struct page *page)
{
	if (likely(page))
		__free_pages(page, 0);
	barrier();
}

/* Sites in one of them, that is all of TEXT but what follows it. */
static int sites_in(void *function, const char *within, bool behind, u64 *sites)
{
	struct rxpa_text text;
	int ret;

	rxpa_text_copy(&text, (unsigned long)function, TEXT);
	if (!text.copy)
		return -ENOMEM;
	ret = behind ? rxpa_sites_behind(&text, "__free_pages", within, sites) :
		       rxpa_sites_at(&text, "__free_pages", within, sites);
	rxpa_text_free(&text);
	return ret;
}

static void test_call(struct kunit *test)
{
	u64 at[RXPA_MAX_SITES], behind[RXPA_MAX_SITES];
	char where[64];

	KUNIT_ASSERT_EQ(test, sites_in(sites_call, "sites_call", false,
				       at), 1);
	rxpa_describe(at[0], where, sizeof(where));
	KUNIT_EXPECT_TRUE_MSG(test, strstarts(where, "sites_call+"),
			      "it is at %s", where);
	KUNIT_EXPECT_TRUE(test, rxpa_is_instruction(at[0]));
	KUNIT_ASSERT_EQ(test, sites_in(sites_call, "sites_call", true,
				       behind), 1);
	KUNIT_EXPECT_GT(test, behind[0], at[0]);
	KUNIT_EXPECT_TRUE(test, rxpa_is_instruction(behind[0]));
	KUNIT_EXPECT_EQ(test, sites_in(sites_call, "no_function", false,
				       at), -ENOENT);
}

/* A jump at the end calls as well, and returns to somebody else. */
static void test_tail(struct kunit *test)
{
	u64 sites[RXPA_MAX_SITES];

	KUNIT_EXPECT_EQ(test, sites_in(sites_tail, "sites_tail", true,
				       sites), -EMLINK);
	KUNIT_EXPECT_EQ(test, sites_in(sites_tail, "sites_tail", false,
				       sites), -EMLINK);
}

/* Who jumps around the call comes to the instruction behind it as well. */
static void test_around(struct kunit *test)
{
	u64 sites[RXPA_MAX_SITES];

	KUNIT_EXPECT_EQ(test, sites_in(sites_around, "sites_around",
				       true, sites), -EMLINK);
	KUNIT_EXPECT_EQ(test, sites_in(sites_around, "sites_around",
				       false, sites), 1);
}

static struct kunit_case sites_test_cases[] = {
	KUNIT_CASE(test_call),
	KUNIT_CASE(test_tail),
	KUNIT_CASE(test_around),
	{}
};

static struct kunit_suite sites_test_suite = {
	.name = "rxpa-sites",
	.test_cases = sites_test_cases,
};

kunit_test_suite(sites_test_suite);
