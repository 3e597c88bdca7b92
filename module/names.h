/* SPDX-License-Identifier: GPL-2.0 */
/* Alternatives in one string, "a|b|c": how driver tables write them. */
#ifndef RXPA_NAMES_H
#define RXPA_NAMES_H

#include "pure.h"

bool rxpa_has_name(const char *alternatives, const char *name, size_t len);
const char *rxpa_next_name(const char *alternatives, char *buf, size_t size);

#endif /* RXPA_NAMES_H */
