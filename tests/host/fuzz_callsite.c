// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer: arbitrary bytes as code.  Every site that is reported must be a
 * call inside the bytes, the sites must ascend, and the number must not
 * depend on the room for them.
 */
#include "callsite.h"

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

static void scan(struct code *code, enum rxpa_arch arch, u64 target, bool follow)
{
	struct rxpa_call_scan scan = {
		.arch = arch, .targets = &target, .nr_targets = 1,
		.read = follow ? read_code : NULL, .read_arg = code,
	};
	size_t call = arch == RXPA_ARCH_ARM64 ? RXPA_CALL_LEN_ARM64 :
						RXPA_CALL_LEN_X86_64;
	u64 sites[MAX_SITES];
	size_t nr, i;

	nr = rxpa_find_calls(&scan, code->byte, code->len, code->addr, sites,
			     MAX_SITES);
	if (nr != rxpa_find_calls(&scan, code->byte, code->len, code->addr,
				  NULL, 0))
		abort();
	for (i = 0; i < nr && i < MAX_SITES; i++) {
		if (sites[i] < code->addr ||
		    sites[i] + call > code->addr + code->len ||
		    (i && sites[i] <= sites[i - 1]))
			abort();
		if (arch == RXPA_ARCH_X86_64 &&
		    code->byte[sites[i] - code->addr] != 0xe8)
			abort();
		if (arch == RXPA_ARCH_ARM64 && sites[i] % 4)
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
	code.addr = 0xffff800000080000ULL + data[8];
	/* Mostly near the code, so that calls can hit it. */
	if (target & 1)
		target = code.addr + (s64)(s16)(target >> 8);
	copy = malloc(size - 9 + 1);
	memcpy(copy, data + 9, size - 9);
	copy = realloc(copy, size - 9 ? size - 9 : 1);
	code.byte = copy;
	code.len = size - 9;
	scan(&code, RXPA_ARCH_X86_64, target, false);
	scan(&code, RXPA_ARCH_ARM64, target, false);
	scan(&code, RXPA_ARCH_ARM64, target, true);
	free(copy);
	return 0;
}
