// SPDX-License-Identifier: GPL-2.0
/*
 * The life of an rx page: refill, receive, recycle or release, teardown, and
 * the ways in which each of them can go wrong on request.
 *
 * The truth is counted where a page changes hands, by plain counters; held is
 * a count too, not a difference of indexes, and the teardown compares both.
 */
#include <linux/etherdevice.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "igc_fixture.h"

#define IGC_FRAME_PROTO	0x88b5	/* IEEE 802, free for local experiments */

/* A page that fell out of its ring; only the fixture remembers it. */
struct igc_lost_page {
	struct list_head list;
	struct page *page;
	u16 bias;
};

static unsigned int igc_truesize(const struct igc_ring *rx_ring)
{
	if (PAGE_SIZE < 8192)
		return (PAGE_SIZE << rx_ring->order) / 2;

	return SKB_DATA_ALIGN(2048 + NET_SKB_PAD);
}

/* Is this one of the events that were asked to go wrong? */
static bool igc_goes_wrong(atomic_t *knob)
{
	return unlikely(atomic_read(knob)) && atomic_dec_if_positive(knob) >= 0;
}

u16 igc_desc_unused(const struct igc_ring *rx_ring)
{
	u32 first = rx_ring->first_desc;
	u32 ntu = rx_ring->next_to_use;

	return (first > ntu ? 0 : rx_ring->count) + first - ntu - 1;
}

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

static bool igc_alloc_mapped_page(struct igc_ring *rx_ring,
				  struct igc_rx_buffer *buffer)
{
	struct igc_adapter *adapter = netdev_priv(rx_ring->netdev);
	unsigned int order = rx_ring->order;
	struct page *page = buffer->page;

	if (likely(page))
		return true;

	/* The one call site shall fail, not the fixture beside it. */
	if (igc_goes_wrong(&adapter->fail_alloc))
		order = IGC_NO_SUCH_ORDER;

	page = dev_alloc_pages(order);
	if (unlikely(!page)) {
		rx_ring->truth.failed++;
		return false;
	}

