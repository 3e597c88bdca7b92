// SPDX-License-Identifier: GPL-2.0
/*
 * BTF reader: parse and check.  The data is looked at in three stages: the
 * header, then every type's kind and size (which gives the number of types),
 * then every id and every offset.  After that the accessors trust what they
 * find, with one exception: types may still refer to each other in circles.
 *
 * Split BTF continues the ids and the string offsets of its base, and may
 * refer to both.
 */
#include "btf_priv.h"

#define BTF_HDR_LEN	24
#define BTF_HDR_MAGIC	0xeb9f
#define BTF_HDR_SWAPPED	0x9feb		/* the magic in the other byte order */
#define BTF_HDR_VERSION	1
#define BTF_INT_SIZE_MAX 16
#define BTF_ENUM_SIZE_MAX 8

struct btf_hdr {
	u16 magic;
	u8 version;
	u8 flags;
	u32 hdr_len;
	u32 type_off;
	u32 type_len;
	u32 str_off;
	u32 str_len;
};

#define HAS_REF		1	/* the third word is a type id */
#define VLEN_IS_LINKAGE	2	/* no elements, yet vlen may be set */

/* What follows the three words of a record. */
static const struct {
	u8 fixed;	/* bytes */
	u8 elem;	/* bytes an element, vlen of them */
	u8 elem_name;	/* an element begins with a name */
	u8 elem_ref;	/* offset + 1 of the type id in an element */
	u8 flags;
} kinds[NR_KINDS] = {
	[KIND_INT]	  = { .fixed = 4 },
	[KIND_PTR]	  = { .flags = HAS_REF },
	[KIND_ARRAY]	  = { .fixed = 12 },
	[KIND_STRUCT]	  = { .elem = 12, .elem_name = 1, .elem_ref = 4 + 1 },
	[KIND_UNION]	  = { .elem = 12, .elem_name = 1, .elem_ref = 4 + 1 },
	[KIND_ENUM]	  = { .elem = 8, .elem_name = 1 },
	[KIND_TYPEDEF]	  = { .flags = HAS_REF },
	[KIND_VOLATILE]	  = { .flags = HAS_REF },
	[KIND_CONST]	  = { .flags = HAS_REF },
	[KIND_RESTRICT]	  = { .flags = HAS_REF },
	[KIND_FUNC]	  = { .flags = HAS_REF | VLEN_IS_LINKAGE },
	[KIND_FUNC_PROTO] = { .elem = 8, .elem_name = 1, .elem_ref = 4 + 1,
			      .flags = HAS_REF },
	[KIND_VAR]	  = { .fixed = 4, .flags = HAS_REF },
	[KIND_DATASEC]	  = { .elem = 12, .elem_ref = 0 + 1 },
	[KIND_DECL_TAG]	  = { .fixed = 4, .flags = HAS_REF },
	[KIND_TYPE_TAG]	  = { .flags = HAS_REF },
	[KIND_ENUM64]	  = { .elem = 12, .elem_name = 1 },
};

/* -------- stage 1: the header -------- */

static const char *check_header(const struct btf_hdr *hdr, size_t size)
{
	u64 types_end, strs_end;

	if (size < BTF_HDR_LEN)
		return "it is too short for a BTF header";
	if (hdr->magic == BTF_HDR_SWAPPED)
		return "its byte order is not this machine's";
	if (hdr->magic != BTF_HDR_MAGIC)
		return "it does not begin with the BTF magic";
	if (hdr->version != BTF_HDR_VERSION)
		return "its BTF version is unknown";
	if (size > BTF_SIZE_MAX)
		return "it is too large for BTF";
	if (hdr->hdr_len < BTF_HDR_LEN || hdr->hdr_len > size)
		return "its BTF header has an impossible length";

	types_end = (u64)hdr->hdr_len + hdr->type_off + hdr->type_len;
	strs_end = (u64)hdr->hdr_len + hdr->str_off + hdr->str_len;
	if (types_end > size || strs_end > size)
		return "its BTF sections end behind the data";
	if ((hdr->hdr_len + hdr->type_off) % 4)
		return "its BTF types are not aligned";
	return NULL;
}

