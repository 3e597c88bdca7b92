// SPDX-License-Identifier: GPL-2.0
#include "btf_build.h"
#include "layout.h"

/*
 * A toy driver over a toy kernel.  Its structs are lists of members, so that
 * a test case can drop, rename or spoil one by its name.
 */
static const struct rxpa_driver_names toy = {
	.module		= "toy",
	.ring		= "toy_rx_ring|toy_ring",
	.rings		= "toy_priv:vsi->part.rx_rings[]",
	.num_rings	= "toy_priv:vsi->num_rxq|toy_priv:vsi->num_q",
	.queue_index	= "q_index|queue_index",
	.slots		= "rx_bi",
	.refill		= "toy_alloc_rx_buffers",
	.clean		= "toy_clean_rx_ring|toy_free_rx_resources",
};

/* Types of the toy kernel and, from T_RING_P on, of the toy driver. */
enum toy_type {
	T_U8 = 1, T_U16, T_U32, T_U64, T_U128, T_PAGE, T_PAGE_P, T_NETDEV,
	T_NETDEV_P, T_NAPI, T_FLOAT,
	T_SLOT, T_SLOT_P, T_VECTOR, T_VECTOR_P, T_VOID_P, T_EITHER, T_RING,
	T_RING_P, T_RING_PP, T_RINGS_P, T_RINGS, T_BITS, T_PART, T_VSI,
	T_VSI_P, T_PRIV, T_NEXT,
};

struct toy_member {
	const char *name;
	u32 type;
	u32 byte;
};

static const struct toy_member slot_members[] = {
	{ "dma", T_U64, 0 },
	{ "page", T_PAGE_P, 8 },
	{ "page_offset", T_U32, 16 },
	{ "pagecnt_bias", T_U16, 20 },
	{}
};

static const struct toy_member vector_members[] = {
	{ "vsi", T_VOID_P, 0 },
	{ "napi", T_NAPI, 8 },
	{}
};

static const struct toy_member either_members[] = {
	{ "tx_bi", T_VOID_P, 0 },
	{ "rx_bi", T_SLOT_P, 0 },
	{}
};

static const struct toy_member ring_members[] = {
	{ "next", T_VOID_P, 0 },
	{ "q_vector", T_VECTOR_P, 8 },
	{ "netdev", T_NETDEV_P, 16 },
	{ NULL, T_EITHER, 24 },
	{ "count", T_U16, 32 },
	{ "queue_index", T_U16, 34 },
	{ "next_to_use", T_U16, 36 },
	{ "next_to_clean", T_U16, 38 },
	{ "next_to_alloc", T_U16, 40 },
	{ "next_to_process", T_U16, 42 },
	{ "xsk_pool", T_VOID_P, 48 },
	{}
};

static const struct toy_member part_members[] = {
	{ "pad", T_U64, 0 },
	{ "rx_rings", T_RING_PP, 8 },
	{}
};

static const struct toy_member vsi_members[] = {
	{ "num_q", T_U16, 4 },
	{ "part", T_PART, 16 },
	{}
};

static const struct toy_member priv_members[] = {
	{ "vsi", T_VSI_P, 8 },
	{}
};

/**
 * struct toy_case - one change to the toy and what must follow
 * @name:	of the case
 * @drop:	member that is left out; or struct, by its tag
 * @rename:	member that gets the name @to
 * @to:		new name
 * @retype:	member that gets the type @type
 * @type:	new type
 * @bits:	member that becomes a bitfield of one bit less than it had
 * @move:	member that is moved to the last byte of its struct
 * @can:	abilities that must be left
 * @missing:	what a sentence must contain; NULL: no sentence at all
 */
struct toy_case {
	const char *name;
	const char *drop;
	const char *rename;
	const char *to;
	const char *retype;
	enum toy_type type;
	const char *bits;
	const char *move;
	u32 can;
	const char *missing;
};

