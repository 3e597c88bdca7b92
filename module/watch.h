/* SPDX-License-Identifier: GPL-2.0 */
/* Which netdevs and drivers exist, and which of them are accounted. */
#ifndef RXPA_WATCH_H
#define RXPA_WATCH_H

int rxpa_watch_start(void);
void rxpa_watch_freeze(void);
void rxpa_watch_stop(void);

#endif /* RXPA_WATCH_H */
