// SPDX-License-Identifier: GPL-2.0
#include "list.h"

const struct rxpa_driver_names rxpa_driver_igb = {
	.module		= "igb",
	.ring		= "igb_ring",
	.rings		= "igb_adapter:rx_ring[]",
	.num_rings	= "igb_adapter:num_rx_queues",
	.queue_index	= "queue_index",
	.slots		= "rx_buffer_info",
	.refill		= "igb_alloc_rx_buffers",
	.clean		= "igb_clean_rx_ring",
};
