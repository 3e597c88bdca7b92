/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A NIC driver without a NIC, whose rx pages are known to the last one.
 *
 * It bears the names of the real igc, because names are all that rxpageacct
 * knows of a driver, and nothing else of it: order, nesting and widths of the
 * members below differ on purpose, so that only a reader who really looks the
 * names up in BTF gets them right.  The discipline of the ring is that of all
 * pagecnt_bias drivers: slots [next_to_clean, next_to_alloc) hold pages.  Like
 * ice it keeps the pages of a frame whose end has not come yet in their slots,
 * [first_desc, next_to_clean), so that really [first_desc, next_to_alloc) do.
 *
 * Locking: rings are built, filled and emptied under RTNL, except that the knob
 * "reset" does without, as real resets do.  In between they belong to their
 * vector's NAPI.  igc_adapter.kick_lock keeps vectors alive while a knob
 * schedules them, and reset from meeting anything under RTNL half-way.
 */
#ifndef IGC_FIXTURE_H
#define IGC_FIXTURE_H

#include <linux/atomic.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/timekeeping.h>
#include <linux/types.h>
#include <linux/wait.h>

#include "../compat.h"

#define IGC_MAX_PORTS		4
#define IGC_MAX_RX_QUEUES	128
#define IGC_FEW_RX_QUEUES	4	/* may be had at least */
#define IGC_MIN_COUNT		64
#define IGC_MAX_COUNT		4096
#define IGC_RX_WRITE		16	/* refill this many at a time */
#define IGC_FRAME_LEN		96
#define IGC_MAX_FRAME_BUFFERS	16	/* fewer than an skb has frags */
#define IGC_MAX_HELD_SKBS	16384	/* or a bit more than all slots */

/* What the clock times: calls that somebody may stand in the way of. */
enum igc_call {
	IGC_CALL_REFILL,	/* from before the refill function to in it */
	IGC_CALL_ALLOC,		/* of the page allocator */
	IGC_CALL_DRAIN,		/* of __page_frag_cache_drain(), while polling */
	IGC_CALL_TEARDOWN,	/* the same, while emptying a ring */
	IGC_NR_CALLS
};

/* A page that fell out of its ring; only the fixture remembers it. */
struct igc_lost_page {
	struct list_head list;
	struct page *page;
	u16 bias;
};

/* One descriptor's buffer. */
struct igc_rx_buffer {
	u16 page_offset;
	u16 pagecnt_bias;
	struct page *page;
};

/*
 * What a queue really did, counted where it was done.  Written by the ring's
 * owner of the moment only; read at any time.
 */
struct igc_truth {
	u64 held;	/* pages in slots */
	u64 allocated;	/* pages that came into a slot */
	u64 released;	/* pages whose bias was dropped */
	u64 recycled;	/* pages moved back into the ring */
	u64 failed;	/* refills cut short: no page, or not to be mapped */
	u64 unmapped;	/* of these because mapping failed */
	u64 lost;	/* pages that a recycle forgot */
	u64 frames;	/* frames taken from the ring */
};

struct igc_q_vector;

struct igc_ring {
	u16 next_to_alloc;
	bool stale;		/* slot [next_to_alloc] shows a lost page */
	u32 next_to_clean;
	struct igc_truth truth;
	union {
		struct {
			unsigned long scratch;
			union {
				struct igc_rx_buffer *rx_buffer_info;
				void *tx_buffer_info;
			};
		};
		u8 room[16];
	};
	u16 count;
	struct net_device *netdev;
	u16 next_to_use;
	u8 order;
	u16 first_desc;		/* of the frame that is coming in */
	struct igc_q_vector *q_vector;
	u16 queue_index;
	struct device *dev;
	u64 clock_begun;	/* 0: the clock is off */
	unsigned long clock_flags;
};

struct igc_q_vector {
	u32 nr_rings;
	struct igc_adapter *adapter;
	struct napi_struct napi;
	struct igc_ring *ring[IGC_MAX_RX_QUEUES];
};

struct igc_adapter {
	struct dentry *knobs;
	u32 port;		/* number of the netdev */
	struct mutex kick_lock;	/* vectors exist; nests inside RTNL */
	bool up;		/* vectors may be scheduled; kick_lock */
	bool torn;		/* a reset has emptied the rings; kick_lock */
	u32 rx_ring_count;	/* descriptors of a ring */
	u32 num_vectors;
	u32 max_vectors;

