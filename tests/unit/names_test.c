// SPDX-License-Identifier: GPL-2.0
/* Names in the driver tables, and alternatives among them. */
#include "layout.h"
#include "names.h"
#include "unit.h"

static void test_has_name(struct kunit *test)
{
	static const char alts[] = "abc|de|f";

	KUNIT_EXPECT_TRUE(test, rxpa_has_name(alts, "abc", 3));
	KUNIT_EXPECT_TRUE(test, rxpa_has_name(alts, "de", 2));
	KUNIT_EXPECT_TRUE(test, rxpa_has_name(alts, "f", 1));
	KUNIT_EXPECT_TRUE(test, rxpa_has_name(alts, "deX", 2));
	KUNIT_EXPECT_TRUE(test, rxpa_has_name("abc", "abc", 3));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name(alts, "ab", 2));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name(alts, "abcd", 4));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name(alts, "bc", 2));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name(alts, "abc|de", 6));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name(alts, "", 0));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name("", "", 0));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name("", "a", 1));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name("a|", "", 0));
}

static void test_next_name(struct kunit *test)
{
	const char *left = "abc|de|f";
	char buf[4];

	left = rxpa_next_name(left, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "abc");
	KUNIT_ASSERT_NOT_NULL(test, left);
	left = rxpa_next_name(left, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "de");
	KUNIT_ASSERT_NOT_NULL(test, left);
	left = rxpa_next_name(left, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "f");
	KUNIT_EXPECT_NULL(test, left);
	left = rxpa_next_name("abcd|ok", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "");
	KUNIT_ASSERT_NOT_NULL(test, left);
	left = rxpa_next_name(left, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "ok");
	KUNIT_EXPECT_NULL(test, left);
	KUNIT_EXPECT_NULL(test, rxpa_next_name("", buf, sizeof(buf)));
	KUNIT_EXPECT_STREQ(test, buf, "");
}

static void test_field_names(struct kunit *test)
{
	u32 i, k;

	for (i = 0; i < RXPA_NR_FIELDS; i++) {
		KUNIT_ASSERT_NOT_NULL(test, rxpa_field_name(i));
		KUNIT_EXPECT_NOT_NULL(test, strchr(rxpa_field_name(i), '.'));
		for (k = 0; k < i; k++)
			KUNIT_EXPECT_TRUE(test, strcmp(rxpa_field_name(i),
						       rxpa_field_name(k)));
	}
	KUNIT_EXPECT_STREQ(test, rxpa_field_name(RXPA_NR_FIELDS), "?");
}

/* Every table is whole and its names fit the buffers that they go through. */
static void test_tables(struct kunit *test)
{
	const struct rxpa_driver_names *const *d;
	char buf[64];
	u32 nr = 0;

	for (d = rxpa_drivers; *d; d++, nr++) {
		const char *const all[] = {
			(*d)->module, (*d)->ring, (*d)->rings, (*d)->num_rings,
			(*d)->queue_index, (*d)->slots, (*d)->refill,
			(*d)->clean,
		};
		u32 i;

		for (i = 0; i < ARRAY_SIZE(all); i++) {
			const char *left = all[i];

			KUNIT_ASSERT_NOT_NULL(test, left);
			do {
				left = rxpa_next_name(left, buf, sizeof(buf));
				KUNIT_EXPECT_GT(test, strlen(buf), (size_t)0);
			} while (left);
		}
	}
	KUNIT_EXPECT_EQ(test, nr, 7U);
}

static struct kunit_case names_test_cases[] = {
	KUNIT_CASE(test_has_name),
	KUNIT_CASE(test_next_name),
	KUNIT_CASE(test_field_names),
	KUNIT_CASE(test_tables),
	{}
};

static struct kunit_suite names_test_suite = {
	.name = "rxpa-names",
	.test_cases = names_test_cases,
};

kunit_test_suite(names_test_suite);
