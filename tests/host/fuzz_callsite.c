// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer: bytes as code, x86-64 and arm64; see fuzz_input.h.  Every site
 * that is reported must be a call inside the bytes, the sites must ascend, a
 * plain search must find as many, and the number must not depend on the room
 * for them.
 */
#include "callsite.h"
#include "fuzz_input.h"

#define MAX_SITES 16

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

struct code {
	const u8 *byte;
	size_t len;
	u64 addr;
};

static int read_code(void *dst, u64 addr, size_t len, void *arg)
{
	const struct code *code = arg;

	if (addr < code->addr || addr - code->addr > code->len ||
	    len > code->len - (addr - code->addr))
		return -EFAULT;
	memcpy(dst, code->byte + (addr - code->addr), len);
	return 0;
}

/* Does the instruction at @i call @target without a detour? */
static bool calls(const struct code *code, enum rxpa_arch arch, size_t i,
		  u64 target)
{
	const u8 *p = code->byte + i;
	s32 rel;

	if (arch == RXPA_ARCH_X86_64) {
		memcpy(&rel, p + 1, sizeof(rel));
		return *p == 0xe8 &&
		       code->addr + i + 5 + (u64)(s64)rel == target;
	}
	memcpy(&rel, p, sizeof(rel));
	if ((u32)rel >> 26 != 0x25)
		return false;
	rel = (s32)((u32)rel << 6) / 16; /* bytes, with the sign */
	return code->addr + i + (u64)(s64)rel == target;
}

static size_t count_direct(const struct code *code, enum rxpa_arch arch,
			   u64 target)
{
	bool arm64 = arch == RXPA_ARCH_ARM64;
	size_t len = arm64 ? RXPA_CALL_LEN_ARM64 : RXPA_CALL_LEN_X86_64;
	size_t nr = 0, i;

	for (i = 0; i + len <= code->len; i++)
		nr += (!arm64 || (code->addr + i) % 4 == 0) &&
		      calls(code, arch, i, target);
	return nr;
}

static void check_site(const struct code *code, enum rxpa_arch arch, u64 site)
{
	const u8 *p = code->byte + (site - code->addr);

	if (site < code->addr || site - code->addr > code->len)
		abort();
	if (arch == RXPA_ARCH_X86_64 &&
	    (site + RXPA_CALL_LEN_X86_64 > code->addr + code->len ||
	     *p != 0xe8))
		abort();
	if (arch == RXPA_ARCH_ARM64 &&
	    (site + RXPA_CALL_LEN_ARM64 > code->addr + code->len ||
	     site % 4 || p[3] >> 2 != 0x25))
		abort();
}

static void scan(struct code *code, enum rxpa_arch arch, u64 target, bool follow)
{
	struct rxpa_call_scan scan = {
		.arch = arch, .targets = &target, .nr_targets = 1,
		.read = follow ? read_code : NULL, .read_arg = code,
	};
	size_t direct = count_direct(code, arch, target);
	u64 sites[MAX_SITES];
	size_t nr, i;

	nr = rxpa_find_calls(&scan, code->byte, code->len, code->addr, sites,
			     MAX_SITES);
	if (nr != rxpa_find_calls(&scan, code->byte, code->len, code->addr,
				  NULL, 0))
		abort();
	if (follow ? nr < direct : nr != direct)
		abort();
	for (i = 0; i < nr && i < MAX_SITES; i++) {
		check_site(code, arch, sites[i]);
		if (i && sites[i] <= sites[i - 1])
			abort();
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct code code;
	u64 target;
	u8 *copy;

	if (size < 9)
		return 0;
	memcpy(&target, data, sizeof(target));
	code.addr = FUZZ_CODE_ADDR + data[8];
	/* Mostly near the code, so that calls can hit it. */
	if (target & 1)
		target = code.addr + (s64)(s16)(target >> 8);
	copy = malloc(size - 9 ? size - 9 : 1);
	memcpy(copy, data + 9, size - 9);
	code.byte = copy;
	code.len = size - 9;
	scan(&code, RXPA_ARCH_X86_64, target, false);
	scan(&code, RXPA_ARCH_ARM64, target, false);
	scan(&code, RXPA_ARCH_ARM64, target, true);
	free(copy);
	return 0;
}