	/* Knobs: how many of the next such events go wrong. */
	atomic_t fail_alloc;
	atomic_t fail_map;
	atomic_t lose;
	atomic_t unseen;
	bool hold;
	u32 frame;		/* buffers of a frame; 0 is as good as 1 */
	int cpu;		/* that gets the interrupts; -1: the writer's */
	bool clock;		/* calls are timed */
	u64 worst[IGC_NR_CALLS]; /* of each, in nanoseconds */

	/* Buffers that each queue has still to receive. */
	atomic_t pending[IGC_MAX_RX_QUEUES];
	wait_queue_head_t idle;

	struct sk_buff_head held;
	spinlock_t lost_lock;	/* protects lost; taken in softirq */
	struct list_head lost;

	u16 num_rx_queues;
	u16 max_rx_queues;
	struct igc_q_vector *q_vector[IGC_MAX_RX_QUEUES];
	struct igc_ring *rx_ring[IGC_MAX_RX_QUEUES];
	struct igc_truth gone[IGC_MAX_RX_QUEUES]; /* of rings that were freed */
	struct net_device *netdev;
};

static inline struct igc_adapter *igc_adapter_of(const struct igc_ring *rx_ring)
{
	return netdev_priv(rx_ring->netdev);
}

/* Is this one of the events that were asked to go wrong? */
static inline bool igc_goes_wrong(atomic_t *knob)
{
	return unlikely(atomic_read(knob)) && atomic_dec_if_positive(knob) >= 0;
}

static inline u16 igc_desc_unused(const struct igc_ring *rx_ring)
{
	u32 first = rx_ring->first_desc;
	u32 ntu = rx_ring->next_to_use;

	return (first > ntu ? 0 : rx_ring->count) + first - ntu - 1;
}

/*
 * Around a call, while the clock is on: how long did it take?  Interrupts stay
 * off meanwhile, so that what is in the call is all that is timed.
 */
static inline void igc_clock_start(struct igc_ring *rx_ring)
{
	if (likely(!READ_ONCE(igc_adapter_of(rx_ring)->clock)))
		return;
	local_irq_save(rx_ring->clock_flags);
	rx_ring->clock_begun = ktime_get_raw_fast_ns();
}

static inline void igc_clock_stop(struct igc_ring *rx_ring, enum igc_call call)
{
	u64 *worst = &igc_adapter_of(rx_ring)->worst[call];
	u64 took;

	if (likely(!rx_ring->clock_begun))
		return;
	took = ktime_get_raw_fast_ns() - rx_ring->clock_begun;
	rx_ring->clock_begun = 0;
	local_irq_restore(rx_ring->clock_flags);
	if (took > READ_ONCE(*worst))
		WRITE_ONCE(*worst, took);
}

/*
 * Drop the bias of a buffer's page.  Where that is timed somebody else seems to
 * hold the page: the allocator, which may give back hundreds of pages when it is
 * given one, comes afterwards.
 */
static __always_inline void igc_drain(struct igc_ring *rx_ring,
				      struct igc_rx_buffer *buffer,
				      enum igc_call call)
{
	struct page *page = buffer->page;
	bool timed = READ_ONCE(igc_adapter_of(rx_ring)->clock);

	if (unlikely(timed))
		get_page(page);
	igc_clock_start(rx_ring);
	__page_frag_cache_drain(page, buffer->pagecnt_bias);
	igc_clock_stop(rx_ring, call);
	if (unlikely(timed))
		put_page(page);
}

/* igc_ring.c */
int igc_setup_ring(struct igc_ring *rx_ring, u32 count);
void igc_free_ring(struct igc_ring *rx_ring);
void igc_configure_ring(struct igc_ring *rx_ring);
void igc_find_lost_pages(struct igc_adapter *adapter);

/* igc_pages.c */
void igc_alloc_rx_buffers(struct igc_ring *rx_ring, u16 cleaned_count);
void igc_clean_rx_ring(struct igc_ring *rx_ring);

/* igc_poll.c */
int igc_poll(struct napi_struct *napi, int budget);

/* igc_netdev.c */
struct net_device *igc_create_netdev(struct device *dev, u32 port, u16 queues,
				     u32 vectors, u32 count);
void igc_destroy_netdev(struct net_device *netdev);
int igc_reset(struct igc_adapter *adapter);
int igc_resume(struct igc_adapter *adapter);
int igc_swap(struct igc_adapter *adapter, u32 count);

/* igc_knobs.c */
void igc_create_knobs(struct igc_adapter *adapter);
void igc_remove_knobs(struct igc_adapter *adapter);

/* igc_load.c */
void igc_load_add(struct igc_adapter *adapter);
void igc_load_remove(struct igc_adapter *adapter);
bool igc_load_is_on(void);

#endif /* IGC_FIXTURE_H */