static bool is(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

static void toy_struct(struct bb *bb, const struct toy_case *c,
		       const char *tag, enum bb_kind kind, u32 size,
		       const struct toy_member *m)
{
	bool bits = false;
	u32 type, off;

	if (is(tag, c->rename))
		tag = c->to;
	bb_type(bb, is(tag, c->drop) ? "dropped" : tag, kind, size);
	for (; m->type; m++) {
		if (is(m->name, c->drop))
			continue;
		type = is(m->name, c->retype) ? (u32)c->type : m->type;
		off = is(m->name, c->move) ? size - 1 : m->byte;
		bits |= is(m->name, c->bits);
		bb_member(bb, is(m->name, c->rename) ? c->to : m->name, type,
			  off * 8 | (is(m->name, c->bits) ? 15U << 24 : 0));
	}
	if (bits)
		bb_kind_flag(bb);
}

static struct bb *toy_kernel(struct kunit *test)
{
	struct bb *bb = bb_new(test, NULL);

	bb_int(bb, "u8", 1);
	bb_int(bb, "u16", 2);
	bb_int(bb, "u32", 4);
	bb_int(bb, "u64", 8);
	bb_int(bb, "u128", 16);
	bb_struct(bb, "page", 64);
	bb_type(bb, NULL, BB_PTR, T_PAGE);
	bb_struct(bb, "net_device", 2048);
	bb_type(bb, NULL, BB_PTR, T_NETDEV);
	bb_struct(bb, "napi_struct", 400);
	bb_type(bb, "double", BB_FLOAT, 8);
	return bb;
}

static struct bb *toy_driver(struct kunit *test, const struct bb *kernel,
			     const struct toy_case *c)
{
	struct bb *bb = bb_new(test, kernel);

	toy_struct(bb, c, "toy_rx_buffer", BB_STRUCT, 24, slot_members);
	bb_type(bb, NULL, BB_PTR, T_SLOT);
	toy_struct(bb, c, "toy_q_vector", BB_STRUCT, 512, vector_members);
	bb_type(bb, NULL, BB_PTR, T_VECTOR);
	bb_type(bb, NULL, BB_PTR, 0);
	toy_struct(bb, c, NULL, BB_UNION, 8, either_members);
	toy_struct(bb, c, "toy_ring", BB_STRUCT, 64, ring_members);
	bb_type(bb, NULL, BB_PTR, T_RING);
	bb_type(bb, NULL, BB_PTR, T_RING_P);
	bb_array(bb, T_RING_P, 16);
	bb_array(bb, T_RING, 4);
	bb_array(bb, T_U16, 2);
	toy_struct(bb, c, "part", BB_STRUCT, 160, part_members);
	toy_struct(bb, c, "toy_vsi", BB_STRUCT, 256, vsi_members);
	bb_type(bb, NULL, BB_PTR, T_VSI);
	toy_struct(bb, c, "toy_priv", BB_STRUCT, 16, priv_members);
	KUNIT_ASSERT_EQ(test, bb->next_id, (u32)T_NEXT);
	return bb;
}

static struct rxpa_layout *toy_layout(struct kunit *test,
				      const struct rxpa_driver_names *names,
				      const struct toy_case *c)
{
	struct bb *kernel_bb = toy_kernel(test);
	struct rxpa_btf *kernel = bb_parse(test, kernel_bb, NULL);
	struct rxpa_btf *driver = bb_parse(test, toy_driver(test, kernel_bb, c),
					   kernel);
	struct rxpa_layout *layout;

	layout = kunit_kmalloc(test, sizeof(*layout), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, layout);
	memset(layout, 0xa5, sizeof(*layout));
	rxpa_layout_resolve(names, driver, layout);
	rxpa_btf_free(driver);
	rxpa_btf_free(kernel);
	return layout;
}

/* -------- a driver of which everything is known -------- */

static const struct rxpa_field toy_fields[RXPA_NR_FIELDS] = {
	[RXPA_RING_NETDEV] = { 16, 8 },
	[RXPA_RING_COUNT]  = { 32, 2 },
	[RXPA_RING_INDEX]  = { 34, 2 },
	[RXPA_RING_NTU]	   = { 36, 2 },
	[RXPA_RING_NTC]	   = { 38, 2 },
	[RXPA_RING_NTA]	   = { 40, 2 },
	[RXPA_RING_SLOTS]  = { 24, 8 },
	[RXPA_RING_NTP]	   = { 42, 2 },
	[RXPA_RING_XSK]	   = { 48, 8 },
	[RXPA_RING_VECTOR] = { 8, 8 },
	[RXPA_VECTOR_NAPI] = { 8, 400 },
	[RXPA_SLOT_PAGE]   = { 8, 8 },
	[RXPA_SLOT_BIAS]   = { 20, 2 },
};

#define ALL (RXPA_CAN_HELD | RXPA_CAN_WALK | RXPA_CAN_BIAS | RXPA_CAN_QUIET)

static void test_whole(struct kunit *test)
{
	const struct toy_case unchanged = {};
	struct rxpa_layout *layout = toy_layout(test, &toy, &unchanged);
	u32 i;

	KUNIT_EXPECT_EQ(test, layout->can, (u32)ALL);
	KUNIT_EXPECT_EQ(test, layout->nr_missing, 0U);
	KUNIT_EXPECT_EQ(test, layout->ring_size, 64U);
	KUNIT_EXPECT_EQ(test, layout->slot_size, 24U);
	KUNIT_EXPECT_STREQ(test, layout->ring_tag, "toy_ring");
	for (i = 0; i < RXPA_NR_FIELDS; i++) {
		KUNIT_EXPECT_EQ_MSG(test, layout->field[i].off,
				    toy_fields[i].off, "%s is at %u",
				    rxpa_field_name(i), layout->field[i].off);
		KUNIT_EXPECT_EQ_MSG(test, layout->field[i].size,
				    toy_fields[i].size, "%s has %u bytes",
				    rxpa_field_name(i), layout->field[i].size);
	}
	/* priv + 8 -> vsi + 16 + 8 -> the array */
	KUNIT_EXPECT_EQ(test, layout->rings.nr, 3U);
	KUNIT_EXPECT_EQ(test, layout->rings.off[0], 8U);
	KUNIT_EXPECT_EQ(test, layout->rings.off[1], 24U);
	KUNIT_EXPECT_EQ(test, layout->rings.off[2], 0U);
	KUNIT_EXPECT_EQ(test, layout->rings.size, 8U);
	KUNIT_EXPECT_EQ(test, (u32)layout->rings_kind,
			(u32)RXPA_RINGS_POINTERS);
	KUNIT_EXPECT_EQ(test, layout->rings_max, 0U);
	KUNIT_EXPECT_EQ(test, layout->num_rings.nr, 2U);
	KUNIT_EXPECT_EQ(test, layout->num_rings.off[0], 8U);
	KUNIT_EXPECT_EQ(test, layout->num_rings.off[1], 4U);
	KUNIT_EXPECT_EQ(test, layout->num_rings.size, 2U);
}

/* -------- something is missing or not as expected -------- */

#define NO_HELD "held pages cannot be counted"
#define NO_WALK "pages cannot be walked"
#define NO_BIAS "lent and biased pages cannot be told"
#define NO_QUIET "a ring at rest cannot be told"

static const struct toy_case toy_cases[] = {
	{ "no ring", .drop = "toy_ring",
	  .missing = "there is no struct toy_rx_ring|toy_ring: " NO_HELD },
	{ "ring by its newer tag", .rename = "toy_ring", .to = "toy_rx_ring",
	  .can = ALL },
	{ "no netdev", .drop = "netdev",
	  .missing = "struct toy_ring has no member netdev: " NO_HELD },
	{ "no count", .drop = "count",
	  .missing = "struct toy_ring has no member count: " NO_HELD },
	{ "no index", .drop = "queue_index",
	  .missing = "has no member q_index|queue_index: " NO_HELD },
	{ "index by its other name", .rename = "queue_index", .to = "q_index",
	  .can = ALL },
	{ "no next_to_use", .drop = "next_to_use",
	  .missing = "has no member next_to_use: " NO_HELD },
	{ "no next_to_clean", .drop = "next_to_clean",
	  .missing = "has no member next_to_clean: " NO_HELD },
	{ "no next_to_alloc", .drop = "next_to_alloc",
	  .missing = "struct toy_ring has no member next_to_alloc: " NO_HELD },
	{ "no slots", .drop = "rx_bi",
	  .missing = "struct toy_ring has no member rx_bi: " NO_HELD },
	{ "no next_to_process", .drop = "next_to_process", .can = ALL },
	{ "no xsk_pool", .drop = "xsk_pool", .can = ALL },
	{ "xsk_umem", .rename = "xsk_pool", .to = "xsk_umem", .can = ALL },
	{ "no q_vector", .drop = "q_vector", .can = ALL & ~RXPA_CAN_QUIET,
	  .missing = "struct toy_ring has no member q_vector: " NO_QUIET },
	{ "no napi", .drop = "napi", .can = ALL & ~RXPA_CAN_QUIET,
	  .missing = "behind toy_ring->q_vector has no member napi: " NO_QUIET },
	{ "no page", .drop = "page", .can = RXPA_CAN_HELD | RXPA_CAN_QUIET,
	  .missing = "behind toy_ring->rx_bi has no member page: " NO_WALK },
	{ "no bias", .drop = "pagecnt_bias", .can = ALL & ~RXPA_CAN_BIAS,
	  .missing = "has no member pagecnt_bias: " NO_BIAS },
	{ "count as a bitfield", .bits = "count",
	  .missing = "has count, but as a bitfield: " NO_HELD },
	{ "bias as a bitfield", .bits = "pagecnt_bias",
	  .can = ALL & ~RXPA_CAN_BIAS,
	  .missing = "has pagecnt_bias, but as a bitfield" },
	{ "next_to_process as a bitfield", .bits = "next_to_process",
	  .missing = "has next_to_process, but as a bitfield" },
	{ "wide bias", .retype = "pagecnt_bias", .type = T_U32, .can = ALL },
	{ "narrow count", .retype = "count", .type = T_U8, .can = ALL },
	{ "count as a pointer", .retype = "count", .type = T_VOID_P,
	  .missing = "has count, but not as an integer" },
	{ "count as a float", .retype = "count", .type = T_FLOAT,
	  .missing = "has count, but not as an integer" },
	{ "count of 16 bytes", .retype = "count", .type = T_U128,
	  .missing = "has count, but of an unknown width" },
	{ "count as an array", .retype = "count", .type = T_BITS,
	  .missing = "has count, but not as an integer" },
	{ "netdev as an integer", .retype = "netdev", .type = T_U64,
	  .missing = "has netdev, but not as a pointer" },
	{ "xsk_pool as an integer", .retype = "xsk_pool", .type = T_U64,
	  .missing = "has xsk_pool|xsk_umem, but not as a pointer: " NO_HELD },
	{ "page as an integer", .retype = "page", .type = T_U64,
	  .can = RXPA_CAN_HELD | RXPA_CAN_QUIET,
	  .missing = "has page, but not as a pointer: " NO_WALK },
	{ "napi as a pointer", .retype = "napi", .type = T_VOID_P,
	  .can = ALL & ~RXPA_CAN_QUIET,
	  .missing = "has napi, but not as a struct: " NO_QUIET },
	{ "slots of no type", .retype = "rx_bi", .type = T_VOID_P,
	  .missing = "has rx_bi, but does not say what lies behind it: " NO_HELD },
	{ "slots of pointers", .retype = "rx_bi", .type = T_RING_PP,
	  .missing = "has rx_bi, but does not say what lies behind it" },
	{ "q_vector of no type", .retype = "q_vector", .type = T_VOID_P,
	  .can = ALL & ~RXPA_CAN_QUIET,
	  .missing = "q_vector, but does not say what lies behind it: " NO_QUIET },
	{ "count at the end of the ring", .move = "count",
	  .missing = "has count, but ends before it: " NO_HELD },
	{ "page at the end of the slot", .move = "page",
	  .can = RXPA_CAN_HELD | RXPA_CAN_QUIET,
	  .missing = "has page, but ends before it" },
	{ "no private struct", .drop = "toy_priv",
	  .missing = "toy_priv:vsi->part.rx_rings[] does not lead" },
	{ "no vsi", .drop = "vsi",
	  .missing = "does not lead to the rx rings (at vsi): " NO_HELD },
	{ "vsi in place", .retype = "vsi", .type = T_U64,
	  .missing = "does not lead to the rx rings" },
	{ "no part", .drop = "part",
	  .missing = "does not lead to the rx rings (at part)" },
	{ "part as a pointer", .retype = "part", .type = T_VSI_P,
	  .missing = "does not lead to the rx rings" },
	{ "no rx_rings", .drop = "rx_rings",
	  .missing = "does not lead to the rx rings (at rx_rings)" },
	{ "rx_rings as an integer", .retype = "rx_rings", .type = T_U64,
	  .missing = "does not lead to the rx rings (at rx_rings)" },
	{ "rx_rings of void", .retype = "rx_rings", .type = T_VOID_P,
	  .missing = "does not lead to the rx rings (at rx_rings)" },
	{ "rx_rings of something else", .retype = "rx_rings", .type = T_VSI_P,
	  .missing = "does not lead to the rx rings (at rx_rings)" },
	{ "rx_rings as a bitfield", .bits = "rx_rings",
	  .missing = "does not lead to the rx rings" },
	{ "number by its newer name", .rename = "num_q", .to = "num_rxq",
	  .can = ALL },
	{ "no number", .drop = "num_q",
	  .missing = "does not lead to the number of rx rings (at num_q)" },
	{ "number as a pointer", .retype = "num_q", .type = T_VOID_P,
	  .missing = "does not lead to the number of rx rings" },
	{ "number of 16 bytes", .retype = "num_q", .type = T_U128,
	  .missing = "does not lead to the number of rx rings" },
	{ "number as a bitfield", .bits = "num_q",
	  .missing = "does not lead to the number of rx rings" },
};

static void toy_desc(const struct toy_case *c, char *desc)
{
	strcpy(desc, c->name);
}

KUNIT_ARRAY_PARAM(toy, toy_cases, toy_desc);

static bool says(const struct rxpa_layout *layout, const char *what)
{
	u32 i;

	for (i = 0; i < layout->nr_missing; i++) {
		if (strstr(layout->missing[i], what))
			return true;
	}
	return false;
}

static void test_change(struct kunit *test)
{
	const struct toy_case *c = test->param_value;
	struct rxpa_layout *layout = toy_layout(test, &toy, c);

	KUNIT_EXPECT_EQ(test, layout->can, c->can);
	if (!c->missing) {
		KUNIT_EXPECT_EQ(test, layout->nr_missing, 0U);
		return;
	}
	KUNIT_ASSERT_GE(test, layout->nr_missing, 1U);
	KUNIT_EXPECT_TRUE_MSG(test, says(layout, c->missing),
			      "it says \"%s\", not \"%s\"", layout->missing[0],
			      c->missing);
}

/* What is absent has size 0, also where it was present but not as expected. */
static void test_absent_is_zero(struct kunit *test)
{
	static const struct toy_case no_pool = { .drop = "xsk_pool" };
	static const struct toy_case odd_page = { .bits = "page" };
	static const struct toy_case no_ring = { .drop = "toy_ring" };
	static const struct toy_case no_number = { .drop = "num_q" };
	struct rxpa_layout *layout;
	u32 i;

	layout = toy_layout(test, &toy, &no_pool);
	KUNIT_EXPECT_EQ(test, layout->field[RXPA_RING_XSK].size, 0U);
	layout = toy_layout(test, &toy, &odd_page);
	KUNIT_EXPECT_EQ(test, layout->field[RXPA_SLOT_PAGE].size, 0U);
	layout = toy_layout(test, &toy, &no_number);
	KUNIT_EXPECT_EQ(test, layout->num_rings.nr, 0U);
	KUNIT_EXPECT_EQ(test, layout->rings.nr, 3U);
	layout = toy_layout(test, &toy, &no_ring);
	KUNIT_EXPECT_EQ(test, layout->rings.nr, 0U);
	KUNIT_EXPECT_EQ(test, layout->nr_missing, 1U);
	KUNIT_EXPECT_STREQ(test, layout->ring_tag, "");
	for (i = 0; i < RXPA_NR_FIELDS; i++)
		KUNIT_EXPECT_EQ(test, layout->field[i].size, 0U);
}

/* A name that is not a member of anything makes a sentence each. */
static void test_many_missing(struct kunit *test)
{
	static const struct toy_case slot_only = {};
	struct rxpa_driver_names names = toy;
	struct rxpa_layout *layout;
	u32 i;

	names.ring = "toy_q_vector";
	layout = toy_layout(test, &names, &slot_only);
	KUNIT_EXPECT_EQ(test, layout->can, 0U);
	KUNIT_ASSERT_EQ(test, layout->nr_missing, (u32)RXPA_MAX_MISSING);
	for (i = 0; i + 1 < RXPA_MAX_MISSING; i++)
		KUNIT_EXPECT_TRUE(test, strstr(layout->missing[i], NO_HELD) ||
				  strstr(layout->missing[i], NO_QUIET));
	KUNIT_EXPECT_STREQ(test, layout->missing[RXPA_MAX_MISSING - 1],
			   "and more is missing");
}

/* -------- the shapes of rings arrays, and paths that make no sense -------- */

struct rings_case {
	const char *name;
	enum toy_type type;	/* of rx_rings */
	enum rxpa_rings_kind kind;
	u32 max;
	u32 size;
	u32 steps;
};

static const struct rings_case rings_cases[] = {
	{ "T *rings[16]", T_RINGS_P, RXPA_RINGS_POINTERS, 16, 8, 2 },
	{ "T **rings", T_RING_PP, RXPA_RINGS_POINTERS, 0, 8, 3 },
	{ "T rings[4]", T_RINGS, RXPA_RINGS_STRUCTS, 4, 64, 2 },
	{ "T *rings", T_RING_P, RXPA_RINGS_STRUCTS, 0, 64, 3 },
};

static void rings_desc(const struct rings_case *c, char *desc)
{
	strcpy(desc, c->name);
}

KUNIT_ARRAY_PARAM(rings, rings_cases, rings_desc);

static void test_rings(struct kunit *test)
{
	const struct rings_case *c = test->param_value;
	struct toy_case change = { .retype = "rx_rings", .type = c->type };
	struct rxpa_layout *layout = toy_layout(test, &toy, &change);

	KUNIT_EXPECT_EQ(test, layout->can, (u32)ALL);
	KUNIT_EXPECT_EQ(test, layout->rings_kind, c->kind);
	KUNIT_EXPECT_EQ(test, layout->rings_max, c->max);
	KUNIT_EXPECT_EQ(test, layout->rings.size, c->size);
	KUNIT_EXPECT_EQ(test, layout->rings.nr, c->steps);
	KUNIT_EXPECT_EQ(test, layout->rings.off[1], 24U);
}

static const char *const bad_paths[] = {
	"", ":", "toy_priv", "toy_priv:", ":vsi", "toy_priv:vsi->",
	"toy_priv:vsi->part.", "toy_priv:vsi", "toy_priv:vsi.part.rx_rings[]",
	"toy_priv:vsi->part->rx_rings[]", "toy_priv:vsi->part.rx_rings[][]",
	"toy_priv:vsi->part.rx_rings[", "toy_priv:vsi-part.rx_rings[]",
	"toy_priv:vsi:part", "none:vsi->part.rx_rings[]", "|",
	"toy_priv:a_member_of_a_name_that_is_so_long_that_it_fits_no_buffer_at_all",
	"toy_priv:vsi->part.rx_rings->next->next->next->next->next->next[]",
};

static void test_bad_paths(struct kunit *test)
{
	static const struct toy_case unchanged = {};
	struct rxpa_driver_names names = toy;
	struct rxpa_layout *layout;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(bad_paths); i++) {
		names.rings = bad_paths[i];
		layout = toy_layout(test, &names, &unchanged);
		KUNIT_EXPECT_EQ_MSG(test, layout->can, 0U, "\"%s\" leads",
				    bad_paths[i]);
		KUNIT_EXPECT_EQ(test, layout->nr_missing, 1U);
		KUNIT_EXPECT_EQ(test, layout->rings.nr, 0U);
	}
}

