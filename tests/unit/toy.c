// SPDX-License-Identifier: GPL-2.0
#include "toy.h"

const struct rxpa_driver_names toy_names = {
	.module		= "toy",
	.ring		= "toy_rx_ring|toy_ring",
	.rings		= "toy_priv:vsi->part.rx_rings[]",
	.num_rings	= "toy_priv:vsi->num_rxq|toy_priv:vsi->num_q",
	.queue_index	= "q_index|queue_index",
	.slots		= "rx_bi",
	.refill		= "toy_alloc_rx_buffers",
	.clean		= "toy_clean_rx_ring|toy_free_rx_resources",
};

const struct rxpa_driver_names toy_vsi_names = {
	.module		= "toy",
	.ring		= "toy_ring",
	.rings		= "toy_priv:vsi->part.rx_rings[]",
	.num_rings	= "toy_priv:vsi->num_q",
	.queue_index	= "queue_index",
	.owner		= "vsi",
	.owner_of	= "toy_priv:vsi",
	.slots		= "rx_bi",
	.refill		= "toy_alloc_rx_buffers",
	.clean		= "toy_clean_rx_ring",
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
	{ "vsi", T_VSI_P, 56 },
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

/**
 * toy_kernel - BTF of the toy kernel
 * @test:	owns the memory
 *
 * Return: its builder.
 */
struct bb *toy_kernel(struct kunit *test)
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

/**
 * toy_driver - split BTF of the toy driver
 * @test:	owns the memory
 * @kernel:	the toy kernel
 * @c:		what to change
 *
 * Return: its builder.
 */
struct bb *toy_driver(struct kunit *test, const struct bb *kernel,
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

/**
 * toy_layout - a driver's names looked up in the toy driver
 * @test:	owns the memory
 * @names:	the names
 * @c:		what to change in the toy
 *
 * Return: the layout.
 */
struct rxpa_layout *toy_layout(struct kunit *test,
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

/**
 * says - does one of a layout's sentences contain this?
 * @layout:	the layout
 * @what:	part of the sentence
 */
bool says(const struct rxpa_layout *layout, const char *what)
{
	u32 i;

	for (i = 0; i < layout->nr_missing; i++) {
		if (strstr(layout->missing[i], what))
			return true;
	}
	return false;
}
