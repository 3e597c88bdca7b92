/* SPDX-License-Identifier: GPL-2.0 */
/* A test is a function that checks; one TAP point each. */
#ifndef X710_UNIT_H
#define X710_UNIT_H

#include <stdbool.h>
#include <stdio.h>

struct unit_test {
	const char *name;
	void (*run)(void);
};

extern const struct unit_test message_tests[], device_tests[], packet_tests[],
	rx_tests[], tx_tests[], server_tests[];

extern bool unit_failed; /* the test that runs now */

#define CHECK(condition)                                                    \
	do {                                                                \
		if (!(condition)) {                                         \
			printf("# %s:%d: %s\n", __FILE__, __LINE__,         \
			       #condition);                                 \
			unit_failed = true;                                 \
		}                                                           \
	} while (0)

#define CHECK_EQ(got, want)                                                 \
	do {                                                                \
		unsigned long long g_ = (unsigned long long)(got);          \
		unsigned long long w_ = (unsigned long long)(want);         \
		if (g_ != w_) {                                             \
			printf("# %s:%d: %s is %#llx, want %#llx\n",        \
			       __FILE__, __LINE__, #got, g_, w_);           \
			unit_failed = true;                                 \
		}                                                           \
	} while (0)

#endif
