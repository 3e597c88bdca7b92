// SPDX-License-Identifier: GPL-2.0
/*
 * BTF reader: structs, members and types looked up in what btf.c has checked.
 * Types may refer to each other in circles, so every walk along references is
 * bounded.
 */
#include "btf_priv.h"

#define PTR_SIZE	8
#define CHAIN_MAX	32		/* modifiers, or dimensions of an array */
#define NEST_MAX	8		/* anonymous structs inside each other */
#define MEMBERS_MAX	131072		/* looked at for one name */

/**
 * rxpa_btf_find_struct - find a struct by its tag
 * @btf:	parsed BTF; its own types are searched before those of its base
 * @name:	tag of the struct
 * @id:		set to the struct's type id
 *
 * A union, a typedef or a forward declaration of that name does not count.
 *
 * Return: 0, or -ENOENT.
 */
int rxpa_btf_find_struct(const struct rxpa_btf *btf, const char *name, u32 *id)
{
	const struct btf_rec *rec;
	u32 i;

	if (!*name)
		return -ENOENT;
	for (; btf; btf = btf->base) {
		for (i = 0; i < btf->nr; i++) {
			rec = (const void *)(btf->types + btf->off[i]);
			if (rec_kind(rec) != KIND_STRUCT ||
			    strcmp(get_str(btf, rec->name_off), name))
				continue;
			*id = btf->first_id + i;
			return 0;
		}
	}
	return -ENOENT;
}

/* Follow typedefs and modifiers; *@rec is NULL for void. */
static int strip_modifiers(const struct rxpa_btf *btf, u32 *id,
			   const struct btf_rec **rec)
{
	int i;

	for (i = 0; i < CHAIN_MAX; i++) {
		if (*id >= end_id(btf))
			return -EINVAL;
		*rec = get_rec(btf, *id);
		if (!*rec)
			return 0;
		switch (rec_kind(*rec)) {
		case KIND_TYPEDEF:
		case KIND_VOLATILE:
		case KIND_CONST:
		case KIND_RESTRICT:
		case KIND_TYPE_TAG:
			*id = (*rec)->size;
			break;
		default:
			return 0;
		}
	}
	return -ELOOP;
}

static u32 plain_size(const struct btf_rec *rec)
{
	switch (rec ? rec_kind(rec) : 0) {
	case KIND_INT:
	case KIND_ENUM:
	case KIND_ENUM64:
	case KIND_FLOAT:
	case KIND_STRUCT:
	case KIND_UNION:
		return rec->size;
	case KIND_PTR:
		return PTR_SIZE;
	default:
		return 0;
	}
}

static int array_bytes(const struct rxpa_btf *btf, const struct btf_rec *rec,
		       u32 *size)
{
	const struct btf_array_rec *array;
	u64 total = 1;
	int i, err;
	u32 id;

	for (i = 0; i < CHAIN_MAX; i++) {
		array = (const void *)(rec + 1);
		total *= array->nr;
		if (total > BTF_SIZE_MAX)
			total = 0;
		id = array->type;
		err = strip_modifiers(btf, &id, &rec);
		if (err)
			return err;
		if (rec && rec_kind(rec) == KIND_ARRAY)
			continue;
		total *= plain_size(rec);
		*size = total <= BTF_SIZE_MAX ? total : 0;
		return 0;
	}
	return -ELOOP;
}

/**
 * rxpa_btf_resolve - what a type is behind its typedefs and modifiers
 * @btf:	parsed BTF
 * @id:		type id
 * @type:	filled in
 *
 * A forward declaration is taken for the struct of that name if there is one:
 * the compiler saw no more where it made the type that refers to it.
 *
 * Return: 0, -EINVAL if the id does not exist, -ELOOP if the types refer to
 * each other in a circle.
 */
int rxpa_btf_resolve(const struct rxpa_btf *btf, u32 id,
		     struct rxpa_btf_type *type)
{
	const struct btf_array_rec *array;
	const struct btf_rec *rec;
	int err;

