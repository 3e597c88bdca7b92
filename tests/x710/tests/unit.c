// SPDX-License-Identifier: GPL-2.0
#include "unit.h"

#include <stddef.h>

bool unit_failed;

static const struct unit_test *const rooms[] = { message_tests, device_tests,
						 packet_tests,	rx_tests,
						 tx_tests,	server_tests };
#define NR_ROOMS (sizeof(rooms) / sizeof(rooms[0]))

int main(void)
{
	unsigned int nr = 0, failed = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; i < NR_ROOMS; i++)
		for (const struct unit_test *t = rooms[i]; t->run; t++)
			nr++;
	printf("TAP version 13\n1..%u\n", nr);
	nr = 0;
	for (size_t i = 0; i < NR_ROOMS; i++) {
		for (const struct unit_test *t = rooms[i]; t->run; t++) {
			unit_failed = false;
			t->run();
			failed += unit_failed;
			printf("%sok %u - %s\n", unit_failed ? "not " : "", ++nr,
			       t->name);
		}
	}
	return failed != 0;
}
