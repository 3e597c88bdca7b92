// SPDX-License-Identifier: GPL-2.0
/*
 * How pages come into a ring and leave it at the end: refill and teardown.  A
 * file of its own, for the test module rxpa_patch builds its replacements of
 * these functions from it.
 */
#include <linux/export.h>
#include <linux/mm.h>

#include "igc_fixture.h"

#define IGC_NO_SUCH_ORDER	30

/*
 * A page out of the allocator; on request by a way that no known name leads to,
 * or none.
 */
static struct page *igc_alloc_page(struct igc_ring *rx_ring)
{
	struct igc_adapter *adapter = igc_adapter_of(rx_ring);
	unsigned int order = rx_ring->order;
	struct page *page;

	if (igc_goes_wrong(&adapter->unseen)) {
		unsigned long addr = __get_free_pages(GFP_ATOMIC, order);

		return addr ? virt_to_page((void *)addr) : NULL;
	}

	/* The one call site shall fail, not the fixture beside it. */
	if (igc_goes_wrong(&adapter->fail_alloc))
		order = IGC_NO_SUCH_ORDER;

	igc_clock_start(rx_ring);
	page = dev_alloc_pages(order);
	igc_clock_stop(rx_ring, IGC_CALL_ALLOC);
	return page;
}

static bool igc_alloc_mapped_page(struct igc_ring *rx_ring,
				  struct igc_rx_buffer *buffer)
{
	struct igc_adapter *adapter = igc_adapter_of(rx_ring);
	struct page *page = buffer->page;

	if (likely(page))
		return true;

	page = igc_alloc_page(rx_ring);
	if (unlikely(!page)) {
		rx_ring->truth.failed++;
		return false;
	}

	/* Here a real driver maps the page, and here that may fail. */
	if (igc_goes_wrong(&adapter->fail_map)) {
		__free_pages(page, rx_ring->order);
		rx_ring->truth.failed++;
		rx_ring->truth.unmapped++;
		return false;
	}

	buffer->page = page;
	buffer->page_offset = 0;
	buffer->pagecnt_bias = USHRT_MAX;
	page_ref_add(page, USHRT_MAX - 1);
	rx_ring->truth.allocated++;
	rx_ring->truth.held++;

	return true;
}

/**
 * igc_alloc_rx_buffers - give the hardware descriptors to fill
 * @rx_ring: ring to refill
 * @cleaned_count: how many descriptors
 *
 * Context: softirq, or process context while NAPI is off.
 */
noinline void igc_alloc_rx_buffers(struct igc_ring *rx_ring, u16 cleaned_count)
{
	u32 i = rx_ring->next_to_use;

	igc_clock_stop(rx_ring, IGC_CALL_REFILL);
	if (!cleaned_count)
		return;

	/* A lost page is no buffer: the slot that shows one is empty. */
	if (unlikely(rx_ring->stale)) {
		rx_ring->rx_buffer_info[rx_ring->next_to_alloc].page = NULL;
		rx_ring->stale = false;
	}

	do {
		if (!igc_alloc_mapped_page(rx_ring,
					   &rx_ring->rx_buffer_info[i]))
			break;
		if (unlikely(++i == rx_ring->count))
			i = 0;
	} while (--cleaned_count);

	if (rx_ring->next_to_use != i) {
		rx_ring->next_to_use = i;
		rx_ring->next_to_alloc = i;
	}
}
EXPORT_SYMBOL_GPL(igc_alloc_rx_buffers); /* to rxpa_patch */

/*
 * gcc may split a function behind its early exits, as it does i40e's, and name
 * the rest like this.  Like some of the real ones it leaves the slots' pointers
 * as they are and resets the indexes only.
 */
static void igc_clean_rx_ring_part(struct igc_ring *rx_ring)
	__asm__("igc_clean_rx_ring.part.0");

static noinline __noclone void igc_clean_rx_ring_part(struct igc_ring *rx_ring)
{
	u32 i = rx_ring->first_desc;
	u64 pages = 0;

	while (i != rx_ring->next_to_alloc) {
		struct igc_rx_buffer *buffer = &rx_ring->rx_buffer_info[i];

		igc_drain(rx_ring, buffer, IGC_CALL_TEARDOWN);
		pages++;
		if (++i == rx_ring->count)
			i = 0;
	}

	WARN_ONCE(pages != rx_ring->truth.held,
		  "igc fixture: %llu pages in slots, %llu counted\n",
		  pages, rx_ring->truth.held);
	rx_ring->truth.released += pages;
	rx_ring->truth.held = 0;

	rx_ring->next_to_alloc = 0;
	rx_ring->next_to_clean = 0;
	rx_ring->next_to_use = 0;
	rx_ring->first_desc = 0;
}

/**
 * igc_clean_rx_ring - release every page of a ring
 * @rx_ring: ring to empty; its NAPI is off
 */
noinline void igc_clean_rx_ring(struct igc_ring *rx_ring)
{
	if (rx_ring->rx_buffer_info)
		igc_clean_rx_ring_part(rx_ring);
}
