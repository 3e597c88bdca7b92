// SPDX-License-Identifier: GPL-2.0
/* Members found by name: in anonymous structs, as bitfields, far away. */
#include "btf_sample.h"

static void test_members(struct kunit *test)
{
	struct rxpa_btf *btf = bb_parse(test, sample(test, NULL), NULL);
	struct rxpa_btf_member m;

	expect_member(test, btf, S_OUTER, "first", 0, 0, S_U16);
	expect_member(test, btf, S_OUTER, "whole", 64, 0, S_PTR);
	expect_member(test, btf, S_OUTER, "half", 64, 0, S_INT);
	expect_member(test, btf, S_OUTER, "array", 128, 0, S_ARRAY);
	expect_member(test, btf, S_TYPE_TAG, "y", 32, 0, S_INT);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, S_OUTER, "x", &m), -ENOENT);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, S_OUTER, "", &m), -ENOENT);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, S_OUTER, "firs", &m),
			-ENOENT);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, S_INT, "x", &m), -EINVAL);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, 0, "x", &m), -EINVAL);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, S_NEXT, "x", &m), -EINVAL);
	rxpa_btf_free(btf);
}

/* depth anonymous structs around a member, each 8 bytes behind the last. */
static u32 nest(struct bb *bb, u32 depth)
{
	u32 id = bb_int(bb, "int", 4);
	u32 i;

	for (i = 0; i <= depth; i++) {
		u32 inner = id;

		id = bb_struct(bb, i == depth ? "nest" : NULL, 8 * (i + 1));
		bb_member(bb, i ? NULL : "deep", inner, i ? 64 : 0);
	}
	return id;
}

static void test_anonymous_depth(struct kunit *test)
{
	struct rxpa_btf_member member;
	struct rxpa_btf *btf;
	struct bb *bb;
	u32 depth, id;

	for (depth = 0; depth < 12; depth++) {
		bb = bb_new(test, NULL);
		id = nest(bb, depth);
		btf = bb_parse(test, bb, NULL);
		if (depth < 8)
			expect_member(test, btf, id, "deep", depth * 64, 0, 1);
		else
			KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, id, "deep",
							      &member), -ELOOP);
		rxpa_btf_free(btf);
	}
}

/* A member behind an anonymous struct is found after coming back from it. */
static void test_after_anonymous(struct kunit *test)
{
	struct bb *bb = bb_new(test, NULL);
	u32 num = bb_int(bb, "int", 4);
	u32 inner, middle, outer;
	struct rxpa_btf *btf;

	inner = bb_struct(bb, NULL, 8);
	bb_member(bb, "a", num, 0);
	bb_member(bb, "b", num, 32);
	middle = bb_type(bb, NULL, BB_UNION, 8);
	bb_member(bb, NULL, bb->next_id, 0);
	bb_member(bb, "c", num, 0);
	bb_type(bb, NULL, BB_CONST, inner);
	outer = bb_struct(bb, "outer", 40);
	bb_member(bb, "d", num, 0);
	bb_member(bb, NULL, middle, 64);
	bb_member(bb, NULL, middle, 128);
	bb_member(bb, "named", middle, 192);
	bb_member(bb, "e", num, 256);
	btf = bb_parse(test, bb, NULL);
	expect_member(test, btf, outer, "a", 64, 0, num);
	expect_member(test, btf, outer, "b", 96, 0, num);
	expect_member(test, btf, outer, "c", 64, 0, num);
	expect_member(test, btf, outer, "named", 192, 0, middle);
	expect_member(test, btf, outer, "e", 256, 0, num);
	rxpa_btf_free(btf);
}

static void test_bitfields(struct kunit *test)
{
	struct bb *bb = bb_new(test, NULL);
	u32 num = bb_int(bb, "int", 4);
	u32 part = bb_int_bits(bb, "part", 4, 3, 5);
	u32 part_t = bb_type(bb, "part_t", BB_TYPEDEF, part);
	u32 flags, older, around;
	struct rxpa_btf *btf;

	flags = bb_struct(bb, "flags", 16);
	bb_kind_flag(bb);
	bb_member(bb, "whole", num, 32);
	bb_member(bb, "three", num, 3 << 24 | 64);
	bb_member(bb, NULL, num, 4 << 24 | 67);
	bb_member(bb, "high", num, 31 << 24 | 71);
	older = bb_struct(bb, "older", 8);
	bb_member(bb, "bits", part_t, 32);
	bb_member(bb, "word", num, 0);
	around = bb_struct(bb, "around", 32);
	bb_member(bb, NULL, bb->next_id, 64);
	bb_type(bb, NULL, BB_TYPEDEF, flags);
	btf = bb_parse(test, bb, NULL);
	expect_member(test, btf, flags, "whole", 32, 0, num);
	expect_member(test, btf, flags, "three", 64, 3, num);
	expect_member(test, btf, flags, "high", 71, 31, num);
	expect_member(test, btf, older, "bits", 37, 3, part_t);
	expect_member(test, btf, older, "word", 0, 0, num);
	expect_member(test, btf, around, "three", 128, 3, num);
	rxpa_btf_free(btf);
}

