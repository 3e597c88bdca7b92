// SPDX-License-Identifier: GPL-2.0
/*
 * Runs the suites that were linked in and prints KTAP.  Arguments: names of
 * suites to run; none means all.  Exit status 0 if every test passed, and at
 * least one ran.
 */
#include "kunit_shim.h"

#include <stdarg.h>

struct kunit_mem {
	struct kunit_mem *next;
	void *ptr;
};

struct tally {
	unsigned int passed;
	unsigned int failed;
	unsigned int skipped;
};

static struct kunit_suite *suites;

void shim_add_suite(struct kunit_suite *suite)
{
	struct kunit_suite **at = &suites;

	while (*at && strcmp((*at)->name, suite->name) < 0)
		at = &(*at)->shim_next;
	suite->shim_next = *at;
	*at = suite;
}

static void *remember(struct kunit *test, void *ptr)
{
	struct kunit_mem *mem = malloc(sizeof(*mem));

	if (!mem || !ptr)
		abort();
	mem->ptr = ptr;
	mem->next = test->mem;
	test->mem = mem;
	return ptr;
}

/* Not shim_alloc(): faults and leaks are the code's, not the test's. */
void *kunit_kmalloc(struct kunit *test, size_t size, int gfp)
{
	(void)gfp;
	return remember(test, malloc(size));
}

void *kunit_kzalloc(struct kunit *test, size_t size, int gfp)
{
	(void)gfp;
	return remember(test, calloc(1, size));
}

static void forget(struct kunit *test)
{
	struct kunit_mem *mem;

	while (test->mem) {
		mem = test->mem;
		test->mem = mem->next;
		free(mem->ptr);
		free(mem);
	}
}

void shim_fail(struct kunit *test, bool leave, const char *file, int line,
	       const char *fmt, ...)
{
	va_list args;

	test->failed = true;
	printf("    # %s: %s:%d: ", test->name, file, line);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf("\n");
	if (leave)
		longjmp(test->leave, 1);
}

void shim_skip(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	test->skipped = true;
	va_start(args, fmt);
	vsnprintf(test->reason, sizeof(test->reason), fmt, args);
	va_end(args);
	longjmp(test->leave, 1);
}

static void run_one(struct kunit_suite *suite, struct kunit_case *test_case,
		    struct kunit *test)
{
	unsigned int live = shim_live_allocs();
	bool ready = false;

	test->name = test_case->name;
	if (!setjmp(test->leave)) {
		if (suite->init && suite->init(test)) {
			test->failed = true;
		} else {
			ready = true;
			test_case->run_case(test);
		}
	}
	if (ready && suite->exit)
		suite->exit(test);
	shim_fail_alloc(0);
	forget(test);
	if (shim_live_allocs() != live && !test->failed && !test->skipped)
		KUNIT_FAIL(test, "%u allocations leaked",
			   shim_live_allocs() - live);
}

static void print_result(const char *indent, unsigned int nr, const char *name,
			 const struct kunit *test)
{
	printf("%s%s %u %s%s%s\n", indent, test->failed ? "not ok" : "ok", nr,
	       name, test->skipped ? " # SKIP " : "", test->reason);
	fflush(stdout);
}

static void count(struct tally *tally, const struct kunit *test)
{
	if (test->failed)
		tally->failed++;
	else if (test->skipped)
		tally->skipped++;
	else
		tally->passed++;
}

/* One case with parameters: a subtest for each of them. */
static void run_params(struct kunit_suite *suite, struct kunit_case *test_case,
		       struct kunit *sum, struct tally *tally)
{
	const void *value = NULL;
	unsigned int nr = 0;

	printf("        KTAP version 1\n");
	printf("        # Subtest: %s\n", test_case->name);
	for (;;) {
		char desc[KUNIT_PARAM_DESC_SIZE] = "";
		struct kunit test = {};

		value = test_case->generate_params(value, desc);
		if (!value)
			break;
		test.param_value = value;
		run_one(suite, test_case, &test);
		print_result("        ", ++nr, desc, &test);
		count(tally, &test);
		sum->failed |= test.failed;
	}
	printf("        1..%u\n", nr);
}

static bool run_suite(struct kunit_suite *suite, unsigned int suite_nr,
		      struct tally *tally)
{
	struct kunit_case *test_case;
	bool failed = false;
	unsigned int nr = 0;

	for (test_case = suite->test_cases; test_case->run_case; test_case++)
		nr++;
	printf("    KTAP version 1\n    # Subtest: %s\n    1..%u\n",
	       suite->name, nr);

	nr = 0;
	for (test_case = suite->test_cases; test_case->run_case; test_case++) {
		struct kunit test = {};

		if (test_case->generate_params) {
			run_params(suite, test_case, &test, tally);
		} else {
			run_one(suite, test_case, &test);
			count(tally, &test);
		}
		print_result("    ", ++nr, test_case->name, &test);
		failed |= test.failed;
	}
	printf("%s %u %s\n", failed ? "not ok" : "ok", suite_nr, suite->name);
	return !failed;
}

static bool is_wanted(const struct kunit_suite *suite, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], suite->name))
			return true;
	}
	return argc == 1;
}

int main(int argc, char **argv)
{
	struct kunit_suite *suite;
	struct tally tally = {};
	unsigned int nr = 0;

	for (suite = suites; suite; suite = suite->shim_next)
		nr += is_wanted(suite, argc, argv);
	printf("KTAP version 1\n1..%u\n", nr);

	nr = 0;
	for (suite = suites; suite; suite = suite->shim_next) {
		if (is_wanted(suite, argc, argv))
			run_suite(suite, ++nr, &tally);
	}
	printf("# Totals: pass:%u fail:%u skip:%u total:%u\n", tally.passed,
	       tally.failed, tally.skipped,
	       tally.passed + tally.failed + tally.skipped);
	return tally.failed || !tally.passed;
}
