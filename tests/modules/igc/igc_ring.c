// SPDX-License-Identifier: GPL-2.0
/*
 * A ring without its pages: its slots, its indexes, and the pages that fell out
 * of it.
 *
 * The truth is counted where a page changes hands, by plain counters; held is
 * a count too, not a difference of indexes, and the teardown compares both.
 */
#include <linux/mm.h>
#include <linux/slab.h>

#include "igc_fixture.h"

int igc_setup_ring(struct igc_ring *rx_ring, u32 count)
{
	rx_ring->rx_buffer_info = kvcalloc(count, sizeof(struct igc_rx_buffer),
					   GFP_KERNEL);
	if (!rx_ring->rx_buffer_info)
		return -ENOMEM;

	rx_ring->count = count;
	return 0;
}

void igc_free_ring(struct igc_ring *rx_ring)
{
	kvfree(rx_ring->rx_buffer_info);
	rx_ring->rx_buffer_info = NULL;
}

/* As if the hardware had been reset: the ring is empty and starts at 0. */
void igc_configure_ring(struct igc_ring *rx_ring)
{
	memset(rx_ring->rx_buffer_info, 0,
	       rx_ring->count * sizeof(struct igc_rx_buffer));
	rx_ring->order = PAGE_SIZE < 8192 &&
			 rx_ring->netdev->mtu > ETH_DATA_LEN;
	rx_ring->stale = false;
	rx_ring->next_to_use = 0;
	rx_ring->next_to_clean = 0;
	rx_ring->next_to_alloc = 0;
	rx_ring->first_desc = 0;
}

/**
 * igc_find_lost_pages - release the pages that rings have lost
 * @adapter: whose
 *
 * Not by __page_frag_cache_drain(): that would look like a ring's release.
 */
void igc_find_lost_pages(struct igc_adapter *adapter)
{
	struct igc_lost_page *lost, *next;
	LIST_HEAD(found);

	spin_lock_bh(&adapter->lost_lock);
	list_splice_init(&adapter->lost, &found);
	spin_unlock_bh(&adapter->lost_lock);

	list_for_each_entry_safe(lost, next, &found, list) {
		page_ref_sub(lost->page, lost->bias - 1);
		put_page(lost->page);
		kfree(lost);
	}
}
