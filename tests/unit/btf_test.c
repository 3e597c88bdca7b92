// SPDX-License-Identifier: GPL-2.0
#include "btf_build.h"

/* Ids in the sample, in the order in which they are made. */
enum {
	S_INT = 1, S_U16, S_PTR, S_ARRAY, S_POINT, S_UNION, S_ENUM, S_FWD,
	S_TYPEDEF, S_VOLATILE, S_CONST, S_RESTRICT, S_PROTO, S_FUNC, S_VAR,
	S_DATASEC, S_FLOAT, S_DECL_TAG, S_TYPE_TAG, S_ENUM64, S_OUTER, S_NEXT,
};

static void sample_records(struct bb *bb)
{
	bb_int(bb, "int", 4);
	bb_int(bb, "u16", 2);
	bb_type(bb, NULL, BB_PTR, S_POINT);
	bb_array(bb, S_INT, 16);
	bb_struct(bb, "point", 8);
	bb_member(bb, "x", S_INT, 0);
	bb_member(bb, "y", S_INT, 32);
	bb_type(bb, "either", BB_UNION, 8);
	bb_member(bb, "whole", S_PTR, 0);
	bb_member(bb, "half", S_INT, 0);
}

static void sample_others(struct bb *bb)
{
	bb_type(bb, "color", BB_ENUM, 4);
	bb_word(bb, bb_str(bb, "RED"));
	bb_word(bb, 7);
	bb_count(bb);
	bb_type(bb, "hidden", BB_FWD, 0);
	bb_type(bb, "int_t", BB_TYPEDEF, S_INT);
	bb_type(bb, NULL, BB_VOLATILE, S_TYPEDEF);
	bb_type(bb, NULL, BB_CONST, S_VOLATILE);
	bb_type(bb, NULL, BB_RESTRICT, S_CONST);
	bb_type(bb, NULL, BB_FUNC_PROTO, S_INT);
	bb_word(bb, bb_str(bb, "arg"));
	bb_word(bb, S_PTR);
	bb_count(bb);
	bb_type(bb, "func", BB_FUNC, S_PROTO);
	bb_count(bb);		/* linkage global */
	bb_type(bb, "var", BB_VAR, S_INT);
	bb_word(bb, 1);
	bb_type(bb, ".data", BB_DATASEC, 4);
	bb_word(bb, S_VAR);
	bb_word(bb, 0);
	bb_word(bb, 4);
	bb_count(bb);
	bb_type(bb, "double", BB_FLOAT, 8);
	bb_type(bb, "tag", BB_DECL_TAG, S_POINT);
	bb_word(bb, ~0U);
	bb_type(bb, "rcu", BB_TYPE_TAG, S_POINT);
	bb_type(bb, "big", BB_ENUM64, 8);
	bb_word(bb, bb_str(bb, "HUGE"));
	bb_word(bb, 1);
	bb_word(bb, 2);
	bb_count(bb);
	bb_struct(bb, "outer", 32);
	bb_member(bb, "first", S_U16, 0);
	bb_member(bb, NULL, S_UNION, 64);
	bb_member(bb, "array", S_ARRAY, 128);
}

/* One type of every kind. */
static struct bb *sample(struct kunit *test, const struct bb *base)
{
	struct bb *bb = bb_new(test, base);

	sample_records(bb);
	sample_others(bb);
	return bb;
}

/* -------- parsing -------- */

static void test_sample(struct kunit *test)
{
	struct bb *bb = sample(test, NULL);
	struct rxpa_btf *btf = bb_parse(test, bb, NULL);
	u32 id = 0;

	KUNIT_EXPECT_EQ(test, bb->next_id, (u32)S_NEXT);
	KUNIT_EXPECT_EQ(test, rxpa_btf_find_struct(btf, "outer", &id), 0);
	KUNIT_EXPECT_EQ(test, id, (u32)S_OUTER);
	rxpa_btf_free(btf);
}

struct header_case {
	const char *name;
	u32 byte;
	u32 width;
	u32 value;
	const char *why;
};

