/* SPDX-License-Identifier: GPL-2.0 */
/* The shadow RAM: one sector of words with a valid checksum. */
#ifndef X710_NVM_H
#define X710_NVM_H

#include "bytes.h"

#define NVM_WORDS 2048

struct port;

struct nvm {
	u16 word[NVM_WORDS];
};

void nvm_init(struct nvm *nvm);
/* GLNVM_SRCTL: starts a read and, as nothing takes time here, ends it. */
void nvm_write_control(struct port *port, u32 index, u32 value);

#endif
