// SPDX-License-Identifier: GPL-2.0
#include "bytes.h"
#include "callsite.h"
#include "unit.h"

#define ARM_TEXT	0xffff80007a001000ULL
#define ARM_FAR		0xffff800081234568ULL
#define MAX_SITES	8

#define NOP		0xd503201f
#define BTI_C		0xd503245f
#define BTI_J		0xd503249f
#define BR_X16		0xd61f0200
#define BR_X17		0xd61f0220
#define ADRP_X16	0x90000010
#define ADRP_X17	0x90000011
#define ADD_X16		0x91000210
#define ADD_X16_LSL12	0x91400210
#define ADD_X16_X17	0x91000230
#define MOVN_X16	0x92800010
#define MOVZ_X16	0xd2800010
#define MOVK1_X16	0xf2a00010
#define MOVK2_X16	0xf2c00010

#define VENEER_AT	0x800

/* Text that the scan may read: 4 KiB at ARM_TEXT, little-endian. */
struct arm_text {
	u8 byte[0x1000];
	u32 len;
};

static int arm_read(void *dst, u64 addr, size_t len, void *arg)
{
	const struct arm_text *text = arg;

	if (addr < ARM_TEXT || addr + len > ARM_TEXT + text->len)
		return -EFAULT;
	memcpy(dst, text->byte + (addr - ARM_TEXT), len);
	return 0;
}

static void put_insn(struct arm_text *text, u32 at, u32 insn)
{
	put_le32(text->byte + at, insn);
}

static u32 bl_to(u32 at, u64 target)
{
	return 0x94000000 | (((target - (ARM_TEXT + at)) >> 2) & 0x3ffffff);
}

/* The adrp at @at of the page that @target lies in. */
static u32 adrp_to(u32 op, u32 at, u64 target)
{
	u64 pages = (target >> 12) - ((ARM_TEXT + at) >> 12);

	return op | (pages & 3) << 29 | ((pages >> 2) & 0x7ffff) << 5;
}

static struct arm_text *arm_text(struct kunit *test)
{
	struct arm_text *text = kunit_kzalloc(test, sizeof(*text), GFP_KERNEL);
	u32 at;

	KUNIT_ASSERT_NOT_NULL(test, text);
	text->len = sizeof(text->byte);
	for (at = 0; at < text->len; at += 4)
		put_insn(text, at, NOP);
	return text;
}

static size_t arm_scan(struct arm_text *text, size_t len, u64 target, u64 *sites)
{
	struct rxpa_call_scan scan = {
		.arch = RXPA_ARCH_ARM64, .targets = &target, .nr_targets = 1,
		.read = arm_read, .read_arg = text,
	};

	return rxpa_find_calls(&scan, text->byte, len, ARM_TEXT, sites,
			       MAX_SITES);
}

struct bl_case {
	const char *name;
	u32 nr;
	u32 at[MAX_SITES];
	s64 distance;
};

static const struct bl_case bl_cases[] = {
	{ "none", 0, {}, 0x40 },
	{ "forward", 1, { 8 }, 0x40 },
	{ "backward", 1, { 64 }, -0x4000 },
	{ "itself", 1, { 8 }, 8 },
	{ "what follows", 1, { 8 }, 12 },
	{ "end of a page", 1, { 8 }, 0xffc },
	{ "next page", 1, { 8 }, 0x1000 },
	{ "end of an earlier page", 1, { 8 }, -4 },
	{ "far forward", 1, { 0 }, 0x7fffffc },
	{ "far backward", 1, { 0 }, -0x8000000 },
	{ "several", 4, { 0, 4, 32, 0x7fc }, -0x4000 },
};

static void bl_desc(const struct bl_case *c, char *desc)
{
	strcpy(desc, c->name);
}

UNIT_PARAMS(test_bl, bl_cases, bl_desc);

static void test_bl(struct kunit *test)
{
	const struct bl_case *c = test->param_value;
	struct arm_text *text = arm_text(test);
	u64 target = ARM_TEXT + c->distance;
	u64 sites[MAX_SITES];
	u32 i;

	for (i = 0; i < c->nr; i++)
		put_insn(text, c->at[i], bl_to(c->at[i], target));
	KUNIT_ASSERT_EQ(test, arm_scan(text, 0x800, target, sites),
			(size_t)c->nr);
	for (i = 0; i < c->nr; i++)
		KUNIT_EXPECT_EQ(test, sites[i], ARM_TEXT + c->at[i]);
}

