/* SPDX-License-Identifier: GPL-2.0 */
/* The full slot walk of one queue. */
#ifndef RXPA_WALK_H
#define RXPA_WALK_H

#include "sample.h"

#define RXPA_MAX_NODES	32

/**
 * struct rxpa_walk - what the slots of one ring hold
 * @state:	RXPA_STATE_...
 * @held:	by the indexes
 * @walked:	by the slots
 * @bytes:	what they weigh, each by its own order
 * @lent:	pages that the network stack holds too
 * @offnode:	pages on another node than the device's, if that has one
 * @biased:	pages whose refcount carries the driver's bias
 * @node:	pages by NUMA node; the last entry takes all that have no column
 * @tries:	walks that it took
 * @consistent:	nothing moved during the last walk: the numbers are exact
 */
struct rxpa_walk {
	const char *state;
	u32 held;
	u32 walked;
	u64 bytes;
	u32 lent;
	u32 offnode;
	u32 biased;
	u32 node[RXPA_MAX_NODES + 1];
	u32 tries;
	bool consistent;
};

void rxpa_walk_queue(struct rxpa_queue *q, const struct rxpa_rings *rings,
		     struct rxpa_walk *w);

#endif /* RXPA_WALK_H */
