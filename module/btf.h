/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BTF reader: header, strings, types, every id and offset checked once, then
 * trusted (Documentation/bpf/btf.rst).  Only `btf_type_by_id` is exported to
 * modules, so the parser is ours; it runs on the host as well.
 */
#ifndef RXPA_BTF_H
#define RXPA_BTF_H

#include "pure.h"

struct rxpa_btf;

/**
 * struct rxpa_btf_member - where a struct member lies
 * @bit_off:	offset in bits from the start of the outermost struct asked for
 * @bit_size:	width in bits if the member is a bitfield, else 0
 * @type:	type id of the member, modifiers and typedefs not stripped
 */
struct rxpa_btf_member {
	u32 bit_off;
	u32 bit_size;
	u32 type;
};

/* What a type is once modifiers and typedefs are stripped. */
enum rxpa_btf_class {
	RXPA_BTF_OTHER,
	RXPA_BTF_INT,		/* INT, ENUM, ENUM64: an integer of size bytes */
	RXPA_BTF_PTR,
	RXPA_BTF_ARRAY,
	RXPA_BTF_STRUCT,	/* STRUCT or UNION */
};

/**
 * struct rxpa_btf_type - a resolved type
 * @class:	what it is
 * @id:		its id after stripping
 * @size:	bytes (arrays: of the whole; 0 where the size is not known)
 * @nr:		ARRAY: number of elements
 * @target:	PTR: the type pointed to; ARRAY: the element's type
 */
struct rxpa_btf_type {
	enum rxpa_btf_class class;
	u32 id;
	u32 size;
	u32 nr;
	u32 target;
};

struct rxpa_btf *rxpa_btf_parse(const void *data, size_t size,
				const struct rxpa_btf *base, const char **why);
void rxpa_btf_free(struct rxpa_btf *btf);
bool rxpa_btf_is_split(const void *data, size_t size);
int rxpa_btf_find_struct(const struct rxpa_btf *btf, const char *name,
			 u32 *id);
int rxpa_btf_member(const struct rxpa_btf *btf, u32 struct_id,
		    const char *name, struct rxpa_btf_member *member);
int rxpa_btf_resolve(const struct rxpa_btf *btf, u32 id,
		     struct rxpa_btf_type *type);

#endif /* RXPA_BTF_H */