static void test_bl_truncated(struct kunit *test)
{
	struct arm_text *text = arm_text(test);
	u64 target = ARM_TEXT + 0x400;
	u64 sites[MAX_SITES];
	size_t len;

	put_insn(text, 8, bl_to(8, target));
	for (len = 0; len < 16; len++)
		KUNIT_EXPECT_EQ(test, arm_scan(text, len, target, sites),
				(size_t)(len >= 12));
}

/* The first bytes may belong to an instruction that began earlier. */
static void test_bl_alignment(struct kunit *test)
{
	struct arm_text *text = arm_text(test);
	u64 target = ARM_TEXT + 0x400;
	struct rxpa_call_scan scan = {
		.arch = RXPA_ARCH_ARM64, .targets = &target, .nr_targets = 1,
	};
	u64 sites[MAX_SITES];
	u32 skip;

	put_insn(text, 8, bl_to(8, target));
	for (skip = 0; skip <= 8; skip++) {
		KUNIT_EXPECT_EQ(test, rxpa_find_calls(&scan, text->byte + skip,
						      64, ARM_TEXT + skip,
						      sites, MAX_SITES),
				(size_t)1);
		KUNIT_EXPECT_EQ(test, sites[0], ARM_TEXT + 8);
	}
}

/* One instruction further than 26 bits reach would be one far behind. */
static void test_bl_range(struct kunit *test)
{
	static const s64 beyond[] = { 0x8000000, -0x8000004 };
	struct arm_text *text = arm_text(test);
	u64 sites[MAX_SITES];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(beyond); i++) {
		put_insn(text, 0, bl_to(0, ARM_TEXT + beyond[i]));
		KUNIT_EXPECT_EQ(test, arm_scan(text, 0x800,
					       ARM_TEXT + beyond[i], sites),
				(size_t)0);
	}
}

/* A kprobe takes the place of the whole instruction, which may be a call. */
static void test_bl_hidden(struct kunit *test)
{
	struct arm_text *text = arm_text(test);
	u64 target = ARM_TEXT + 0x1000;
	u64 sites[MAX_SITES];

	put_insn(text, 8, bl_to(8, target));
	put_insn(text, 16, 0xd4210000);		/* brk #0x800, of a BUG() */
	KUNIT_EXPECT_EQ(test, arm_scan(text, 64, target, sites), (size_t)1);
	put_insn(text, 60, 0xd4200080);		/* brk #4 */
	KUNIT_EXPECT_EQ(test, arm_scan(text, 64, target, sites), SIZE_MAX);
	KUNIT_EXPECT_EQ(test, arm_scan(text, 60, target, sites), (size_t)1);
}

static void test_not_bl(struct kunit *test)
{
	struct arm_text *text = arm_text(test);
	u64 target = ARM_TEXT + 0x400;
	u64 sites[MAX_SITES];

	put_insn(text, 0, bl_to(0, target) & 0x7fffffff);	/* b */
	put_insn(text, 4, bl_to(4, target + 4));
	put_insn(text, 8, 0xd63f0200);				/* blr x16 */
	KUNIT_EXPECT_EQ(test, arm_scan(text, 0x800, target, sites), (size_t)0);
}

struct veneer_case {
	const char *name;
	bool follows;
	u32 insn[6];		/* immediates are put in by the test */
};

