// SPDX-License-Identifier: GPL-2.0
/*
 * A driver's names looked up in its BTF.  Whatever is not exactly as expected
 * counts as absent: a sentence says so and what needs it is switched off.
 */
#include "layout_priv.h"
#include "names.h"

#define CAN_ALL		(RXPA_CAN_HELD | RXPA_CAN_WALK | RXPA_CAN_BIAS | \
			 RXPA_CAN_QUIET)

enum home { IN_RING, IN_VECTOR, IN_SLOT, IN_OWNER, NR_HOMES };

enum shape {
	SHAPE_INT,	/* no bitfield, 1, 2, 4 or 8 bytes */
	SHAPE_U16,	/* an integer of 2 bytes: handlers read it in one load */
	SHAPE_PTR,
	SHAPE_STRUCT,
};

/**
 * struct rule - one value to look up
 * @label:	how :status calls it
 * @name:	alternatives; NULL: they stand in the driver table, see name_of()
 * @needed_by:	what its absence switches off; 0: it may be absent
 * @home:	the struct it is a member of
 * @shape:	what it must be
 */
struct rule {
	const char *label;
	const char *name;
	u32 needed_by;
	enum home home;
	enum shape shape;
};

/* Order matters: a struct's rules come after the pointer that leads to it. */
static const struct rule rules[RXPA_NR_FIELDS] = {
	[RXPA_RING_OWNER]  = { "ring.owner", NULL,
			       RXPA_CAN_HELD, IN_RING, SHAPE_PTR },
	[RXPA_RING_COUNT]  = { "ring.count", "count",
			       RXPA_CAN_HELD, IN_RING, SHAPE_U16 },
	[RXPA_RING_INDEX]  = { "ring.queue_index", NULL,
			       RXPA_CAN_HELD, IN_RING, SHAPE_INT },
	[RXPA_RING_NTU]	   = { "ring.next_to_use", "next_to_use",
			       RXPA_CAN_HELD, IN_RING, SHAPE_U16 },
	/*
	 * ice from 6.3 to 6.18 moves next_to_clean on inside a frame and keeps
	 * the frame's pages in their slots from first_desc on.
	 */
	[RXPA_RING_NTC]	   = { "ring.next_to_clean", "first_desc|next_to_clean",
			       RXPA_CAN_HELD, IN_RING, SHAPE_U16 },
	[RXPA_RING_NTA]	   = { "ring.next_to_alloc", "next_to_alloc",
			       RXPA_CAN_HELD, IN_RING, SHAPE_U16 },
	[RXPA_RING_SLOTS]  = { "ring.slots", NULL,
			       RXPA_CAN_HELD, IN_RING, SHAPE_PTR },
	[RXPA_RING_XSK]	   = { "ring.xsk_pool", "xsk_pool|xsk_umem",
			       0, IN_RING, SHAPE_PTR },
	[RXPA_RING_VECTOR] = { "ring.q_vector", "q_vector",
			       RXPA_CAN_QUIET, IN_RING, SHAPE_PTR },
	[RXPA_VECTOR_NAPI] = { "vector.napi", "napi",
			       RXPA_CAN_QUIET, IN_VECTOR, SHAPE_STRUCT },
	[RXPA_SLOT_PAGE]   = { "slot.page", "page",
			       RXPA_CAN_WALK, IN_SLOT, SHAPE_PTR },
	[RXPA_SLOT_BIAS]   = { "slot.pagecnt_bias", "pagecnt_bias",
			       RXPA_CAN_BIAS, IN_SLOT, SHAPE_INT },
};

/* A struct that fields are looked for in; size 0: it was not found. */
struct place {
	u32 id;
	u32 size;
	char tag[NAME_LEN];
};

/* What a resolution passes around. */
struct resolver {
	const struct rxpa_driver_names *names;
	const struct rxpa_btf *btf;
	struct rxpa_layout *layout;
	struct place place[NR_HOMES];
};

/**
 * rxpa_field_name - the name of a field for messages and :status
 * @id:	the field
 *
 * Return: "<struct>.<member>", static.
 */
const char *rxpa_field_name(enum rxpa_field_id id)
{
	return (unsigned int)id < RXPA_NR_FIELDS ? rules[id].label : "?";
}

static const char *loss_of(u32 can)
{
	if (can & RXPA_CAN_HELD)
		return "held pages cannot be counted";
	if (can & RXPA_CAN_WALK)
		return "pages cannot be walked, weighed or followed";
	if (can & RXPA_CAN_BIAS)
		return "lent and biased pages cannot be told";
	return "a ring at rest cannot be told from a busy one";
}

/* Where the next sentence goes; the last place says that there are more. */
static char *next_sentence(struct rxpa_layout *layout)
{
	if (layout->nr_missing < RXPA_MAX_MISSING)
		return layout->missing[layout->nr_missing++];
	snprintf(layout->missing[RXPA_MAX_MISSING - 1], RXPA_SENTENCE,
		 "and more is missing");
	return NULL;
}

