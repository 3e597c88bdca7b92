/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The only file that knows that kernels differ.  Each helper has one name and as
 * many bodies as kernels need; each cites the release that made the difference.
 *
 * Distributions take changes into older kernels: EL's 4.18 and 5.14 are no 4.18
 * and no 5.14.  So a body is chosen by what is there, not by the version: a macro
 * tells by itself, and what only a declaration tells is looked for in the headers
 * by Kbuild, which defines RXPA_HAS_*.
 */
#ifndef RXPA_COMPAT_H
#define RXPA_COMPAT_H

#include <linux/bottom_half.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/rcupdate.h>
#include <linux/sched/task.h>
#include <linux/uaccess.h>
#include <linux/version.h>

#if defined(CONFIG_SPARSEMEM) && !defined(CONFIG_SPARSEMEM_VMEMMAP)
#error "page_to_pfn() must be arithmetic: this needs CONFIG_SPARSEMEM_VMEMMAP"
#endif

/* copy_from_kernel_nofault() was probe_kernel_read() up to 5.7, and is in EL 8. */
static inline long rxpa_copy_nofault(void *dst, const void *src, size_t size)
{
#ifdef RXPA_HAS_PROBE_KERNEL_READ
	return probe_kernel_read(dst, src, size);
#else
	return copy_from_kernel_nofault(dst, src, size);
#endif
}

/*
 * One load with an exception table entry instead of a call, for an address that
 * is known to be a kernel address: __get_kernel_nofault(), on x86 from 5.8 and
 * on arm64 from 5.11.  Jumps to @err when the load faults.
 *
 * Never for an address that was merely read: user and non-canonical addresses
 * are no fault that it forgives.  What a driver passes to its own function, and
 * what was read from once with rxpa_copy_nofault(), is good enough.
 */
#ifdef __get_kernel_nofault
#define rxpa_load_nofault(dst, src, type, err) \
	__get_kernel_nofault(&(dst), (src), type, err)
#else
#define rxpa_load_nofault(dst, src, type, err)				\
do {									\
	type __v;							\
	if (rxpa_copy_nofault(&__v, (src), sizeof(__v)))		\
		goto err;						\
	(dst) = __v;							\
} while (0)
#endif

#ifndef data_race
/* Came in 5.8 with KCSAN, the only one that it tells anything. */
#define data_race(expr) (expr)
#endif

/*
 * Handlers run with preemption off; RCU flavours were merged in 4.20 (and in EL
 * 8, where the old name is gone from 8.3 on), before that only the sched flavour
 * waits for such sections.
 */
static inline void rxpa_synchronize(void)
{
#ifdef RXPA_HAS_SYNCHRONIZE_SCHED
	synchronize_sched();
#else
	synchronize_rcu();
#endif
}

/*
 * Text of a loaded module: struct module_memory since 6.4 (and EL 9.5), which
 * brought this macro.
 */
static inline void rxpa_module_text(const struct module *mod,
				    unsigned long *start, unsigned long *size)
{
#ifdef for_each_mod_mem_type
	*start = (unsigned long)mod->mem[MOD_TEXT].base;
	*size = mod->mem[MOD_TEXT].size;
#else
	*start = (unsigned long)mod->core_layout.base;
	*size = mod->core_layout.text_size;
#endif
}

/* regs_get_kernel_argument() came to arm64 in 5.2, to x86 in 4.20. */
static inline unsigned long rxpa_arg0(const struct pt_regs *regs)
{
#if defined(CONFIG_X86_64)
	return regs->di;
#elif defined(CONFIG_ARM64)
	return regs->regs[0];
#else
#error "rxpageacct knows the calling conventions of x86-64 and arm64 only"
#endif
}

/* The address that a function returns to, at its entry. */
static inline unsigned long rxpa_return_address(const struct pt_regs *regs)
{
	unsigned long addr = 0;

#if defined(CONFIG_X86_64)
	if (rxpa_copy_nofault(&addr, (void *)regs->sp, sizeof(addr)))
		return 0;
#else
	addr = regs->regs[30];
#endif
	return addr;
}