static const struct veneer_case veneer_cases[] = {
	{ "adrp add br", true, { ADRP_X16, ADD_X16, BR_X16 } },
	{ "bti adrp add br", true, { BTI_C, ADRP_X16, ADD_X16, BR_X16 } },
	{ "movn movk movk br", true,
	  { MOVN_X16, MOVK1_X16, MOVK2_X16, BR_X16 } },
	{ "bti movn movk movk br", true,
	  { BTI_C, MOVN_X16, MOVK1_X16, MOVK2_X16, BR_X16 } },
	{ "two bti", false, { BTI_C, BTI_C, ADRP_X16, ADD_X16, BR_X16 } },
	{ "bti j", false, { BTI_J, ADRP_X16, ADD_X16, BR_X16 } },
	{ "no br", false, { ADRP_X16, ADD_X16, NOP, NOP } },
	{ "br of another register", false, { ADRP_X16, ADD_X16, BR_X17 } },
	{ "adrp of another register", false, { ADRP_X17, ADD_X16, BR_X16 } },
	{ "add of another register", false, { ADRP_X16, ADD_X16_X17, BR_X16 } },
	{ "add of pages", false, { ADRP_X16, ADD_X16_LSL12, BR_X16 } },
	{ "adrp alone", false, { ADRP_X16, BR_X16 } },
	{ "adrp and one more", false, { ADRP_X16, ADD_X16, NOP, BR_X16 } },
	{ "adrp and movk", false, { ADRP_X16, MOVK1_X16, BR_X16 } },
	{ "movn and add", false, { MOVN_X16, ADD_X16, BR_X16 } },
	{ "movz", false, { MOVZ_X16, MOVK1_X16, MOVK2_X16, BR_X16 } },
	{ "movk in disorder", false,
	  { MOVN_X16, MOVK2_X16, MOVK1_X16, BR_X16 } },
	{ "movk once", false, { MOVN_X16, MOVK1_X16, BR_X16 } },
	{ "adrp behind movk", false,
	  { ADRP_X16, MOVK1_X16, MOVK2_X16, BR_X16 } },
	{ "plain code", false, { NOP, NOP, NOP } },
	{ "br alone", false, { BR_X16 } },
};

static void veneer_desc(const struct veneer_case *c, char *desc)
{
	strcpy(desc, c->name);
}

UNIT_PARAMS(test_veneer, veneer_cases, veneer_desc);

static u32 with_target(u32 insn, u32 at, u64 target)
{
	switch (insn) {
	case ADRP_X16:
	case ADRP_X17:
		return adrp_to(insn, at, target);
	case ADD_X16:
	case ADD_X16_X17:
		return insn | (target & 0xfff) << 10;
	case MOVN_X16:
		return insn | (~target & 0xffff) << 5;
	case MOVZ_X16:
		return insn | (target & 0xffff) << 5;
	case MOVK1_X16:
		return insn | ((target >> 16) & 0xffff) << 5;
	case MOVK2_X16:
		return insn | ((target >> 32) & 0xffff) << 5;
	default:
		return insn;
	}
}

static u32 put_veneer(struct arm_text *text, const u32 *insn, u64 target)
{
	u32 at = VENEER_AT;

	for (; *insn; insn++, at += 4)
		put_insn(text, at, with_target(*insn, at, target));
	return at - VENEER_AT;
}

static void test_veneer(struct kunit *test)
{
	static const u64 targets[] = {
		ARM_FAR, ARM_FAR - 0x10000000, ARM_TEXT + 0xff4,
		ARM_TEXT - 0x7ffff000, ARM_TEXT + 0x7ffff00c,
		(ARM_FAR & ~0xfffULL) + 0xffc, ARM_FAR & ~0xfffULL,
		ARM_TEXT + 0x1000, ARM_TEXT - 4,
	};
	const struct veneer_case *c = test->param_value;
	struct arm_text *text = arm_text(test);
	u64 sites[MAX_SITES];
	u32 i;

	put_insn(text, 16, bl_to(16, ARM_TEXT + VENEER_AT));
	put_insn(text, 32, bl_to(32, ARM_TEXT + VENEER_AT));
	for (i = 0; i < ARRAY_SIZE(targets); i++) {
		put_veneer(text, c->insn, targets[i]);
		KUNIT_ASSERT_EQ(test, arm_scan(text, VENEER_AT, targets[i],
					       sites),
				(size_t)(c->follows ? 2 : 0));
		KUNIT_EXPECT_EQ(test, arm_scan(text, VENEER_AT, targets[i] + 4,
					       sites), (size_t)0);
		if (!c->follows)
			continue;
		arm_scan(text, VENEER_AT, targets[i], sites);
		KUNIT_EXPECT_EQ(test, sites[0], ARM_TEXT + 16);
		KUNIT_EXPECT_EQ(test, sites[1], ARM_TEXT + 32);
	}
}