/* An enum's names are not members, though its bitfield may have no name. */
static void test_unnamed_enum(struct kunit *test)
{
	struct bb *bb = bb_new(test, NULL);
	u32 color = bb_type(bb, "color", BB_ENUM, 4);
	struct rxpa_btf_member member;
	struct rxpa_btf *btf;
	u32 id, i;

	for (i = 0; i < 3; i++) {
		bb_word(bb, bb_str(bb, "RED"));
		bb_word(bb, i);
		bb_count(bb);
	}
	id = bb_struct(bb, "paint", 8);
	bb_kind_flag(bb);
	bb_member(bb, NULL, color, 3 << 24);
	bb_member(bb, "end", color, 32);
	btf = bb_parse(test, bb, NULL);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, id, "RED", &member), -ENOENT);
	expect_member(test, btf, id, "end", 32, 0, color);
	rxpa_btf_free(btf);
}

/* A flexible array begins where its struct ends. */
static void test_flexible(struct kunit *test)
{
	struct bb *bb = bb_new(test, NULL);
	u32 num = bb_int(bb, "int", 4);
	u32 array = bb_array(bb, num, 0);
	struct rxpa_btf *btf;
	u32 id = bb_struct(bb, "flex", 4);

	bb_member(bb, "nr", num, 0);
	bb_member(bb, "rest", array, 32);
	btf = bb_parse(test, bb, NULL);
	expect_member(test, btf, id, "rest", 32, 0, array);
	rxpa_btf_free(btf);
}

/*
 * A struct full of anonymous members that are itself would be searched
 * 100^8 times; the budget ends it.
 */
static void test_struct_in_itself(struct kunit *test)
{
	struct bb *bb = bb_new(test, NULL);
	struct rxpa_btf_member member;
	struct rxpa_btf *btf;
	int i;

	bb_struct(bb, "self", 8);
	for (i = 0; i < 100; i++)
		bb_member(bb, NULL, 1, 0);
	btf = bb_parse(test, bb, NULL);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, 1, "none", &member), -ELOOP);
	rxpa_btf_free(btf);
}

/* Wide at every level but the last, where nothing is left to enter. */
static void test_wide(struct kunit *test)
{
	struct bb *bb = bb_new(test, NULL);
	struct rxpa_btf_member member;
	struct rxpa_btf *btf;
	u32 id = bb_struct(bb, NULL, 8);
	int level, i;

	for (level = 0; level < 6; level++) {
		u32 inner = id;

		id = bb_struct(bb, "wide", 8);
		for (i = 0; i < 30; i++)
			bb_member(bb, NULL, inner, 0);
	}
	btf = bb_parse(test, bb, NULL);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, id, "none", &member), -ELOOP);
	rxpa_btf_free(btf);
}

/* Offsets that add up to more than 32 bits are not cut off. */
static void test_far_member(struct kunit *test)
{
	struct bb *bb = bb_new(test, NULL);
	struct rxpa_btf_member member;
	struct rxpa_btf *btf;
	u32 num = bb_int(bb, "int", 4);
	u32 id, leaf;

	leaf = bb_struct(bb, NULL, ~0U);
	bb_member(bb, "far", num, ~0U - 31);
	id = bb_struct(bb, "outer", ~0U);
	bb_member(bb, NULL, leaf, 64);
	btf = bb_parse(test, bb, NULL);
	expect_member(test, btf, leaf, "far", ~0U - 31, 0, num);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, id, "far", &member), -ERANGE);
	rxpa_btf_free(btf);

	bb = bb_new(test, NULL);
	leaf = bb_struct(bb, NULL, 8);
	id = bb_struct(bb, NULL, ~0U);
	bb_member(bb, NULL, leaf, ~0U);
	id = bb_struct(bb, "outer", ~0U);
	bb_member(bb, NULL, id - 1, ~0U);
	btf = bb_parse(test, bb, NULL);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, id, "far", &member), -ERANGE);
	rxpa_btf_free(btf);
}

static struct kunit_case btf_member_test_cases[] = {
	KUNIT_CASE(test_members),
	KUNIT_CASE(test_anonymous_depth),
	KUNIT_CASE(test_after_anonymous),
	KUNIT_CASE(test_bitfields),
	KUNIT_CASE(test_unnamed_enum),
	KUNIT_CASE(test_flexible),
	KUNIT_CASE(test_struct_in_itself),
	KUNIT_CASE(test_wide),
	KUNIT_CASE(test_far_member),
	{}
};

static struct kunit_suite btf_member_test_suite = {
	.name = "rxpa-btf-member",
	.test_cases = btf_member_test_cases,
};

kunit_test_suite(btf_member_test_suite);
