// SPDX-License-Identifier: GPL-2.0
/*
 * The fixture's netdev: its queues come and go in the same ways as those of
 * the real drivers.  A new ring size swaps the slots under the ring; a new
 * number of channels or the netdev's end frees rings and vectors for good.
 */
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "igc_fixture.h"

static void igc_free_queues(struct igc_adapter *adapter)
{
	u32 i;

	for (i = 0; i < adapter->num_rx_queues; i++) {
		struct igc_ring *rx_ring = adapter->rx_ring[i];
		struct igc_truth *gone = &adapter->gone[i];

		adapter->rx_ring[i] = NULL;
		gone->allocated += rx_ring->truth.allocated;
		gone->released += rx_ring->truth.released;
		gone->recycled += rx_ring->truth.recycled;
		gone->failed += rx_ring->truth.failed;
		gone->unmapped += rx_ring->truth.unmapped;
		gone->lost += rx_ring->truth.lost;
		gone->frames += rx_ring->truth.frames;
		kfree(rx_ring);
	}

	for (i = 0; i < adapter->num_vectors; i++) {
		netif_napi_del(&adapter->q_vector[i]->napi);
		kfree(adapter->q_vector[i]);
		adapter->q_vector[i] = NULL;
	}

	adapter->num_rx_queues = 0;
	adapter->num_vectors = 0;
}

static int igc_alloc_vector(struct igc_adapter *adapter)
{
	struct igc_q_vector *q_vector = kzalloc(sizeof(*q_vector), GFP_KERNEL);

	if (!q_vector)
		return -ENOMEM;

	q_vector->adapter = adapter;
	netif_napi_add_weight(adapter->netdev, &q_vector->napi, igc_poll,
			      NAPI_POLL_WEIGHT);
	adapter->q_vector[adapter->num_vectors++] = q_vector;
	return 0;
}

static int igc_alloc_ring(struct igc_adapter *adapter)
{
	u16 queue = adapter->num_rx_queues;
	struct igc_q_vector *q_vector;
	struct igc_ring *rx_ring;

	rx_ring = kzalloc(sizeof(*rx_ring), GFP_KERNEL);
	if (!rx_ring)
		return -ENOMEM;

	q_vector = adapter->q_vector[queue % adapter->num_vectors];
	q_vector->ring[q_vector->nr_rings++] = rx_ring;
	rx_ring->q_vector = q_vector;
	rx_ring->queue_index = queue;
	rx_ring->count = adapter->rx_ring_count;
	rx_ring->netdev = adapter->netdev;
	rx_ring->dev = adapter->netdev->dev.parent;
	adapter->rx_ring[queue] = rx_ring;
	adapter->num_rx_queues++;
	return 0;
}

static int igc_alloc_queues(struct igc_adapter *adapter, u32 queues)
{
	u32 vectors = min(queues, adapter->max_vectors);
	int ret = 0;

	while (!ret && adapter->num_vectors < vectors)
		ret = igc_alloc_vector(adapter);
	while (!ret && adapter->num_rx_queues < queues)
		ret = igc_alloc_ring(adapter);
	if (ret)
		igc_free_queues(adapter);

	return ret;
}

static void igc_free_slots(struct igc_adapter *adapter)
{
	u32 i;

	for (i = 0; i < adapter->num_rx_queues; i++)
		igc_free_ring(adapter->rx_ring[i]);
}

static int igc_setup_slots(struct igc_adapter *adapter)
{
	int ret;
	u32 i;

	for (i = 0; i < adapter->num_rx_queues; i++) {
		ret = igc_setup_ring(adapter->rx_ring[i],
				     adapter->rx_ring_count);
		if (ret) {
			igc_free_slots(adapter);
			return ret;
		}
	}

	return 0;
}

static void igc_fill_rings(struct igc_adapter *adapter)
{
	u32 i;

	for (i = 0; i < adapter->num_rx_queues; i++) {
		struct igc_ring *rx_ring = adapter->rx_ring[i];

		igc_configure_ring(rx_ring);
		igc_alloc_rx_buffers(rx_ring, igc_desc_unused(rx_ring));
	}
}

static void igc_start_vectors(struct igc_adapter *adapter)
{
	u32 i;

	for (i = 0; i < adapter->num_vectors; i++)
		napi_enable(&adapter->q_vector[i]->napi);
}