/* A veneer that ends where memory ends is read no further; a cut one is none. */
static void test_veneer_unreadable(struct kunit *test)
{
	struct arm_text *text = arm_text(test);
	u64 sites[MAX_SITES];
	u32 i, len, cut;

	put_insn(text, 16, bl_to(16, ARM_TEXT + VENEER_AT));
	for (i = 0; i < ARRAY_SIZE(veneer_cases); i++) {
		if (!veneer_cases[i].follows)
			continue;
		len = put_veneer(text, veneer_cases[i].insn, ARM_FAR);
		for (cut = 0; cut <= len; cut++) {
			text->len = VENEER_AT + len - cut;
			KUNIT_EXPECT_EQ(test, arm_scan(text, VENEER_AT,
						       ARM_FAR, sites),
					(size_t)!cut);
		}
	}
}

static void test_veneer_not_read(struct kunit *test)
{
	struct arm_text *text = arm_text(test);
	u64 target = ARM_FAR;
	struct rxpa_call_scan scan = {
		.arch = RXPA_ARCH_ARM64, .targets = &target, .nr_targets = 1,
	};
	u64 sites[MAX_SITES];

	put_insn(text, 16, bl_to(16, ARM_TEXT + VENEER_AT));
	put_veneer(text, veneer_cases[0].insn, ARM_FAR);
	KUNIT_EXPECT_EQ(test, rxpa_find_calls(&scan, text->byte, VENEER_AT,
					      ARM_TEXT, sites, MAX_SITES),
			(size_t)0);
}

struct arm_jump_case {
	const char *name;
	u32 insn;		/* with a distance of 0 */
	u32 shift;		/* of the distance in it */
	u32 mask;		/* of the distance, in instructions */
	u32 found;
};

static const struct arm_jump_case arm_jump_cases[] = {
	{ "b", 0x14000000, 0, 0x3ffffff, 1 },
	{ "b.eq", 0x54000000, 5, 0x7ffff, 1 },
	{ "cbz w0", 0x34000000, 5, 0x7ffff, 1 },
	{ "cbnz x1", 0xb5000001, 5, 0x7ffff, 1 },
	{ "tbz w0, #0", 0x36000000, 5, 0x3fff, 1 },
	{ "tbnz x2, #63", 0xb7f80002, 5, 0x3fff, 1 },
	{ "bl is no jump", 0x94000000, 0, 0x3ffffff, 0 },
	{ "adr is no jump", 0x10000000, 5, 0x7ffff, 0 },
};

static void arm_jump_desc(const struct arm_jump_case *c, char *desc)
{
	strcpy(desc, c->name);
}

UNIT_PARAMS(test_arm_jump, arm_jump_cases, arm_jump_desc);

static void test_arm_jump(struct kunit *test)
{
	const struct arm_jump_case *c = test->param_value;
	static const s32 distances[] = { 40, -40 };
	struct arm_text *text = arm_text(test);
	u64 jumps[MAX_SITES];
	u32 at = 64, i;

	for (i = 0; i < ARRAY_SIZE(distances); i++) {
		u64 target = ARM_TEXT + at + distances[i];
		const struct rxpa_call_scan scan = {
			.arch = RXPA_ARCH_ARM64, .targets = &target,
			.nr_targets = 1,
		};

		put_insn(text, at, c->insn |
			 ((u32)(distances[i] / 4) & c->mask) << c->shift);
		KUNIT_EXPECT_EQ(test, rxpa_find_jumps(&scan, text->byte, 128,
						      ARM_TEXT, jumps,
						      MAX_SITES),
				(size_t)c->found);
		if (c->found)
			KUNIT_EXPECT_EQ(test, jumps[0], ARM_TEXT + at);
		KUNIT_EXPECT_EQ(test, rxpa_find_jumps(&scan, text->byte,
						      at + 3, ARM_TEXT, jumps,
						      MAX_SITES), (size_t)0);
	}
}

static struct kunit_case callsite_arm64_test_cases[] = {
	UNIT_CASE_PARAMS(test_bl),
	KUNIT_CASE(test_bl_truncated),
	KUNIT_CASE(test_bl_alignment),
	KUNIT_CASE(test_bl_range),
	KUNIT_CASE(test_not_bl),
	KUNIT_CASE(test_bl_hidden),
	UNIT_CASE_PARAMS(test_veneer),
	KUNIT_CASE(test_veneer_unreadable),
	KUNIT_CASE(test_veneer_not_read),
	UNIT_CASE_PARAMS(test_arm_jump),
	{}
};

static struct kunit_suite callsite_arm64_test_suite = {
	.name = "rxpa-callsite-arm64",
	.test_cases = callsite_arm64_test_cases,
};

kunit_test_suite(callsite_arm64_test_suite);
