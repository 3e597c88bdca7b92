/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A small piece of real BTF: some types, what they are made of, and nothing
 * else.  For fuzzers, which have no use for four megabytes.
 */
#ifndef RXPA_BTF_CUT_H
#define RXPA_BTF_CUT_H

#include "btf.h"

struct btf_cut;

/* @btf is split; with @whole_base ids and names of its base are left alone. */
struct btf_cut *btf_cut_new(const struct rxpa_btf *btf, bool whole_base);
void btf_cut_free(struct btf_cut *cut);

/* Keeps a type and what it consists of; behind pointers @depth times. */
void btf_cut_keep(struct btf_cut *cut, u32 id, u32 depth);

/*
 * What was kept, as BTF again: @part 0 the base, 1 what continues it.  Types
 * that were not kept become void.  @size is set; to be freed by the caller.
 */
void *btf_cut_part(struct btf_cut *cut, int part, size_t *size);

#endif /* RXPA_BTF_CUT_H */
