// SPDX-License-Identifier: GPL-2.0
/* Types resolved and found by name, also over a base. */
#include "btf_sample.h"

struct resolve_case {
	const char *name;
	u32 id;
	enum rxpa_btf_class class;
	u32 to;
	u32 size;
	u32 nr;
	u32 target;
};

static const struct resolve_case resolve_cases[] = {
	{ "void", 0, RXPA_BTF_OTHER, 0, 0, 0, 0 },
	{ "int", S_INT, RXPA_BTF_INT, S_INT, 4, 0, 0 },
	{ "u16", S_U16, RXPA_BTF_INT, S_U16, 2, 0, 0 },
	{ "ptr", S_PTR, RXPA_BTF_PTR, S_PTR, 8, 0, S_POINT },
	{ "array", S_ARRAY, RXPA_BTF_ARRAY, S_ARRAY, 64, 16, S_INT },
	{ "struct", S_POINT, RXPA_BTF_STRUCT, S_POINT, 8, 0, 0 },
	{ "union", S_UNION, RXPA_BTF_STRUCT, S_UNION, 8, 0, 0 },
	{ "enum", S_ENUM, RXPA_BTF_INT, S_ENUM, 4, 0, 0 },
	{ "fwd of nothing", S_FWD, RXPA_BTF_OTHER, S_FWD, 0, 0, 0 },
	{ "typedef", S_TYPEDEF, RXPA_BTF_INT, S_INT, 4, 0, 0 },
	{ "restrict const volatile", S_RESTRICT, RXPA_BTF_INT, S_INT, 4, 0, 0 },
	{ "prototype", S_PROTO, RXPA_BTF_OTHER, S_PROTO, 0, 0, 0 },
	{ "function", S_FUNC, RXPA_BTF_OTHER, S_FUNC, 0, 0, 0 },
	{ "variable", S_VAR, RXPA_BTF_OTHER, S_VAR, 0, 0, 0 },
	{ "section", S_DATASEC, RXPA_BTF_OTHER, S_DATASEC, 0, 0, 0 },
	{ "float", S_FLOAT, RXPA_BTF_OTHER, S_FLOAT, 8, 0, 0 },
	{ "decl tag", S_DECL_TAG, RXPA_BTF_OTHER, S_DECL_TAG, 0, 0, 0 },
	{ "type tag", S_TYPE_TAG, RXPA_BTF_STRUCT, S_POINT, 8, 0, 0 },
	{ "enum64", S_ENUM64, RXPA_BTF_INT, S_ENUM64, 8, 0, 0 },
};

static void resolve_desc(const struct resolve_case *c, char *desc)
{
	strcpy(desc, c->name);
}

UNIT_PARAMS(test_resolve, resolve_cases, resolve_desc);

static void test_resolve(struct kunit *test)
{
	const struct resolve_case *c = test->param_value;
	struct rxpa_btf *btf = bb_parse(test, sample(test, NULL), NULL);
	struct rxpa_btf_type type;

	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, c->id, &type), 0);
	KUNIT_EXPECT_EQ(test, type.class, c->class);
	KUNIT_EXPECT_EQ(test, type.id, c->to);
	KUNIT_EXPECT_EQ(test, type.size, c->size);
	KUNIT_EXPECT_EQ(test, type.nr, c->nr);
	KUNIT_EXPECT_EQ(test, type.target, c->target);
	rxpa_btf_free(btf);
}

static void test_arrays(struct kunit *test)
{
	struct bb *bb = bb_new(test, NULL);
	u32 u16_id = bb_int(bb, "u16", 2);
	u32 row = bb_array(bb, u16_id, 5);
	u32 grid = bb_array(bb, bb_type(bb, "row_t", BB_TYPEDEF, row), 7);
	u32 huge = bb_array(bb, u16_id, ~0U);
	u32 huger = bb_array(bb, huge, ~0U);
	u32 of_void = bb_array(bb, 0, 3);
	u32 byte = bb_int(bb, "u8", 1);
	/* 2^64 + 4 bytes */
	u32 wraps = bb_array(bb, bb_array(bb, bb_array(bb, byte, 49477),
					  384773), 968973220);
	struct rxpa_btf *btf = bb_parse(test, bb, NULL);
	struct rxpa_btf_type type;

	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, grid, &type), 0);
	KUNIT_EXPECT_EQ(test, type.size, 70U);
	KUNIT_EXPECT_EQ(test, type.nr, 7U);
	KUNIT_EXPECT_EQ(test, type.target, grid - 1);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, huge, &type), 0);
	KUNIT_EXPECT_EQ(test, type.size, 0U);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, huger, &type), 0);
	KUNIT_EXPECT_EQ(test, type.size, 0U);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, wraps, &type), 0);
	KUNIT_EXPECT_EQ(test, type.size, 0U);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, of_void, &type), 0);
	KUNIT_EXPECT_EQ(test, type.size, 0U);
	rxpa_btf_free(btf);
}