/* A pointer chain longer than a path can hold. */
static void test_long_path(struct kunit *test)
{
	struct bb *bb = toy_kernel(test);
	struct rxpa_driver_names names = toy;
	struct rxpa_layout *layout;
	struct rxpa_btf *btf;
	u32 id;

	layout = kunit_kzalloc(test, sizeof(*layout), GFP_KERNEL);
	id = bb_struct(bb, "toy_ring", 16);
	bb_member(bb, "next", id + 1, 0);
	bb_member(bb, "n", T_U32, 64);
	bb_type(bb, NULL, BB_PTR, id);
	btf = bb_parse(test, bb, NULL);
	names.num_rings = "toy_ring:next->next->next->next->next->n";
	rxpa_layout_resolve(&names, btf, layout);
	KUNIT_EXPECT_EQ(test, layout->num_rings.nr, 6U);
	KUNIT_EXPECT_EQ(test, layout->num_rings.off[5], 8U);
	names.num_rings = "toy_ring:next->next->next->next->next->next->n";
	rxpa_layout_resolve(&names, btf, layout);
	KUNIT_EXPECT_EQ(test, layout->num_rings.nr, 0U);
	rxpa_btf_free(btf);
}

/* -------- names -------- */

static void test_has_name(struct kunit *test)
{
	static const char alts[] = "abc|de|f";

	KUNIT_EXPECT_TRUE(test, rxpa_has_name(alts, "abc", 3));
	KUNIT_EXPECT_TRUE(test, rxpa_has_name(alts, "de", 2));
	KUNIT_EXPECT_TRUE(test, rxpa_has_name(alts, "f", 1));
	KUNIT_EXPECT_TRUE(test, rxpa_has_name(alts, "deX", 2));
	KUNIT_EXPECT_TRUE(test, rxpa_has_name("abc", "abc", 3));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name(alts, "ab", 2));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name(alts, "abcd", 4));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name(alts, "bc", 2));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name(alts, "abc|de", 6));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name(alts, "", 0));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name("", "", 0));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name("", "a", 1));
	KUNIT_EXPECT_FALSE(test, rxpa_has_name("a|", "", 0));
}

