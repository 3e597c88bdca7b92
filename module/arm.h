/* SPDX-License-Identifier: GPL-2.0 */
/* Drivers are looked at, armed and disarmed. */
#ifndef RXPA_ARM_H
#define RXPA_ARM_H

#include "probe.h"

struct module;

void rxpa_driver_arm(struct rxpa_driver *d, const struct module *mod);
void rxpa_driver_disarm(struct rxpa_driver *d);
void rxpa_arm_probes(struct rxpa_driver *d, const struct module *mod);
void rxpa_disarm_probes(struct rxpa_driver *d);
const struct rxpa_probe *rxpa_release_probe(const struct rxpa_driver *d);

#endif /* RXPA_ARM_H */