/* Types that refer to themselves, directly or by each other. */
static void test_circles(struct kunit *test)
{
	struct bb *bb = bb_new(test, NULL);
	struct rxpa_btf_member member;
	struct rxpa_btf_type type;
	struct rxpa_btf *btf;
	u32 array, box;

	bb_type(bb, "self", BB_TYPEDEF, 1);
	bb_type(bb, NULL, BB_CONST, 3);
	bb_type(bb, "pair", BB_TYPEDEF, 2);
	bb_type(bb, NULL, BB_PTR, 4);
	array = bb_array(bb, bb->next_id, 2);
	box = bb_struct(bb, "box", 8);
	bb_member(bb, "loop", 1, 0);
	bb_member(bb, NULL, 2, 0);
	btf = bb_parse(test, bb, NULL);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, 1, &type), -ELOOP);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, 2, &type), -ELOOP);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, 4, &type), 0);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, array, &type), -ELOOP);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, box, "loop", &member), -ELOOP);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, box, "none", &member), -ELOOP);
	KUNIT_EXPECT_EQ(test, rxpa_btf_member(btf, 1, "none", &member), -ELOOP);
	rxpa_btf_free(btf);
}

/* 30 modifiers are believed. */
static void test_long_chain(struct kunit *test)
{
	struct bb *bb = bb_new(test, NULL);
	u32 id = bb_int(bb, "int", 4);
	struct rxpa_btf_type type;
	struct rxpa_btf *btf;
	int i;

	for (i = 0; i < 30; i++)
		id = bb_type(bb, NULL, BB_CONST, id);
	btf = bb_parse(test, bb, NULL);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, id, &type), 0);
	KUNIT_EXPECT_EQ(test, type.id, 1U);
	rxpa_btf_free(btf);
}

/* -------- split BTF -------- */

static void test_split(struct kunit *test)
{
	struct bb *base_bb = sample(test, NULL);
	struct bb *bb = bb_new(test, base_bb);
	u32 mine, point, far, shared;
	struct rxpa_btf *base, *btf;
	struct rxpa_btf_type type;
	u32 id = 0;

	shared = bb->str_base - 1;	/* the NUL that ends the base's strings */
	mine = bb_struct(bb, "mine", 24);
	bb_member(bb, "of_base", S_OUTER, 0);
	bb_member(bb, NULL, S_UNION, 128);
	point = bb_struct(bb, "point", 4);
	bb_member(bb, "z", S_INT, 0);
	far = bb_type(bb, NULL, BB_PTR, mine);
	bb_type(bb, NULL, BB_FWD, 0);
	bb->word[bb->last] = shared;
	base = bb_parse(test, base_bb, NULL);
	btf = bb_parse(test, bb, base);

	KUNIT_EXPECT_EQ(test, mine, (u32)S_NEXT);
	KUNIT_EXPECT_EQ(test, rxpa_btf_find_struct(btf, "mine", &id), 0);
	KUNIT_EXPECT_EQ(test, id, mine);
	KUNIT_EXPECT_EQ(test, rxpa_btf_find_struct(btf, "outer", &id), 0);
	KUNIT_EXPECT_EQ(test, id, (u32)S_OUTER);
	KUNIT_EXPECT_EQ(test, rxpa_btf_find_struct(btf, "point", &id), 0);
	KUNIT_EXPECT_EQ(test, id, point);
	KUNIT_EXPECT_EQ(test, rxpa_btf_find_struct(base, "point", &id), 0);
	KUNIT_EXPECT_EQ(test, id, (u32)S_POINT);
	KUNIT_EXPECT_EQ(test, rxpa_btf_find_struct(base, "mine", &id), -ENOENT);
	expect_member(test, btf, mine, "of_base", 0, 0, S_OUTER);
	expect_member(test, btf, mine, "half", 128, 0, S_INT);
	expect_member(test, btf, S_OUTER, "half", 64, 0, S_INT);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, far, &type), 0);
	KUNIT_EXPECT_EQ(test, type.target, mine);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(base, mine, &type), -EINVAL);
	rxpa_btf_free(btf);
	rxpa_btf_free(base);
}

