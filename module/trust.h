/* SPDX-License-Identifier: GPL-2.0 */
/* What the events of a driver can be believed to tell, right now. */
#ifndef RXPA_TRUST_H
#define RXPA_TRUST_H

#include "driver.h"

/**
 * struct rxpa_trust - how far events are to be believed
 * @sees:	bits of enum rxpa_sees that hold now
 * @missed:	probe hits that the kernel could not deliver, ever
 * @lost:	events that no queue could be found for
 * @restarts:	how often counting began anew
 */
struct rxpa_trust {
	u32 sees;
	unsigned long missed;
	u64 lost;
	u32 restarts;
};

void rxpa_trust_check(struct rxpa_driver *d);
void rxpa_trust_of(const struct rxpa_driver *d, struct rxpa_trust *t);

#endif /* RXPA_TRUST_H */
