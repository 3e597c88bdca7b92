// SPDX-License-Identifier: GPL-2.0
#include "list.h"

const struct rxpa_driver_names rxpa_driver_ice = {
	.module		= "ice",
	.ring		= "ice_rx_ring|ice_ring",
	.rings		= "ice_netdev_priv:vsi->rx_rings[]",
	.num_rings	= "ice_netdev_priv:vsi->num_rxq",
	.queue_index	= "q_index",
	.slots		= "rx_buf",
	.refill		= "ice_alloc_rx_bufs",
	.clean		= "ice_clean_rx_ring",
};