	/* Here a real driver maps the page, and here that may fail. */
	if (igc_goes_wrong(&adapter->fail_map)) {
		__free_pages(page, order);
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

		__page_frag_cache_drain(buffer->page, buffer->pagecnt_bias);
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

/*
 * What ice did (CVE-2025-39948): next_to_alloc stays behind, so that the slot
 * it points at takes this page now and another one later.  Nobody drops the
 * first page's bias.
 */
static bool igc_lose_page(struct igc_ring *rx_ring, struct igc_rx_buffer *old)
{
	struct igc_adapter *adapter = netdev_priv(rx_ring->netdev);
	struct igc_lost_page *lost;

	lost = kmalloc(sizeof(*lost), GFP_ATOMIC);
	if (!lost) {
		atomic_inc(&adapter->lose);
		return false;
	}

	lost->page = old->page;
	lost->bias = old->pagecnt_bias;
	spin_lock(&adapter->lost_lock);
	list_add_tail(&lost->list, &adapter->lost);
	spin_unlock(&adapter->lost_lock);

	rx_ring->rx_buffer_info[rx_ring->next_to_alloc] = *old;
	rx_ring->stale = true;
	rx_ring->truth.lost++;
	rx_ring->truth.held--;
	return true;
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

static void igc_reuse_rx_page(struct igc_ring *rx_ring,
			      struct igc_rx_buffer *old)
{
	struct igc_adapter *adapter = netdev_priv(rx_ring->netdev);
	u32 nta = rx_ring->next_to_alloc;

	if (igc_goes_wrong(&adapter->lose) && igc_lose_page(rx_ring, old))
		return;

	rx_ring->rx_buffer_info[nta] = *old;
	rx_ring->stale = false;
	rx_ring->next_to_alloc = nta + 1 < rx_ring->count ? nta + 1 : 0;
	rx_ring->truth.recycled++;
}

static bool igc_can_reuse_rx_page(const struct igc_ring *rx_ring,
				  struct igc_rx_buffer *buffer, int refs)
{
	if (!dev_page_is_reusable(buffer->page))
		return false;

	if (PAGE_SIZE < 8192) {
		/* The stack may have the other half, but not both. */
		if (refs - buffer->pagecnt_bias > 1)
			return false;
	} else if (buffer->page_offset + igc_truesize(rx_ring) > PAGE_SIZE) {
		return false;
	}

	/* The last of the bias is not for spending. */
	if (unlikely(buffer->pagecnt_bias == 1)) {
		page_ref_add(buffer->page, USHRT_MAX - 1);
		buffer->pagecnt_bias = USHRT_MAX;
	}

	return true;
}

static void igc_put_rx_buffer(struct igc_ring *rx_ring,
			      struct igc_rx_buffer *buffer)
{
	if (igc_can_reuse_rx_page(rx_ring, buffer, page_count(buffer->page))) {
		igc_reuse_rx_page(rx_ring, buffer);
	} else {
		__page_frag_cache_drain(buffer->page, buffer->pagecnt_bias);
		rx_ring->truth.released++;
		rx_ring->truth.held--;
	}

	buffer->page = NULL;
}

/* One reference of each page's bias goes along with the frame. */
static void igc_add_buffer(struct igc_ring *rx_ring, struct sk_buff *skb,
			   struct igc_rx_buffer *buffer, unsigned int skip)
{
	unsigned int truesize = igc_truesize(rx_ring);

	skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, buffer->page,
			buffer->page_offset + skip, IGC_FRAME_LEN - skip,
			truesize);
	buffer->pagecnt_bias--;
	if (PAGE_SIZE < 8192)
		buffer->page_offset ^= truesize;
	else
		buffer->page_offset += truesize;
}

static u32 igc_next(const struct igc_ring *rx_ring, u32 i)
{
	return i + 1 < rx_ring->count ? i + 1 : 0;
}

/* A frame of the buffers from first_desc up to @end. */
static struct sk_buff *igc_make_frame(struct igc_ring *rx_ring, u32 end)
{
	struct net_device *netdev = rx_ring->netdev;
	u32 i = rx_ring->first_desc;
	struct igc_rx_buffer *buffer = &rx_ring->rx_buffer_info[i];
	struct ethhdr *eth;
	struct sk_buff *skb;

	skb = napi_alloc_skb(&rx_ring->q_vector->napi, ETH_HLEN);
	if (unlikely(!skb))
		return NULL;

	eth = page_address(buffer->page) + buffer->page_offset;
	memset(eth, 0, IGC_FRAME_LEN);
	ether_addr_copy(eth->h_dest, netdev->dev_addr);
	eth->h_source[0] = 2;
	eth->h_proto = htons(IGC_FRAME_PROTO);

	skb_put_data(skb, eth, ETH_HLEN);
	igc_add_buffer(rx_ring, skb, buffer, ETH_HLEN);
	while ((i = igc_next(rx_ring, i)) != end)
		igc_add_buffer(rx_ring, skb, &rx_ring->rx_buffer_info[i], 0);
	skb_record_rx_queue(skb, rx_ring->queue_index);
	skb->protocol = eth_type_trans(skb, netdev);

	return skb;
}

static void igc_deliver(struct igc_adapter *adapter, struct sk_buff *skb)
{
	if (READ_ONCE(adapter->hold) &&
	    skb_queue_len_lockless(&adapter->held) < IGC_MAX_HELD_SKBS)
		skb_queue_tail(&adapter->held, skb);
	else
		netif_receive_skb(skb);
}

/* With @end the frame that is coming in is complete? */
static bool igc_is_end_of_frame(const struct igc_ring *rx_ring, u32 end)
{
	struct igc_adapter *adapter = netdev_priv(rx_ring->netdev);
	u32 buffers = end + (end > rx_ring->first_desc ? 0 : rx_ring->count) -
		      rx_ring->first_desc;

	return buffers >= min_t(u32, READ_ONCE(adapter->frame),
				IGC_MAX_FRAME_BUFFERS);
}

/*
 * Take one buffer from the ring.  Its page stays in its slot until the frame's
 * last buffer has come, as in ice_put_rx_mbuf().
 *
 * Return: how many slots became free, or -ENOMEM: it has to wait.
 */
static int igc_receive_one(struct igc_ring *rx_ring)
{
	struct igc_adapter *adapter = netdev_priv(rx_ring->netdev);
	u32 end = igc_next(rx_ring, rx_ring->next_to_clean);
	u32 i = rx_ring->first_desc;
	struct sk_buff *skb;
	int nr_freed = 0;

	if (!igc_is_end_of_frame(rx_ring, end)) {
		rx_ring->next_to_clean = end;
		return 0;
	}

	skb = igc_make_frame(rx_ring, end);
	if (unlikely(!skb))
		return -ENOMEM;

	for (; i != end; i = igc_next(rx_ring, i)) {
		igc_put_rx_buffer(rx_ring, &rx_ring->rx_buffer_info[i]);
		nr_freed++;
	}
	rx_ring->next_to_clean = end;
	rx_ring->first_desc = end;
	rx_ring->truth.frames++;
	igc_deliver(adapter, skb);

	return nr_freed;
}

static int igc_clean_rx_irq(struct igc_ring *rx_ring, int budget)
{
	struct igc_adapter *adapter = netdev_priv(rx_ring->netdev);
	atomic_t *pending = &adapter->pending[rx_ring->queue_index];
	int wanted = atomic_read(pending);
	u16 cleaned = igc_desc_unused(rx_ring);
	int done = 0;
	int freed;

	while (done < min(budget, wanted)) {
		if (cleaned >= IGC_RX_WRITE) {
			igc_alloc_rx_buffers(rx_ring, cleaned);
			cleaned = 0;
		}

		/* No descriptor, no frame: what is still to come is missed. */
		if (rx_ring->next_to_clean == rx_ring->next_to_use)
			break;

		freed = igc_receive_one(rx_ring);
		if (freed < 0)
			break;

		cleaned += freed;
		done++;
	}

	if (cleaned)
		igc_alloc_rx_buffers(rx_ring, cleaned);

	/* The knob waits for it, so it comes last. */
	atomic_sub(done < min(budget, wanted) ? wanted : done, pending);

	return done;
}

/**
 * igc_poll - NAPI: receive what the knob has asked for
 * @napi: the vector's
 * @budget: most buffers for one ring
 *
 * Return: buffers received, or @budget if there is more to do.
 */
int igc_poll(struct napi_struct *napi, int budget)
{
	struct igc_q_vector *q_vector = container_of(napi, struct igc_q_vector,
						     napi);
	struct igc_adapter *adapter = q_vector->adapter;
	bool more = false;
	int done = 0;
	u32 i;

	/* netpoll: tx only, and there is none. */
	if (!budget)
		return 0;

	for (i = 0; i < q_vector->nr_rings; i++) {
		int got = igc_clean_rx_irq(q_vector->ring[i], budget);

		more |= got >= budget;
		done += got;
	}

	if (more)
		return budget;

	done = min(done, budget - 1);
	if (napi_complete_done(napi, done))
		wake_up_all(&adapter->idle);

	return done;
}
