/* SPDX-License-Identifier: GPL-2.0 */
/* Which netdevs and drivers exist, and which of them are accounted. */
#ifndef RXPA_WATCH_H
#define RXPA_WATCH_H

#include "driver.h"

struct net_device;
struct rxpa_port;

int rxpa_watch_start(void);
void rxpa_watch_freeze(void);
void rxpa_watch_stop(void);

struct rxpa_port *rxpa_port_of(const struct net_device *dev);
void rxpa_port_name(const struct rxpa_port *port, char *buf, size_t size);

#endif /* RXPA_WATCH_H */
