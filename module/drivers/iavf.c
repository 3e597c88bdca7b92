// SPDX-License-Identifier: GPL-2.0
#include "list.h"

const struct rxpa_driver_names rxpa_driver_iavf = {
	.module		= "iavf",
	.ring		= "iavf_ring",
	.rings		= "iavf_adapter:rx_rings[]",
	.num_rings	= "iavf_adapter:num_active_queues",
	.queue_index	= "queue_index",
	.slots		= "rx_bi",
	.refill		= "iavf_alloc_rx_buffers",
	.clean		= "iavf_clean_rx_ring|iavf_free_rx_resources",
};