static void test_split_limits(struct kunit *test)
{
	struct bb *base_bb = sample(test, NULL);
	struct rxpa_btf *base = bb_parse(test, base_bb, NULL);
	struct bb *bb = sample(test, base_bb);
	size_t size;
	void *data;

	bb_type(bb, NULL, BB_PTR, bb->next_id + 1);
	data = bb_data(test, bb, &size);
	expect_refused(test, data, size, base, "refers to one");
	bb->word[bb->last + 2] = 0;
	bb->word[bb->last] = bb->str_base + bb->str_len;
	data = bb_data(test, bb, &size);
	expect_refused(test, data, size, base, "outside its strings");
	bb->word[bb->last]--;
	data = bb_data(test, bb, &size);
	expect_refused(test, data, size, NULL, "continue");
	rxpa_btf_free(bb_parse(test, bb, base));
	rxpa_btf_free(base);
}

/* Nothing of one's own, neither types nor strings, is allowed. */
static void test_split_empty(struct kunit *test)
{
	struct bb *base_bb = sample(test, NULL);
	struct rxpa_btf *base = bb_parse(test, base_bb, NULL);
	struct rxpa_btf *btf = bb_parse(test, bb_new(test, base_bb), base);
	u32 id = 0;

	KUNIT_EXPECT_EQ(test, rxpa_btf_find_struct(btf, "outer", &id), 0);
	KUNIT_EXPECT_EQ(test, id, (u32)S_OUTER);
	expect_member(test, btf, S_OUTER, "half", 64, 0, S_INT);
	rxpa_btf_free(btf);
	rxpa_btf_free(base);
}

static void test_is_split(struct kunit *test)
{
	struct bb *base_bb = sample(test, NULL);
	size_t size;
	u8 *data = bb_data(test, base_bb, &size);

	KUNIT_EXPECT_FALSE(test, rxpa_btf_is_split(data, size));
	data = bb_data(test, sample(test, base_bb), &size);
	KUNIT_EXPECT_TRUE(test, rxpa_btf_is_split(data, size));
	data[0] ^= 1;
	KUNIT_EXPECT_FALSE(test, rxpa_btf_is_split(data, size));
	data = bb_data(test, bb_new(test, base_bb), &size);
	KUNIT_EXPECT_TRUE(test, rxpa_btf_is_split(data, size));
	KUNIT_EXPECT_FALSE(test, rxpa_btf_is_split(data, 3));
}

/* What find_struct must pass over, and a declaration's way to its struct. */
static void test_not_a_struct(struct kunit *test)
{
	struct bb *bb = bb_new(test, NULL);
	u32 num = bb_int(bb, "thing", 4);
	struct rxpa_btf_type type;
	struct rxpa_btf *btf;
	u32 fwd, real, id = 0;

	bb_type(bb, "thing", BB_UNION, 4);
	bb_type(bb, "thing", BB_TYPEDEF, num);
	fwd = bb_type(bb, "thing", BB_FWD, 0);
	bb_type(bb, "other", BB_FWD, 0);
	real = bb_struct(bb, "thing", 12);
	bb_struct(bb, NULL, 4);
	btf = bb_parse(test, bb, NULL);
	KUNIT_EXPECT_EQ(test, rxpa_btf_find_struct(btf, "thing", &id), 0);
	KUNIT_EXPECT_EQ(test, id, real);
	KUNIT_EXPECT_EQ(test, rxpa_btf_find_struct(btf, "other", &id), -ENOENT);
	KUNIT_EXPECT_EQ(test, rxpa_btf_find_struct(btf, "", &id), -ENOENT);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, fwd, &type), 0);
	KUNIT_EXPECT_EQ(test, type.id, real);
	KUNIT_EXPECT_EQ(test, type.size, 12U);
	rxpa_btf_free(btf);
}

static struct kunit_case btf_type_test_cases[] = {
	UNIT_CASE_PARAMS(test_resolve),
	KUNIT_CASE(test_arrays),
	KUNIT_CASE(test_circles),
	KUNIT_CASE(test_long_chain),
	KUNIT_CASE(test_split),
	KUNIT_CASE(test_split_limits),
	KUNIT_CASE(test_split_empty),
	KUNIT_CASE(test_is_split),
	KUNIT_CASE(test_not_a_struct),
	{}
};

static struct kunit_suite btf_type_test_suite = {
	.name = "rxpa-btf-type",
	.test_cases = btf_type_test_cases,
};

kunit_test_suite(btf_type_test_suite);
