/* SPDX-License-Identifier: GPL-2.0 */
/* What stands in each file; include/rxpageacct.h has the grammar. */
#ifndef RXPA_SHOW_H
#define RXPA_SHOW_H

#include <linux/seq_file.h>

#include "report.h"
#include "rtnl.h"

struct rxpa_driver;
struct rxpa_port;

/* Columns of <netdev>, in their order. */
enum rxpa_queue_column {
	RXPA_Q_QUEUE, RXPA_Q_DESC, RXPA_Q_HELD, RXPA_Q_BYTES, RXPA_Q_ORDER,
	RXPA_Q_ADOPTED, RXPA_Q_ALLOCATED, RXPA_Q_RELEASED, RXPA_Q_RECYCLED,
	RXPA_Q_FAILED, RXPA_Q_ORPHANED, RXPA_Q_REFILLS, RXPA_Q_HELD_MAX,
	RXPA_Q_NTU, RXPA_Q_NTC, RXPA_Q_NTA, RXPA_Q_AGE, RXPA_Q_STATE,
	RXPA_Q_NR
};

extern const struct rxpa_column rxpa_queue_columns[RXPA_Q_NR];

/* States of queues that need a word; how many queues are in each. */
#define RXPA_NR_NOTED	5

/**
 * struct rxpa_read - one read of a file
 * @m:		the file
 * @patience:	how long it still waits for RTNL
 * @retries:	how often it still waits for a queue to come to rest
 * @noted:	queues in states that need a word
 */
struct rxpa_read {
	struct seq_file *m;
	struct rxpa_patience patience;
	u32 retries;
	u32 noted[RXPA_NR_NOTED];
};

void rxpa_read_start(struct rxpa_read *r, struct seq_file *m);
int rxpa_port_lock(struct rxpa_patience *patience, u64 id,
		   struct rxpa_port **port);
int rxpa_read_queue(struct rxpa_read *r, u64 port, u32 queue,
		    struct rxpa_cell *cell, bool *whole);

void rxpa_show_head(struct seq_file *m, const char *kind,
		    const struct rxpa_port *port);
void rxpa_show_headless(struct seq_file *m, const char *kind);
void rxpa_show_keys(struct seq_file *m, const struct rxpa_table *table);
void rxpa_show_total(struct seq_file *m, struct rxpa_table *table,
		     const char *state);
void rxpa_show_states(struct rxpa_read *r);
void rxpa_show_notes(struct seq_file *m, const struct rxpa_driver *d);
void rxpa_show_waited(struct seq_file *m);
bool rxpa_show_missing(struct seq_file *m);

int rxpa_show_netdev(struct seq_file *m, void *unused);
int rxpa_show_walk(struct seq_file *m, void *unused);
int rxpa_show_netdevs(struct seq_file *m, void *unused);
int rxpa_show_status(struct seq_file *m, void *unused);

#endif /* RXPA_SHOW_H */
