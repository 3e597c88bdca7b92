// SPDX-License-Identifier: GPL-2.0
#include "bytes.h"
#include "callsite.h"
#include "unit.h"

#define X86_TEXT	0xffffffffc0a01000ULL
#define X86_TARGET	(X86_TEXT + 0x1000)
#define MAX_SITES	8

static void put_call(u8 *text, u32 at, u64 target)
{
	text[at] = 0xe8;
	put_le32(text + at + 1, target - (X86_TEXT + at + 5));
}

/* Calls of X86_TARGET in text that runs at X86_TEXT. */
static size_t x86_scan(const u8 *text, size_t len, u64 *sites)
{
	u64 target = X86_TARGET;
	struct rxpa_call_scan scan = {
		.arch = RXPA_ARCH_X86_64, .targets = &target, .nr_targets = 1,
	};

	return rxpa_find_calls(&scan, text, len, X86_TEXT, sites, MAX_SITES);
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
	{ "what follows", 64, 1, { 9 }, 9 + 5 },
	{ "last byte of a page", 64, 1, { 9 }, 0xfff },
	{ "farthest forward", 64, 1, { 9 }, 9 + 5 + 0x7fffffffLL },
	{ "farthest backward", 64, 1, { 9 }, 9 + 5 - 0x80000000LL },
	{ "several", 64, 4, { 3, 8, 13, 40 }, 0x1000 },
	{ "first and last bytes", 64, 2, { 0, 59 }, 0x1000 },
	{ "nothing but a call", 5, 1, { 0 }, 0x1000 },
};

static void x86_desc(const struct x86_case *c, char *desc)
{
	strcpy(desc, c->name);
}

