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

/* All drivers in the table; rxpa_watch_mutex or RTNL to look at their state. */
u32 rxpa_nr_drivers(void);
struct rxpa_driver *rxpa_driver_at(u32 i);
struct rxpa_driver *rxpa_driver_of(const struct net_device *dev);

void rxpa_port_name(const struct rxpa_port *port, char *buf, size_t size);

#endif /* RXPA_WATCH_H */
