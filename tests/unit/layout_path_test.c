// SPDX-License-Identifier: GPL-2.0
/* The shapes of rings arrays, paths that make no sense, and owners. */
#include "layout.h"
#include "toy.h"

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

UNIT_PARAMS(test_rings, rings_cases, rings_desc);

static void test_rings(struct kunit *test)
{
	const struct rings_case *c = test->param_value;
	struct toy_case change = { .retype = "rx_rings", .type = c->type };
	struct rxpa_layout *layout = toy_layout(test, &toy_names, &change);

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
	"toy_priv:a_member_whose_name_is_longer_by_far_than_any_room_that_is_made_for_a_name",
	"toy_priv:vsi->part.rx_rings->next->next->next->next->next->next[]",
};

static void test_bad_paths(struct kunit *test)
{
	static const struct toy_case unchanged = {};
	struct rxpa_driver_names names = toy_names;
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
	struct rxpa_driver_names names = toy_names;
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

/* -------- rings that are known by their VSI -------- */

static void test_owner(struct kunit *test)
{
	static const struct toy_case unchanged = {};
	struct rxpa_driver_names names = toy_vsi_names;
	struct rxpa_layout *layout;

	layout = toy_layout(test, &toy_names, &unchanged);
	KUNIT_EXPECT_EQ(test, layout->owner.nr, 0U);

	layout = toy_layout(test, &toy_vsi_names, &unchanged);
	KUNIT_EXPECT_EQ(test, layout->can, (u32)ALL);
	KUNIT_EXPECT_EQ(test, layout->nr_missing, 0U);
	KUNIT_EXPECT_EQ(test, layout->field[RXPA_RING_OWNER].off, 56U);
	KUNIT_EXPECT_EQ(test, layout->field[RXPA_RING_OWNER].size, 8U);
	/* priv + 8 is the pointer; it is not read */
	KUNIT_EXPECT_EQ(test, layout->owner.nr, 1U);
	KUNIT_EXPECT_EQ(test, layout->owner.off[0], 8U);
	KUNIT_EXPECT_EQ(test, layout->owner.size, 8U);

	/* What the ring names and what the path leads to are one thing. */
	names.owner = "netdev";
	layout = toy_layout(test, &names, &unchanged);
	KUNIT_EXPECT_EQ(test, layout->can, 0U);
	KUNIT_EXPECT_EQ(test, layout->owner.nr, 0U);
	KUNIT_EXPECT_TRUE(test, says(layout, "toy_priv:vsi does not lead to the owner of the rx rings (at vsi): " NO_HELD));
}

static const struct toy_case vsi_cases[] = {
	{ "no netdev in the ring", .drop = "netdev", .can = ALL },
	{ "no vsi in the ring", .drop = "vsi",
	  .missing = "struct toy_ring has no member vsi: " NO_HELD },
	{ "vsi without a type", .retype = "vsi", .type = T_VOID_P,
	  .missing = "has vsi, but does not say what lies behind it: " NO_HELD },
	{ "vsi as a number", .retype = "vsi", .type = T_U64,
	  .missing = "has vsi, but not as a pointer: " NO_HELD },
};

static void vsi_desc(const struct toy_case *c, char *desc)
{
	strcpy(desc, c->name);
}

UNIT_PARAMS(test_vsi, vsi_cases, vsi_desc);

static void test_vsi(struct kunit *test)
{
	const struct toy_case *c = test->param_value;
	struct rxpa_layout *layout = toy_layout(test, &toy_vsi_names, c);

	KUNIT_EXPECT_EQ(test, layout->can, c->can);
	KUNIT_EXPECT_EQ(test, !!layout->nr_missing, !!c->missing);
	if (c->missing)
		KUNIT_EXPECT_TRUE_MSG(test, says(layout, c->missing),
				      "it says: %s", layout->missing[0]);
}

static struct kunit_case layout_path_test_cases[] = {
	UNIT_CASE_PARAMS(test_rings),
	KUNIT_CASE(test_bad_paths),
	KUNIT_CASE(test_long_path),
	KUNIT_CASE(test_owner),
	UNIT_CASE_PARAMS(test_vsi),
	{}
};

static struct kunit_suite layout_path_test_suite = {
	.name = "rxpa-layout-path",
	.test_cases = layout_path_test_cases,
};

kunit_test_suite(layout_path_test_suite);