static void test_next_name(struct kunit *test)
{
	const char *left = "abc|de|f";
	char buf[4];

	left = rxpa_next_name(left, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "abc");
	KUNIT_ASSERT_NOT_NULL(test, left);
	left = rxpa_next_name(left, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "de");
	KUNIT_ASSERT_NOT_NULL(test, left);
	left = rxpa_next_name(left, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "f");
	KUNIT_EXPECT_NULL(test, left);
	left = rxpa_next_name("abcd|ok", buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "");
	KUNIT_ASSERT_NOT_NULL(test, left);
	left = rxpa_next_name(left, buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "ok");
	KUNIT_EXPECT_NULL(test, left);
	KUNIT_EXPECT_NULL(test, rxpa_next_name("", buf, sizeof(buf)));
	KUNIT_EXPECT_STREQ(test, buf, "");
}

static void test_field_names(struct kunit *test)
{
	u32 i, k;

	for (i = 0; i < RXPA_NR_FIELDS; i++) {
		KUNIT_ASSERT_NOT_NULL(test, rxpa_field_name(i));
		KUNIT_EXPECT_NOT_NULL(test, strchr(rxpa_field_name(i), '.'));
		for (k = 0; k < i; k++)
			KUNIT_EXPECT_TRUE(test, strcmp(rxpa_field_name(i),
						       rxpa_field_name(k)));
	}
	KUNIT_EXPECT_STREQ(test, rxpa_field_name(RXPA_NR_FIELDS), "?");
}

