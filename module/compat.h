/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The only file with version checks.  Each helper has one name and as many
 * bodies as kernels need; each cites the release that made the difference.
 */
#ifndef RXPA_COMPAT_H
#define RXPA_COMPAT_H

#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/rcupdate.h>
#include <linux/uaccess.h>
#include <linux/version.h>

#if defined(CONFIG_SPARSEMEM) && !defined(CONFIG_SPARSEMEM_VMEMMAP)
#error "page_to_pfn() must be arithmetic: this needs CONFIG_SPARSEMEM_VMEMMAP"
#endif

/* copy_from_kernel_nofault() was probe_kernel_read() up to 5.7. */
static inline long rxpa_copy_nofault(void *dst, const void *src, size_t size)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 8, 0)
	return copy_from_kernel_nofault(dst, src, size);
#else
	return probe_kernel_read(dst, src, size);
#endif
}

/*
 * One load with an exception table entry instead of a call, for an address that
 * is known to be a kernel address: __get_kernel_nofault(), on x86 from 5.8 and
 * on arm64 from 5.11, where HAVE_GET_KERNEL_NOFAULT says so until 5.18 gave it
 * to everybody.  Jumps to @err when the load faults.
 *
 * Never for an address that was merely read: user and non-canonical addresses
 * are no fault that it forgives.  What a driver passes to its own function, and
 * what was read from once with rxpa_copy_nofault(), is good enough.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 18, 0) || \
	defined(HAVE_GET_KERNEL_NOFAULT)
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
 * Handlers run with preemption off; RCU flavours were merged in 5.0, before
 * that only the sched flavour waits for such sections.
 */
static inline void rxpa_synchronize(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 0, 0)
	synchronize_rcu();
#else
	synchronize_sched();
#endif
}

/* Text of a loaded module: struct module_memory since 6.4. */
static inline void rxpa_module_text(const struct module *mod,
				    unsigned long *start, unsigned long *size)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
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

#endif /* RXPA_COMPAT_H */
