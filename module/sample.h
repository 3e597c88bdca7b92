/* SPDX-License-Identifier: GPL-2.0 */
/* One consistent moment of a queue, for those who read it under RTNL. */
#ifndef RXPA_SAMPLE_H
#define RXPA_SAMPLE_H

#include "rings.h"

/**
 * struct rxpa_sample - one moment of a queue; a has_ flag guards what it names
 * @ring:	the ring as it was read
 * @held:	pages in its slots
 * @order:	order of these pages
 * @ev:		events since t0; account.h explains the words
 * @adopted:	pages at t0
 * @orphaned:	adopted + net pages - held
 * @raw:	events ever, with which moments are compared
 * @recycled:	pages given back to the ring since t0
 * @held_max:	high-water mark of held
 * @when:	the moment, in jiffies
 * @state:	RXPA_STATE_...
 * @quiet:	nothing moved while it was taken
 * @has_ring:	@ring, its count and indexes
 * @has_held:	@held
 * @has_order:	@order; never without pages
 * @has_adopted: @adopted
 * @has_orphaned: @orphaned
 */
struct rxpa_sample {
	struct rxpa_ring ring;
	u32 held;
	u32 order;
	struct rxpa_events ev;
	struct rxpa_events raw;
	s64 adopted;
	s64 orphaned;
	u64 recycled;
	u32 held_max;
	unsigned long when;
	const char *state;
	bool quiet;
	bool has_ring;
	bool has_held;
	bool has_order;
	bool has_adopted;
	bool has_orphaned;
};

void rxpa_sample_queue(struct rxpa_queue *q, const struct rxpa_rings *rings,
		       struct rxpa_sample *s);
bool rxpa_sample_still(struct rxpa_queue *q, const struct rxpa_sample *s);

#endif /* RXPA_SAMPLE_H */