/* Every table is whole and its names fit the buffers that they go through. */
static void test_tables(struct kunit *test)
{
	const struct rxpa_driver_names *const *d;
	char buf[64];
	u32 nr = 0;

	for (d = rxpa_drivers; *d; d++, nr++) {
		const char *all[] = {
			(*d)->module, (*d)->ring, (*d)->rings, (*d)->num_rings,
			(*d)->queue_index, (*d)->slots, (*d)->refill,
			(*d)->clean,
		};
		u32 i;

		for (i = 0; i < ARRAY_SIZE(all); i++) {
			const char *left = all[i];

			KUNIT_ASSERT_NOT_NULL(test, left);
			do {
				left = rxpa_next_name(left, buf, sizeof(buf));
				KUNIT_EXPECT_GT(test, strlen(buf), (size_t)0);
			} while (left);
		}
	}
	KUNIT_EXPECT_EQ(test, nr, 7U);
}

static struct kunit_case layout_test_cases[] = {
	KUNIT_CASE(test_whole),
	KUNIT_CASE_PARAM(test_change, toy_gen_params),
	KUNIT_CASE(test_absent_is_zero),
	KUNIT_CASE(test_many_missing),
	KUNIT_CASE_PARAM(test_rings, rings_gen_params),
	KUNIT_CASE(test_bad_paths),
	KUNIT_CASE(test_long_path),
	KUNIT_CASE(test_has_name),
	KUNIT_CASE(test_next_name),
	KUNIT_CASE(test_field_names),
	KUNIT_CASE(test_tables),
	{}
};

static struct kunit_suite layout_test_suite = {
	.name = "rxpa-layout",
	.test_cases = layout_test_cases,
};

kunit_test_suite(layout_test_suite);