/* Frames that were still to come are missed. */
static void igc_stop_vectors(struct igc_adapter *adapter)
{
	u32 i;

	for (i = 0; i < adapter->num_vectors; i++)
		napi_disable(&adapter->q_vector[i]->napi);

	for (i = 0; i < IGC_MAX_RX_QUEUES; i++)
		atomic_set(&adapter->pending[i], 0);
	wake_up_all(&adapter->idle);
}

static void igc_empty_rings(struct igc_adapter *adapter)
{
	u32 i;

	for (i = 0; i < adapter->num_rx_queues; i++)
		igc_clean_rx_ring(adapter->rx_ring[i]);
}

/* The rings are full. */
static void igc_start(struct igc_adapter *adapter)
{
	igc_start_vectors(adapter);

	mutex_lock(&adapter->kick_lock);
	adapter->up = true;
	mutex_unlock(&adapter->kick_lock);

	netif_carrier_on(adapter->netdev);
	netif_tx_start_all_queues(adapter->netdev);
}

static void igc_up(struct igc_adapter *adapter)
{
	igc_fill_rings(adapter);
	igc_start(adapter);
}

static void igc_down(struct igc_adapter *adapter)
{
	bool torn;

	netif_tx_disable(adapter->netdev);
	netif_carrier_off(adapter->netdev);

	mutex_lock(&adapter->kick_lock);
	torn = adapter->torn;
	adapter->torn = false;
	adapter->up = false;
	mutex_unlock(&adapter->kick_lock);
	if (torn)
		return;

	igc_stop_vectors(adapter);
	igc_empty_rings(adapter);
}

/**
 * igc_reset - stop and empty the rings and leave them so
 * @adapter: whose
 *
 * Like igb_io_error_detected(): NAPI stays disabled, the slots stay allocated,
 * and RTNL is not taken.
 *
 * Return: 0, or -ENETDOWN when there is nothing to reset.
 */
int igc_reset(struct igc_adapter *adapter)
{
	int ret = -ENETDOWN;

	mutex_lock(&adapter->kick_lock);
	if (adapter->up) {
		adapter->up = false;
		adapter->torn = true;
		igc_stop_vectors(adapter);
		igc_empty_rings(adapter);
		ret = 0;
	}
	mutex_unlock(&adapter->kick_lock);

	return ret;
}

/**
 * igc_resume - end a reset: fill the rings and go on
 * @adapter: whose
 *
 * Return: 0, or -ENETDOWN when there was no reset.
 */
int igc_resume(struct igc_adapter *adapter)
{
	int ret = -ENETDOWN;

	mutex_lock(&adapter->kick_lock);
	if (adapter->torn) {
		igc_fill_rings(adapter);
		igc_start_vectors(adapter);
		adapter->torn = false;
		adapter->up = true;
		ret = 0;
	}
	mutex_unlock(&adapter->kick_lock);

	return ret;
}

static int igc_open(struct net_device *netdev)
{
	struct igc_adapter *adapter = netdev_priv(netdev);
	int ret;

	ret = netif_set_real_num_queues(netdev, adapter->num_rx_queues,
					adapter->num_rx_queues);
	if (ret)
		return ret;

	ret = igc_setup_slots(adapter);
	if (ret)
		return ret;

	igc_up(adapter);
	return 0;
}

static int igc_stop(struct net_device *netdev)
{
	struct igc_adapter *adapter = netdev_priv(netdev);

	igc_down(adapter);
	igc_free_slots(adapter);
	return 0;
}

static netdev_tx_t igc_start_xmit(struct sk_buff *skb,
				  struct net_device *netdev)
{
	dev_core_stats_tx_dropped_inc(netdev);
	dev_kfree_skb_any(skb);
	return NETDEV_TX_OK;
}

static int igc_change_mtu(struct net_device *netdev, int mtu)
{
	struct igc_adapter *adapter = netdev_priv(netdev);
	bool running = netif_running(netdev);

	if (running)
		igc_down(adapter);
	netdev->mtu = mtu;
	if (running)
		igc_up(adapter);

	return 0;
}

static const struct net_device_ops igc_netdev_ops = {
	.ndo_open = igc_open,
	.ndo_stop = igc_stop,
	.ndo_start_xmit = igc_start_xmit,
	.ndo_change_mtu = igc_change_mtu,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
};

static void igc_get_ringparam(struct net_device *netdev,
			      struct ethtool_ringparam *ring MORE_RINGPARAM)
{
	struct igc_adapter *adapter = netdev_priv(netdev);

