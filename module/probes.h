/* SPDX-License-Identifier: GPL-2.0 */
/* One probe (probe.c), and all probes of a driver (probes.c). */
#ifndef RXPA_PROBES_H
#define RXPA_PROBES_H

#include "driver.h"

int rxpa_probes_selftest(void);
unsigned long rxpa_symbol_address(const char *name);
void rxpa_describe(unsigned long addr, char *buf, size_t size);
int rxpa_probe_add(struct rxpa_driver *d, enum rxpa_probe_kind kind,
		   unsigned long addr);
void rxpa_probe_remove_last(struct rxpa_driver *d);
void rxpa_probes_arm(struct rxpa_driver *driver, const struct module *mod);
void rxpa_probes_disarm(struct rxpa_driver *driver);
const char *rxpa_probe_kind_name(enum rxpa_probe_kind kind);
bool rxpa_probe_armed(const struct rxpa_probe *probe);
const char *rxpa_probe_type(const struct rxpa_probe *probe);
u64 rxpa_probe_hits(const struct rxpa_probe *probe);

#endif /* RXPA_PROBES_H */
