// SPDX-License-Identifier: GPL-2.0
/*
 * Direct calls in machine code.  Instructions are put together from bytes:
 * x86-64 does not align them, and arm64 keeps them little-endian even where
 * data is not.
 */
#include "callsite.h"

#define X86_CALL		0xe8
#define X86_INT3		0xcc
#define X86_JMP_REL8		0xeb
#define X86_JMP_REL32		0xe9
#define X86_JCC_REL8		0x70	/* to 0x7f */
#define X86_JCXZ_REL8		0xe0	/* loops and jrcxz, to 0xe3 */
#define X86_TWO_BYTES		0x0f
#define X86_JCC_REL32		0x80	/* to 0x8f, behind X86_TWO_BYTES */

#define ARM64_BRK_KPROBE	0xd4200080	/* brk #4 */

#define ARM64_INSN_LEN		4
#define ARM64_BTI_C		0xd503245f
#define ARM64_BR_X16		0xd61f0200
#define VENEER_INSNS_MAX	4

/* An instruction is @op where @mask has ones; the zeros are its immediate. */
struct insn_form {
	u32 mask;
	u32 op;
};

static const struct insn_form bl	= { 0xfc000000, 0x94000000 };
static const struct insn_form b		= { 0xfc000000, 0x14000000 };
static const struct insn_form b_cond	= { 0xff000000, 0x54000000 };
static const struct insn_form cbz	= { 0x7e000000, 0x34000000 };
static const struct insn_form tbz	= { 0x7e000000, 0x36000000 };
static const struct insn_form adrp_x16	= { 0x9f00001f, 0x90000010 };
static const struct insn_form add_x16	= { 0xffc003ff, 0x91000210 };
static const struct insn_form movn_x16	= { 0xffe0001f, 0x92800010 };
static const struct insn_form movk1_x16	= { 0xffe0001f, 0xf2a00010 };
static const struct insn_form movk2_x16	= { 0xffe0001f, 0xf2c00010 };

static bool insn_is(const struct insn_form *form, u32 insn)
{
	return (insn & form->mask) == form->op;
}

static u32 get_le32(const u8 *p)
{
	return p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
}

/* The low @bits of @value as a signed number. */
static u64 sign_extend(u64 value, int bits)
{
	u64 sign = 1ULL << (bits - 1);

	return ((value & ((sign << 1) - 1)) ^ sign) - sign;
}

static bool is_target(const struct rxpa_call_scan *scan, u64 addr)
{
	size_t i;

	for (i = 0; i < scan->nr_targets; i++) {
		if (scan->targets[i] == addr)
			return true;
	}
	return false;
}

static bool x86_calls(const struct rxpa_call_scan *scan, const u8 *p, u64 addr)
{
	u64 rel = sign_extend(get_le32(p + 1), 32);

	/* Somebody's kprobe stands on the first byte; ours may stand beside it. */
	return (*p == X86_CALL || *p == X86_INT3) &&
	       is_target(scan, addr + RXPA_CALL_LEN_X86_64 + rel);
}

static bool read_insn(const struct rxpa_call_scan *scan, u64 addr, u32 *insn)
{
	u8 raw[ARM64_INSN_LEN];

	if (scan->read(raw, addr, sizeof(raw), scan->read_arg))
		return false;
	*insn = get_le32(raw);
	return true;
}

static u64 adrp_page(u32 insn, u64 addr)
{
	u64 imm = (u64)((insn >> 5) & 0x7ffff) << 2 | ((insn >> 29) & 3);

	return (addr & ~0xfffULL) + (sign_extend(imm, 21) << 12);
}

static u64 mov_imm(u32 insn)
{
	return (insn >> 5) & 0xffff;
}

/*
 * Where the module loader's veneer at @addr leads: "adrp, add, br", or before
 * v4.20 "movn, movk, movk, br", either with a landing pad in front.  0 if it
 * is no veneer.
 */
static u64 veneer_target(const struct rxpa_call_scan *scan, u64 addr)
{
	u32 insn[VENEER_INSNS_MAX] = {};
	int i;

	if (!scan->read || !read_insn(scan, addr, &insn[0]))
		return 0;
	if (insn[0] == ARM64_BTI_C) {
		addr += ARM64_INSN_LEN;
		if (!read_insn(scan, addr, &insn[0]))
			return 0;
	}
	if (!insn_is(&adrp_x16, insn[0]) && !insn_is(&movn_x16, insn[0]))
		return 0;
	for (i = 1; i < VENEER_INSNS_MAX; i++) {
		if (!read_insn(scan, addr + i * ARM64_INSN_LEN, &insn[i]))
			return 0;
		if (insn[i] == ARM64_BR_X16)
			break;
	}
	if (i == 2 && insn_is(&adrp_x16, insn[0]) && insn_is(&add_x16, insn[1]))
		return adrp_page(insn[0], addr) + ((insn[1] >> 10) & 0xfff);
	if (i == 3 && insn_is(&movn_x16, insn[0]) &&
	    insn_is(&movk1_x16, insn[1]) && insn_is(&movk2_x16, insn[2]))
		return (~0ULL << 48) | mov_imm(insn[2]) << 32 |
		       mov_imm(insn[1]) << 16 | (~mov_imm(insn[0]) & 0xffff);
	return 0;
}