UNIT_PARAMS(test_x86, x86_cases, x86_desc);

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
	u8 whole[16];
	u64 sites[MAX_SITES];
	size_t len;
	u8 *text;

	memset(whole, 0x90, sizeof(whole));
	put_call(whole, 4, X86_TARGET);
	for (len = 0; len <= sizeof(whole); len++) {
		text = kunit_kmalloc(test, len + !len, GFP_KERNEL);
		memcpy(text, whole, len);
		KUNIT_EXPECT_EQ(test, x86_scan(text, len, sites),
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
	u64 sites[MAX_SITES];
	u8 text[16];

	memset(text, 0xe8, sizeof(text));
	put_call(text, 7, X86_TARGET);
	KUNIT_ASSERT_EQ(test, x86_scan(text, sizeof(text), sites),
			(size_t)1);
	KUNIT_EXPECT_EQ(test, sites[0], X86_TEXT + 7);
}

/* Somebody's kprobe on a call does not hide it; one elsewhere is no call. */
static void test_x86_probed(struct kunit *test)
{
	u64 sites[MAX_SITES];
	u8 text[32];

	memset(text, 0xcc, sizeof(text));
	put_call(text, 4, X86_TARGET);
	put_call(text, 16, X86_TARGET);
	text[16] = 0xcc;
	KUNIT_ASSERT_EQ(test, x86_scan(text, sizeof(text), sites),
			(size_t)2);
	KUNIT_EXPECT_EQ(test, sites[0], X86_TEXT + 4);
	KUNIT_EXPECT_EQ(test, sites[1], X86_TEXT + 16);
}

/* Inside an immediate it is a candidate; register_kprobe() refuses it. */
static void test_x86_immediate(struct kunit *test)
{
	u64 sites[MAX_SITES];
	u8 text[16];

	memset(text, 0x90, sizeof(text));
	text[0] = 0x48;				/* movabs $imm64, %rax */
	text[1] = 0xb8;
	put_call(text, 4, X86_TARGET);
	put_call(text, 10, X86_TARGET);
	KUNIT_ASSERT_EQ(test, x86_scan(text, sizeof(text), sites),
			(size_t)2);
	KUNIT_EXPECT_EQ(test, sites[0], X86_TEXT + 4);
	KUNIT_EXPECT_EQ(test, sites[1], X86_TEXT + 10);
}

/* A displacement is added modulo 2^64, as the CPU does. */
static void test_x86_wrap(struct kunit *test)
{
	const u64 addr = ~0ULL - 15;
	u64 target = 0x20;
	struct rxpa_call_scan scan = {
		.arch = RXPA_ARCH_X86_64, .targets = &target, .nr_targets = 1,
	};
	u64 site = 0;
	u8 text[16];

	memset(text, 0x90, sizeof(text));
	text[3] = 0xe8;
	put_le32(text + 4, target - (addr + 3 + 5));
	KUNIT_EXPECT_EQ(test, rxpa_find_calls(&scan, text, sizeof(text), addr,
					      &site, 1), (size_t)1);
	KUNIT_EXPECT_EQ(test, site, addr + 3);
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

/* A jump to an address: what its first bytes are and where its distance stands. */
struct x86_jump_case {
	const char *name;
	u32 len;
	u8 opcode[2];
	u32 at;			/* of the distance */
	u32 bytes;		/* of it */
	u32 found;
};

static const struct x86_jump_case x86_jump_cases[] = {
	{ "jmp rel8", 2, { 0xeb }, 1, 1, 1 },
	{ "jmp rel32", 5, { 0xe9 }, 1, 4, 1 },
	{ "jo rel8", 2, { 0x70 }, 1, 1, 1 },
	{ "jg rel8", 2, { 0x7f }, 1, 1, 1 },
	{ "loopne", 2, { 0xe0 }, 1, 1, 1 },
	{ "jrcxz", 2, { 0xe3 }, 1, 1, 1 },
	{ "jo rel32", 6, { 0x0f, 0x80 }, 2, 4, 1 },
	{ "jg rel32", 6, { 0x0f, 0x8f }, 2, 4, 1 },
	{ "a call is no jump", 5, { 0xe8 }, 1, 4, 0 },
	{ "setcc is no jump", 6, { 0x0f, 0x90 }, 2, 4, 0 },
	{ "in al, imm8 is no jump", 2, { 0xe4 }, 1, 1, 0 },
};

static void x86_jump_desc(const struct x86_jump_case *c, char *desc)
{
	strcpy(desc, c->name);
}

UNIT_PARAMS(test_x86_jump, x86_jump_cases, x86_jump_desc);

static void test_x86_jump(struct kunit *test)
{
	const struct x86_jump_case *c = test->param_value;
	static const s32 distances[] = { 40, -40 };
	u32 at = 50, i, len;
	u64 jumps[MAX_SITES];
	u8 text[128];

	for (i = 0; i < ARRAY_SIZE(distances); i++) {
		u64 target = X86_TEXT + at + distances[i];
		const struct rxpa_call_scan scan = {
			.arch = RXPA_ARCH_X86_64, .targets = &target,
			.nr_targets = 1,
		};
		s32 rel = distances[i] - (s32)c->len;

		memset(text, 0x90, sizeof(text));
		memcpy(text + at, c->opcode, sizeof(c->opcode));
		if (c->bytes == 1)
			text[at + c->at] = rel;
		else
			put_le32(text + at + c->at, rel);
		KUNIT_ASSERT_EQ(test, rxpa_find_jumps(&scan, text, sizeof(text),
						      X86_TEXT, jumps,
						      MAX_SITES),
				(size_t)c->found);
		if (c->found)
			KUNIT_EXPECT_EQ(test, jumps[0], X86_TEXT + at);
		/* what the end cuts off is none */
		for (len = at; len < at + c->len; len++)
			KUNIT_EXPECT_EQ(test, rxpa_find_jumps(&scan, text, len,
							      X86_TEXT, jumps,
							      MAX_SITES),
					(size_t)0);
	}
}

static struct kunit_case callsite_x86_test_cases[] = {
	UNIT_CASE_PARAMS(test_x86),
	KUNIT_CASE(test_x86_truncated),
	KUNIT_CASE(test_x86_not_calls),
	KUNIT_CASE(test_x86_overlap),
	KUNIT_CASE(test_x86_probed),
	KUNIT_CASE(test_x86_immediate),
	KUNIT_CASE(test_x86_wrap),
	KUNIT_CASE(test_little_room),
	UNIT_CASE_PARAMS(test_x86_jump),
	{}
};

static struct kunit_suite callsite_x86_test_suite = {
	.name = "rxpa-callsite-x86",
	.test_cases = callsite_x86_test_cases,
};

kunit_test_suite(callsite_x86_test_suite);
