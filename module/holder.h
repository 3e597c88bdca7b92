/* SPDX-License-Identifier: GPL-2.0 */
/* Which queue holds a page that is being released? */
#ifndef RXPA_HOLDER_H
#define RXPA_HOLDER_H

#include "account.h"

/* What rxpa_holder_search() has to say where there is no queue. */
#define RXPA_IN_NO_RING		((struct rxpa_queue *)NULL)
#define RXPA_NOT_SEARCHED	((struct rxpa_queue *)-1L)

bool rxpa_holder_near(struct rxpa_queue *q, unsigned long page);
struct rxpa_queue *rxpa_holder_last(void);
struct rxpa_queue *rxpa_holder_served(unsigned long page);
struct rxpa_queue *rxpa_holder_search(const struct rxpa_driver *d,
				      unsigned long page);
bool rxpa_holder_ring(struct rxpa_queue *q, unsigned long ring,
		      unsigned long page);
bool rxpa_holder_has_ring(const struct rxpa_queue *q, unsigned long ring);
void rxpa_holder_serves(struct rxpa_queue *q);
void rxpa_holder_forget(const struct rxpa_queue *first,
			const struct rxpa_queue *end);

#endif /* RXPA_HOLDER_H */
