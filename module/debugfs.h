/* SPDX-License-Identifier: GPL-2.0 */
/* The user's files. */
#ifndef RXPA_DEBUGFS_H
#define RXPA_DEBUGFS_H

struct rxpa_port;

int rxpa_debugfs_init(void);
void rxpa_debugfs_publish(void);
void rxpa_debugfs_exit(void);
void rxpa_debugfs_sync(void);
void rxpa_debugfs_port_remove(struct rxpa_port *port);

#endif /* RXPA_DEBUGFS_H */
