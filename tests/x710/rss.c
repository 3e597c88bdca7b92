// SPDX-License-Identifier: GPL-2.0
#include "port.h"

#define CTL_LUT_512 (1u << 16)

u32 rss_toeplitz(const u8 *key, const u8 *input, size_t len)
{
	u32 window = net32(key), hash = 0;

	for (size_t i = 0; i < len; i++) {
		for (int bit = 7; bit >= 0; bit--) {
			if (input[i] >> bit & 1)
				hash ^= window;
			window = window << 1 | (key[i + 4] >> bit & 1);
		}
	}
	return hash;
}

static bool enabled(struct port *port, u8 pctype)
{
	u64 ena = (u64)regs_get(port, REG_HENA + 0x80) << 32 |
		  regs_get(port, REG_HENA);

	return ena >> pctype & 1;
}

bool rss_hash(struct port *port, const struct packet *p, u32 *hash)
{
	u8 key[RSS_KEY_BYTES], input[36];
	size_t len = 0;

	*hash = 0;
	if (!p->version || !enabled(port, p->pctype))
		return false;
	for (u32 i = 0; i < RSS_KEY_BYTES / 4; i++)
		put32(key + 4 * i, regs_get(port, REG_HKEY + 128 * i));
	memcpy(input, p->src, p->addr_len);
	len += p->addr_len;
	memcpy(input + len, p->dst, p->addr_len);
	len += p->addr_len;
	if (p->sport || p->dport) {
		put_net16(input + len, p->sport);
		put_net16(input + len + 2, p->dport);
		len += 4;
	}
	*hash = rss_toeplitz(key, input, len);
	return true;
}

unsigned int rss_queue(struct port *port, u32 hash)
{
	bool big = regs_get(port, REG_PFQF_CTL_0) & CTL_LUT_512;
	u32 entry = hash & (big ? 511 : 127);

	return regs_get(port, REG_HLUT + 128 * (entry / 4)) >> 8 * (entry % 4) &
	       0xff;
}
