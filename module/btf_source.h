/* SPDX-License-Identifier: GPL-2.0 */
#ifndef RXPA_BTF_SOURCE_H
#define RXPA_BTF_SOURCE_H

#include "btf.h"

/**
 * struct rxpa_btf_source - a driver's BTF and what it stands on
 * @btf:	the driver's types
 * @base:	the kernel's, when @btf is split, else NULL
 * @data:	bytes under @btf
 * @base_data:	bytes under @base
 * @from:	"kernel"; for a file that somebody made "verified" to be of the
 *		driver's build, or "unverified"
 */
struct rxpa_btf_source {
	struct rxpa_btf *btf;
	struct rxpa_btf *base;
	void *data;
	void *base_data;
	const char *from;
};

struct module;

int rxpa_btf_source_open(struct rxpa_btf_source *src, const struct module *mod,
			 char *why, size_t size);
void rxpa_btf_source_close(struct rxpa_btf_source *src);

#endif /* RXPA_BTF_SOURCE_H */
