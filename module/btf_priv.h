/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the two halves of the BTF reader share: records as they lie in the
 * data, and access to them.  The accessors are for data that btf.c has checked.
 */
#ifndef RXPA_BTF_PRIV_H
#define RXPA_BTF_PRIV_H

#include "btf.h"

#define BTF_SIZE_MAX	(256U << 20)	/* so that no sum of offsets wraps */

struct btf_rec {
	u32 name_off;
	u32 info;
	u32 size;	/* or the id of the type referred to */
};

struct btf_array_rec {
	u32 type;
	u32 index_type;
	u32 nr;
};

struct btf_member_rec {
	u32 name_off;
	u32 type;
	u32 offset;
};

enum btf_kind {
	KIND_INT = 1,
	KIND_PTR,
	KIND_ARRAY,
	KIND_STRUCT,
	KIND_UNION,
	KIND_ENUM,
	KIND_FWD,
	KIND_TYPEDEF,
	KIND_VOLATILE,
	KIND_CONST,
	KIND_RESTRICT,
	KIND_FUNC,
	KIND_FUNC_PROTO,
	KIND_VAR,
	KIND_DATASEC,
	KIND_FLOAT,
	KIND_DECL_TAG,
	KIND_TYPE_TAG,
	KIND_ENUM64,
	NR_KINDS,
};

/**
 * struct rxpa_btf - parsed BTF
 * @base:	what it continues, or NULL
 * @types:	start of the type section, in the caller's data
 * @types_len:	its length
 * @strs:	start of the string section, in the caller's data
 * @strs_len:	its length
 * @first_id:	id of the first type in @types
 * @first_str:	string offset of the first byte of @strs
 * @nr:		number of types in @types
 * @off:	where each of them begins in @types
 */
struct rxpa_btf {
	const struct rxpa_btf *base;
	const u8 *types;
	u32 types_len;
	const char *strs;
	u32 strs_len;
	u32 first_id;
	u32 first_str;
	u32 nr;
	u32 *off;
};

/* One past the last id and the last string offset, the base's included. */
static inline u32 end_id(const struct rxpa_btf *btf)
{
	return btf->first_id + btf->nr;
}

static inline u32 end_str(const struct rxpa_btf *btf)
{
	return btf->first_str + btf->strs_len;
}

/* The upper bits were unused up to 7.x, where they widen kind and vlen. */
static inline u32 rec_kind(const struct btf_rec *rec)
{
	return (rec->info >> 24) & 0x7f;
}

static inline u32 rec_vlen(const struct btf_rec *rec)
{
	return rec->info & 0xffffff;
}

static inline bool rec_kind_flag(const struct btf_rec *rec)
{
	return rec->info >> 31;
}

static inline bool rec_is_record(const struct btf_rec *rec)
{
	return rec_kind(rec) == KIND_STRUCT || rec_kind(rec) == KIND_UNION;
}

/* NULL for void and for ids that do not exist. */
static inline const struct btf_rec *get_rec(const struct rxpa_btf *btf, u32 id)
{
	if (id >= end_id(btf))
		return NULL;
	while (btf && id < btf->first_id)
		btf = btf->base;
	if (!btf)
		return NULL;
	return (const void *)(btf->types + btf->off[id - btf->first_id]);
}

static inline const char *get_str(const struct rxpa_btf *btf, u32 off)
{
	while (off < btf->first_str)
		btf = btf->base;
	return btf->strs + (off - btf->first_str);
}

static inline u32 member_bit_off(const struct btf_rec *rec,
				 const struct btf_member_rec *m)
{
	return rec_kind_flag(rec) ? m->offset & 0xffffff : m->offset;
}

#endif /* RXPA_BTF_PRIV_H */
