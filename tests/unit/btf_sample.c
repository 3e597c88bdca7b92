// SPDX-License-Identifier: GPL-2.0
/* BTF with one type of every kind, and what is expected of it. */
#include "btf_sample.h"

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

/**
 * sample - BTF with one type of every kind
 * @test:	owns the memory
 * @base:	finished BTF that it continues, or NULL
 *
 * Return: its builder.
 */
struct bb *sample(struct kunit *test, const struct bb *base)
{
	struct bb *bb = bb_new(test, base);

	sample_records(bb);
	sample_others(bb);
	return bb;
}

/**
 * expect_refused - these bytes must not parse
 * @test:	the test
 * @data:	the bytes
 * @size:	how many
 * @base:	what they continue, or NULL
 * @why:	part of the reason that must be given
 */
void expect_refused(struct kunit *test, const void *data, size_t size,
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

/**
 * expect_member - a struct must have a member, just there
 * @test:	the test
 * @btf:	BTF
 * @id:		the struct
 * @name:	of the member
 * @bit_off:	where it must lie
 * @bit_size:	how many bits a bitfield must have; 0 otherwise
 * @type:	its type
 */
void expect_member(struct kunit *test, const struct rxpa_btf *btf, u32 id,
		   const char *name, u32 bit_off, u32 bit_size, u32 type)
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

