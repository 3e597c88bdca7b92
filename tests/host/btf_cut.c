// SPDX-License-Identifier: GPL-2.0
/*
 * Types are marked by how many pointers may still be followed behind them,
 * then numbered anew, base before split, and written with the ids and name
 * offsets that they have now.
 */
#include "btf_cut.h"

#include "btf_priv.h"

#define HDR_LEN 24

struct text {
	char *at;
	u32 len, room;
};

/**
 * struct btf_cut - a cut in the making
 * @btf:	where types are taken from
 * @whole_base:	the base stays as it is and is not written
 * @mark:	by id: 0, or one more than the depth it was kept with
 * @new_id:	by id, set by number()
 * @new_str:	by string offset: the new offset, 0 if it has none yet
 * @words:	type sections of the two parts
 * @strs:	string sections of the two parts
 */
struct btf_cut {
	const struct rxpa_btf *btf;
	bool whole_base;
	u32 *mark;
	u32 *new_id;
	u32 *new_str;
	struct text words[2];
	struct text strs[2];
	bool numbered;
};

static void add(struct text *text, const void *from, u32 len)
{
	while (text->len + len > text->room) {
		text->room = text->room ? 2 * text->room : 4096;
		text->at = realloc(text->at, text->room);
		if (!text->at)
			abort();
	}
	memcpy(text->at + text->len, from, len);
	text->len += len;
}

struct btf_cut *btf_cut_new(const struct rxpa_btf *btf, bool whole_base)
{
	struct btf_cut *cut = calloc(1, sizeof(*cut));

	cut->btf = btf;
	cut->whole_base = whole_base;
	cut->mark = calloc(end_id(btf), sizeof(*cut->mark));
	cut->new_id = calloc(end_id(btf), sizeof(*cut->new_id));
	cut->new_str = calloc(end_str(btf), sizeof(*cut->new_str));
	return cut;
}

void btf_cut_free(struct btf_cut *cut)
{
	int part;

	for (part = 0; part < 2; part++) {
		free(cut->words[part].at);
		free(cut->strs[part].at);
	}
	free(cut->mark);
	free(cut->new_id);
	free(cut->new_str);
	free(cut);
}

void btf_cut_keep(struct btf_cut *cut, u32 id, u32 depth)
{
	const struct btf_rec *rec = get_rec(cut->btf, id);
	const struct btf_array_rec *array;
	const struct btf_member_rec *m;
	u32 i;

	if (!rec || cut->mark[id] > depth)
		return;
	cut->mark[id] = depth + 1;
	switch (rec_kind(rec)) {
	case KIND_PTR:
		if (depth)
			btf_cut_keep(cut, rec->size, depth - 1);
		break;
	case KIND_TYPEDEF:
	case KIND_VOLATILE:
	case KIND_CONST:
	case KIND_RESTRICT:
	case KIND_TYPE_TAG:
		btf_cut_keep(cut, rec->size, depth);
		break;
	case KIND_ARRAY:
		array = (const void *)(rec + 1);
		btf_cut_keep(cut, array->type, depth);
		btf_cut_keep(cut, array->index_type, depth);
		break;
	case KIND_STRUCT:
	case KIND_UNION:
		m = (const void *)(rec + 1);
		for (i = 0; i < rec_vlen(rec); i++)
			btf_cut_keep(cut, m[i].type, depth);
		break;
	default:
		break;
	}
}

static int part_of_id(const struct btf_cut *cut, u32 id)
{
	return id >= cut->btf->first_id;
}

/* Gives the types their new ids and collects their names. */
static void number(struct btf_cut *cut)
{
	u32 next = 1;
	u32 id;

	cut->numbered = true;
	add(&cut->strs[0], "", 1);
	for (id = 1; id < end_id(cut->btf); id++) {
		if (cut->mark[id] || (cut->whole_base && !part_of_id(cut, id)))
			cut->new_id[id] = next++;
	}
}

static u32 base_strs_len(const struct btf_cut *cut)
{
	return cut->whole_base ? cut->btf->first_str : cut->strs[0].len;
}