	ring->rx_max_pending = IGC_MAX_COUNT;
	ring->rx_pending = adapter->rx_ring_count;
}

/* The rings stay where they are, what hangs below them is replaced. */
static int igc_set_ringparam(struct net_device *netdev,
			     struct ethtool_ringparam *ring MORE_RINGPARAM)
{
	struct igc_adapter *adapter = netdev_priv(netdev);
	bool running = netif_running(netdev);
	u32 count = ring->rx_pending;
	struct igc_ring *fresh;
	int ret = 0;
	u32 i;

	if (count < IGC_MIN_COUNT)
		return -EINVAL;
	if (count == adapter->rx_ring_count)
		return 0;
	fresh = kcalloc(IGC_MAX_RX_QUEUES, sizeof(*fresh), GFP_KERNEL);
	if (!fresh)
		return -ENOMEM;

	for (i = 0; running && !ret && i < adapter->num_rx_queues; i++)
		ret = igc_setup_ring(&fresh[i], count);
	if (ret)
		goto out_free;

	if (running)
		igc_down(adapter);

	adapter->rx_ring_count = count;
	for (i = 0; i < adapter->num_rx_queues; i++) {
		swap(adapter->rx_ring[i]->rx_buffer_info,
		     fresh[i].rx_buffer_info);
		adapter->rx_ring[i]->count = count;
	}

	if (running)
		igc_up(adapter);

out_free:
	for (i = 0; i < IGC_MAX_RX_QUEUES; i++)
		igc_free_ring(&fresh[i]);
	kfree(fresh);
	return ret;
}

/* A second ring of the same queue, which the first one knows nothing of. */
static int igc_twin_setup(struct igc_ring *twin, const struct igc_ring *rx_ring,
			  u32 count)
{
	int ret;

	*twin = *rx_ring;
	memset(&twin->truth, 0, sizeof(twin->truth));
	twin->clock_begun = 0;
	ret = igc_setup_ring(twin, count);
	if (ret)
		return ret;

	igc_configure_ring(twin);
	igc_alloc_rx_buffers(twin, igc_desc_unused(twin));
	return 0;
}

/*
 * The twin, pages and all, takes the ring's place.  It pretends to be empty, so
 * that the refill that follows posts what it finds in the slots.
 */
static void igc_twin_move(struct igc_ring *rx_ring, struct igc_ring *twin)
{
	const struct igc_truth *old = &rx_ring->truth;

	twin->truth.allocated += old->allocated;
	twin->truth.released += old->released;
	twin->truth.recycled += old->recycled;
	twin->truth.failed += old->failed;
	twin->truth.unmapped += old->unmapped;
	twin->truth.lost += old->lost;
	twin->truth.frames += old->frames;
	twin->next_to_use = 0;
	twin->next_to_clean = 0;
	twin->next_to_alloc = 0;
	twin->first_desc = 0;

	igc_free_ring(rx_ring);
	*rx_ring = *twin;
	twin->rx_buffer_info = NULL;
}

/**
 * igc_swap - change the size of the rings like i40e_set_ringparam()
 * @adapter: whose
 * @count: descriptors of the new rings, may be as many as before
 *
 * New rings are filled while NAPI still works on the old ones.
 *
 * Context: RTNL held.
 * Return: 0 or a negative errno, then nothing has changed.
 */
int igc_swap(struct igc_adapter *adapter, u32 count)
{
	u32 nr = adapter->num_rx_queues;
	struct igc_ring *twin;
	int ret = 0;
	u32 i;

	ASSERT_RTNL();
	if (!netif_running(adapter->netdev))
		return -ENETDOWN;

	twin = kcalloc(IGC_MAX_RX_QUEUES, sizeof(*twin), GFP_KERNEL);
	if (!twin)
		return -ENOMEM;

	for (i = 0; !ret && i < nr; i++)
		ret = igc_twin_setup(&twin[i], adapter->rx_ring[i], count);
	if (ret)
		goto out_free;

	igc_down(adapter);
	mutex_lock(&adapter->kick_lock);
	adapter->rx_ring_count = count;
	for (i = 0; i < nr; i++)
		igc_twin_move(adapter->rx_ring[i], &twin[i]);
	mutex_unlock(&adapter->kick_lock);

	for (i = 0; i < nr; i++)
		igc_alloc_rx_buffers(adapter->rx_ring[i],
				     igc_desc_unused(adapter->rx_ring[i]));
	igc_start(adapter);

out_free:
	for (i = 0; i < nr; i++) {
		if (!twin[i].rx_buffer_info)
			continue;
		igc_clean_rx_ring(&twin[i]);
		igc_free_ring(&twin[i]);
	}
	kfree(twin);
	return ret;
}

