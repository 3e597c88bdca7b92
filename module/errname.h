/* SPDX-License-Identifier: GPL-2.0 */
/* Errors in words, for sentences that people read; the number stands behind. */
#ifndef RXPA_ERRNAME_H
#define RXPA_ERRNAME_H

#include <linux/errno.h>

static inline const char *rxpa_errname(int err)
{
	switch (err) {
	case -ENOENT:
		return "it is not there (errno 2)";
	case -ENOMEM:
		return "no memory (errno 12)";
	case -EACCES:
		return "not permitted (errno 13)";
	case -EPERM:
		return "not permitted (errno 1)";
	case -EFAULT:
		return "bad address (errno 14)";
	case -EBUSY:
		return "in use by another (errno 16)";
	case -ENODEV:
		return "kprobes or debugfs are switched off (errno 19)";
	case -EINVAL:
		return "the kernel does not allow it there (errno 22)";
	case -ENOSPC:
		return "too many of them (errno 28)";
	case -EFBIG:
		return "too large (errno 27)";
	case -ENODATA:
		return "empty (errno 61)";
	case -EILSEQ:
		return "no instruction begins there (errno 84)";
	case -EOPNOTSUPP:
		return "this kernel cannot (errno 95)";
	default:
		return "refused by the kernel";
	}
}

#endif /* RXPA_ERRNAME_H */
