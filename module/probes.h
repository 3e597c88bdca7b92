/* SPDX-License-Identifier: GPL-2.0 */
/* Arming and disarming the probes of one driver. */
#ifndef RXPA_PROBES_H
#define RXPA_PROBES_H

#include "driver.h"

int rxpa_probes_selftest(void);
void rxpa_probes_arm(struct rxpa_driver *driver, const struct module *mod);
void rxpa_probes_disarm(struct rxpa_driver *driver);
const char *rxpa_probe_kind_name(enum rxpa_probe_kind kind);
bool rxpa_probe_armed(const struct rxpa_probe *probe);
const char *rxpa_probe_type(const struct rxpa_probe *probe);
u64 rxpa_probe_hits(const struct rxpa_probe *probe);

#endif /* RXPA_PROBES_H */
