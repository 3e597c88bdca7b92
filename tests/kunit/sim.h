/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A driver at work without probes: its rings move, and the module's handlers are
 * called by hand at the moments at which probes would call them, with registers
 * made up.  What happened is counted here too, and so are the pages in the
 * slots, one by one.
 */
#ifndef RXPA_SIM_H
#define RXPA_SIM_H

#include "account.h"
#include "fixture.h"
#include "probe.h"
#include "sample.h"

#define SIM_QUEUES	3
#define SIM_COUNT	64

/* What becomes of a received page. */
enum sim_way { SIM_RECYCLE, SIM_RELEASE, SIM_LOSE };

/**
 * struct sim_truth - what happened to one queue; the same names as the samples'
 * @lost:	pages that the driver forgot without letting them go
 */
struct sim_truth {
	u64 allocated;
	u64 unmapped;
	u64 released;
	u64 failed;
	u64 refills;
	u64 recycled;
	u64 lost;
	u32 held_max;
};

/**
 * struct sim - the driver and its netdev
 * @real:	probes and pages are real: fixture.c does the work, not this file
 * @sp:		stack pointer at a function's entry
 */
struct sim {
	bool real;
	unsigned long sp;
	struct rxpa_driver driver;
	struct rxpa_probe probe[RXPA_NR_PROBE_KINDS];
	struct net_device *dev;
	struct rxpa_port *port;
	unsigned long pages;
	struct sim_truth truth[SIM_QUEUES];
};

int sim_init(struct kunit *test);
int sim_init_real(struct kunit *test);
void sim_exit(struct kunit *test);
void sim_hash(struct sim *sim);
void sim_unhash(struct sim *sim);
void sim_hit(struct sim *sim, enum rxpa_probe_kind kind, unsigned long arg,
	     bool at_entry, bool soft);
void sim_refill(struct sim *sim, u32 queue, u32 n, bool soft);
void sim_receive(struct sim *sim, u32 queue, u32 n, enum sim_way way);
void sim_clean(struct sim *sim, u32 queue);
void sim_busy(struct sim *sim, u32 queue, bool busy);
void sim_sample(struct sim *sim, u32 queue, struct rxpa_sample *s);
void sim_trust_check(struct sim *sim);
u32 sim_posted(struct sim *sim, u32 queue);
u32 sim_unused(struct sim *sim, u32 queue);

#endif /* RXPA_SIM_H */
