// SPDX-License-Identifier: GPL-2.0
#include "list.h"

const struct rxpa_driver_names rxpa_driver_igc = {
	.module		= "igc",
	.ring		= "igc_ring",
	.rings		= "igc_adapter:rx_ring[]",
	.num_rings	= "igc_adapter:num_rx_queues",
	.queue_index	= "queue_index",
	.slots		= "rx_buffer_info",
	.refill		= "igc_alloc_rx_buffers",
	.clean		= "igc_clean_rx_ring",
};
