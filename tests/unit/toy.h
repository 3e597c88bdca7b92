/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A toy driver over a toy kernel, as BTF.  Its structs are lists of members,
 * so that a test case can drop, rename or spoil one by its name.
 */
#ifndef RXPA_TOY_H
#define RXPA_TOY_H

#include "btf_build.h"
#include "drivers.h"
#include "layout.h"

/* Types of the toy kernel and, from T_RING_P on, of the toy driver. */
enum toy_type {
	T_U8 = 1, T_U16, T_U32, T_U64, T_U128, T_PAGE, T_PAGE_P, T_NETDEV,
	T_NETDEV_P, T_NAPI, T_FLOAT,
	T_SLOT, T_SLOT_P, T_VECTOR, T_VECTOR_P, T_VOID_P, T_EITHER, T_RING,
	T_RING_P, T_RING_PP, T_RINGS_P, T_RINGS, T_BITS, T_PART, T_VSI,
	T_VSI_P, T_PRIV, T_NEXT,
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
 * @ntc:	where the clean index must lie; 0: not looked at
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
	u32 ntc;
	const char *missing;
};

/* All abilities, and what is said of the loss of one. */
#define ALL (RXPA_CAN_HELD | RXPA_CAN_WALK | RXPA_CAN_BIAS | RXPA_CAN_QUIET)

#define NO_HELD "held pages cannot be counted"
#define NO_WALK "pages cannot be walked"
#define NO_BIAS "lent and biased pages cannot be told"
#define NO_QUIET "a ring at rest cannot be told"

/* The same driver, once known by its netdevs and once by its VSIs. */
extern const struct rxpa_driver_names toy_names;
extern const struct rxpa_driver_names toy_vsi_names;

struct bb *toy_kernel(struct kunit *test);
struct bb *toy_driver(struct kunit *test, const struct bb *kernel,
		      const struct toy_case *c);
struct rxpa_layout *toy_layout(struct kunit *test,
			       const struct rxpa_driver_names *names,
			       const struct toy_case *c);
bool says(const struct rxpa_layout *layout, const char *what);

#endif /* RXPA_TOY_H */
