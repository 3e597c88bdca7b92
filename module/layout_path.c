// SPDX-License-Identifier: GPL-2.0
/*
 * The paths of a driver table, from netdev_priv() to a value, followed through
 * BTF.
 */
#include "layout_priv.h"

#define PTR_SIZE	8

/* A path while it is followed: where it stands and what is left of it. */
struct walk {
	const struct rxpa_btf *btf;
	struct rxpa_path *path;
	const char *left;
	struct rxpa_btf_type type;
	char *name;	/* NAME_LEN bytes: the member looked at last */
};

/* Take what stands before the next ':', '.', '-' or '['. */
static bool take_name(struct walk *w)
{
	size_t n = strcspn(w->left, ":.-[");

	if (!n || n >= NAME_LEN)
		return false;
	memcpy(w->name, w->left, n);
	w->name[n] = '\0';
	w->left += n;
	return true;
}

static bool take_token(struct walk *w, const char *token)
{
	size_t n = strlen(token);

	if (strncmp(w->left, token, n))
		return false;
	w->left += n;
	return true;
}

/* A pointer is read here: the next offset counts from where it leads. */
static bool step_through(struct walk *w)
{
	if (w->path->nr == RXPA_PATH_STEPS || w->type.class != RXPA_BTF_PTR)
		return false;
	if (rxpa_btf_resolve(w->btf, w->type.target, &w->type))
		return false;
	w->path->off[w->path->nr++] = 0;
	return true;
}

static bool step_member(struct walk *w)
{
	struct rxpa_btf_member member;
	u32 *off = &w->path->off[w->path->nr - 1];

	if (!take_name(w) || w->type.class != RXPA_BTF_STRUCT)
		return false;
	if (rxpa_btf_member(w->btf, w->type.id, w->name, &member) ||
	    member.bit_size || member.bit_off % 8)
		return false;
	if (rxpa_btf_resolve(w->btf, member.type, &w->type))
		return false;
	*off += member.bit_off / 8;
	return true;
}

/* Follow @spec up to its end or its "[]"; false where it does not lead on. */
static bool walk_path(struct walk *w, const char *spec)
{
	u32 id;

	memset(w->path, 0, sizeof(*w->path));
	w->path->nr = 1;
	w->left = spec;
	if (!take_name(w) || !take_token(w, ":"))
		return false;
	if (rxpa_btf_find_struct(w->btf, w->name, &id) ||
	    rxpa_btf_resolve(w->btf, id, &w->type))
		return false;
	if (!step_member(w))
		return false;
	while (*w->left && strcmp(w->left, "[]")) {
		if (take_token(w, "->") && !step_through(w))
			return false;
		take_token(w, ".");
		if (!step_member(w))
			return false;
	}
	return true;
}

/* The end of the path to the rings: fills the kind and the length. */
static bool end_at_rings(struct walk *w, u32 ring_id,
			 struct rxpa_layout *layout)
{
	struct rxpa_btf_type elem;

	if (w->type.class == RXPA_BTF_ARRAY)
		layout->rings_max = w->type.nr;
	else if (w->type.class != RXPA_BTF_PTR)
		return false;
	if (rxpa_btf_resolve(w->btf, w->type.target, &elem))
		return false;
	layout->rings_kind = RXPA_RINGS_STRUCTS;
	if (elem.class == RXPA_BTF_PTR) {
		layout->rings_kind = RXPA_RINGS_POINTERS;
		if (rxpa_btf_resolve(w->btf, elem.target, &elem))
			return false;
	}
	if (elem.class != RXPA_BTF_STRUCT || elem.id != ring_id)
		return false;
	w->path->size = layout->rings_kind == RXPA_RINGS_POINTERS ?
			PTR_SIZE : elem.size;
	return w->type.class == RXPA_BTF_ARRAY || step_through(w);
}

/**
 * rxpa_path_to_rings - follow one path to the array of rings
 * @btf:	where to look names up
 * @spec:	the path, without alternatives
 * @ring_id:	type id of the struct that a ring must be
 * @layout:	its rings, rings_kind and rings_max are filled in
 * @name:	set to the member that was looked at last; kept if there is none
 *
 * Return: true if the path leads to an array of such rings, or of pointers to
 * them.
 */
bool rxpa_path_to_rings(const struct rxpa_btf *btf, const char *spec,
			u32 ring_id, struct rxpa_layout *layout, char *name)
{
	struct walk w = { .btf = btf, .path = &layout->rings, .name = name };

	return walk_path(&w, spec) && end_at_rings(&w, ring_id, layout);
}

/**
 * rxpa_path_to_number - follow one path to the number of rings
 * @btf:	where to look names up
 * @spec:	the path, without alternatives
 * @layout:	its num_rings is filled in
 * @name:	set to the member that was looked at last; kept if there is none
 *
 * Return: true if the path leads to an integer.
 */
bool rxpa_path_to_number(const struct rxpa_btf *btf, const char *spec,
			 struct rxpa_layout *layout, char *name)
{
	struct walk w = { .btf = btf, .path = &layout->num_rings, .name = name };

	if (!walk_path(&w, spec))
		return false;
	w.path->size = w.type.size;
	return w.type.class == RXPA_BTF_INT && rxpa_is_int_size(w.type.size);
}

/**
 * rxpa_path_to_owner - follow one path to the pointer that rings must name
 * @btf:	where to look names up
 * @spec:	the path, without alternatives
 * @owner_id:	type id of the struct that a ring's pointer leads to
 * @layout:	its owner is filled in
 * @name:	set to the member that was looked at last; kept if there is none
 *
 * Return: true if the path ends at a pointer to such a struct.
 */
bool rxpa_path_to_owner(const struct rxpa_btf *btf, const char *spec,
			u32 owner_id, struct rxpa_layout *layout, char *name)
{
	struct walk w = { .btf = btf, .path = &layout->owner, .name = name };
	struct rxpa_btf_type target;

	if (!walk_path(&w, spec) || w.type.class != RXPA_BTF_PTR)
		return false;
	w.path->size = PTR_SIZE;
	return !rxpa_btf_resolve(btf, w.type.target, &target) &&
	       target.class == RXPA_BTF_STRUCT && target.id == owner_id;
}