static const struct header_case header_cases[] = {
	{ "swapped magic", 0, 2, 0x9feb, "byte order" },
	{ "other magic", 0, 2, 0x1234, "begin with the BTF magic" },
	{ "version 0", 2, 1, 0, "version" },
	{ "version 2", 2, 1, 2, "version" },
	{ "short header", 4, 4, 20, "impossible length" },
	{ "header behind the end", 4, 4, 1 << 20, "impossible length" },
	{ "huge header", 4, 4, ~0U, "impossible length" },
	{ "types begin behind", 8, 4, 1 << 20, "sections end behind" },
	{ "types begin far behind", 8, 4, ~3U, "sections end behind" },
	{ "types not aligned", 8, 4, 2, "not aligned" },
	{ "types too long", 12, 4, 1 << 20, "sections end behind" },
	{ "types huge", 12, 4, ~3U, "sections end behind" },
	{ "types cut", 12, 4, 8, "cut off" },
	{ "types empty but used", 12, 4, 6, "cut off" },
	{ "strings begin behind", 16, 4, 1 << 20, "sections end behind" },
	{ "strings begin far behind", 16, 4, ~0U, "sections end behind" },
	{ "strings too long", 20, 4, 1 << 20, "sections end behind" },
	{ "strings huge", 20, 4, ~0U, "sections end behind" },
	{ "no strings", 20, 4, 0, "continue" },
	{ "strings not ended", 20, 4, 3, "NUL" },
};

static void header_desc(const struct header_case *c, char *desc)
{
	strcpy(desc, c->name);
}

KUNIT_ARRAY_PARAM(header, header_cases, header_desc);

static void expect_refused(struct kunit *test, const void *data, size_t size,
			   const struct rxpa_btf *base, const char *why)
{
	const char *reason = NULL;
	struct rxpa_btf *btf = rxpa_btf_parse(data, size, base, &reason);

	KUNIT_EXPECT_TRUE_MSG(test, IS_ERR(btf), "it parsed, against \"%s\"",
			      why);
	if (!IS_ERR(btf)) {
		rxpa_btf_free(btf);
		return;
	}
	KUNIT_EXPECT_EQ(test, PTR_ERR(btf), -(long)EINVAL);
	KUNIT_ASSERT_NOT_NULL(test, reason);
	KUNIT_EXPECT_TRUE_MSG(test, strstr(reason, why), "\"%s\" lacks \"%s\"",
			      reason, why);
}

static void test_header(struct kunit *test)
{
	const struct header_case *c = test->param_value;
	size_t size;
	u8 *data = bb_data(test, sample(test, NULL), &size);

	memcpy(data + c->byte, &c->value, c->width);
	expect_refused(test, data, size, NULL, c->why);
}

/* Later header versions are longer; what is added is not for us. */
static void test_longer_header(struct kunit *test)
{
	const char *why;
	size_t size;
	u32 *data = bb_data(test, sample(test, NULL), &size);
	u32 *longer = kunit_kzalloc(test, size + 8, GFP_KERNEL);
	struct rxpa_btf *btf;

	memcpy(longer, data, 24);
	memcpy(longer + 8, data + 6, size - 24);
	longer[1] = 32;
	btf = rxpa_btf_parse(longer, size + 8, NULL, &why);
	KUNIT_ASSERT_FALSE(test, IS_ERR(btf));
	KUNIT_EXPECT_NULL(test, why);
	rxpa_btf_free(btf);
}

static void test_unaligned(struct kunit *test)
{
	size_t size;
	u8 *data = bb_data(test, sample(test, NULL), &size);
	u8 *shifted = kunit_kzalloc(test, size + 1, GFP_KERNEL);

	memcpy(shifted + 1, data, size);
	expect_refused(test, shifted + 1, size, NULL, "not aligned");
	KUNIT_EXPECT_FALSE(test, rxpa_btf_is_split(shifted + 1, size));
}

