// SPDX-License-Identifier: GPL-2.0
#include "list.h"

const struct rxpa_driver_names rxpa_driver_ixgbevf = {
	.module		= "ixgbevf",
	.ring		= "ixgbevf_ring",
	.rings		= "ixgbevf_adapter:rx_ring[]",
	.num_rings	= "ixgbevf_adapter:num_rx_queues",
	.queue_index	= "queue_index",
	.slots		= "rx_buffer_info",
	.refill		= "ixgbevf_alloc_rx_buffers",
	.clean		= "ixgbevf_clean_rx_ring",
};