/* "<tag> has no member <name>: <loss>"; or it has one, @but not as expected. */
static void note_missing(struct rxpa_layout *layout, u32 can, const char *tag,
			 const char *name, const char *but)
{
	char *sentence = next_sentence(layout);

	layout->can &= ~can;
	if (sentence)
		snprintf(sentence, RXPA_SENTENCE, "struct %s has %s%s%s%s: %s",
			 tag, but ? "" : "no member ", name,
			 but ? ", but " : "", but ? but : "", loss_of(can));
}

/* -------- fields -------- */

/* Find a member by its alternatives; @name is set to the last one tried. */
static int find_member(const struct resolver *r, u32 struct_id,
		       const char *alternatives,
		       struct rxpa_btf_member *member)
{
	char name[NAME_LEN];
	int err;

	do {
		alternatives = rxpa_next_name(alternatives, name, sizeof(name));
		err = rxpa_btf_member(r->btf, struct_id, name, member);
	} while (err && alternatives);
	return err;
}

/* Why @type is not of @shape, or NULL if it is. */
static const char *misfit(const struct rxpa_btf_member *member,
			  const struct rxpa_btf_type *type, enum shape shape)
{
	if (member->bit_size || member->bit_off % 8)
		return "as a bitfield";
	switch (shape) {
	case SHAPE_INT:
	case SHAPE_U16:
		if (type->class != RXPA_BTF_INT)
			return "not as an integer";
		if (!rxpa_is_int_size(type->size))
			return "of an unknown width";
		return shape == SHAPE_U16 && type->size != sizeof(u16) ?
			"not 16 bits wide" : NULL;
	case SHAPE_PTR:
		return type->class == RXPA_BTF_PTR ? NULL : "not as a pointer";
	default:
		return type->class == RXPA_BTF_STRUCT && type->size ? NULL :
			"not as a struct";
	}
}

/* The struct that a pointer leads to becomes the home of other fields. */
static bool enter_place(struct resolver *r, enum home where, u32 target)
{
	struct rxpa_btf_type type;

	if (rxpa_btf_resolve(r->btf, target, &type) ||
	    type.class != RXPA_BTF_STRUCT || !type.size)
		return false;
	r->place[where].id = type.id;
	r->place[where].size = type.size;
	return true;
}

/* A pointer that other fields lie behind must lead to a known struct. */
static const char *follow_field(struct resolver *r, enum rxpa_field_id id,
				const struct rxpa_btf_type *type)
{
	bool ok = true;

	if (id == RXPA_RING_VECTOR)
		ok = enter_place(r, IN_VECTOR, type->target);
	else if (id == RXPA_RING_SLOTS)
		ok = enter_place(r, IN_SLOT, type->target);
	else if (id == RXPA_RING_OWNER && r->names->owner_of)
		ok = enter_place(r, IN_OWNER, type->target);
	return ok ? NULL : "does not say what lies behind it";
}

static const char *name_of(const struct rxpa_driver_names *names,
			   enum rxpa_field_id id)
{
	switch (id) {
	case RXPA_RING_OWNER:
		return names->owner ? names->owner : "netdev";
	case RXPA_RING_INDEX:
		return names->queue_index;
	case RXPA_RING_SLOTS:
		return names->slots;
	default:
		return rules[id].name;
	}
}

static void resolve_field(struct resolver *r, enum rxpa_field_id id)
{
	const struct rule *rule = &rules[id];
	const struct place *place = &r->place[rule->home];
	const char *name = name_of(r->names, id);
	struct rxpa_btf_member member;
	struct rxpa_btf_type type;
	const char *but;

	if (!place->size)
		return;		/* said where the pointer to it is missing */
	if (find_member(r, place->id, name, &member)) {
		if (rule->needed_by)
			note_missing(r->layout, rule->needed_by, place->tag, name,
				     NULL);
		return;
	}
	if (rxpa_btf_resolve(r->btf, member.type, &type))
		but = "of a broken type";
	else
		but = misfit(&member, &type, rule->shape);
	if (!but && member.bit_off / 8 + (u64)type.size > place->size)
		but = "ends before it";
	if (!but)
		but = follow_field(r, id, &type);
	if (but) {
		/* Present but not understood is worse than absent. */
		note_missing(r->layout, rule->needed_by ? rule->needed_by :
						  RXPA_CAN_HELD,
		     place->tag, name, but);
		return;
	}
	r->layout->field[id].off = member.bit_off / 8;
	r->layout->field[id].size = type.size;
}

/* -------- paths -------- */

/* What a path must end at. */
enum goal { TO_RINGS, TO_NUMBER, TO_OWNER };

static bool follow_path(const struct resolver *r, const char *spec, enum goal goal,
			char *name)
{
	switch (goal) {
	case TO_RINGS:
		return rxpa_path_to_rings(r->btf, spec, r->place[IN_RING].id,
					  r->layout, name);
	case TO_NUMBER:
		return rxpa_path_to_number(r->btf, spec, r->layout, name);
	default:
		return rxpa_path_to_owner(r->btf, spec, r->place[IN_OWNER].id,
					  r->layout, name);
	}
}