	memset(type, 0, sizeof(*type));
	err = strip_modifiers(btf, &id, &rec);
	if (err)
		return err;
	if (rec && rec_kind(rec) == KIND_FWD &&
	    !rxpa_btf_find_struct(btf, get_str(btf, rec->name_off), &id))
		rec = get_rec(btf, id);
	type->id = id;
	type->size = plain_size(rec);
	switch (rec ? rec_kind(rec) : 0) {
	case KIND_INT:
	case KIND_ENUM:
	case KIND_ENUM64:
		type->class = RXPA_BTF_INT;
		return 0;
	case KIND_PTR:
		type->class = RXPA_BTF_PTR;
		type->target = rec->size;
		return 0;
	case KIND_STRUCT:
	case KIND_UNION:
		type->class = RXPA_BTF_STRUCT;
		return 0;
	case KIND_ARRAY:
		array = (const void *)(rec + 1);
		type->class = RXPA_BTF_ARRAY;
		type->nr = array->nr;
		type->target = array->type;
		return array_bytes(btf, rec, &type->size);
	default:
		type->class = RXPA_BTF_OTHER;
		return 0;
	}
}

/*
 * Two encodings of a bitfield: width in the member's offset word (kind flag),
 * or width and shift in the integer type.
 */
static int fill_member(const struct rxpa_btf *btf, const struct btf_rec *rec,
		       const struct btf_member_rec *m, u32 bit_base,
		       struct rxpa_btf_member *member)
{
	const struct btf_rec *type;
	u32 id = m->type;
	u64 bit_off = (u64)bit_base + member_bit_off(rec, m);
	u32 enc;
	int err;

	member->type = m->type;
	member->bit_size = rec_kind_flag(rec) ? m->offset >> 24 : 0;
	if (!member->bit_size) {
		err = strip_modifiers(btf, &id, &type);
		if (err)
			return err;
		enc = type && rec_kind(type) == KIND_INT ?
		      *(const u32 *)(type + 1) : 0;
		if (enc && ((enc & 0xff) != type->size * 8 ||
			    ((enc >> 16) & 0xff))) {
			member->bit_size = enc & 0xff;
			bit_off += (enc >> 16) & 0xff;
		}
	}
	if (bit_off > U32_MAX)
		return -ERANGE;
	member->bit_off = bit_off;
	return 0;
}

struct member_frame {
	const struct btf_rec *rec;
	u32 next;
	u32 bit_base;
};

/* If @m is an anonymous struct or union, make it the next frame. */
static int enter_anonymous(const struct rxpa_btf *btf,
			   const struct member_frame *outer,
			   const struct btf_member_rec *m,
			   struct member_frame *inner)
{
	u64 bit_base = (u64)outer->bit_base + member_bit_off(outer->rec, m);
	const struct btf_rec *rec;
	u32 id = m->type;
	int err;

	err = strip_modifiers(btf, &id, &rec);
	if (err)
		return err;
	if (!rec || !rec_is_record(rec))
		return 0;
	if (bit_base > U32_MAX)
		return -ERANGE;
	inner->rec = rec;
	inner->next = 0;
	inner->bit_base = bit_base;
	return 1;
}

/**
 * rxpa_btf_member - find a member of a struct or union by its name
 * @btf:	parsed BTF
 * @struct_id:	type id of the struct or union, or of a typedef of it
 * @name:	member to find; those of anonymous structs and unions inside
 *		belong to the outer struct, as in C
 * @member:	filled in
 *
 * Return: 0, -ENOENT if there is no such member, -EINVAL if @struct_id is no
 * struct, -ELOOP if anonymous structs nest too deeply or in a circle, -ERANGE
 * if the offset is absurd.
 */
int rxpa_btf_member(const struct rxpa_btf *btf, u32 struct_id,
		    const char *name, struct rxpa_btf_member *member)
{
	struct member_frame stack[NEST_MAX] = {};
	struct member_frame *top = stack;
	struct member_frame inner;
	const struct btf_member_rec *m;
	u32 budget = MEMBERS_MAX;
	const char *m_name;
	int err;

	err = strip_modifiers(btf, &struct_id, &top->rec);
	if (err)
		return err;
	if (!top->rec || !rec_is_record(top->rec))
		return -EINVAL;

	while (budget--) {
		if (top->next == rec_vlen(top->rec)) {
			if (top == stack)
				return -ENOENT;
			top--;
			continue;
		}
		m = (const struct btf_member_rec *)(top->rec + 1) + top->next++;
		m_name = get_str(btf, m->name_off);
		if (*m_name && !strcmp(m_name, name))
			return fill_member(btf, top->rec, m, top->bit_base, member);
		if (*m_name)
			continue;
		err = enter_anonymous(btf, top, m, &inner);
		if (err < 0)
			return err;
		if (!err)
			continue;
		if (top == &stack[NEST_MAX - 1])
			return -ELOOP;
		*++top = inner;
	}
	return -ELOOP;
}
