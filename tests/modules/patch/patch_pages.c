// SPDX-License-Identifier: GPL-2.0
/* The fixture's own refill and teardown, once more. */
#define igc_alloc_rx_buffers	rxpa_patch_alloc_rx_buffers
#define igc_clean_rx_ring	rxpa_patch_clean_rx_ring

#include "../igc/igc_pages.c"
