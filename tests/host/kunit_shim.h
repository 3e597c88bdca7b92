/* SPDX-License-Identifier: GPL-2.0 */
/*
 * As much of KUnit as the suites in tests/unit use, for the host.  A failed
 * assertion leaves the test by longjmp; memory from kunit_kmalloc() is freed
 * when its test ends, so that ASan's leak check stays useful.
 */
#ifndef RXPA_KUNIT_SHIM_H
#define RXPA_KUNIT_SHIM_H

#include <setjmp.h>

#include "shim.h"

#define KUNIT_PARAM_DESC_SIZE 128

struct kunit_mem;

struct kunit {
	const char *name;
	const void *param_value;
	void *priv;
	bool failed;
	bool skipped;
	char reason[256];
	jmp_buf leave;
	struct kunit_mem *mem;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	const void *(*generate_params)(const void *prev, char *desc);
};

struct kunit_suite {
	const char *name;
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases;
	struct kunit_suite *shim_next;
};

void shim_add_suite(struct kunit_suite *suite);
void *kunit_kmalloc(struct kunit *test, size_t size, int gfp);
void *kunit_kzalloc(struct kunit *test, size_t size, int gfp);

void shim_fail(struct kunit *test, bool leave, const char *file, int line,
	       const char *fmt, ...) __printf(5, 6);
void shim_skip(struct kunit *test, const char *fmt, ...) __printf(2, 3);

#define KUNIT_CASE(fn)		 { .run_case = fn, .name = #fn }
#define KUNIT_CASE_PARAM(fn, gen) \
	{ .run_case = fn, .name = #fn, .generate_params = gen }

#define KUNIT_ARRAY_PARAM(label, array, get_desc)			\
	static const void *label##_gen_params(const void *prev, char *desc) \
	{								\
		__typeof__((array)[0]) *next = prev;			\
									\
		next = next ? next + 1 : (array);			\
		if (next - (array) >= (ptrdiff_t)ARRAY_SIZE(array))	\
			return NULL;					\
		get_desc(next, desc);					\
		return next;						\
	}

#define kunit_test_suite(suite)						\
	static void __attribute__((constructor)) suite##_register(void)	\
	{								\
		shim_add_suite(&(suite));				\
	}

#define kunit_skip(test, ...)	shim_skip(test, __VA_ARGS__)
#define KUNIT_FAIL(test, ...) \
	shim_fail(test, false, __FILE__, __LINE__, __VA_ARGS__)

/* Both sides once, as in KUnit; values are shown as signed numbers. */
#define SHIM_COMPARE(test, leave, a, op, b)				\
	do {								\
		__typeof__(a) shim_a = (a);				\
		__typeof__(b) shim_b = (b);				\
									\
		if (!(shim_a op shim_b))				\
			shim_fail(test, leave, __FILE__, __LINE__,	\
				  "%s %s %s, but they are %lld and %lld", \
				  #a, #op, #b, (long long)shim_a,	\
				  (long long)shim_b);			\
	} while (0)

#define KUNIT_EXPECT_EQ(t, a, b)   SHIM_COMPARE(t, false, a, ==, b)
#define KUNIT_EXPECT_NE(t, a, b)   SHIM_COMPARE(t, false, a, !=, b)
#define KUNIT_EXPECT_LT(t, a, b)   SHIM_COMPARE(t, false, a, <, b)
#define KUNIT_EXPECT_LE(t, a, b)   SHIM_COMPARE(t, false, a, <=, b)
#define KUNIT_EXPECT_GT(t, a, b)   SHIM_COMPARE(t, false, a, >, b)
#define KUNIT_EXPECT_GE(t, a, b)   SHIM_COMPARE(t, false, a, >=, b)
#define KUNIT_ASSERT_EQ(t, a, b)   SHIM_COMPARE(t, true, a, ==, b)
#define KUNIT_ASSERT_NE(t, a, b)   SHIM_COMPARE(t, true, a, !=, b)
#define KUNIT_ASSERT_LE(t, a, b)   SHIM_COMPARE(t, true, a, <=, b)
#define KUNIT_ASSERT_GE(t, a, b)   SHIM_COMPARE(t, true, a, >=, b)

#define SHIM_TRUTH(test, leave, c, want)				\
	do {								\
		if (!(c) != !(want))					\
			shim_fail(test, leave, __FILE__, __LINE__,	\
				  "%s is not %s", #c, #want);		\
	} while (0)

#define KUNIT_EXPECT_TRUE(t, c)	   SHIM_TRUTH(t, false, c, true)
#define KUNIT_EXPECT_FALSE(t, c)   SHIM_TRUTH(t, false, c, false)
#define KUNIT_ASSERT_TRUE(t, c)	   SHIM_TRUTH(t, true, c, true)
#define KUNIT_ASSERT_FALSE(t, c)   SHIM_TRUTH(t, true, c, false)
#define KUNIT_EXPECT_NULL(t, p)	   SHIM_TRUTH(t, false, !(p), true)
#define KUNIT_EXPECT_NOT_NULL(t, p) SHIM_TRUTH(t, false, !(p), false)
#define KUNIT_ASSERT_NOT_NULL(t, p) SHIM_TRUTH(t, true, !(p), false)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(t, p) \
	SHIM_TRUTH(t, true, IS_ERR_OR_NULL(p), false)

#define SHIM_TRUTH_MSG(test, leave, c, want, ...)			\
	do {								\
		if (!(c) != !(want))					\
			shim_fail(test, leave, __FILE__, __LINE__,	\
				  __VA_ARGS__);				\
	} while (0)

#define KUNIT_EXPECT_TRUE_MSG(t, c, ...) \
	SHIM_TRUTH_MSG(t, false, c, true, __VA_ARGS__)
#define KUNIT_EXPECT_FALSE_MSG(t, c, ...) \
	SHIM_TRUTH_MSG(t, false, c, false, __VA_ARGS__)
#define KUNIT_EXPECT_EQ_MSG(t, a, b, ...) \
	SHIM_TRUTH_MSG(t, false, (a) == (b), true, __VA_ARGS__)
#define KUNIT_ASSERT_EQ_MSG(t, a, b, ...) \
	SHIM_TRUTH_MSG(t, true, (a) == (b), true, __VA_ARGS__)
#define KUNIT_ASSERT_TRUE_MSG(t, c, ...) \
	SHIM_TRUTH_MSG(t, true, c, true, __VA_ARGS__)

#define SHIM_STREQ(test, leave, a, b)					\
	do {								\
		const char *shim_a = (a);				\
		const char *shim_b = (b);				\
									\
		if (strcmp(shim_a, shim_b))				\
			shim_fail(test, leave, __FILE__, __LINE__,	\
				  "%s is \"%s\", not \"%s\"", #a,	\
				  shim_a, shim_b);			\
	} while (0)

#define KUNIT_EXPECT_STREQ(t, a, b) SHIM_STREQ(t, false, a, b)
#define KUNIT_ASSERT_STREQ(t, a, b) SHIM_STREQ(t, true, a, b)

#endif /* RXPA_KUNIT_SHIM_H */
