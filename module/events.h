/* SPDX-License-Identifier: GPL-2.0 */
#ifndef RXPA_EVENTS_H
#define RXPA_EVENTS_H

#include <linux/percpu.h>
#include <linux/preempt.h>

#include "driver.h"

/* NAPI context in the sense of frame.h: softirq, or BH off. */
static __always_inline bool rxpa_soft_ctx(void)
{
	return in_softirq();
}

/* The probe that was hit, counted. */
static __always_inline struct rxpa_probe *rxpa_hit(struct kprobe *kp)
{
	struct rxpa_probe *p = container_of(kp, struct rxpa_probe, kp);

	__this_cpu_inc(*p->hits);
	return p;
}

int rxpa_on_refill(struct kprobe *kp, struct pt_regs *regs);

kprobe_pre_handler_t rxpa_handler(enum rxpa_probe_kind kind);

#endif /* RXPA_EVENTS_H */
