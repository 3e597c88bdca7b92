// SPDX-License-Identifier: GPL-2.0
/* What parses and what is refused: headers, records, any byte. */
#include "btf_sample.h"

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

UNIT_PARAMS(test_header, header_cases, header_desc);

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

UNIT_PARAMS(test_record, record_cases, record_desc);

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

static struct kunit_case btf_parse_test_cases[] = {
	KUNIT_CASE(test_sample),
	UNIT_CASE_PARAMS(test_header),
	KUNIT_CASE(test_longer_header),
	KUNIT_CASE(test_unaligned),
	KUNIT_CASE(test_truncated),
	KUNIT_CASE(test_strings_first),
	UNIT_CASE_PARAMS(test_record),
	KUNIT_CASE(test_every_byte),
	KUNIT_CASE(test_no_memory),
	KUNIT_CASE(test_free_nothing),
	KUNIT_CASE(test_no_types),
	{}
};

static struct kunit_suite btf_parse_test_suite = {
	.name = "rxpa-btf-parse",
	.test_cases = btf_parse_test_cases,
};

kunit_test_suite(btf_parse_test_suite);
