/* SPDX-License-Identifier: GPL-2.0 */
/* What layout.c, which looks names up, asks of layout_path.c. */
#ifndef RXPA_LAYOUT_PRIV_H
#define RXPA_LAYOUT_PRIV_H

#include "layout.h"

#define NAME_LEN	64

bool rxpa_path_to_rings(const struct rxpa_btf *btf, const char *spec,
			u32 ring_id, struct rxpa_layout *layout, char *name);
bool rxpa_path_to_number(const struct rxpa_btf *btf, const char *spec,
			 struct rxpa_layout *layout, char *name);
bool rxpa_path_to_owner(const struct rxpa_btf *btf, const char *spec,
			u32 owner_id, struct rxpa_layout *layout, char *name);

/* May an integer be so many bytes wide? */
static inline bool rxpa_is_int_size(u32 size)
{
	return size == 1 || size == 2 || size == 4 || size == 8;
}

#endif /* RXPA_LAYOUT_PRIV_H */
