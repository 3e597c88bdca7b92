/* SPDX-License-Identifier: GPL-2.0 */
#ifndef RXPA_EVENTS_H
#define RXPA_EVENTS_H

#include "driver.h"

kprobe_pre_handler_t rxpa_handler(enum rxpa_probe_kind kind);

#endif /* RXPA_EVENTS_H */