/*
 * An ftrace_ops of our own at a function's entry, where ftrace hands over the
 * function's arguments: x86-64 always, arm64 from 5.5 on (registers) and 6.2 on
 * (arguments).  Else entries are kprobes like call sites.
 */
#if defined(CONFIG_DYNAMIC_FTRACE_WITH_ARGS) || \
	defined(CONFIG_DYNAMIC_FTRACE_WITH_REGS)
#define RXPA_HAS_FTRACE
#if defined(CONFIG_DYNAMIC_FTRACE_WITH_ARGS) || \
	defined(CONFIG_HAVE_DYNAMIC_FTRACE_WITH_ARGS)
#define RXPA_FTRACE_FLAGS	0
#else
#define RXPA_FTRACE_FLAGS	FTRACE_OPS_FL_SAVE_REGS
#endif

/*
 * What ftrace hands over: struct ftrace_regs since 5.11, before that pt_regs.
 * 6.2 brought functions that look into it.
 */
#ifdef RXPA_HAS_FTRACE_REGS
#define rxpa_fregs ftrace_regs
#else
#define rxpa_fregs pt_regs
#endif

static __always_inline unsigned long rxpa_fregs_arg0(struct rxpa_fregs *fregs)
{
#if defined(RXPA_HAS_FTRACE_GET_ARGUMENT)
	return ftrace_regs_get_argument(fregs, 0);
#elif defined(RXPA_HAS_FTRACE_REGS)
	return rxpa_arg0(&fregs->regs); /* all that ftrace saves without args */
#else
	return rxpa_arg0(fregs);
#endif
}

static __always_inline unsigned long rxpa_fregs_sp(struct rxpa_fregs *fregs)
{
#if defined(RXPA_HAS_FTRACE_GET_ARGUMENT)
	return ftrace_regs_get_stack_pointer(fregs);
#elif defined(RXPA_HAS_FTRACE_REGS)
	return kernel_stack_pointer(&fregs->regs);
#else
	return kernel_stack_pointer(fregs);
#endif
}
#endif /* ftrace */

/*
 * Does another NAPI thread stay off this CPU while BH is off?  On PREEMPT_RT no
 * longer, where the per-CPU lock behind local_bh_disable() became an option that
 * may be off (PREEMPT_RT_NEEDS_BH_LOCK, 6.18).  No header tells that there is such
 * an option, only .config, which may be missing: so this one goes by version, too.
 */
#if defined(CONFIG_PREEMPT_RT) && !defined(CONFIG_PREEMPT_RT_NEEDS_BH_LOCK) && \
	(defined(RXPA_HAS_BH_LOCK_OPTION) || \
	 LINUX_VERSION_CODE >= KERNEL_VERSION(6, 18, 0))
#define RXPA_BH_EXCLUDES	0
#else
#define RXPA_BH_EXCLUDES	1
#endif

/*
 * Open a file as init sees it, whoever runs: a driver may be loaded out of a
 * chroot.  Kernel threads have no root of their own from 7.3 on, which brought
 * scoped_with_init_fs(); file_open_root() takes a struct path since 5.12.
 */
static inline struct file *rxpa_open_by_init(const char *path)
{
#ifdef scoped_with_init_fs
	scoped_with_init_fs()
		return filp_open(path, O_RDONLY, 0);
	return ERR_PTR(-EIO); /* not reached */
#else
	struct file *file;
	struct path root;

	task_lock(&init_task);
	get_fs_root(init_task.fs, &root);
	task_unlock(&init_task);
#ifdef RXPA_HAS_FILE_OPEN_ROOT_BY_DENTRY
	file = file_open_root(root.dentry, root.mnt, path, O_RDONLY, 0);
#else
	file = file_open_root(&root, path, O_RDONLY, 0);
#endif
	path_put(&root);
	return file;
#endif
}

#endif /* RXPA_COMPAT_H */
