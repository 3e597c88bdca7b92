/* SPDX-License-Identifier: GPL-2.0 */
/* Rows of a view put together, a row a driver or NUMA node. */
#ifndef RXPA_TOP_GROUP_H
#define RXPA_TOP_GROUP_H

#include "model.h"

/* The view's rows become its groups. */
void group_rows(struct view *view, const struct view_opts *opts);
void group_free(struct view *view);

/* Does a row belong to the group of this name? */
bool group_has(enum group group, const char *name, const struct row *row);

#endif
