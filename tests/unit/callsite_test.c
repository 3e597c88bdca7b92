// SPDX-License-Identifier: GPL-2.0
#include "callsite.h"
#include "unit.h"

#define X86_TEXT	0xffffffffc0a01000ULL
#define ARM_TEXT	0xffff80007a001000ULL
#define ARM_FAR		0xffff800081234568ULL
#define MAX_SITES	8

static void put_le32(u8 *p, u32 value)
{
	p[0] = value;
	p[1] = value >> 8;
	p[2] = value >> 16;
	p[3] = value >> 24;
}

/* -------- x86-64 -------- */

static void put_call(u8 *text, u32 at, u64 target)
{
	text[at] = 0xe8;
	put_le32(text + at + 1, target - (X86_TEXT + at + 5));
}

struct x86_case {
	const char *name;
	u32 len;
	u32 nr;
	u32 at[MAX_SITES];
	s64 distance;		/* of the target from the text */
};

static const struct x86_case x86_cases[] = {
	{ "none", 64, 0, {}, 0x1000 },
	{ "forward", 64, 1, { 9 }, 0x1000 },
	{ "backward", 64, 1, { 9 }, -0x3f000000 },
	{ "itself", 64, 1, { 9 }, 9 },
	{ "far forward", 64, 1, { 9 }, 0x7fffff00 },
	{ "far backward", 64, 1, { 9 }, -0x7fffff00LL },
	{ "several", 64, 4, { 3, 8, 13, 40 }, 0x1000 },
	{ "first and last bytes", 64, 2, { 0, 59 }, 0x1000 },
	{ "nothing but a call", 5, 1, { 0 }, 0x1000 },
};

static void x86_desc(const struct x86_case *c, char *desc)
{
	strcpy(desc, c->name);
}

KUNIT_ARRAY_PARAM(x86, x86_cases, x86_desc);

static void test_x86(struct kunit *test)
{
	const struct x86_case *c = test->param_value;
	u64 targets[] = { 1, X86_TEXT + c->distance };
	struct rxpa_call_scan scan = {
		.arch = RXPA_ARCH_X86_64, .targets = targets, .nr_targets = 2,
	};
	u8 *text = kunit_kmalloc(test, c->len, GFP_KERNEL);
	u64 sites[MAX_SITES];
	u32 i;

	memset(text, 0x90, c->len);
	for (i = 0; i < c->nr; i++)
		put_call(text, c->at[i], targets[1]);
	KUNIT_ASSERT_EQ(test, rxpa_find_calls(&scan, text, c->len, X86_TEXT,
					      sites, MAX_SITES), (size_t)c->nr);
	for (i = 0; i < c->nr; i++)
		KUNIT_EXPECT_EQ(test, sites[i], X86_TEXT + c->at[i]);
}

/* A call that the end cuts off is none; no byte behind the end is read. */
static void test_x86_truncated(struct kunit *test)
{
	u64 target = X86_TEXT + 0x1000;
	struct rxpa_call_scan scan = {
		.arch = RXPA_ARCH_X86_64, .targets = &target, .nr_targets = 1,
	};
	u8 whole[16];
	u64 sites[MAX_SITES];
	size_t len;
	u8 *text;

	memset(whole, 0x90, sizeof(whole));
	put_call(whole, 4, target);
	for (len = 0; len <= sizeof(whole); len++) {
		text = kunit_kmalloc(test, len + !len, GFP_KERNEL);
		memcpy(text, whole, len);
		KUNIT_EXPECT_EQ(test, rxpa_find_calls(&scan, text, len,
						      X86_TEXT, sites,
						      MAX_SITES),
				(size_t)(len >= 9));
	}
}