static const char *check_strings(const struct rxpa_btf *btf)
{
	if (btf->strs_len && btf->strs[btf->strs_len - 1])
		return "its BTF strings do not end with a NUL";
	if (!btf->base && (!btf->strs_len || btf->strs[0]))
		return "its BTF strings continue those of another BTF";
	return NULL;
}

/* -------- stage 2: kinds and sizes -------- */

/* Size of the record at @off, or 0 with a reason. */
static u32 rec_size(const struct rxpa_btf *btf, u32 off, const char **why)
{
	const struct btf_rec *rec = (const void *)(btf->types + off);
	u32 left = btf->types_len - off;
	u32 kind;
	u64 size;

	*why = "its last BTF type is cut off";
	if (left < sizeof(*rec))
		return 0;
	kind = rec_kind(rec);
	if (!kind || kind >= NR_KINDS) {
		*why = "it has a BTF type of an unknown kind";
		return 0;
	}
	if (rec_vlen(rec) && !kinds[kind].elem &&
	    !(kinds[kind].flags & VLEN_IS_LINKAGE)) {
		*why = "it has a BTF type with elements that its kind has not";
		return 0;
	}
	size = sizeof(*rec) + kinds[kind].fixed +
	       (u64)rec_vlen(rec) * kinds[kind].elem;
	return size <= left ? size : 0;
}

/* Count the types; with @btf->off, also note where they begin. */
static const char *index_types(struct rxpa_btf *btf)
{
	const char *why;
	u32 off = 0;
	u32 size;

	btf->nr = 0;
	while (off < btf->types_len) {
		size = rec_size(btf, off, &why);
		if (!size)
			return why;
		if (btf->off)
			btf->off[btf->nr] = off;
		btf->nr++;
		off += size;
	}
	return NULL;
}

/* -------- stage 3: ids and offsets -------- */

static const char *check_int(const struct btf_rec *rec)
{
	u32 enc = *(const u32 *)(rec + 1);
	u32 bits = enc & 0xff;
	u32 shift = (enc >> 16) & 0xff;

	if (rec->size > BTF_INT_SIZE_MAX || bits + shift > rec->size * 8 ||
	    (rec->size && !bits))
		return "it has a BTF integer of an impossible size";
	return NULL;
}

static const char *check_enum(const struct btf_rec *rec)
{
	if (!rec->size || rec->size > BTF_ENUM_SIZE_MAX ||
	    rec->size & (rec->size - 1))
		return "it has a BTF enum of an impossible size";
	return NULL;
}

static const char *check_array(const struct rxpa_btf *btf,
			       const struct btf_rec *rec)
{
	const struct btf_array_rec *array = (const void *)(rec + 1);

	if (array->type >= end_id(btf) || array->index_type >= end_id(btf))
		return "it has a BTF array of a type that does not exist";
	return NULL;
}

static const char *check_members(const struct btf_rec *rec)
{
	const struct btf_member_rec *m = (const void *)(rec + 1);
	u32 i;

	for (i = 0; i < rec_vlen(rec); i++, m++) {
		if (member_bit_off(rec, m) > (u64)rec->size * 8)
			return "it has a BTF member outside its struct";
	}
	return NULL;
}

static const char *check_elems(const struct rxpa_btf *btf,
			       const struct btf_rec *rec)
{
	u32 kind = rec_kind(rec);
	const u8 *elem = (const u8 *)(rec + 1) + kinds[kind].fixed;
	u32 ref = kinds[kind].elem_ref;
	u32 i;

	for (i = 0; i < rec_vlen(rec); i++, elem += kinds[kind].elem) {
		if (kinds[kind].elem_name &&
		    *(const u32 *)elem >= end_str(btf))
			return "it has a BTF name outside its strings";
		if (ref && *(const u32 *)(elem + ref - 1) >= end_id(btf))
			return "it has a BTF element of a type that does not exist";
	}
	return NULL;
}

static const char *check_rec(const struct rxpa_btf *btf,
			     const struct btf_rec *rec)
{
	u32 kind = rec_kind(rec);
	const char *why;

	if (rec->name_off >= end_str(btf))
		return "it has a BTF name outside its strings";
	if ((kinds[kind].flags & HAS_REF) && rec->size >= end_id(btf))
		return "it has a BTF type that refers to one that does not exist";
	if (kinds[kind].elem) {
		why = check_elems(btf, rec);
		if (why)
			return why;
	}
	switch (kind) {
	case KIND_INT:
		return check_int(rec);
	case KIND_ENUM:
	case KIND_ENUM64:
		return check_enum(rec);
	case KIND_ARRAY:
		return check_array(btf, rec);
	case KIND_STRUCT:
	case KIND_UNION:
		return check_members(rec);
	default:
		return NULL;
	}
}