/* Every prefix lacks a byte of the strings, or more, and must be refused. */
static void test_truncated(struct kunit *test)
{
	struct bb *base_bb = sample(test, NULL);
	struct rxpa_btf *base = bb_parse(test, base_bb, NULL);
	size_t whole, size;
	void *data, *part;

	data = bb_data(test, sample(test, NULL), &whole);
	for (size = 0; size < whole; size++) {
		part = kunit_kmalloc(test, size + !size, GFP_KERNEL);
		memcpy(part, data, size);
		expect_refused(test, part, size, NULL, "");
	}
	data = bb_data(test, sample(test, base_bb), &whole);
	for (size = 0; size < whole; size++) {
		part = kunit_kmalloc(test, size + !size, GFP_KERNEL);
		memcpy(part, data, size);
		expect_refused(test, part, size, base, "");
		rxpa_btf_is_split(part, size);
	}
	rxpa_btf_free(base);
}

/* Nothing is read behind types that end where the data ends. */
static void test_strings_first(struct kunit *test)
{
	struct rxpa_btf *btf;
	const char *why;
	u32 extra, *data;

	for (extra = 0; extra < 12; extra++) {
		data = kunit_kzalloc(test, 24 + 4 + 16 + extra, GFP_KERNEL);
		*(u16 *)data = 0xeb9f;
		((u8 *)data)[2] = 1;
		data[1] = 24;
		data[2] = 4;
		data[3] = 16 + extra;
		data[5] = 1;
		data[8] = BB_INT << 24;
		data[9] = 4;
		data[10] = 32;
		btf = rxpa_btf_parse(data, 24 + 4 + 16 + extra, NULL, &why);
		KUNIT_EXPECT_EQ(test, IS_ERR(btf), extra != 0);
		rxpa_btf_free(btf);
	}
}

struct record_case {
	const char *name;
	u32 id;		/* type to spoil */
	u32 word;	/* which of its words */
	u32 value;
	const char *why;
};

static const struct record_case record_cases[] = {
	{ "kind 0", S_INT, 1, 0, "unknown kind" },
	{ "kind 20", S_INT, 1, 20 << 24, "unknown kind" },
	{ "kind 31", S_INT, 1, 31 << 24, "unknown kind" },
	{ "kind 127", S_INT, 1, 127U << 24, "unknown kind" },
	{ "int with elements", S_INT, 1, BB_INT << 24 | 1, "elements" },
	{ "ptr with elements", S_PTR, 1, BB_PTR << 24 | 1, "elements" },
	{ "name outside", S_INT, 0, 1 << 20, "outside its strings" },
	{ "name far outside", S_INT, 0, ~0U, "outside its strings" },
	{ "int of 17 bytes", S_INT, 2, 17, "integer" },
	{ "int of 4 GiB", S_INT, 2, ~0U, "integer" },
	{ "int of 33 bits", S_INT, 3, 33, "integer" },
	{ "int of 0 bits", S_INT, 3, 0, "integer" },
	{ "int shifted out", S_INT, 3, 1 << 16 | 32, "integer" },
	{ "ptr to nowhere", S_PTR, 2, S_NEXT, "refers to one" },
	{ "ptr far away", S_PTR, 2, ~0U, "refers to one" },
	{ "array of nothing", S_ARRAY, 3, S_NEXT, "array" },
	{ "array by nothing", S_ARRAY, 4, S_NEXT, "array" },
	{ "struct too long", S_OUTER, 1, BB_STRUCT << 24 | 4, "cut off" },
	{ "struct far too long", S_OUTER, 1, BB_STRUCT << 24 | 0xffff, "cut off" },
	{ "struct too long for u32", S_OUTER, 1, BB_STRUCT << 24 | 0xffffff,
	  "cut off" },
	{ "member name outside", S_OUTER, 3, ~0U, "outside its strings" },
	{ "member of no type", S_OUTER, 4, S_NEXT, "element of a type" },
	{ "member behind struct", S_OUTER, 5, 32 * 8 + 1, "outside its struct" },
	{ "union member behind", S_UNION, 5, 65, "outside its struct" },
	{ "second member of no type", S_OUTER, 7, ~0U, "element of a type" },
	{ "enum of 3 bytes", S_ENUM, 2, 3, "enum" },
	{ "enum of 0 bytes", S_ENUM, 2, 0, "enum" },
	{ "enum of 16 bytes", S_ENUM64, 2, 16, "enum" },
	{ "enum name outside", S_ENUM, 3, ~0U, "outside its strings" },
	{ "enum64 name outside", S_ENUM64, 3, ~0U, "outside its strings" },
	{ "typedef of nothing", S_TYPEDEF, 2, S_NEXT, "refers to one" },
	{ "volatile of nothing", S_VOLATILE, 2, S_NEXT, "refers to one" },
	{ "const of nothing", S_CONST, 2, S_NEXT, "refers to one" },
	{ "restrict of nothing", S_RESTRICT, 2, S_NEXT, "refers to one" },
	{ "prototype of nothing", S_PROTO, 2, S_NEXT, "refers to one" },
	{ "parameter name outside", S_PROTO, 3, ~0U, "outside its strings" },
	{ "parameter of no type", S_PROTO, 4, S_NEXT, "element of a type" },
	{ "function of nothing", S_FUNC, 2, S_NEXT, "refers to one" },
	{ "variable of nothing", S_VAR, 2, S_NEXT, "refers to one" },
	{ "section of nothing", S_DATASEC, 3, S_NEXT, "element of a type" },
	{ "decl tag of nothing", S_DECL_TAG, 2, S_NEXT, "refers to one" },
	{ "type tag of nothing", S_TYPE_TAG, 2, S_NEXT, "refers to one" },
};