static void test_x86_not_calls(struct kunit *test)
{
	u64 target = X86_TEXT + 0x1000;
	struct rxpa_call_scan scan = {
		.arch = RXPA_ARCH_X86_64, .targets = &target, .nr_targets = 1,
	};
	u64 sites[MAX_SITES];
	u8 text[32];

	memset(text, 0x90, sizeof(text));
	put_call(text, 4, target);
	text[4] = 0xe9;				/* jmp */
	put_call(text, 16, target + 1);		/* another function */
	KUNIT_EXPECT_EQ(test, rxpa_find_calls(&scan, text, sizeof(text),
					      X86_TEXT, sites, MAX_SITES),
			(size_t)0);
	put_call(text, 4, target);
	scan.nr_targets = 0;
	KUNIT_EXPECT_EQ(test, rxpa_find_calls(&scan, text, sizeof(text),
					      X86_TEXT, sites, MAX_SITES),
			(size_t)0);
}

/* An e8 in front, as part of another instruction, must not hide a call. */
static void test_x86_overlap(struct kunit *test)
{
	u64 target = X86_TEXT + 0x1000;
	struct rxpa_call_scan scan = {
		.arch = RXPA_ARCH_X86_64, .targets = &target, .nr_targets = 1,
	};
	u64 sites[MAX_SITES];
	u8 text[16];

	memset(text, 0xe8, sizeof(text));
	put_call(text, 7, target);
	KUNIT_ASSERT_EQ(test, rxpa_find_calls(&scan, text, sizeof(text),
					      X86_TEXT, sites, MAX_SITES),
			(size_t)1);
	KUNIT_EXPECT_EQ(test, sites[0], X86_TEXT + 7);
}

static void test_little_room(struct kunit *test)
{
	u64 target = X86_TEXT + 0x1000;
	struct rxpa_call_scan scan = {
		.arch = RXPA_ARCH_X86_64, .targets = &target, .nr_targets = 1,
	};
	u64 sites[2] = { 0, 77 };
	u8 text[15];
	u32 at;

	for (at = 0; at < sizeof(text); at += 5)
		put_call(text, at, target);
	KUNIT_EXPECT_EQ(test, rxpa_find_calls(&scan, text, sizeof(text),
					      X86_TEXT, sites, 1), (size_t)3);
	KUNIT_EXPECT_EQ(test, sites[0], X86_TEXT);
	KUNIT_EXPECT_EQ(test, sites[1], 77ULL);
	KUNIT_EXPECT_EQ(test, rxpa_find_calls(&scan, text, sizeof(text),
					      X86_TEXT, NULL, 0), (size_t)3);
}

/* -------- arm64 -------- */

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
	{ "far forward", 1, { 0 }, 0x7fffffc },
	{ "far backward", 1, { 0 }, -0x8000000 },
	{ "several", 4, { 0, 4, 32, 0x7fc }, -0x4000 },
};

static void bl_desc(const struct bl_case *c, char *desc)
{
	strcpy(desc, c->name);
}

KUNIT_ARRAY_PARAM(bl, bl_cases, bl_desc);

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

KUNIT_ARRAY_PARAM(veneer, veneer_cases, veneer_desc);

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

static struct kunit_case callsite_test_cases[] = {
	KUNIT_CASE_PARAM(test_x86, x86_gen_params),
	KUNIT_CASE(test_x86_truncated),
	KUNIT_CASE(test_x86_not_calls),
	KUNIT_CASE(test_x86_overlap),
	KUNIT_CASE(test_little_room),
	KUNIT_CASE_PARAM(test_bl, bl_gen_params),
	KUNIT_CASE(test_bl_truncated),
	KUNIT_CASE(test_bl_alignment),
	KUNIT_CASE(test_not_bl),
	KUNIT_CASE_PARAM(test_veneer, veneer_gen_params),
	KUNIT_CASE(test_veneer_unreadable),
	KUNIT_CASE(test_veneer_not_read),
	{}
};

static struct kunit_suite callsite_test_suite = {
	.name = "rxpa-callsite",
	.test_cases = callsite_test_cases,
};

kunit_test_suite(callsite_test_suite);
