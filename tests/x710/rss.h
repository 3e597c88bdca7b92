/* SPDX-License-Identifier: GPL-2.0 */
/* Receive side scaling with the driver's key and table. */
#ifndef X710_RSS_H
#define X710_RSS_H

#include "packet.h"

struct port;

#define RSS_KEY_BYTES 52

/* False: packets of this class are not hashed, they go to entry 0. */
bool rss_hash(struct port *port, const struct packet *packet, u32 *hash);
/* The VSI's queue that the table has for @hash. */
unsigned int rss_queue(struct port *port, u32 hash);
/* The Toeplitz hash itself; @key has at least @len + 4 bytes. */
u32 rss_toeplitz(const u8 *key, const u8 *input, size_t len);

#endif