static void record_desc(const struct record_case *c, char *desc)
{
	strcpy(desc, c->name);
}

KUNIT_ARRAY_PARAM(record, record_cases, record_desc);

/* Index of a type's first word: what follows the header of a kind, counted. */
static u32 word_of(const struct bb *bb, u32 id)
{
	static const u8 fixed[] = {
		[BB_INT] = 1, [BB_ARRAY] = 3, [BB_VAR] = 1, [BB_DECL_TAG] = 1,
		[BB_ENUM64] = 0,
	};
	static const u8 elem[] = {
		[BB_STRUCT] = 3, [BB_UNION] = 3, [BB_ENUM] = 2,
		[BB_FUNC_PROTO] = 2, [BB_DATASEC] = 3, [BB_ENUM64] = 3,
	};
	u32 at = 0;
	u32 kind;

	while (--id) {
		kind = bb->word[at + 1] >> 24 & 0x7f;
		at += 3 + fixed[kind] + elem[kind] * (bb->word[at + 1] & 0xffff);
	}
	return at;
}

static void test_record(struct kunit *test)
{
	const struct record_case *c = test->param_value;
	struct bb *bb = sample(test, NULL);
	void *data;
	size_t size;

	bb->word[word_of(bb, c->id) + c->word] = c->value;
	data = bb_data(test, bb, &size);
	expect_refused(test, data, size, NULL, c->why);
}

/* Use everything that a spoilt BTF may offer; only ASan and time judge. */
static void exercise(const struct rxpa_btf *btf, u32 ids)
{
	struct rxpa_btf_member member;
	struct rxpa_btf_type type;
	u32 id;

	rxpa_btf_find_struct(btf, "outer", &id);
	rxpa_btf_find_struct(btf, "none", &id);
	for (id = 0; id < ids + 2; id++) {
		rxpa_btf_resolve(btf, id, &type);
		rxpa_btf_member(btf, id, "half", &member);
	}
}

static void test_every_byte(struct kunit *test)
{
	static const u8 values[] = { 0, 1, 2, 4, 0x7f, 0x80, 0xfe, 0xff };
	size_t size, at, i;
	struct rxpa_btf *btf;
	const char *why;
	u8 *data = bb_data(test, sample(test, NULL), &size);
	u8 was;

	for (at = 0; at < size; at++) {
		was = data[at];
		for (i = 0; i < ARRAY_SIZE(values); i++) {
			data[at] = values[i];
			rxpa_btf_is_split(data, size);
			btf = rxpa_btf_parse(data, size, NULL, &why);
			KUNIT_EXPECT_TRUE(test, IS_ERR(btf) == !!why);
			if (IS_ERR(btf))
				continue;
			exercise(btf, S_NEXT);
			rxpa_btf_free(btf);
		}
		data[at] = was;
	}
}

