/* SPDX-License-Identifier: GPL-2.0 */
/* Short integer names, and values at unaligned places in a byte order. */
#ifndef X710_BYTES_H
#define X710_BYTES_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static inline u16 get16(const void *at)
{
	u16 v;

	memcpy(&v, at, sizeof(v));
	return le16toh(v);
}

static inline u32 get32(const void *at)
{
	u32 v;

	memcpy(&v, at, sizeof(v));
	return le32toh(v);
}

static inline u64 get64(const void *at)
{
	u64 v;

	memcpy(&v, at, sizeof(v));
	return le64toh(v);
}

static inline void put16(void *at, u16 v)
{
	v = htole16(v);
	memcpy(at, &v, sizeof(v));
}

static inline void put32(void *at, u32 v)
{
	v = htole32(v);
	memcpy(at, &v, sizeof(v));
}

static inline void put64(void *at, u64 v)
{
	v = htole64(v);
	memcpy(at, &v, sizeof(v));
}

/* Network order. */
static inline u16 net16(const void *at)
{
	const u8 *b = at;

	return (u16)(b[0] << 8 | b[1]);
}

static inline u32 net32(const void *at)
{
	return (u32)net16(at) << 16 | net16((const u8 *)at + 2);
}

static inline void put_net16(void *at, u32 v)
{
	u8 *b = at;

	b[0] = (u8)(v >> 8);
	b[1] = (u8)v;
}

static inline void put_net32(void *at, u32 v)
{
	put_net16(at, v >> 16);
	put_net16((u8 *)at + 2, v);
}

/* bits(): @count bits of @v from bit @low on */
static inline u64 bits(u64 v, unsigned int low, unsigned int count)
{
	return v >> low & (count < 64 ? (1ull << count) - 1 : ~0ull);
}

#endif
