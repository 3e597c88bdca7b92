/* SPDX-License-Identifier: GPL-2.0 */
/* BTF with one type of every kind, for the suites of btf.c and btf_find.c. */
#ifndef RXPA_BTF_SAMPLE_H
#define RXPA_BTF_SAMPLE_H

#include "btf_build.h"

/* Ids in the sample, in the order in which they are made. */
enum {
	S_INT = 1, S_U16, S_PTR, S_ARRAY, S_POINT, S_UNION, S_ENUM, S_FWD,
	S_TYPEDEF, S_VOLATILE, S_CONST, S_RESTRICT, S_PROTO, S_FUNC, S_VAR,
	S_DATASEC, S_FLOAT, S_DECL_TAG, S_TYPE_TAG, S_ENUM64, S_OUTER, S_NEXT,
};

struct bb *sample(struct kunit *test, const struct bb *base);
void expect_refused(struct kunit *test, const void *data, size_t size,
		    const struct rxpa_btf *base, const char *why);
void expect_member(struct kunit *test, const struct rxpa_btf *btf, u32 id,
		   const char *name, u32 bit_off, u32 bit_size, u32 type);

#endif /* RXPA_BTF_SAMPLE_H */
