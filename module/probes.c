// SPDX-License-Identifier: GPL-2.0
/*
 * Probes of one driver: two function entries, and the call sites of the page
 * allocator and of __page_frag_cache_drain() wherever the compiler put them.
 *
 * Why no handler can run after its memory is gone: rxpa_probes_disarm() is the
 * only place that frees probes, and unregister_kprobe() waits until no CPU is
 * in a handler any more (synchronize_rcu(), kernel/kprobes.c).  A driver that
 * is unloaded takes its text with it, but not before the module notifiers have
 * run: kprobes' own goes first and takes the probes out of the text, then ours,
 * where watch.c unregisters them.  Ports outlive the probes: they are freed
 * later in the exit ladder.
 */
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/vmalloc.h>

#include "callsite.h"
#include "compat.h"
#include "events.h"
#include "probes.h"

/* No driver's text is larger (ice: about 700 KiB). */
#define MAX_TEXT	(8UL << 20)
#define MAX_SITES	8
#define MAX_TARGETS	8

#if defined(CONFIG_X86_64)
#define THIS_ARCH	RXPA_ARCH_X86_64
#define CALL_LEN	RXPA_CALL_LEN_X86_64
#else
#define THIS_ARCH	RXPA_ARCH_ARM64
#define CALL_LEN	RXPA_CALL_LEN_ARM64
#endif

/* dev_alloc_pages() is inline; this is what it calls, by kernel release. */
static const char alloc_names[] =
	"__alloc_pages_nodemask|"	/* up to 5.12 */
	"__alloc_pages|"		/* 5.13 to 6.9 */
	"__alloc_pages_noprof|"		/* 6.10 on */
	"alloc_pages_node_noprof";	/* 7.x */
static const char drain_names[] = "__page_frag_cache_drain";
static const char free_names[] = "__free_pages";

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
	unregister_kprobe(&kp);
	return selftest_fired ? err : -ENODEV;
}

/* --- addresses --------------------------------------------------------- */

static int never(struct kprobe *kp, struct pt_regs *regs)
{
	return 0;
}

/*
 * kallsyms_lookup_name() is not exported since 5.7.  A kprobe resolves a
 * symbol as well; it is registered disabled, so no text is touched.
 */
static unsigned long symbol_address(const char *name)
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

/* "symbol+0xoff" of an address, without size and module. */
static void describe(unsigned long addr, char *buf, size_t size)
{
	char sym[KSYM_SYMBOL_LEN];
	char *end;

	sprint_symbol(sym, addr);
	end = strpbrk(sym, "/ ");
	if (end)
		*end = '\0';
	strscpy(buf, sym, size);
}

/*
 * Does @where, a symbol+offset, lie in one of the functions @alternatives?  The
 * .cold half of a function runs in its frame; other parts that gcc splits off
 * (.part.0, .constprop.0) are functions of their own.
 */
static bool lies_in(const char *where, const char *alternatives)
{
	size_t len = strcspn(where, "+.");

	if (where[len] == '.' && strncmp(where + len, ".cold", 5))
		return false;
	return rxpa_has_name(alternatives, where, len);
}

/*
 * With indirect branch tracking a probe moves behind the endbr at the entry;
 * a call goes to the entry itself.
 */
static u32 find_targets(const char *names, u64 *targets)
{
	char name[KSYM_NAME_LEN];
	char where[KSYM_NAME_LEN];
	unsigned long addr, off;
	u32 nr = 0;
	char *plus;

	while (names && nr + 2 <= MAX_TARGETS) {
		names = rxpa_next_name(names, name, sizeof(name));
		addr = symbol_address(name);
		if (!addr)
			continue;
		targets[nr++] = addr;
		describe(addr, where, sizeof(where));
		plus = strchr(where, '+');
		if (plus && !kstrtoul(plus + 1, 16, &off) && off)
			targets[nr++] = addr - off;
	}
	return nr;
}

