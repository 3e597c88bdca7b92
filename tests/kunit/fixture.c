// SPDX-License-Identifier: GPL-2.0
#include <linux/device.h>
#include <linux/etherdevice.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/skbuff.h>

#include "fixture.h"

/* More than any allocator gives. */
#define NO_ORDER	40
#define BIAS		USHRT_MAX

const struct rxpa_driver_names fixture_names = {
	.module		= KBUILD_MODNAME,
	.ring		= "fixture_ring",
	.rings		= "fixture_priv:rx_rings[]",
	.num_rings	= "fixture_priv:num_rx",
	.queue_index	= "queue_index",
	.slots		= "rx_bi",
	.refill		= "fixture_refill",
	.clean		= "fixture_clean",
};

const struct rxpa_driver_names *const fixture_drivers[] = {
	&fixture_names,
	NULL
};

/* --- what its probes watch ---------------------------------------------- */

static u16 next_slot(const struct fixture_ring *ring, u16 i)
{
	return i + 1 < ring->count ? i + 1 : 0;
}

/**
 * fixture_refill() - fill slots, recycled pages first
 * @ring:	the ring
 * @n:		slots
 */
noinline __noclone void fixture_refill(struct fixture_ring *ring, u32 n)
{
	u16 ntu = ring->next_to_use;
	struct fixture_slot *slot;
	struct page *page;

	for (; n; n--, ntu = next_slot(ring, ntu)) {
		slot = &ring->rx_bi[ntu];
		if (slot->page)
			continue;
		page = dev_alloc_pages(fixture_once(&ring->fail) ? NO_ORDER : 0);
		if (!page)
			break;
		if (fixture_once(&ring->unmapped)) {
			__free_pages(page, 0);
			break;
		}
		page_ref_add(page, BIAS - 1);
		slot->page = page;
		slot->pagecnt_bias = BIAS;
	}
	ring->next_to_use = ntu;
	ring->next_to_alloc = ntu;
}

/**
 * fixture_receive() - take pages out of their slots
 * @ring:	the ring
 * @n:		frames, one page each
 * @recycle:	put them back for the next refill
 */
noinline __noclone void fixture_receive(struct fixture_ring *ring, u32 n,
					bool recycle)
{
	struct fixture_slot *slot, *again;

	for (; n; n--) {
		slot = &ring->rx_bi[ring->next_to_clean];
		if (recycle) {
			again = &ring->rx_bi[ring->next_to_alloc];
			again->page = slot->page;
			again->pagecnt_bias = slot->pagecnt_bias;
			ring->next_to_alloc = next_slot(ring,
							ring->next_to_alloc);
		} else {
			__page_frag_cache_drain(slot->page, slot->pagecnt_bias);
		}
		slot->page = NULL;
		ring->next_to_clean = next_slot(ring, ring->next_to_clean);
	}
}

/**
 * fixture_clean() - empty the ring
 * @ring:	the ring
 */
noinline __noclone void fixture_clean(struct fixture_ring *ring)
{
	u16 i;

	for (i = ring->next_to_clean; i != ring->next_to_alloc;
	     i = next_slot(ring, i)) {
		__page_frag_cache_drain(ring->rx_bi[i].page,
					ring->rx_bi[i].pagecnt_bias);
		ring->rx_bi[i].page = NULL;
	}
	ring->next_to_use = 0;
	ring->next_to_clean = 0;
	ring->next_to_alloc = 0;
}

void fixture_refill_soft(struct fixture_ring *ring, u32 n)
{
	local_bh_disable();
	fixture_refill(ring, n);
	local_bh_enable();
}

void fixture_receive_soft(struct fixture_ring *ring, u32 n, bool recycle)
{
	local_bh_disable();
	fixture_receive(ring, n, recycle);
	local_bh_enable();
}

/**
 * fixture_held() - pages in the ring's slots, counted one by one
 * @ring:	the ring
 */
u32 fixture_held(const struct fixture_ring *ring)
{
	u32 i, held = 0;

	for (i = 0; i < ring->count; i++)
		held += !!ring->rx_bi[i].page;
	return held;
}

/* --- netdevs -------------------------------------------------------------- */

static struct device *parent;
static struct device_driver device_driver = {
	.name	= "fixture",
	.owner	= THIS_MODULE,
};

/**
 * fixture_parent_add() - make the device that all netdevs hang on
 *
 * It only looks bound: a driver cannot be registered while its module is still
 * coming, which is when 6.1 runs suites.
 *
 * Return: 0 or a negative errno.
 */
int fixture_parent_add(void)
{
	struct device *dev = __root_device_register("rxpa_fixture", NULL);

	if (IS_ERR(dev))
		return PTR_ERR(dev);
	dev->driver = &device_driver;
	parent = dev;
	return 0;
}

/**
 * fixture_parent_remove() - remove it; no netdev hangs on it any more
 */
void fixture_parent_remove(void)
{
	parent->driver = NULL;
	root_device_unregister(parent);
	parent = NULL;
}

static netdev_tx_t drop(struct sk_buff *skb, struct net_device *dev)
{
	dev_kfree_skb(skb);
	return NETDEV_TX_OK;
}

static const struct net_device_ops netdev_ops = { .ndo_start_xmit = drop };

static void setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &netdev_ops;
	dev->flags |= IFF_NOARP;
	eth_hw_addr_random(dev);
}