static bool arm64_calls(const struct rxpa_call_scan *scan, const u8 *p,
			u64 addr)
{
	u32 insn = get_le32(p);
	u64 to;

	if (!insn_is(&bl, insn))
		return false;
	to = addr + sign_extend((u64)insn << 2, 28);
	if (is_target(scan, to))
		return true;
	to = veneer_target(scan, to);
	return to && is_target(scan, to);
}

/**
 * rxpa_find_calls - find direct calls of a function in machine code
 * @scan:	instruction set, wanted function, how to read veneers
 * @text:	the code's bytes
 * @len:	how many
 * @addr:	address at which the code runs
 * @sites:	set to the addresses of the call instructions, ascending
 * @max:	room in @sites
 *
 * Context: any; as @scan->read.
 * Return: number of calls found; only the first @max of them are in @sites.
 * SIZE_MAX when a call may be hidden: on arm64 a kprobe takes its place whole.
 */
size_t rxpa_find_calls(const struct rxpa_call_scan *scan, const void *text,
		       size_t len, u64 addr, u64 *sites, size_t max)
{
	bool arm64 = scan->arch == RXPA_ARCH_ARM64, hidden = false;
	size_t step = arm64 ? ARM64_INSN_LEN : 1;
	size_t insn_len = arm64 ? RXPA_CALL_LEN_ARM64 : RXPA_CALL_LEN_X86_64;
	const u8 *code = text;
	size_t found = 0;
	size_t i;

	for (i = -addr & (step - 1); i + insn_len <= len; i += step) {
		hidden |= arm64 && get_le32(code + i) == ARM64_BRK_KPROBE;
		if (arm64 ? !arm64_calls(scan, code + i, addr + i) :
			    !x86_calls(scan, code + i, addr + i))
			continue;
		if (found < max)
			sites[found] = addr + i;
		found++;
	}
	return hidden ? SIZE_MAX : found;
}

/* Where an x86-64 instruction at @p jumps to; 0 if it is no direct jump. */
static u64 x86_jump(const u8 *p, size_t len, u64 addr)
{
	if (len >= 2 && (*p == X86_JMP_REL8 || (*p & 0xf0) == X86_JCC_REL8 ||
			 (*p & 0xfc) == X86_JCXZ_REL8))
		return addr + 2 + sign_extend(p[1], 8);
	if (len >= 5 && *p == X86_JMP_REL32)
		return addr + 5 + sign_extend(get_le32(p + 1), 32);
	if (len >= 6 && *p == X86_TWO_BYTES && (p[1] & 0xf0) == X86_JCC_REL32)
		return addr + 6 + sign_extend(get_le32(p + 2), 32);
	return 0;
}

static u64 arm64_jump(const u8 *p, size_t len, u64 addr)
{
	u32 insn;

	if (len < ARM64_INSN_LEN)
		return 0;
	insn = get_le32(p);
	if (insn_is(&b, insn))
		return addr + sign_extend((u64)insn << 2, 28);
	if (insn_is(&b_cond, insn) || insn_is(&cbz, insn))
		return addr + sign_extend((u64)(insn >> 5) << 2, 21);
	if (insn_is(&tbz, insn))
		return addr + sign_extend((u64)(insn >> 5) << 2, 16);
	return 0;
}

/**
 * rxpa_find_jumps - find direct jumps to an address in machine code
 * @scan:	instruction set and targets
 * @text:	the code's bytes
 * @len:	how many
 * @addr:	address at which the code runs
 * @jumps:	set to the addresses of the jumps, ascending
 * @max:	room in @jumps
 *
 * On x86-64 every byte is tried, so that bytes inside an instruction may look like
 * a jump.
 *
 * Context: any.
 * Return: number of jumps found; only the first @max of them are in @jumps.
 */
size_t rxpa_find_jumps(const struct rxpa_call_scan *scan, const void *text,
		       size_t len, u64 addr, u64 *jumps, size_t max)
{
	bool arm64 = scan->arch == RXPA_ARCH_ARM64;
	size_t step = arm64 ? ARM64_INSN_LEN : 1;
	const u8 *code = text;
	size_t found = 0;
	size_t i;
	u64 to;

	for (i = -addr & (step - 1); i < len; i += step) {
		to = arm64 ? arm64_jump(code + i, len - i, addr + i) :
			     x86_jump(code + i, len - i, addr + i);
		if (!to || !is_target(scan, to))
			continue;
		if (found < max)
			jumps[found] = addr + i;
		found++;
	}
	return found;
}
