// SPDX-License-Identifier: GPL-2.0
/*
 * rxpa_fail: one call of a kernel function fails.
 *
 * A kprobe on the function's entry counts the calls that concern a module, and
 * sends the Nth one to a function of ours instead, which returns a value of our
 * choice.  That needs no fault injection in the kernel, and it
 * reaches registrations as well as allocations.  A call concerns a module when
 * it returns there; with second=1 when its second argument lies there: so is a
 * call known that the compiler made a jump (single_open_size()), or that the
 * kernel makes for a module (ftrace_set_filter_ip()).
 *
 *	insmod rxpa_fail.ko func=vmalloc value=0
 *	echo 2 >/sys/module/rxpa_fail/parameters/nth	the second call from now on
 *	cat /sys/module/rxpa_fail/parameters/calls	so many there were since then
 *	cat /sys/module/rxpa_fail/parameters/held	memory not given back yet
 *
 * Calls from within a kprobe's handler are not seen.  @held counts what the
 * module allocated and freed while this one was loaded, in objects.
 *
 * A post handler is there so that the probe is not optimized into a jump, from
 * whose detour no other place can be gone to.
 */
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/string.h>

static char *func = "";
module_param(func, charp, 0400);
MODULE_PARM_DESC(func, "the function that fails (default none)");

static long value;
module_param(value, long, 0400);
MODULE_PARM_DESC(value, "what it returns then (default 0)");

static char *caller = "rxpageacct";
module_param(caller, charp, 0400);
MODULE_PARM_DESC(caller, "the module whose calls count (default rxpageacct)");

static bool second;
module_param(second, bool, 0400);
MODULE_PARM_DESC(second, "know them by their second argument (default 0)");

static atomic_t calls = ATOMIC_INIT(0);
module_param_named(calls, calls.counter, int, 0400);
MODULE_PARM_DESC(calls, "calls since nth was set");

static atomic_t held = ATOMIC_INIT(0);
module_param_named(held, held.counter, int, 0400);
MODULE_PARM_DESC(held, "objects allocated and not freed");

static int nth;

static int nth_set(const char *text, const struct kernel_param *kp)
{
	atomic_set(&calls, 0);
	return param_set_int(text, kp);
}

static const struct kernel_param_ops nth_ops = {
	.set = nth_set,
	.get = param_get_int,
};

module_param_cb(nth, &nth_ops, &nth, 0600);
MODULE_PARM_DESC(nth, "which call fails (default 0, none)");

struct point {
	struct kprobe kp;
	const char *name;
	int step;		/* what a call adds to @held */
};

/*
 * What jumps comes before what it jumps to.  The last one is for @func, if it is
 * none of the others.
 */
static struct point points[] = {
	{ .step = 1, .name = "kmem_cache_alloc_trace" },
	{ .step = 1, .name = "kmalloc_trace" },
	{ .step = 1, .name = "__kmalloc_cache_noprof" },
	{ .step = 1, .name = "kvmalloc_node" },
	{ .step = 1, .name = "__kvmalloc_node_noprof" },
	{ .step = 1, .name = "vmalloc" },
	{ .step = 1, .name = "vmalloc_noprof" },
	{ .step = 1, .name = "__alloc_percpu" },
	{ .step = 1, .name = "pcpu_alloc_noprof" },
	{ .step = -1, .name = "free_percpu" },
	{ .step = -1, .name = "kvfree" },
	{ .step = -1, .name = "vfree" },
	{ .step = -1, .name = "kfree" },
	{ .step = 0 },
};

static char tag[MODULE_NAME_LEN + 4];

/* What the call that fails comes to instead. */
static noinline notrace long answer(void)
{
	return value;
}

/*
 * Does the address lie in the module that is meant?  Where modules are is known
 * on x86-64; the kernel of arm64 puts them elsewhere too.
 */
static bool of_caller(unsigned long addr)
{
	char where[KSYM_SYMBOL_LEN];

	if (IS_ENABLED(CONFIG_X86_64) &&
	    (addr < MODULES_VADDR || addr >= MODULES_END))
		return false;
	sprint_symbol(where, addr);
	return strstr(where, tag);
}
NOKPROBE_SYMBOL(of_caller);

/*
 * kvfree() ends with a jump to vfree() or kfree(), and vfree() with one to
 * kfree(), which seem to be called from the same place.
 */
static bool jumped_to(const struct point *point, unsigned long from,
		      unsigned long sp)
{
	static const struct point *last;
	static unsigned long last_from, last_sp;
	bool same = from == last_from && sp == last_sp && point > last;

	last = point;
	last_from = from;
	last_sp = sp;
	return same;
}
NOKPROBE_SYMBOL(jumped_to);

/* At a function's entry: where it was called from. */
static unsigned long called_from(struct pt_regs *regs)
{
#ifdef CONFIG_ARM64
	return procedure_link_pointer(regs);
#else
	return *(unsigned long *)kernel_stack_pointer(regs);
#endif
}
NOKPROBE_SYMBOL(called_from);

static int on_call(struct kprobe *kp, struct pt_regs *regs)
{
	unsigned long from = called_from(regs);
	unsigned long arg[2];
	const struct point *point = container_of(kp, struct point, kp);

	arg[0] = regs_get_kernel_argument(regs, 0);
	arg[1] = regs_get_kernel_argument(regs, 1);
	if (!of_caller(second && !point->step ? arg[1] : from))
		return 0;
	if (kp->post_handler && atomic_inc_return(&calls) == READ_ONCE(nth)) {
		instruction_pointer_set(regs, (unsigned long)answer);
		return 1;
	}
	if (point->step > 0 ||
	    (arg[0] && !jumped_to(point, from, kernel_stack_pointer(regs))))
		atomic_add(point->step, &held);
	return 0;
}
NOKPROBE_SYMBOL(on_call);

static void post_handler(struct kprobe *kp, struct pt_regs *regs,
			 unsigned long flags)
{
}

static void unregister_points(struct point *end)
{
	while (end-- > points)
		if (end->kp.addr)
			unregister_kprobe(&end->kp);
}

/* Kernels have each function under one of its names. */
static int register_point(struct point *point)
{
	int err;

	point->kp.symbol_name = point->name;
	point->kp.pre_handler = on_call;
	if (!strcmp(point->name, func))
		point->kp.post_handler = post_handler;
	err = register_kprobe(&point->kp);
	if (!err)
		return 0;
	point->kp.addr = NULL;
	return err == -ENOENT && strcmp(point->name, func) ? 0 : err;
}

static int __init rxpa_fail_init(void)
{
	struct point *point, *end = points + ARRAY_SIZE(points) - 1;
	int err;

	snprintf(tag, sizeof(tag), "[%s]", caller);
	for (point = points; point < end && strcmp(point->name, func); point++)
		;
	if (point == end && *func)
		end++->name = func;
	for (point = points; point < end; point++) {
		err = register_point(point);
		if (err) {
			unregister_points(point);
			return err;
		}
	}
	return 0;
}

static void __exit rxpa_fail_exit(void)
{
	unregister_points(points + ARRAY_SIZE(points));
}

module_init(rxpa_fail_init);
module_exit(rxpa_fail_exit);

MODULE_DESCRIPTION("One call of a kernel function fails (rxpageacct tests)");
MODULE_LICENSE("GPL");
