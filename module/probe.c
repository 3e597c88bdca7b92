// SPDX-License-Identifier: GPL-2.0
/*
 * One probe: where it is, how the kernel armed it, how often it was hit.
 *
 * Why no handler can run after its memory is gone (kernel/kprobes.c):
 *
 *   - A hit looks its probe up anew, with preemption or interrupts off, be it
 *     ftrace's, a breakpoint's or a jump's; unregister_kprobe() takes the probe
 *     out of where it is looked up and waits for a grace period, and only then
 *     is it freed.
 *   - A jump may stay in the text until kprobe_optimizer() gets to it, but its
 *     detour is the kernel's and goes through the list of an aggregate probe,
 *     which ours has left by then: it finds nobody to call.
 *   - A driver that is unloaded runs no more when the module notifiers are
 *     called; kprobes' own comes before ours (watch.c) and marks the probes gone,
 *     so that unregistering them touches no text.  Ports are freed after all
 *     probes, in the exit ladder.
 *   - unregister_kprobe() may fail, see probe_unregister().
 */
#include <linux/kallsyms.h>
#include <linux/percpu.h>
#include <linux/slab.h>

#include "compat.h"
#include "events.h"
#include "probes.h"

static const char * const kind_names[RXPA_NR_PROBE_KINDS] = {
	[RXPA_PROBE_REFILL]	= "refill",
	[RXPA_PROBE_CLEAN]	= "clean",
	[RXPA_PROBE_ALLOC]	= "alloc",
	[RXPA_PROBE_UNMAPPED]	= "unmapped",
	[RXPA_PROBE_DRAIN]	= "release",
	[RXPA_PROBE_TEARDOWN]	= "teardown",
};

/**
 * rxpa_probe_kind_name() - a probe's kind as :status calls it
 * @kind:	the kind
 */
const char *rxpa_probe_kind_name(enum rxpa_probe_kind kind)
{
	return kind_names[kind];
}

/* What stands in the text where a probe is. */
enum patch { PATCH_NONE, PATCH_FTRACE, PATCH_JUMP, PATCH_BREAKPOINT };

static enum patch patch_at(unsigned long addr)
{
#if defined(CONFIG_X86_64)
	u8 insn;

	if (rxpa_copy_nofault(&insn, (void *)addr, sizeof(insn)))
		return PATCH_NONE;
	switch (insn) {
	case 0xe8:	/* call of an ftrace trampoline, else a nop */
		return PATCH_FTRACE;
	case 0xe9:
		return PATCH_JUMP;
	case 0xcc:
		return PATCH_BREAKPOINT;
	}
#else
	u32 insn;

	if (rxpa_copy_nofault(&insn, (void *)addr, sizeof(insn)))
		return PATCH_NONE;
	if (insn >> 26 == 0x25)			/* bl */
		return PATCH_FTRACE;
	if (insn >> 26 == 0x05)			/* b */
		return PATCH_JUMP;
	if ((insn & 0xffe0001f) == 0xd4200000)	/* brk */
		return PATCH_BREAKPOINT;
#endif
	return PATCH_NONE;
}

static enum patch probe_patch(const struct rxpa_probe *probe)
{
	enum patch patch = patch_at((unsigned long)probe->kp.addr);
	u32 flags = READ_ONCE(probe->kp.flags);

	if (flags & KPROBE_FLAG_GONE)
		return PATCH_NONE;
	/* A call site is a call itself: without ftrace, that is no patch. */
	if (patch == PATCH_FTRACE && !(flags & KPROBE_FLAG_FTRACE))
		return PATCH_NONE;
	return patch;
}

/**
 * rxpa_probe_armed() - is the probe in the text?
 * @probe:	a registered probe
 *
 * Nothing tells when kprobes or ftrace are switched off as a whole.
 *
 * Context: any.
 */
bool rxpa_probe_armed(const struct rxpa_probe *probe)
{
	return probe_patch(probe) != PATCH_NONE;
}

/**
 * rxpa_probe_type() - how the kernel armed a probe
 * @probe:	a registered probe
 *
 * Return: "ftrace", "optimized" (a jump), "breakpoint" or "disarmed".
 */
const char *rxpa_probe_type(const struct rxpa_probe *probe)
{
	static const char * const names[] = {
		[PATCH_NONE]		= "disarmed",
		[PATCH_FTRACE]		= "ftrace",
		[PATCH_JUMP]		= "optimized",
		[PATCH_BREAKPOINT]	= "breakpoint",
	};

	return names[probe_patch(probe)];
}

/**
 * rxpa_probe_hits() - how often a probe's handler ran
 * @probe:	a registered probe
 */
u64 rxpa_probe_hits(const struct rxpa_probe *probe)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(*per_cpu_ptr(probe->hits, cpu));
	return sum;
}

