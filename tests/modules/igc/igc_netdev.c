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
	netif_napi_add(adapter->netdev, &q_vector->napi, igc_poll);
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

static void igc_up(struct igc_adapter *adapter)
{
	u32 i;

	for (i = 0; i < adapter->num_rx_queues; i++) {
		struct igc_ring *rx_ring = adapter->rx_ring[i];

		igc_configure_ring(rx_ring);
		igc_alloc_rx_buffers(rx_ring, igc_desc_unused(rx_ring));
	}

	for (i = 0; i < adapter->num_vectors; i++)
		napi_enable(&adapter->q_vector[i]->napi);

	mutex_lock(&adapter->kick_lock);
	adapter->up = true;
	mutex_unlock(&adapter->kick_lock);

	netif_carrier_on(adapter->netdev);
	netif_tx_start_all_queues(adapter->netdev);
}

static void igc_down(struct igc_adapter *adapter)
{
	u32 i;

	netif_tx_disable(adapter->netdev);
	netif_carrier_off(adapter->netdev);

	mutex_lock(&adapter->kick_lock);
	adapter->up = false;
	mutex_unlock(&adapter->kick_lock);

	for (i = 0; i < adapter->num_vectors; i++)
		napi_disable(&adapter->q_vector[i]->napi);

	/* Frames that were still to come are missed. */
	for (i = 0; i < IGC_MAX_RX_QUEUES; i++)
		atomic_set(&adapter->pending[i], 0);
	wake_up_all(&adapter->idle);

	for (i = 0; i < adapter->num_rx_queues; i++)
		igc_clean_rx_ring(adapter->rx_ring[i]);
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
			      struct ethtool_ringparam *ring,
			      struct kernel_ethtool_ringparam *kernel_ring,
			      struct netlink_ext_ack *extack)
{
	struct igc_adapter *adapter = netdev_priv(netdev);

	ring->rx_max_pending = IGC_MAX_COUNT;
	ring->rx_pending = adapter->rx_ring_count;
}

/* The rings stay where they are, what hangs below them is replaced. */
static int igc_set_ringparam(struct net_device *netdev,
			     struct ethtool_ringparam *ring,
			     struct kernel_ethtool_ringparam *kernel_ring,
			     struct netlink_ext_ack *extack)
{
	struct igc_adapter *adapter = netdev_priv(netdev);
	struct igc_ring fresh[IGC_MAX_RX_QUEUES] = {};
	bool running = netif_running(netdev);
	u32 count = ring->rx_pending;
	int ret = 0;
	u32 i;

	if (count < IGC_MIN_COUNT)
		return -EINVAL;
	if (count == adapter->rx_ring_count)
		return 0;

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
	return ret;
}

static void igc_get_channels(struct net_device *netdev,
			     struct ethtool_channels *channels)
{
	struct igc_adapter *adapter = netdev_priv(netdev);

	channels->max_combined = IGC_MAX_RX_QUEUES;
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
 * @queues: rx queues, 1 to IGC_MAX_RX_QUEUES
 * @vectors: most NAPI vectors
 * @count: descriptors of a ring
 *
 * Return: the netdev, or an error pointer.
 */
struct net_device *igc_create_netdev(struct device *dev, u16 queues,
				     u32 vectors, u32 count)
{
	struct igc_adapter *adapter;
	struct net_device *netdev;
	int ret;

	netdev = alloc_netdev_mqs(sizeof(*adapter), "fix%d", NET_NAME_ENUM,
				  ether_setup, IGC_MAX_RX_QUEUES,
				  IGC_MAX_RX_QUEUES);
	if (!netdev)
		return ERR_PTR(-ENOMEM);

	SET_NETDEV_DEV(netdev, dev);
	netdev->netdev_ops = &igc_netdev_ops;
	netdev->ethtool_ops = &igc_ethtool_ops;
	netdev->max_mtu = 9000;
	eth_hw_addr_random(netdev);

	adapter = netdev_priv(netdev);
	adapter->netdev = netdev;
	adapter->rx_ring_count = count;
	adapter->max_vectors = vectors;
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