static int read_text(void *dst, u64 addr, size_t len, void *arg)
{
	return rxpa_copy_nofault(dst, (void *)(unsigned long)addr, len) ?
	       -EFAULT : 0;
}

/* --- one probe ---------------------------------------------------------- */

static void probe_free(struct rxpa_probe *p)
{
	free_percpu(p->hits);
	kfree(p);
}

static int probe_add(struct rxpa_driver *d, enum rxpa_probe_kind kind,
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
	describe(addr, p->where, sizeof(p->where));
	err = register_kprobe(&p->kp);
	if (err) {
		probe_free(p);
		return err;
	}
	d->probe[d->nr_probes++] = p;
	return 0;
}

static void probe_remove_last(struct rxpa_driver *d)
{
	struct rxpa_probe *p = d->probe[--d->nr_probes];

	unregister_kprobe(&p->kp);
	probe_free(p);
}

/* --- one driver --------------------------------------------------------- */

/* A probe on the entry of the first of some functions that exists. */
static int add_entry(struct rxpa_driver *d, enum rxpa_probe_kind kind,
		     const char *functions)
{
	char name[KSYM_NAME_LEN], full[KSYM_NAME_LEN + MODULE_NAME_LEN];
	unsigned long addr;

	while (functions) {
		functions = rxpa_next_name(functions, name, sizeof(name));
		snprintf(full, sizeof(full), "%s:%s", d->names->module, name);
		addr = symbol_address(full);
		if (addr)
			return probe_add(d, kind, addr);
	}
	return -ENOENT;
}

/*
 * Call sites of some functions in the driver's text; more than MAX_SITES are
 * not stored, and then none can be trusted to be all.
 */
static size_t find_sites(const char *names, const void *text, size_t size,
			 unsigned long start, u64 *sites)
{
	u64 targets[MAX_TARGETS];
	struct rxpa_call_scan scan = {
		.arch = THIS_ARCH,
		.targets = targets,
		.nr_targets = find_targets(names, targets),
		.read = read_text,
	};

	return rxpa_find_calls(&scan, text, size, start, sites, MAX_SITES);
}

/*
 * A probe of some kind on every site that lies in the refill function, where
 * the frame names the ring; @skip bytes behind its start.
 */
static int arm_in_refill(struct rxpa_driver *d, enum rxpa_probe_kind kind,
			 const u64 *sites, size_t nr, u32 skip)
{
	char where[64];
	int err, armed = 0;
	size_t i;

	if (nr > MAX_SITES)
		return -E2BIG;
	for (i = 0; i < nr; i++) {
		describe(sites[i], where, sizeof(where));
		if (!lies_in(where, d->names->refill))
			continue;
		err = probe_add(d, kind, sites[i] + skip);
		if (err)
			return err;
		armed++;
	}
	return armed ? 0 : -ENOENT;
}

/*
 * Pages that come in: allocated, but for those that are freed again because
 * they could not be mapped for DMA.  One without the other would be wrong.
 */
static void arm_alloc(struct rxpa_driver *d, const void *text, size_t size,
		      unsigned long start)
{
	u64 sites[MAX_SITES];
	size_t nr;
	int err;

	nr = find_sites(alloc_names, text, size, start, sites);
	err = arm_in_refill(d, RXPA_PROBE_ALLOC, sites, nr, CALL_LEN);
	if (err) {
		rxpa_driver_off(d, "allocated, failed, orphaned: no probe behind the calls of the page allocator in %s (%d)",
				d->names->refill, err);
		return;
	}
	nr = find_sites(free_names, text, size, start, sites);
	err = arm_in_refill(d, RXPA_PROBE_UNMAPPED, sites, nr, 0);
	if (err)
		rxpa_driver_off(d, "allocated, failed, orphaned: no probe on the calls of __free_pages in %s (%d)",
				d->names->refill, err);
	else
		d->sees |= RXPA_SEES_ALLOC;
}