static struct fixture_ring *ring_new(struct net_device *dev, u32 i, u32 count)
{
	struct fixture_ring *ring = kzalloc(sizeof(*ring), GFP_KERNEL);

	if (!ring)
		return NULL;
	ring->rx_bi = kvcalloc(count, sizeof(*ring->rx_bi), GFP_KERNEL);
	if (!ring->rx_bi) {
		kfree(ring);
		return NULL;
	}
	ring->netdev = dev;
	ring->queue_index = i;
	ring->count = count;
	ring->q_vector = &ring->vector;
	return ring;
}

/**
 * fixture_netdev() - a netdev with empty rings, not registered
 * @name:	its name, taken as it is
 * @queues:	rx queues
 * @count:	descriptors of each
 *
 * Return: the netdev, or NULL.
 */
struct net_device *fixture_netdev(const char *name, u32 queues, u32 count)
{
	struct fixture_priv *priv;
	struct net_device *dev;

	dev = alloc_netdev_mqs(sizeof(*priv), name, NET_NAME_USER, setup, 1,
			       queues);
	if (!dev)
		return NULL;
	dev->dev.parent = parent;
	priv = netdev_priv(dev);
	priv->rx_rings = kvcalloc(queues, sizeof(*priv->rx_rings), GFP_KERNEL);
	if (!priv->rx_rings)
		goto err;
	for (; priv->made < queues; priv->made++) {
		priv->rx_rings[priv->made] = ring_new(dev, priv->made, count);
		if (!priv->rx_rings[priv->made])
			goto err;
	}
	priv->num_rx = queues;
	return dev;
err:
	fixture_netdev_free(dev);
	return NULL;
}

/**
 * fixture_netdev_free() - unregister it where it is registered, and free it
 * @dev:	the netdev; its rings are emptied
 */
void fixture_netdev_free(struct net_device *dev)
{
	struct fixture_priv *priv = netdev_priv(dev);

	if (dev->reg_state == NETREG_REGISTERED)
		unregister_netdev(dev);
	while (priv->made) {
		struct fixture_ring *ring = priv->rx_rings[--priv->made];

		if (ring->rx_bi)
			fixture_clean(ring);
		kvfree(ring->rx_bi);
		kfree(ring);
	}
	kvfree(priv->rx_rings);
	free_netdev(dev);
}

/**
 * fixture_ring() - one of its rings
 * @dev:	the netdev
 * @i:		which
 */
struct fixture_ring *fixture_ring(struct net_device *dev, u32 i)
{
	struct fixture_priv *priv = netdev_priv(dev);

	return priv->rx_rings[i];
}

/* --- a layout without BTF ------------------------------------------------- */

#define FIELD(type, member) \
	{ offsetof(type, member), sizeof_field(type, member) }

static const struct rxpa_field fields[RXPA_NR_FIELDS] = {
	[RXPA_RING_OWNER]  = FIELD(struct fixture_ring, netdev),
	[RXPA_RING_COUNT]  = FIELD(struct fixture_ring, count),
	[RXPA_RING_INDEX]  = FIELD(struct fixture_ring, queue_index),
	[RXPA_RING_NTU]	   = FIELD(struct fixture_ring, next_to_use),
	[RXPA_RING_NTC]	   = FIELD(struct fixture_ring, next_to_clean),
	[RXPA_RING_NTA]	   = FIELD(struct fixture_ring, next_to_alloc),
	[RXPA_RING_SLOTS]  = FIELD(struct fixture_ring, rx_bi),
	[RXPA_RING_XSK]	   = FIELD(struct fixture_ring, xsk_pool),
	[RXPA_RING_VECTOR] = FIELD(struct fixture_ring, q_vector),
	[RXPA_VECTOR_NAPI] = FIELD(struct fixture_vector, napi),
	[RXPA_SLOT_PAGE]   = FIELD(struct fixture_slot, page),
	[RXPA_SLOT_BIAS]   = FIELD(struct fixture_slot, pagecnt_bias),
};

/**
 * fixture_layout() - the driver as if it had been looked at and armed
 * @d:	where to; without probes
 */
void fixture_layout(struct rxpa_driver *d)
{
	struct rxpa_layout *l = &d->layout;

	d->names = &fixture_names;
	d->btf = "none";
	l->can = RXPA_CAN_HELD | RXPA_CAN_WALK | RXPA_CAN_BIAS | RXPA_CAN_QUIET;
	memcpy(l->field, fields, sizeof(fields));
	l->ring_size = sizeof(struct fixture_ring);
	l->slot_size = sizeof(struct fixture_slot);
	l->rings = (struct rxpa_path) {
		.off = { offsetof(struct fixture_priv, rx_rings) },
		.nr = 2, .size = sizeof(void *),
	};
	l->num_rings = (struct rxpa_path) {
		.off = { offsetof(struct fixture_priv, num_rx) },
		.nr = 1, .size = sizeof(u16),
	};
	l->rings_kind = RXPA_RINGS_POINTERS;
	strscpy(l->ring_tag, fixture_names.ring, sizeof(l->ring_tag));
	d->text_size = ~0UL; /* whoever calls, it is the driver */
	d->sees = RXPA_SEES_ALL;
	d->trust = RXPA_WARMING;
	d->state = RXPA_ARMED;
}
