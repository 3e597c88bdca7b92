/* SPDX-License-Identifier: GPL-2.0 */
/* What every suite includes: KUnit in the kernel, its shim on the host. */
#ifndef RXPA_UNIT_H
#define RXPA_UNIT_H

#ifdef __KERNEL__
#include <kunit/test.h>

/* Faults are injected on the host only. */
static inline bool unit_fail_alloc(unsigned int nth)
{
	return !nth;
}

static inline unsigned int unit_live_allocs(void)
{
	return 0;
}
#else
#include "kunit_shim.h"

/* Make the nth allocation from now on fail; false if that is not possible. */
static inline bool unit_fail_alloc(unsigned int nth)
{
	shim_fail_alloc(nth);
	return true;
}

/* Allocations of the code under test that are not yet freed. */
static inline unsigned int unit_live_allocs(void)
{
	return shim_live_allocs();
}
#endif

#endif /* RXPA_UNIT_H */
