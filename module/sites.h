/* SPDX-License-Identifier: GPL-2.0 */
/* Sites: instructions inside a driver's functions that a probe can watch. */
#ifndef RXPA_SITES_H
#define RXPA_SITES_H

#include <linux/types.h>

struct module;

#define RXPA_MAX_SITES	8

/**
 * struct rxpa_text - a driver's text, copied before a probe of ours stands in it
 * @copy:	the copy, or NULL where the text could not be read
 * @start:	where the text itself begins
 * @size:	bytes of it
 */
struct rxpa_text {
	void *copy;
	unsigned long start;
	unsigned long size;
};

void rxpa_text_copy(struct rxpa_text *text, unsigned long start,
		    unsigned long size);
void rxpa_text_free(struct rxpa_text *text);
int rxpa_sites_behind(const struct rxpa_text *text, const char *callees,
		      const char *within, u64 *sites);
int rxpa_sites_at(const struct rxpa_text *text, const char *callees,
		  const char *within, u64 *sites);

#endif /* RXPA_SITES_H */
