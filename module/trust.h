/* SPDX-License-Identifier: GPL-2.0 */
/* What the events of a driver can be believed to tell, right now. */
#ifndef RXPA_TRUST_H
#define RXPA_TRUST_H

#include "driver.h"

/**
 * struct rxpa_belief - how far events are to be believed
 * @sees:	bits of enum rxpa_sees that hold now
 * @missed:	probe hits that were not counted, ever
 * @lost:	releases whose page is in no ring
 * @restarts:	how often counting began anew after arming
 */
struct rxpa_belief {
	u32 sees;
	unsigned long missed;
	u64 lost;
	u32 restarts;
};

void rxpa_trust_begin(struct rxpa_driver *d);
void rxpa_trust_check(struct rxpa_driver *d);
void rxpa_trust_of(const struct rxpa_driver *d, struct rxpa_belief *b);
int rxpa_trust_why(const struct rxpa_driver *d, char *buf, size_t size);
const char *rxpa_trust_name(const struct rxpa_driver *d);

#endif /* RXPA_TRUST_H */
