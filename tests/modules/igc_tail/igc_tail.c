// SPDX-License-Identifier: GPL-2.0
/*
 * The fixture again, whose poll releases a page by a function that ends in a
 * jump to __page_frag_cache_drain(), as a compiler may well make of a call at a
 * function's end; the teardown still calls it.  A module of the same name, igc,
 * in a file of another one.
 */
#include <linux/mm.h>
#include <linux/skbuff.h>

static noinline void igc_drop_page(struct page *page, unsigned int bias);

#define __page_frag_cache_drain	igc_drop_page
#include "../igc/igc_poll.c"
#undef __page_frag_cache_drain

#include "../igc/igc_ring.c"
#include "../igc/igc_pages.c"
#include "../igc/igc_netdev.c"
#include "../igc/igc_knobs.c"
#include "../igc/igc_load.c"
#include "../igc/igc_main.c"

static noinline void igc_drop_page(struct page *page, unsigned int bias)
{
	__page_frag_cache_drain(page, bias);
}
