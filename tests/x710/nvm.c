// SPDX-License-Identifier: GPL-2.0
#include "port.h"

enum {
	WORD_CONTROL = 0x00,
	WORD_DEV_VERSION = 0x18,
	WORD_EETRACK_LOW = 0x2d,
	WORD_EETRACK_HIGH = 0x2e,
	WORD_VPD = 0x2f,
	WORD_ALT_MODULE = 0x3e,
	WORD_CHECKSUM = 0x3f,
	CHECKSUM_BASE = 0xbaba,
	LEFT_OUT = 512, /* words of each of the two modules */
};

static bool left_out(const struct nvm *nvm, unsigned int i)
{
	unsigned int vpd = nvm->word[WORD_VPD];
	unsigned int alt = nvm->word[WORD_ALT_MODULE];

	return i == WORD_CHECKSUM || (i >= vpd && i < vpd + LEFT_OUT) ||
	       (i >= alt && i < alt + LEFT_OUT);
}

void nvm_init(struct nvm *nvm)
{
	u16 sum = 0;

	memset(nvm, 0, sizeof(*nvm));
	nvm->word[WORD_CONTROL] = 0x40; /* bits 6-7: valid */
	nvm->word[WORD_DEV_VERSION] = 0x9020;
	nvm->word[WORD_EETRACK_LOW] = 0x0710;
	nvm->word[WORD_EETRACK_HIGH] = 0x8000;
	nvm->word[WORD_VPD] = 0x400;
	nvm->word[WORD_ALT_MODULE] = 0x600;
	for (unsigned int i = 0; i < NVM_WORDS; i++)
		if (!left_out(nvm, i))
			sum = (u16)(sum + nvm->word[i]);
	nvm->word[WORD_CHECKSUM] = (u16)(CHECKSUM_BASE - sum);
}

void nvm_write_control(struct port *port, u32 index, u32 value)
{
	u32 at = (u32)bits(value, 14, 15);

	(void)index;
	if (value & 1u << 30)
		regs_set(port, REG_NVM_SRDATA,
			 at < NVM_WORDS ? (u32)port->nvm.word[at] << 16 : 0);
	regs_set(port, REG_NVM_SRCTL, (value & ~(1u << 30)) | 1u << 31);
}