static const char *check_types(const struct rxpa_btf *btf)
{
	const char *why;
	u32 i;

	for (i = 0; i < btf->nr; i++) {
		why = check_rec(btf, (const void *)(btf->types + btf->off[i]));
		if (why)
			return why;
	}
	return NULL;
}

/* -------- parsing -------- */

static void set_sections(struct rxpa_btf *btf, const void *data)
{
	const struct btf_hdr *hdr = data;

	btf->types = (const u8 *)data + hdr->hdr_len + hdr->type_off;
	btf->types_len = hdr->type_len;
	btf->strs = (const char *)data + hdr->hdr_len + hdr->str_off;
	btf->strs_len = hdr->str_len;
	btf->first_id = btf->base ? end_id(btf->base) : 1;
	btf->first_str = btf->base ? end_str(btf->base) : 0;
}

static int parse_types(struct rxpa_btf *btf, const char **why)
{
	*why = check_strings(btf);
	if (*why)
		return -EINVAL;
	*why = index_types(btf);
	if (*why)
		return -EINVAL;

	/* Not 0, so that BTF without types needs no case of its own. */
	btf->off = kvmalloc_array(btf->nr + 1, sizeof(*btf->off), GFP_KERNEL);
	if (!btf->off) {
		*why = "there is no memory to read it";
		return -ENOMEM;
	}
	index_types(btf);
	*why = check_types(btf);
	return *why ? -EINVAL : 0;
}

/**
 * rxpa_btf_parse - check BTF and make it searchable
 * @data:	the BTF, aligned to 4 bytes; must stay until rxpa_btf_free()
 * @size:	its length in bytes
 * @base:	what it continues if it is split, else NULL; must outlive the result
 * @why:	set to a static clause about @data when the return is an error,
 *		else to NULL
 *
 * Context: process, may sleep.
 * Return: the parsed BTF, or ERR_PTR(-EINVAL), ERR_PTR(-ENOMEM).
 */
struct rxpa_btf *rxpa_btf_parse(const void *data, size_t size,
				const struct rxpa_btf *base, const char **why)
{
	struct rxpa_btf *btf;
	int err;

	if ((unsigned long)data % sizeof(u32)) {
		*why = "it is not aligned in memory";
		return ERR_PTR(-EINVAL);
	}
	*why = check_header(data, size);
	if (*why)
		return ERR_PTR(-EINVAL);

	btf = kvzalloc(sizeof(*btf), GFP_KERNEL);
	if (!btf) {
		*why = "there is no memory to read it";
		return ERR_PTR(-ENOMEM);
	}
	btf->base = base;
	set_sections(btf, data);
	err = parse_types(btf, why);
	if (err) {
		rxpa_btf_free(btf);
		return ERR_PTR(err);
	}
	return btf;
}

/**
 * rxpa_btf_free - undo rxpa_btf_parse()
 * @btf:	parsed BTF, an error pointer or NULL; its base is not freed
 */
void rxpa_btf_free(struct rxpa_btf *btf)
{
	if (IS_ERR_OR_NULL(btf))
		return;
	kvfree(btf->off);
	kvfree(btf);
}

/**
 * rxpa_btf_is_split - does this BTF continue another?
 * @data:	the BTF, aligned to 4 bytes
 * @size:	its length in bytes
 *
 * BTF that stands alone must begin its strings with the empty one; split BTF
 * finds the empty string in its base and has no need to repeat it.
 *
 * Return: true if it needs a base; false if not, or if it is no BTF.
 */
bool rxpa_btf_is_split(const void *data, size_t size)
{
	const struct btf_hdr *hdr = data;

	if ((unsigned long)data % sizeof(u32) || check_header(hdr, size))
		return false;
	return !hdr->str_len ||
	       ((const char *)data)[hdr->hdr_len + hdr->str_off];
}
