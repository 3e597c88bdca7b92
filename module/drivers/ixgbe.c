// SPDX-License-Identifier: GPL-2.0
#include "list.h"

const struct rxpa_driver_names rxpa_driver_ixgbe = {
	.module		= "ixgbe",
	.ring		= "ixgbe_ring",
	.rings		= "ixgbe_adapter:rx_ring[]",
	.num_rings	= "ixgbe_adapter:num_rx_queues",
	.queue_index	= "queue_index",
	.slots		= "rx_buffer_info",
	.refill		= "ixgbe_alloc_rx_buffers",
	.clean		= "ixgbe_clean_rx_ring",
};