static void igc_get_channels(struct net_device *netdev,
			     struct ethtool_channels *channels)
{
	struct igc_adapter *adapter = netdev_priv(netdev);

	channels->max_combined = adapter->max_rx_queues;
	channels->combined_count = adapter->num_rx_queues;
}

/* Nothing of the old rings survives, and no notifier tells of it. */
static int igc_set_channels(struct net_device *netdev,
			    struct ethtool_channels *channels)
{
	struct igc_adapter *adapter = netdev_priv(netdev);
	bool running = netif_running(netdev);
	u32 queues = channels->combined_count;
	int ret;

	if (!queues)
		return -EINVAL;
	if (queues == adapter->num_rx_queues)
		return 0;
	/* the load relies on the vectors */
	if (igc_load_is_on())
		return -EBUSY;

	if (running)
		igc_stop(netdev);

	mutex_lock(&adapter->kick_lock);
	igc_free_queues(adapter);
	ret = igc_alloc_queues(adapter, queues);
	mutex_unlock(&adapter->kick_lock);
	if (ret || !running)
		return ret;

	ret = igc_open(netdev);
	if (ret) {
		mutex_lock(&adapter->kick_lock);
		igc_free_queues(adapter);
		mutex_unlock(&adapter->kick_lock);
	}

	return ret;
}

static const struct ethtool_ops igc_ethtool_ops = {
	.get_link = ethtool_op_get_link,
	.get_ringparam = igc_get_ringparam,
	.set_ringparam = igc_set_ringparam,
	.get_channels = igc_get_channels,
	.set_channels = igc_set_channels,
};

/**
 * igc_create_netdev - make and register the fixture's netdev
 * @dev: the device it hangs on
 * @port: its number
 * @queues: rx queues, 1 to IGC_MAX_RX_QUEUES
 * @vectors: most NAPI vectors
 * @count: descriptors of a ring
 *
 * Return: the netdev, or an error pointer.
 */
struct net_device *igc_create_netdev(struct device *dev, u32 port, u16 queues,
				     u32 vectors, u32 count)
{
	u16 max_queues = max_t(u16, queues, IGC_FEW_RX_QUEUES);
	struct igc_adapter *adapter;
	struct net_device *netdev;
	int ret;

	netdev = alloc_netdev_mqs(sizeof(*adapter), "fix%d", NET_NAME_ENUM,
				  ether_setup, max_queues, max_queues);
	if (!netdev)
		return ERR_PTR(-ENOMEM);

	SET_NETDEV_DEV(netdev, dev);
	netdev->netdev_ops = &igc_netdev_ops;
	netdev->ethtool_ops = &igc_ethtool_ops;
	netdev->max_mtu = 9000;
	eth_hw_addr_random(netdev);

	adapter = netdev_priv(netdev);
	adapter->netdev = netdev;
	adapter->port = port;
	adapter->max_rx_queues = max_queues;
	adapter->rx_ring_count = count;
	adapter->max_vectors = vectors;
	adapter->frame = 1;
	adapter->cpu = -1;
	mutex_init(&adapter->kick_lock);
	init_waitqueue_head(&adapter->idle);
	skb_queue_head_init(&adapter->held);
	spin_lock_init(&adapter->lost_lock);
	INIT_LIST_HEAD(&adapter->lost);

	ret = igc_alloc_queues(adapter, queues);
	if (ret)
		goto err_free_netdev;

	netif_carrier_off(netdev);
	ret = register_netdev(netdev);
	if (ret)
		goto err_free_queues;

	return netdev;

err_free_queues:
	igc_free_queues(adapter);
err_free_netdev:
	free_netdev(netdev);
	return ERR_PTR(ret);
}

/**
 * igc_destroy_netdev - take the netdev away, and every page it ever had
 * @netdev: as made by igc_create_netdev(); its knobs are gone
 */
void igc_destroy_netdev(struct net_device *netdev)
{
	struct igc_adapter *adapter = netdev_priv(netdev);

	unregister_netdev(netdev);
	igc_free_queues(adapter);
	skb_queue_purge(&adapter->held);
	igc_find_lost_pages(adapter);
	free_netdev(netdev);
}
