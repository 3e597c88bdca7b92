/* SPDX-License-Identifier: GPL-2.0 */
/* What stands in each file; include/rxpageacct.h has the grammar. */
#ifndef RXPA_SHOW_H
#define RXPA_SHOW_H

#include <linux/seq_file.h>

struct rxpa_driver;
struct rxpa_port;

void rxpa_show_head(struct seq_file *m, const char *kind,
		    const struct rxpa_port *port);
void rxpa_show_notes(struct seq_file *m, const struct rxpa_driver *d);
bool rxpa_show_missing(struct seq_file *m);
int rxpa_show_netdev(struct seq_file *m, void *unused);
int rxpa_show_walk(struct seq_file *m, void *unused);
int rxpa_show_netdevs(struct seq_file *m, void *unused);
int rxpa_show_status(struct seq_file *m, void *unused);

#endif /* RXPA_SHOW_H */
