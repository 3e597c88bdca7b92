// SPDX-License-Identifier: GPL-2.0
/* A driver's names looked up, and what is missing or not as expected. */
#include "layout.h"
#include "toy.h"

/* -------- a driver of which everything is known -------- */

static const struct rxpa_field toy_fields[RXPA_NR_FIELDS] = {
	[RXPA_RING_OWNER]  = { 16, 8 },
	[RXPA_RING_COUNT]  = { 32, 2 },
	[RXPA_RING_INDEX]  = { 34, 2 },
	[RXPA_RING_NTU]	   = { 36, 2 },
	[RXPA_RING_NTC]	   = { 38, 2 },
	[RXPA_RING_NTA]	   = { 40, 2 },
	[RXPA_RING_SLOTS]  = { 24, 8 },
	[RXPA_RING_XSK]	   = { 48, 8 },
	[RXPA_RING_VECTOR] = { 8, 8 },
	[RXPA_VECTOR_NAPI] = { 8, 400 },
	[RXPA_SLOT_PAGE]   = { 8, 8 },
	[RXPA_SLOT_BIAS]   = { 20, 2 },
};

static void test_whole(struct kunit *test)
{
	const struct toy_case unchanged = {};
	struct rxpa_layout *layout = toy_layout(test, &toy_names, &unchanged);
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
	  .missing = "has no member first_desc|next_to_clean: " NO_HELD },
	{ "first_desc before next_to_clean", .rename = "next_to_process",
	  .to = "first_desc", .can = ALL, .ntc = 42 },
	{ "no next_to_alloc", .drop = "next_to_alloc",
	  .missing = "struct toy_ring has no member next_to_alloc: " NO_HELD },
	{ "no slots", .drop = "rx_bi",
	  .missing = "struct toy_ring has no member rx_bi: " NO_HELD },
	{ "a member that nobody asks for", .drop = "next_to_process",
	  .can = ALL },
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
	{ "next_to_clean as a bitfield", .bits = "next_to_clean",
	  .missing = "next_to_clean, but as a bitfield" },
	{ "wide bias", .retype = "pagecnt_bias", .type = T_U32, .can = ALL },
	{ "narrow count", .retype = "count", .type = T_U8,
	  .missing = "has count, but not 16 bits wide: " NO_HELD },
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

UNIT_PARAMS(test_change, toy_cases, toy_desc);

static void test_change(struct kunit *test)
{
	const struct toy_case *c = test->param_value;
	struct rxpa_layout *layout = toy_layout(test, &toy_names, c);

	KUNIT_EXPECT_EQ(test, layout->can, c->can);
	if (c->ntc)
		KUNIT_EXPECT_EQ(test, layout->field[RXPA_RING_NTC].off, c->ntc);
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

	layout = toy_layout(test, &toy_names, &no_pool);
	KUNIT_EXPECT_EQ(test, layout->field[RXPA_RING_XSK].size, 0U);
	layout = toy_layout(test, &toy_names, &odd_page);
	KUNIT_EXPECT_EQ(test, layout->field[RXPA_SLOT_PAGE].size, 0U);
	layout = toy_layout(test, &toy_names, &no_number);
	KUNIT_EXPECT_EQ(test, layout->num_rings.nr, 0U);
	KUNIT_EXPECT_EQ(test, layout->rings.nr, 3U);
	layout = toy_layout(test, &toy_names, &no_ring);
	KUNIT_EXPECT_EQ(test, layout->rings.nr, 0U);
	KUNIT_EXPECT_EQ(test, layout->nr_missing, 1U);
	KUNIT_EXPECT_STREQ(test, layout->ring_tag, "");
	for (i = 0; i < RXPA_NR_FIELDS; i++)
		KUNIT_EXPECT_EQ(test, layout->field[i].size, 0U);
}

/* A ring that lost what is needed and has a pool: one sentence tells why. */
static void test_page_pool(struct kunit *test)
{
	static const struct {
		struct toy_case c;
		bool pool;
	} cases[] = {
		{ { .drop = "next_to_alloc", .rename = "xsk_pool", .to = "pp" },
		  true },
		{ { .drop = "next_to_alloc", .rename = "xsk_pool",
		    .to = "page_pool" }, true },
		{ { .drop = "next_to_alloc", .rename = "next_to_process",
		    .to = "pp" }, false },
		{ { .drop = "next_to_alloc" }, false },
		{ { .drop = "pagecnt_bias", .rename = "xsk_pool", .to = "pp" },
		  false },
	};
	static const char pool[] =
		"uses page_pool (struct toy_ring has one), which is not accounted: "
		NO_HELD;
	struct rxpa_layout *layout;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		layout = toy_layout(test, &toy_names, &cases[i].c);
		KUNIT_EXPECT_EQ(test, layout->nr_missing, 1U);
		KUNIT_EXPECT_EQ_MSG(test, says(layout, pool), cases[i].pool,
				    "case %u: \"%s\"", i,
				    layout->missing[0]);
	}
}

/* A name that is not a member of anything makes a sentence each. */
static void test_many_missing(struct kunit *test)
{
	static const struct toy_case slot_only = {};
	struct rxpa_driver_names names = toy_names;
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

static struct kunit_case layout_test_cases[] = {
	KUNIT_CASE(test_whole),
	UNIT_CASE_PARAMS(test_change),
	KUNIT_CASE(test_absent_is_zero),
	KUNIT_CASE(test_page_pool),
	KUNIT_CASE(test_many_missing),
	{}
};

static struct kunit_suite layout_test_suite = {
	.name = "rxpa-layout",
	.test_cases = layout_test_cases,
};

kunit_test_suite(layout_test_suite);