/* The new offset of a name; names of the base must all be there by then. */
static u32 name(struct btf_cut *cut, u32 off)
{
	int part = off >= cut->btf->first_str;
	const char *str = get_str(cut->btf, off);

	if (!off || (cut->whole_base && !part))
		return off;
	if (!cut->new_str[off]) {
		cut->new_str[off] = cut->strs[part].len +
				    (part ? base_strs_len(cut) : 0);
		add(&cut->strs[part], str, strlen(str) + 1);
	}
	return cut->new_str[off];
}

/*
 * What follows the three words of a record: words before the elements, words
 * an element, and which of these are names and ids (bit by bit).
 */
struct form {
	u8 fixed, elem, names, ids;
	bool size_is_id;
};

static struct form form_of(u32 kind)
{
	switch (kind) {
	case KIND_INT:
		return (struct form){ .fixed = 1 };
	case KIND_ARRAY:
		return (struct form){ .fixed = 3, .ids = 3 };
	case KIND_STRUCT:
	case KIND_UNION:
		return (struct form){ .elem = 3, .names = 1, .ids = 2 };
	case KIND_ENUM:
		return (struct form){ .elem = 2, .names = 1 };
	case KIND_ENUM64:
		return (struct form){ .elem = 3, .names = 1 };
	case KIND_FUNC_PROTO:
		return (struct form){ .elem = 2, .names = 1, .ids = 2,
				      .size_is_id = true };
	case KIND_FWD:
	case KIND_FLOAT:
		return (struct form){};
	default:
		return (struct form){ .size_is_id = true };
	}
}

/* With a NULL @to only the names are looked at. */
static void put_rec(struct btf_cut *cut, const struct btf_rec *rec,
		    struct text *to)
{
	struct form form = form_of(rec_kind(rec));
	struct btf_rec head = *rec;
	const u32 *from = (const void *)(rec + 1);
	u32 nr = form.fixed + form.elem * rec_vlen(rec);
	u32 i, word, bit;

	head.name_off = name(cut, head.name_off);
	if (form.size_is_id)
		head.size = cut->new_id[head.size];
	if (to)
		add(to, &head, sizeof(head));
	for (i = 0; i < nr; i++) {
		bit = 1 << (form.elem ? i % form.elem : i);
		word = from[i];
		if (form.names & bit)
			word = name(cut, word);
		else if (form.ids & bit)
			word = cut->new_id[word];
		if (to)
			add(to, &word, sizeof(word));
	}
}

static void put_types(struct btf_cut *cut, int part, struct text *to)
{
	const struct btf_rec *rec;
	u32 id;

	for (id = 1; id < end_id(cut->btf); id++) {
		rec = get_rec(cut->btf, id);
		if (rec && cut->mark[id] && part_of_id(cut, id) == part)
			put_rec(cut, rec, to);
	}
}

void *btf_cut_part(struct btf_cut *cut, int part, size_t *size)
{
	u32 hdr[HDR_LEN / 4] = { 0x0001eb9f, HDR_LEN };
	struct text *words = &cut->words[part], *strs = &cut->strs[part];
	struct text out = {};

	if (!cut->numbered) {
		number(cut);
		/* The split part names strings of the base, too. */
		put_types(cut, 0, NULL);
		put_types(cut, 1, NULL);
		/* They were counted from a base that still grew. */
		memset(cut->new_str + cut->btf->first_str, 0,
		       (end_str(cut->btf) - cut->btf->first_str) *
			       sizeof(*cut->new_str));
		cut->strs[1].len = 0;
	}
	words->len = 0;
	put_types(cut, part, words);
	hdr[3] = words->len;
	hdr[4] = words->len;
	hdr[5] = strs->len;
	add(&out, hdr, sizeof(hdr));
	if (words->len)
		add(&out, words->at, words->len);
	if (strs->len)
		add(&out, strs->at, strs->len);
	*size = out.len;
	return out.at;
}
