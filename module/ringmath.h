/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Ring arithmetic, pure.  All drivers of the scheme share one discipline
 * (i40e_alloc_rx_buffers() and i40e_reuse_rx_page() and their siblings):
 *
 *	next_to_clean .. next_to_use	posted: filled, owned by the hardware
 *	next_to_use .. next_to_alloc	recycled: put back, not yet posted
 *	next_to_alloc .. next_to_clean	empty
 *
 * Posted never reaches count (one descriptor always stays unused), so posted
 * plus recycled is held, without the ambiguity that next_to_alloc minus
 * next_to_clean alone has between an empty ring and a full one.
 */
#ifndef RXPA_RINGMATH_H
#define RXPA_RINGMATH_H

#include "pure.h"

/* Indexes of one ring, read together. */
struct rxpa_indexes {
	u32 count;	/* descriptors */
	u32 ntu;	/* next_to_use */
	u32 ntc;	/* next_to_clean */
	u32 nta;	/* next_to_alloc */
};

/* Slots from @from up to @to, going forward; both below @count. */
static inline u32 rxpa_span(u32 from, u32 to, u32 count)
{
	return to >= from ? to - from : to + count - from;
}

/* Every index inside the ring? */
static __always_inline bool rxpa_indexes_sane(const struct rxpa_indexes *ix)
{
	return ix->count && ix->ntu < ix->count && ix->ntc < ix->count &&
	       ix->nta < ix->count;
}

static inline bool rxpa_indexes_same(const struct rxpa_indexes *a,
				     const struct rxpa_indexes *b)
{
	return a->count == b->count && a->ntu == b->ntu && a->ntc == b->ntc &&
	       a->nta == b->nta;
}

/* Pages that wait in slots for the next refill to post them. */
static inline u32 rxpa_recycled(const struct rxpa_indexes *ix)
{
	return rxpa_span(ix->ntu, ix->nta, ix->count);
}

/**
 * rxpa_held() - pages in the slots of a ring
 * @ix:	sane indexes
 *
 * Return: held pages, or -1 when the indexes contradict each other: the refill
 * function stores next_to_use and next_to_alloc one after the other, and a
 * read between the two shows posted + recycled >= count.  A recycled page that
 * was put back while its old slot is not yet passed shows the same for a full
 * ring.  Both last a few instructions; read again.
 */
static inline int rxpa_held(const struct rxpa_indexes *ix)
{
	u32 held = rxpa_span(ix->ntc, ix->ntu, ix->count) + rxpa_recycled(ix);

	return held < ix->count ? (int)held : -1;
}

#endif /* RXPA_RINGMATH_H */
