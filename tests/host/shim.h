/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel names for the pure rooms on the host.  Memory comes from malloc, so
 * that ASan sees it; shim_fail_alloc() makes one allocation fail.
 */
#ifndef RXPA_SHIM_H
#define RXPA_SHIM_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

#define U16_MAX		UINT16_MAX
#define U32_MAX		UINT32_MAX
#define U64_MAX		UINT64_MAX
#define check_add_overflow(a, b, d) __builtin_add_overflow(a, b, d)
#define S64_MAX		INT64_MAX
#define S64_MIN		INT64_MIN

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define BUILD_BUG_ON(c)	_Static_assert(!(c), #c)
#define __printf(a, b)	__attribute__((format(printf, a, b)))

#define min(a, b)	((a) < (b) ? (a) : (b))
#define max(a, b)	((a) > (b) ? (a) : (b))
#define min_t(t, a, b)	((t)(a) < (t)(b) ? (t)(a) : (t)(b))
#define max_t(t, a, b)	((t)(a) > (t)(b) ? (t)(a) : (t)(b))

#define MAX_ERRNO	4095

static inline void *ERR_PTR(long err)
{
	return (void *)err;
}

static inline long PTR_ERR(const void *ptr)
{
	return (long)ptr;
}

static inline bool IS_ERR(const void *ptr)
{
	return (uintptr_t)ptr >= (uintptr_t)-MAX_ERRNO;
}

static inline bool IS_ERR_OR_NULL(const void *ptr)
{
	return !ptr || IS_ERR(ptr);
}

/*
 * Allocations.  shim_fail_alloc(n) makes the n-th one from now on fail, the
 * first being 1; 0 lets all succeed.  shim_live_allocs() counts what has not
 * been freed.
 */
#define GFP_KERNEL	0

void *shim_alloc(size_t n, size_t size, bool zero);
void shim_free(const void *ptr);
void shim_fail_alloc(unsigned int nth);
unsigned int shim_live_allocs(void);

#define kmalloc(size, gfp)		shim_alloc(1, size, false)
#define kzalloc(size, gfp)		shim_alloc(1, size, true)
#define kcalloc(n, size, gfp)		shim_alloc(n, size, true)
#define kvmalloc(size, gfp)		shim_alloc(1, size, false)
#define kvzalloc(size, gfp)		shim_alloc(1, size, true)
#define kvmalloc_array(n, size, gfp)	shim_alloc(n, size, false)
#define kvcalloc(n, size, gfp)		shim_alloc(n, size, true)
#define kfree(ptr)			shim_free(ptr)
#define kvfree(ptr)			shim_free(ptr)

/* Like the kernel's: the length that was written, never more than fits. */
static inline __attribute__((format(printf, 3, 4)))
int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	__builtin_va_list args;
	int n;

	__builtin_va_start(args, fmt);
	n = vsnprintf(buf, size, fmt, args);
	__builtin_va_end(args);
	return !size ? 0 : n < (int)size ? n : (int)size - 1;
}

#endif /* RXPA_SHIM_H */
