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

static size_t call_len(enum rxpa_arch arch)
{
	return arch == RXPA_ARCH_ARM64 ? RXPA_CALL_LEN_ARM64 :
					 RXPA_CALL_LEN_X86_64;
}

/* Where the call at @i leads, or 0 if there is none. */
static u64 callee(const struct code *code, enum rxpa_arch arch, size_t i)
{
	const u8 *p = code->byte + i;
	s32 rel;

	if (code->len < call_len(arch) || i > code->len - call_len(arch))
		return 0;
	if (arch == RXPA_ARCH_X86_64) {
		memcpy(&rel, p + 1, sizeof(rel));
		return *p == 0xe8 || *p == 0xcc ? code->addr + i + 5 + (u64)(s64)rel : 0;
	}
	memcpy(&rel, p, sizeof(rel));
	if ((code->addr + i) % 4 || (u32)rel >> 26 != 0x25)
		return 0;
	rel = (s32)((u32)rel << 6) / 16; /* bytes, with the sign */
	return code->addr + i + (u64)(s64)rel;
}

static size_t count_direct(const struct code *code, enum rxpa_arch arch,
			   u64 target)
{
	size_t nr = 0, i;

	for (i = 0; i < code->len; i++)
		nr += target && callee(code, arch, i) == target;
	return nr;
}

/* Is there a kprobe's brk, which may stand for a call? */
static bool hidden(const struct code *code, enum rxpa_arch arch)
{
	u32 insn;
	size_t i;

	for (i = -code->addr % 4; i + 4 <= code->len; i += 4) {
		memcpy(&insn, code->byte + i, sizeof(insn));
		if (arch == RXPA_ARCH_ARM64 && insn == 0xd4200080)
			return true;
	}
	return false;
}

static void check_site(const struct code *code, enum rxpa_arch arch, u64 site)
{
	const u8 *p = code->byte + (site - code->addr);

	if (site < code->addr || site - code->addr > code->len)
		abort();
	if (arch == RXPA_ARCH_X86_64 &&
	    (site + RXPA_CALL_LEN_X86_64 > code->addr + code->len ||
	     (*p != 0xe8 && *p != 0xcc)))
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
	if ((nr == SIZE_MAX) != hidden(code, arch))
		abort();
	if (nr == SIZE_MAX)
		return;
	if (follow ? nr < direct : nr != direct)
		abort();
	for (i = 0; i < nr && i < MAX_SITES; i++) {
		check_site(code, arch, sites[i]);
		if (i && sites[i] <= sites[i - 1])
			abort();
	}
}

/* As the input says, or near the code, or where a call in it leads. */
static u64 choose_target(const struct code *code, u64 word)
{
	if (word % 4 == 1)
		return code->addr + (s64)(s16)(word >> 8);
	if (word % 4 == 3)
		return callee(code, word & 4 ? RXPA_ARCH_ARM64 :
					       RXPA_ARCH_X86_64,
			      (word >> 8) % (code->len + 1));
	return word;
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
	copy = malloc(size - 9 ? size - 9 : 1);
	memcpy(copy, data + 9, size - 9);
	code.byte = copy;
	code.len = size - 9;
	target = choose_target(&code, target);
	scan(&code, RXPA_ARCH_X86_64, target, false);
	scan(&code, RXPA_ARCH_ARM64, target, false);
	scan(&code, RXPA_ARCH_ARM64, target, true);
	free(copy);
	return 0;
}
