/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the pure rooms (btf, layout, callsite, report, ringmath) may use of the
 * kernel: fixed-width types, strings, errno, ERR_PTR and kvmalloc.  On the
 * host the same names come from tests/host/shim.h.
 */
#ifndef RXPA_PURE_H
#define RXPA_PURE_H

#ifdef __KERNEL__
#include <linux/build_bug.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/types.h>
#else
#include "shim.h"
#endif

#endif /* RXPA_PURE_H */
