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
 *   - unregister_kprobe() may fail, see kprobe_unregister().
 *   - unregister_ftrace_function() waits until no CPU and no task is in a
 *     trampoline or a handler any more (ftrace_shutdown(), kernel/trace/ftrace.c).
 */
#include <linux/kallsyms.h>
#include <linux/percpu.h>
#include <linux/slab.h>

#include "probe.h"

static const char * const kind_names[RXPA_NR_PROBE_KINDS] = {
	[RXPA_PROBE_REFILL]	= "refill",
	[RXPA_PROBE_CLEAN]	= "clean",
	[RXPA_PROBE_ALLOC]	= "alloc",
	[RXPA_PROBE_UNMAPPED]	= "unmapped",
	[RXPA_PROBE_RELEASE]	= "release",
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

/*
 * On arm64 the call of ftrace is the second instruction, or the third behind a
 * landing pad; no function calls another one as early.
 */
static enum patch ftrace_patch(unsigned long addr)
{
	unsigned long end = addr + (IS_ENABLED(CONFIG_ARM64) ? 8 : 0);

	for (; addr <= end; addr += 4)
		if (patch_at(addr) == PATCH_FTRACE)
			return PATCH_FTRACE;
	return PATCH_NONE;
}

static enum patch probe_patch(const struct rxpa_probe *probe)
{
	u32 flags = READ_ONCE(probe->kp.flags);
	enum patch patch;

	if (probe->ftrace)
		return ftrace_patch(probe->addr);
	patch = patch_at((unsigned long)probe->kp.addr);
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

/**
 * rxpa_probe_missed() - how often a probe was hit and its handler not called
 * @probe:	a registered probe
 *
 * ftrace skips nobody.
 */
unsigned long rxpa_probe_missed(const struct rxpa_probe *probe)
{
	return probe->ftrace ? 0 : READ_ONCE(probe->kp.nmissed);
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
static void kprobe_unregister(struct kprobe *kp)
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
	kprobe_unregister(&kp);
	return selftest_fired ? err : -ENODEV;
}

/* --- addresses --------------------------------------------------------- */

static int nothing_to_do(struct kprobe *kp, struct pt_regs *regs)
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
		.pre_handler = nothing_to_do,
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
 * rxpa_is_instruction() - does an instruction begin at an address?
 * @addr:	an address in some function
 *
 * What a disabled kprobe may stand on: register_kprobe() decodes the function up
 * to there (can_probe(), arch/x86/kernel/kprobes/core.c).
 *
 * Context: may sleep.
 * Return: false only if that is certain.
 */
bool rxpa_is_instruction(unsigned long addr)
{
	struct kprobe kp = {
		.addr = (kprobe_opcode_t *)addr,
		.pre_handler = nothing_to_do,
		.flags = KPROBE_FLAG_DISABLED,
	};
	int err = register_kprobe(&kp);

	if (!err)
		unregister_kprobe(&kp);
	return err != -EILSEQ;
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

/**
 * rxpa_probe_new() - a probe that is not registered yet
 * @d:		its driver, or NULL
 * @kind:	what it watches
 * @addr:	where
 *
 * Context: may sleep.
 * Return: the probe, or NULL when memory is short.
 */
struct rxpa_probe *rxpa_probe_new(struct rxpa_driver *d,
				  enum rxpa_probe_kind kind, unsigned long addr)
{
	struct rxpa_probe *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return NULL;
	p->hits = alloc_percpu(unsigned long);
	if (!p->hits) {
		kfree(p);
		return NULL;
	}
	p->driver = d;
	p->kind = kind;
	p->addr = addr;
	rxpa_describe(addr, p->where, sizeof(p->where));
	return p;
}

/**
 * rxpa_probe_free() - free it
 * @p:		a probe that is not registered (any more)
 */
void rxpa_probe_free(struct rxpa_probe *p)
{
	free_percpu(p->hits);
	kfree(p);
}

#ifdef RXPA_HAS_FTRACE
/* Free its filter: ftrace_free_filter() is exported from 6.2 on only. */
static void ftrace_forget(struct rxpa_probe *p)
{
	ftrace_set_filter(&p->ops, NULL, 0, 1);
}

static int ftrace_register(struct rxpa_probe *p, const struct rxpa_entry *entry)
{
	int err;

	p->ops.func = entry->ftrace;
	p->ops.flags = RXPA_FTRACE_FLAGS;
	err = ftrace_set_filter_ip(&p->ops, p->addr, 0, 0);
	if (err)
		return err;
	err = register_ftrace_function(&p->ops);
	if (err)
		ftrace_forget(p);
	else
		p->ftrace = true;
	return err;
}

static void ftrace_unregister(struct rxpa_probe *p)
{
	unregister_ftrace_function(&p->ops);
	ftrace_forget(p);
}
#else
static int ftrace_register(struct rxpa_probe *p, const struct rxpa_entry *entry)
{
	return -EOPNOTSUPP;
}

static void ftrace_unregister(struct rxpa_probe *p)
{
}
#endif

/**
 * rxpa_probe_site() - register a probe on an instruction
 * @p:		the probe
 * @handler:	what to do when it is hit
 *
 * Context: may sleep.
 * Return: 0, or what register_kprobe() says.
 */
int rxpa_probe_site(struct rxpa_probe *p, kprobe_pre_handler_t handler)
{
	p->kp.addr = (kprobe_opcode_t *)p->addr;
	p->kp.pre_handler = handler;
	return register_kprobe(&p->kp);
}

/**
 * rxpa_probe_entry() - register a probe on the entry of a function
 * @p:		the probe
 * @entry:	what to do when it is hit
 *
 * Context: may sleep.
 * Return: 0, or what register_kprobe() says.
 */
int rxpa_probe_entry(struct rxpa_probe *p, const struct rxpa_entry *entry)
{
	if (!ftrace_register(p, entry))
		return 0;
	return rxpa_probe_site(p, entry->kprobe);
}

/**
 * rxpa_probes_unregister() - take probes away
 * @probe:	registered probes
 * @nr:		how many; RXPA_MAX_PROBES at the most
 *
 * Kprobes share a grace period.  Afterwards no handler of theirs runs any more.
 *
 * Context: may sleep.
 */
void rxpa_probes_unregister(struct rxpa_probe **probe, u32 nr)
{
	struct kprobe *kp[RXPA_MAX_PROBES];
	u32 i, n = 0;

	for (i = 0; i < nr; i++) {
		if (probe[i]->ftrace)
			ftrace_unregister(probe[i]);
		else if (probe[i]->kp.flags & KPROBE_FLAG_FTRACE)
			kprobe_unregister(&probe[i]->kp); /* may fail once */
		else
			kp[n++] = &probe[i]->kp;
	}
	if (n)
		unregister_kprobes(kp, n);
}