/* Try the alternatives of a path; say so if none leads to its end. */
static void resolve_path(struct resolver *r, const char *alternatives,
			 enum goal goal, struct rxpa_path *path)
{
	static const char * const what[] = {
		[TO_RINGS]	= "rx rings",
		[TO_NUMBER]	= "number of rx rings",
		[TO_OWNER]	= "owner of the rx rings",
	};
	const char *left = alternatives;
	char spec[2 * NAME_LEN];
	char name[NAME_LEN] = "";
	char *sentence;

	do {
		left = rxpa_next_name(left, spec, sizeof(spec));
		if (follow_path(r, spec, goal, name))
			return;
	} while (left);

	memset(path, 0, sizeof(*path));
	r->layout->can &= ~RXPA_CAN_HELD;
	sentence = next_sentence(r->layout);
	if (sentence)
		snprintf(sentence, RXPA_SENTENCE,
			 "%s does not lead to the %s (at %s): %s", alternatives,
			 what[goal], name, loss_of(RXPA_CAN_HELD));
}

/* -------- the whole -------- */

static bool find_ring(struct resolver *r)
{
	struct place *ring = &r->place[IN_RING];
	char *tag = r->layout->ring_tag;
	const char *left = r->names->ring;
	struct rxpa_btf_type type;
	char *sentence;

	do {
		left = rxpa_next_name(left, tag, sizeof(r->layout->ring_tag));
		if (rxpa_btf_find_struct(r->btf, tag, &ring->id) ||
		    rxpa_btf_resolve(r->btf, ring->id, &type) || !type.size)
			continue;
		ring->size = type.size;
		r->layout->ring_size = type.size;
		snprintf(ring->tag, sizeof(ring->tag), "%s", tag);
		return true;
	} while (left);

	tag[0] = '\0';
	r->layout->can = 0;
	sentence = next_sentence(r->layout);
	if (sentence)
		snprintf(sentence, RXPA_SENTENCE, "there is no struct %s: %s",
			 r->names->ring, loss_of(RXPA_CAN_HELD));
	return false;
}

/*
 * A ring that cannot be counted and has a pool is of a version of the driver that
 * takes its pages from there.  That is all to be said: what else such a ring has
 * no more is no news.
 */
static void note_page_pool(struct resolver *r)
{
	struct place *ring = &r->place[IN_RING];
	struct rxpa_btf_member member;
	struct rxpa_btf_type type;

	if (find_member(r, ring->id, "pp|page_pool", &member) ||
	    rxpa_btf_resolve(r->btf, member.type, &type) ||
	    type.class != RXPA_BTF_PTR)
		return;
	r->layout->nr_missing = 1;
	snprintf(r->layout->missing[0], RXPA_SENTENCE,
		 "this version of the driver uses page_pool (struct %s has one), which is not accounted: %s",
		 ring->tag, loss_of(RXPA_CAN_HELD));
}

/* Sentences call the structs behind pointers by what leads to them. */
static void name_places(struct resolver *r)
{
	snprintf(r->place[IN_VECTOR].tag, NAME_LEN, "behind %.30s->q_vector",
		 r->place[IN_RING].tag);
	snprintf(r->place[IN_SLOT].tag, NAME_LEN, "behind %.20s->%.20s",
		 r->place[IN_RING].tag, r->names->slots);
}

/**
 * rxpa_layout_resolve - look up all names of a driver
 * @names:	the driver's names
 * @btf:	its BTF, over that of the kernel if it is split
 * @layout:	filled in; fields and paths that are absent have size 0
 *
 * Nothing here fails: what cannot be resolved clears bits of @layout->can
 * and leaves a sentence in @layout->missing.
 *
 * Context: any; some milliseconds of searching.
 */
void rxpa_layout_resolve(const struct rxpa_driver_names *names,
			 const struct rxpa_btf *btf,
			 struct rxpa_layout *layout)
{
	struct resolver r = { .names = names, .btf = btf, .layout = layout };
	u32 i;

	memset(layout, 0, sizeof(*layout));
	layout->can = CAN_ALL;
	if (!find_ring(&r))
		return;
	name_places(&r);
	for (i = 0; i < RXPA_NR_FIELDS; i++)
		resolve_field(&r, i);
	layout->slot_size = r.place[IN_SLOT].size;
	resolve_path(&r, names->rings, TO_RINGS, &layout->rings);
	resolve_path(&r, names->num_rings, TO_NUMBER, &layout->num_rings);
	if (names->owner_of)
		resolve_path(&r, names->owner_of, TO_OWNER, &layout->owner);

	/* Every other ability is built on counting, and telling on walking. */
	if (!(layout->can & RXPA_CAN_HELD)) {
		layout->can = 0;
		note_page_pool(&r);
	}
	if (!(layout->can & RXPA_CAN_WALK))
		layout->can &= ~RXPA_CAN_BIAS;
}
