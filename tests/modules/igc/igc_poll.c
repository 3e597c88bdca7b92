// SPDX-License-Identifier: GPL-2.0
/*
 * Receive: a page is recycled or released, or lost on request.  A file of its
 * own, for the test module rxpa_patch builds its replacement of igc_poll() from
 * it.
 */
#include <linux/etherdevice.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "igc_fixture.h"

#define IGC_FRAME_PROTO	0x88b5	/* IEEE 802, free for local experiments */

static unsigned int igc_truesize(const struct igc_ring *rx_ring)
{
	if (PAGE_SIZE < 8192)
		return (PAGE_SIZE << rx_ring->order) / 2;

	return SKB_DATA_ALIGN(2048 + NET_SKB_PAD);
}

/*
 * What ice did (CVE-2025-39948): next_to_alloc stays behind, so that the slot
 * it points at takes this page now and another one later.  Nobody drops the
 * first page's bias.
 */
static bool igc_lose_page(struct igc_ring *rx_ring, struct igc_rx_buffer *old)
{
	struct igc_adapter *adapter = igc_adapter_of(rx_ring);
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

static void igc_reuse_rx_page(struct igc_ring *rx_ring,
			      struct igc_rx_buffer *old)
{
	struct igc_adapter *adapter = igc_adapter_of(rx_ring);
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
		igc_drain(rx_ring, buffer, IGC_CALL_DRAIN);
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

/* Unread frames: enough that their pages come round in every ring meanwhile. */
static u32 igc_most_held(const struct igc_adapter *adapter)
{
	u32 slots = adapter->rx_ring_count * adapter->num_rx_queues;

	return max_t(u32, IGC_MAX_HELD_SKBS, slots + slots / 4);
}

static void igc_deliver(struct igc_adapter *adapter, struct sk_buff *skb)
{
	if (!READ_ONCE(adapter->hold)) {
		netif_receive_skb(skb);
		return;
	}
	skb_queue_tail(&adapter->held, skb);
	if (skb_queue_len_lockless(&adapter->held) > igc_most_held(adapter))
		kfree_skb(skb_dequeue(&adapter->held));
}

/* With @end the frame that is coming in is complete? */
static bool igc_is_end_of_frame(const struct igc_ring *rx_ring, u32 end)
{
	struct igc_adapter *adapter = igc_adapter_of(rx_ring);
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
	struct igc_adapter *adapter = igc_adapter_of(rx_ring);
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

static void igc_refill(struct igc_ring *rx_ring, u16 cleaned_count)
{
	igc_clock_start(rx_ring);
	igc_alloc_rx_buffers(rx_ring, cleaned_count);
}

static int igc_clean_rx_irq(struct igc_ring *rx_ring, int budget)
{
	struct igc_adapter *adapter = igc_adapter_of(rx_ring);
	atomic_t *pending = &adapter->pending[rx_ring->queue_index];
	int wanted = atomic_read(pending);
	u16 cleaned = igc_desc_unused(rx_ring);
	int done = 0;
	int freed;

	while (done < min(budget, wanted)) {
		if (cleaned >= IGC_RX_WRITE) {
			igc_refill(rx_ring, cleaned);
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
		igc_refill(rx_ring, cleaned);

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
