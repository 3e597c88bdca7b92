/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One probe: on the entry of a function, or on an instruction inside one (a
 * site).
 *
 * Entries are an ftrace_ops of our own where ftrace can be had: it costs half of
 * what a kprobe there costs, is told who called, and is never skipped because
 * another probe's handler is running on this CPU.  Else, and for sites, a kprobe.
 */
#ifndef RXPA_PROBE_H
#define RXPA_PROBE_H

#include <linux/percpu.h>

#include "compat.h"
#include "driver.h"

/* What a probe watches. */
enum rxpa_probe_kind {
	RXPA_PROBE_REFILL,	/* entry of the refill function */
	RXPA_PROBE_CLEAN,	/* entry of the clean function */
	RXPA_PROBE_ALLOC,	/* behind the page allocation in the refill */
	RXPA_PROBE_UNMAPPED,	/* call that frees a page the refill took */
	RXPA_PROBE_RELEASE,	/* entry of what drops the bias; all drivers' */
	RXPA_NR_PROBE_KINDS,
};

/**
 * struct rxpa_probe - one probe
 * @kp:		the kprobe, unless @ftrace
 * @ops:	its ftrace_ops, if @ftrace
 * @ftrace:	it is an ftrace_ops
 * @addr:	where
 * @driver:	whose; NULL for the release probe
 * @kind:	enum rxpa_probe_kind
 * @hits:	per CPU
 * @where:	symbol+offset, for the reader
 */
struct rxpa_probe {
	struct kprobe kp;
#ifdef RXPA_HAS_FTRACE
	struct ftrace_ops ops;
#endif
	bool ftrace;
	unsigned long addr;
	struct rxpa_driver *driver;
	enum rxpa_probe_kind kind;
	unsigned long __percpu *hits;
	char where[64];
};

/* The handlers of an entry: one body, two ways to be called. */
struct rxpa_entry {
	kprobe_pre_handler_t kprobe;
#ifdef RXPA_HAS_FTRACE
	ftrace_func_t ftrace;
#endif
};

/* The probe that was hit, counted. */
static __always_inline struct rxpa_probe *rxpa_hit(struct kprobe *kp)
{
	struct rxpa_probe *p = container_of(kp, struct rxpa_probe, kp);

	__this_cpu_inc(*p->hits);
	return p;
}

#define RXPA_ENTRY_KPROBE(handler)					\
static int handler##_kprobe(struct kprobe *kp, struct pt_regs *regs)	\
{									\
	handler(rxpa_hit(kp), rxpa_arg0(regs),				\
		kernel_stack_pointer(regs), rxpa_return_address(regs));	\
	return 0;							\
}									\
NOKPROBE_SYMBOL(handler##_kprobe)

#ifdef RXPA_HAS_FTRACE
#define RXPA_ENTRY(handler)						\
RXPA_ENTRY_KPROBE(handler);						\
									\
static void notrace handler##_ftrace(unsigned long ip,			\
				     unsigned long caller,		\
				     struct ftrace_ops *ops,		\
				     struct rxpa_fregs *fregs)		\
{									\
	struct rxpa_probe *p = container_of(ops, struct rxpa_probe, ops); \
									\
	preempt_disable_notrace();					\
	__this_cpu_inc(*p->hits);					\
	handler(p, rxpa_fregs_arg0(fregs), rxpa_fregs_sp(fregs), caller); \
	preempt_enable_notrace();					\
}									\
									\
static const struct rxpa_entry handler##_entry = {			\
	.kprobe = handler##_kprobe, .ftrace = handler##_ftrace,		\
}
#else
#define RXPA_ENTRY(handler)						\
RXPA_ENTRY_KPROBE(handler);						\
									\
static const struct rxpa_entry handler##_entry = {			\
	.kprobe = handler##_kprobe,					\
}
#endif

int rxpa_probes_selftest(void);
unsigned long rxpa_symbol_address(const char *name);
bool rxpa_is_instruction(unsigned long addr);
void rxpa_describe(unsigned long addr, char *buf, size_t size);

struct rxpa_probe *rxpa_probe_new(struct rxpa_driver *d,
				  enum rxpa_probe_kind kind, unsigned long addr);
int rxpa_probe_entry(struct rxpa_probe *p, const struct rxpa_entry *entry);
int rxpa_probe_site(struct rxpa_probe *p, kprobe_pre_handler_t handler);
void rxpa_probes_unregister(struct rxpa_probe **probe, u32 nr);
void rxpa_probe_free(struct rxpa_probe *p);

const char *rxpa_probe_kind_name(enum rxpa_probe_kind kind);
bool rxpa_probe_armed(const struct rxpa_probe *probe);
const char *rxpa_probe_type(const struct rxpa_probe *probe);
u64 rxpa_probe_hits(const struct rxpa_probe *probe);
unsigned long rxpa_probe_missed(const struct rxpa_probe *probe);

#endif /* RXPA_PROBE_H */
