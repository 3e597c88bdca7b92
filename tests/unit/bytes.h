/* SPDX-License-Identifier: GPL-2.0 */
/* Machine code is made of bytes. */
#ifndef RXPA_BYTES_H
#define RXPA_BYTES_H

#include "pure.h"

static inline void put_le32(u8 *p, u32 value)
{
	p[0] = value;
	p[1] = value >> 8;
	p[2] = value >> 16;
	p[3] = value >> 24;
}

#endif /* RXPA_BYTES_H */
