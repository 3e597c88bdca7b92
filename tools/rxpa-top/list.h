/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of which some are in sight, and perhaps one is chosen. */
#ifndef RXPA_TOP_LIST_H
#define RXPA_TOP_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list {
	size_t n, top, page;
	size_t at;		/* the one that is chosen, where one is */
};

/* As many lines as there are, and room for; the chosen one comes into sight. */
void list_clamp(struct list *list, size_t n, int room, bool chosen);

/* Moves by @by lines; a page moves what is in sight, too. */
void list_move(struct list *list, long by, bool page, bool chosen);

/* Is it a key that moves?  Then it has. */
bool list_key(struct list *list, int key, bool chosen);

#endif
