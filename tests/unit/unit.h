/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What every suite includes: KUnit in the kernel, its shim on the host.
 *
 *   UNIT_PARAMS(fn, array, get_desc)	fn(test) is run for each element
 *   UNIT_CASE_PARAMS(fn)		its line in the table of cases
 *
 * On the host these are KUnit's parameters.  KUnit of 6.1 forgets the log of all
 * parameters but the last, so in a kernel they are one case, which ends at the
 * first element that fails and says which one it is.
 */
#ifndef RXPA_UNIT_H
#define RXPA_UNIT_H

#ifdef __KERNEL__
#include <kunit/test.h>
#include <linux/sched.h>

#define UNIT_PARAMS(fn, array, get_desc)				\
	static void fn(struct kunit *test);				\
	static void fn##_each(struct kunit *test)			\
	{								\
		char desc[KUNIT_PARAM_DESC_SIZE];			\
		size_t i;						\
									\
		for (i = 0; i < ARRAY_SIZE(array); i++) {		\
			get_desc(&(array)[i], desc);			\
			pr_info("%s: %s\n", #fn, desc);			\
			test->param_value = &(array)[i];		\
			fn(test);					\
			if (READ_ONCE(test->status) == KUNIT_FAILURE) {	\
				kunit_err(test, "with: %s\n", desc);	\
				break;					\
			}						\
		}							\
	}								\
	static void fn(struct kunit *test)

#define UNIT_CASE_PARAMS(fn)	KUNIT_CASE(fn##_each)

/* What takes long lets others run. */
static inline void unit_breathe(void)
{
	cond_resched();
}

/* The next size of a sweep: a slow kernel takes long steps to 4096. */
static inline u32 unit_next_size(u32 size)
{
	unit_breathe();
	return size < 256 ? size + 1 : size + 40;
}

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

#define UNIT_PARAMS(fn, array, get_desc) KUNIT_ARRAY_PARAM(fn, array, get_desc)
#define UNIT_CASE_PARAMS(fn)	KUNIT_CASE_PARAM(fn, fn##_gen_params)

static inline void unit_breathe(void)
{
}

static inline u32 unit_next_size(u32 size)
{
	return size + 1;
}

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
