// SPDX-License-Identifier: GPL-2.0
#include "list.h"

const struct rxpa_driver_names rxpa_driver_i40e = {
	.module		= "i40e",
	.ring		= "i40e_ring",
	.rings		= "i40e_netdev_priv:vsi->rx_rings[]",
	.num_rings	= "i40e_netdev_priv:vsi->num_queue_pairs",
	.queue_index	= "queue_index",
	.owner		= "vsi",
	.owner_of	= "i40e_netdev_priv:vsi",
	.slots		= "rx_bi",
	.refill		= "i40e_alloc_rx_buffers",
	.clean		= "i40e_clean_rx_ring",
};
