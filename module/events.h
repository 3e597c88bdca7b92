/* SPDX-License-Identifier: GPL-2.0 */
/* What a probe hit means: events.c, and refill.c for the hot one. */
#ifndef RXPA_EVENTS_H
#define RXPA_EVENTS_H

#include "layout.h"
#include "probe.h"

struct rxpa_queue;

void rxpa_refill(struct rxpa_driver *d, unsigned long ring, unsigned long sp,
		 unsigned long caller);
void rxpa_clean_task(struct rxpa_queue *q, const struct rxpa_layout *l,
		     unsigned long ring);

const struct rxpa_entry *rxpa_entry_of(enum rxpa_probe_kind kind);
kprobe_pre_handler_t rxpa_site_of(enum rxpa_probe_kind kind);

#endif /* RXPA_EVENTS_H */