/* The clean function is the one that has a drain inside; "" if it is inlined. */
static int add_clean_entry(struct rxpa_driver *d, const u64 *sites, size_t nr,
			   char *clean, size_t size)
{
	char where[64];
	size_t i;

	clean[0] = '\0';
	for (i = 0; i < nr; i++) {
		describe(sites[i], where, sizeof(where));
		if (!lies_in(where, d->names->clean))
			continue;
		where[strcspn(where, "+.")] = '\0';
		strscpy(clean, where, size);
		return add_entry(d, RXPA_PROBE_CLEAN, clean);
	}
	return 0;
}

/* Pages that leave: teardown by its frame, all else by the page's slot. */
static int arm_drains(struct rxpa_driver *d, const u64 *sites, size_t nr)
{
	enum rxpa_probe_kind kind;
	char clean[64], where[64];
	size_t i;
	int err;

	if (nr > MAX_SITES)
		return -E2BIG;
	if (!nr)
		return -ENOENT;
	err = add_clean_entry(d, sites, nr, clean, sizeof(clean));
	for (i = 0; !err && i < nr; i++) {
		describe(sites[i], where, sizeof(where));
		kind = clean[0] && lies_in(where, clean) ?
		       RXPA_PROBE_TEARDOWN : RXPA_PROBE_DRAIN;
		err = probe_add(d, kind, sites[i]);
	}
	return err;
}

static void arm_release(struct rxpa_driver *d, const void *text, size_t size,
			unsigned long start)
{
	u64 sites[MAX_SITES];
	int err;

	if (!(d->layout.can & RXPA_CAN_WALK)) {
		rxpa_driver_off(d, "released, orphaned: the ring of a page cannot be told without slots");
		return;
	}
	err = arm_drains(d, sites,
			 find_sites(drain_names, text, size, start, sites));
	if (err)
		rxpa_driver_off(d, "released, orphaned: no probe on the calls of __page_frag_cache_drain (%d)",
				err);
	else
		d->sees |= RXPA_SEES_RELEASE;
}

/**
 * rxpa_probes_arm() - arm what can be armed for a driver
 * @d:		the driver, its layout resolved
 * @mod:	its module, loaded or about to be
 *
 * What cannot be armed is taken back out of @d->sees with a sentence; the
 * driver's rings are read all the same.
 *
 * Context: rxpa_watch_mutex held, RTNL not; may sleep.
 */
void rxpa_probes_arm(struct rxpa_driver *d, const struct module *mod)
{
	unsigned long start, size;
	void *text;
	int err;

	d->sees = 0;
	atomic64_set(&d->lost, 0);
	err = rxpa_probes_selftest();
	if (err) {
		rxpa_driver_off(d, "all events: a test kprobe did not fire (%d)",
				err);
		return;
	}
	err = add_entry(d, RXPA_PROBE_REFILL, d->names->refill);
	if (err) {
		rxpa_driver_off(d, "all events: no probe on %s (%d)",
				d->names->refill, err);
		return;
	}
	d->sees |= RXPA_SEES_REFILL;

	rxpa_module_text(mod, &start, &size);
	text = size <= MAX_TEXT ? vmalloc(size) : NULL;
	if (!text || rxpa_copy_nofault(text, (void *)start, size)) {
		rxpa_driver_off(d, "allocated, released, failed, orphaned: the driver's text (%lu bytes) cannot be read",
				size);
	} else {
		arm_release(d, text, size, start);
		arm_alloc(d, text, size, start);
	}
	vfree(text);
}

/**
 * rxpa_probes_disarm() - take all probes of a driver away
 * @d:	the driver
 *
 * Afterwards no handler of @d runs any more.
 *
 * Context: rxpa_watch_mutex held; may sleep.
 */
void rxpa_probes_disarm(struct rxpa_driver *d)
{
	d->sees = 0;
	while (d->nr_probes)
		probe_remove_last(d);
}