/*
 * unregister_kprobe() leaves a function's probe armed and in the kernel's table
 * when ftrace finds no memory for a smaller list of functions, and all that says
 * so is that kp->addr is NULL.  By then kprobes has counted the probe out
 * (__disarm_kprobe_ftrace()), so failing again would count out somebody else's.
 * A probe that says it is disabled already is taken from the table without
 * asking ftrace and cannot fail.  The function stays on ftrace's list: it calls
 * kprobes, which finds no probe there.
 */
static void probe_unregister(struct kprobe *kp)
{
	kprobe_opcode_t *addr = kp->addr;

	unregister_kprobe(kp);
	if (kp->addr)
		return;
	kp->addr = addr;
	kp->flags |= KPROBE_FLAG_DISABLED;
	unregister_kprobe(kp);
}

/* --- self-test --------------------------------------------------------- */

static bool selftest_fired;

static noinline int selftest_target(int x)
{
	barrier(); /* keeps the call, and the function, from being folded */
	return x + 1;
}

static int selftest_hit(struct kprobe *kp, struct pt_regs *regs)
{
	selftest_fired = rxpa_arg0(regs) == 41;
	return 0;
}

/**
 * rxpa_probes_selftest() - does a kprobe on this kernel fire?
 *
 * Context: may sleep.
 * Return: 0; -ENODEV when a probe registers and does not fire (kprobes are
 * disarmed in <debugfs>/kprobes/enabled); what register_kprobe() says.
 */
int rxpa_probes_selftest(void)
{
	struct kprobe kp = {
		.addr = (kprobe_opcode_t *)selftest_target,
		.pre_handler = selftest_hit,
	};
	int err;

	selftest_fired = false;
	err = register_kprobe(&kp);
	if (err)
		return err;
	if (selftest_target(41) != 42)
		err = -ENODEV;
	probe_unregister(&kp);
	return selftest_fired ? err : -ENODEV;
}

/* --- addresses --------------------------------------------------------- */

static int never(struct kprobe *kp, struct pt_regs *regs)
{
	return 0;
}

/**
 * rxpa_symbol_address() - where a symbol is
 * @name:	"symbol" or "module:symbol"
 *
 * kallsyms_lookup_name() is not exported since 5.7.  A kprobe resolves a
 * symbol as well; it is registered disabled, so no text is touched, and it can
 * be unregistered without fail.
 *
 * Context: may sleep.
 * Return: the address, or 0.  With indirect branch tracking it lies behind the
 * endbr at a function's entry.
 */
unsigned long rxpa_symbol_address(const char *name)
{
	struct kprobe kp = {
		.symbol_name = name,
		.pre_handler = never,
		.flags = KPROBE_FLAG_DISABLED,
	};
	unsigned long addr;

	if (register_kprobe(&kp))
		return 0;
	addr = (unsigned long)kp.addr;
	unregister_kprobe(&kp);
	return addr;
}

/**
 * rxpa_describe() - "symbol+0xoff" of an address, without size and module
 * @addr:	the address
 * @buf:	where to
 * @size:	of @buf
 */
void rxpa_describe(unsigned long addr, char *buf, size_t size)
{
	char sym[KSYM_SYMBOL_LEN];
	char *end;

	sprint_symbol(sym, addr);
	end = strpbrk(sym, "/ ");
	if (end)
		*end = '\0';
	strscpy(buf, sym, size);
}

/* --- registration -------------------------------------------------------- */

static void probe_free(struct rxpa_probe *p)
{
	free_percpu(p->hits);
	kfree(p);
}

/**
 * rxpa_probe_add() - register one more probe of a driver
 * @d:		the driver
 * @kind:	what it watches
 * @addr:	where
 *
 * Context: rxpa_watch_mutex held; may sleep.
 * Return: 0, -ENOSPC, -ENOMEM, or what register_kprobe() says.
 */
int rxpa_probe_add(struct rxpa_driver *d, enum rxpa_probe_kind kind,
		   unsigned long addr)
{
	struct rxpa_probe *p;
	int err;

	if (d->nr_probes == RXPA_MAX_PROBES)
		return -ENOSPC;
	p = kzalloc(sizeof(*p), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	p->hits = alloc_percpu(unsigned long);
	if (!p->hits) {
		kfree(p);
		return -ENOMEM;
	}
	p->driver = d;
	p->kind = kind;
	p->kp.addr = (kprobe_opcode_t *)addr;
	p->kp.pre_handler = rxpa_handler(kind);
	rxpa_describe(addr, p->where, sizeof(p->where));
	err = register_kprobe(&p->kp);
	if (err) {
		probe_free(p);
		return err;
	}
	d->probe[d->nr_probes++] = p;
	return 0;
}

/**
 * rxpa_probe_remove_last() - take the probe away that was added last
 * @d:	the driver, with at least one probe
 *
 * Afterwards its handler runs no more.
 *
 * Context: rxpa_watch_mutex held; may sleep.
 */
void rxpa_probe_remove_last(struct rxpa_driver *d)
{
	struct rxpa_probe *p = d->probe[--d->nr_probes];

	probe_unregister(&p->kp);
	probe_free(p);
}