static void test_no_memory(struct kunit *test)
{
	size_t size;
	void *data = bb_data(test, sample(test, NULL), &size);
	unsigned int live = unit_live_allocs();
	struct rxpa_btf *btf;
	const char *why;
	unsigned int nth;

	if (!unit_fail_alloc(1))
		kunit_skip(test, "no fault injection here");
	for (nth = 1; ; nth++) {
		unit_fail_alloc(nth);
		btf = rxpa_btf_parse(data, size, NULL, &why);
		unit_fail_alloc(0);
		if (!IS_ERR(btf))
			break;
		KUNIT_EXPECT_EQ(test, PTR_ERR(btf), -(long)ENOMEM);
		KUNIT_EXPECT_TRUE(test, strstr(why, "memory"));
		KUNIT_EXPECT_EQ(test, unit_live_allocs(), live);
	}
	KUNIT_EXPECT_EQ(test, nth, 3U);
	rxpa_btf_free(btf);
}

static void test_free_nothing(struct kunit *test)
{
	rxpa_btf_free(NULL);
	rxpa_btf_free(ERR_PTR(-EINVAL));
	KUNIT_EXPECT_TRUE(test, true);
}

static void test_no_types(struct kunit *test)
{
	struct rxpa_btf *btf = bb_parse(test, bb_new(test, NULL), NULL);
	struct rxpa_btf_type type;
	u32 id;

	KUNIT_EXPECT_EQ(test, rxpa_btf_find_struct(btf, "x", &id), -ENOENT);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, 0, &type), 0);
	KUNIT_EXPECT_EQ(test, rxpa_btf_resolve(btf, 1, &type), -EINVAL);
	rxpa_btf_free(btf);
}

/* -------- resolving -------- */

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

KUNIT_ARRAY_PARAM(resolve, resolve_cases, resolve_desc);

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

/* -------- members -------- */

static void expect_member(struct kunit *test, const struct rxpa_btf *btf,
			  u32 id, const char *name, u32 bit_off, u32 bit_size,
			  u32 type)
{
	struct rxpa_btf_member member = {};

	KUNIT_EXPECT_EQ_MSG(test, rxpa_btf_member(btf, id, name, &member), 0,
			    "no member %s", name);
	KUNIT_EXPECT_EQ_MSG(test, member.bit_off, bit_off,
			    "%s is at bit %u, not %u", name, member.bit_off,
			    bit_off);
	KUNIT_EXPECT_EQ_MSG(test, member.bit_size, bit_size,
			    "%s has %u bits, not %u", name, member.bit_size,
			    bit_size);
	KUNIT_EXPECT_EQ_MSG(test, member.type, type, "%s has type %u, not %u",
			    name, member.type, type);
}

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

static struct kunit_case btf_test_cases[] = {
	KUNIT_CASE(test_sample),
	KUNIT_CASE_PARAM(test_header, header_gen_params),
	KUNIT_CASE(test_longer_header),
	KUNIT_CASE(test_unaligned),
	KUNIT_CASE(test_truncated),
	KUNIT_CASE(test_strings_first),
	KUNIT_CASE_PARAM(test_record, record_gen_params),
	KUNIT_CASE(test_every_byte),
	KUNIT_CASE(test_no_memory),
	KUNIT_CASE(test_free_nothing),
	KUNIT_CASE(test_no_types),
	KUNIT_CASE_PARAM(test_resolve, resolve_gen_params),
	KUNIT_CASE(test_arrays),
	KUNIT_CASE(test_circles),
	KUNIT_CASE(test_long_chain),
	KUNIT_CASE(test_members),
	KUNIT_CASE(test_anonymous_depth),
	KUNIT_CASE(test_after_anonymous),
	KUNIT_CASE(test_bitfields),
	KUNIT_CASE(test_unnamed_enum),
	KUNIT_CASE(test_flexible),
	KUNIT_CASE(test_struct_in_itself),
	KUNIT_CASE(test_wide),
	KUNIT_CASE(test_far_member),
	KUNIT_CASE(test_split),
	KUNIT_CASE(test_split_limits),
	KUNIT_CASE(test_split_empty),
	KUNIT_CASE(test_is_split),
	KUNIT_CASE(test_not_a_struct),
	{}
};

static struct kunit_suite btf_test_suite = {
	.name = "rxpa-btf",
	.test_cases = btf_test_cases,
};

kunit_test_suite(btf_test_suite);
