/* SPDX-License-Identifier: GPL-2.0 */
/* The replacements; each does what the fixture's function does. */
#ifndef RXPA_PATCH_H
#define RXPA_PATCH_H

#include <linux/types.h>

struct igc_ring;
struct napi_struct;

int rxpa_patch_poll(struct napi_struct *napi, int budget);
void rxpa_patch_alloc_rx_buffers(struct igc_ring *rx_ring, u16 cleaned_count);
void rxpa_patch_clean_rx_ring(struct igc_ring *rx_ring);

#endif /* RXPA_PATCH_H */
