/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Layout: one driver's names looked up in its BTF.  The result is plain
 * numbers, so that handlers and readers need no BTF, and for every name that
 * is absent a sentence that says what is off.
 */
#ifndef RXPA_LAYOUT_H
#define RXPA_LAYOUT_H

#include "btf.h"
#include "drivers.h"

/* Every value that is read from a driver's memory. */
enum rxpa_field_id {
	RXPA_RING_OWNER,	/* pointer: the netdev, or what stands for it */
	RXPA_RING_COUNT,
	RXPA_RING_INDEX,	/* queue index */
	RXPA_RING_NTU,
	RXPA_RING_NTC,		/* of the first frame not done: see layout.c */
	RXPA_RING_NTA,
	RXPA_RING_SLOTS,	/* pointer to the array of slots */
	RXPA_RING_XSK,		/* pointer: AF_XDP pool */
	RXPA_RING_VECTOR,	/* pointer to the q_vector */
	RXPA_VECTOR_NAPI,	/* struct napi_struct inside the q_vector */
	RXPA_SLOT_PAGE,		/* pointer */
	RXPA_SLOT_BIAS,
	RXPA_NR_FIELDS,
};

/**
 * struct rxpa_field - where one value lies
 * @off:	bytes from the start of its struct
 * @size:	bytes: 1, 2, 4 or 8; 0 means absent.  For RXPA_VECTOR_NAPI,
 *		which is a struct, its size in bytes
 */
struct rxpa_field {
	u32 off;
	u32 size;
};

/* What needs which names; a bit is set while all its names are there. */
enum rxpa_can {
	RXPA_CAN_HELD	= 1 << 0, /* path to the rings, indexes, count, slots */
	RXPA_CAN_WALK	= 1 << 1, /* + slot.page: bytes, walk, releases */
	RXPA_CAN_BIAS	= 1 << 2, /* + slot.pagecnt_bias: lent, biased */
	RXPA_CAN_QUIET	= 1 << 3, /* + q_vector->napi: is the ring at rest? */
};

#define RXPA_PATH_STEPS	6

/**
 * struct rxpa_path - a way from netdev_priv() to a value
 * @off:	offset to add at each step; between two steps a pointer is read
 * @nr:		number of steps
 * @size:	of the value at the end: an integer's width in bytes
 */
struct rxpa_path {
	u32 off[RXPA_PATH_STEPS];
	u32 nr;
	u32 size;
};

/* What the path to the rings ends at. */
enum rxpa_rings_kind {
	/* T *rings[N] in place, or T **rings, then a last pointer step */
	RXPA_RINGS_POINTERS,
	/* T rings[N], or T *rings, then a last pointer step */
	RXPA_RINGS_STRUCTS,
};

#define RXPA_MAX_MISSING 8
#define RXPA_SENTENCE	240

/**
 * struct rxpa_layout - the numbers for one driver, and what is missing
 * @can:	bits of enum rxpa_can
 * @field:	offsets, by enum rxpa_field_id
 * @ring_size:	sizeof one ring (stride for RXPA_RINGS_STRUCTS)
 * @slot_size:	sizeof one slot
 * @rings:	path to the first element of the array of rings
 * @num_rings:	path to the number of rings in use
 * @rings_kind:	what that array is made of
 * @rings_max:	its length where the type says so, else 0
 * @owner:	path to what RXPA_RING_OWNER must be; without steps: the netdev
 * @ring_tag:	the alternative of the driver table that was found
 * @missing:	one sentence for each absent name that switches something off
 * @nr_missing:	how many of them
 */
struct rxpa_layout {
	u32 can;
	struct rxpa_field field[RXPA_NR_FIELDS];
	u32 ring_size;
	u32 slot_size;
	struct rxpa_path rings;
	struct rxpa_path num_rings;
	enum rxpa_rings_kind rings_kind;
	u32 rings_max;
	struct rxpa_path owner;
	char ring_tag[32];
	char missing[RXPA_MAX_MISSING][RXPA_SENTENCE];
	u32 nr_missing;
};

void rxpa_layout_resolve(const struct rxpa_driver_names *names,
			 const struct rxpa_btf *btf,
			 struct rxpa_layout *layout);
const char *rxpa_field_name(enum rxpa_field_id id);

#endif /* RXPA_LAYOUT_H */
