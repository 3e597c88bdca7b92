/* SPDX-License-Identifier: GPL-2.0 */
/* The client's memory, by the addresses its device driver uses. */
#ifndef X710_DMA_H
#define X710_DMA_H

#include "bytes.h"

#define DMA_MAX_MAPS 512

struct dma_map {
	u64 addr, size;
	u8 *host;    /* NULL: announced without a file, cannot be reached */
	void *mapping; /* what was mmapped, and how much */
	size_t mapped;
	bool writable;
};

struct dma {
	struct dma_map maps[DMA_MAX_MAPS];
	unsigned int nr, last;
};

/* 0 or a positive errno.  @fd is -1 for a map that cannot be reached. */
int dma_add(struct dma *dma, u64 addr, u64 size, int fd, u64 offset,
	    bool writable);
int dma_remove(struct dma *dma, u64 addr, u64 size);
void dma_remove_all(struct dma *dma);

/**
 * dma_at() - a host pointer to @len bytes of guest memory, or NULL
 *
 * Valid only until control returns to the message loop: guests remap their
 * memory, so no pointer is ever kept.
 */
void *dma_at(struct dma *dma, u64 addr, u64 len, bool write);

/* False: the address is not the client's; @to is then zeroed. */
bool dma_read(struct dma *dma, u64 addr, void *to, size_t len);
bool dma_write(struct dma *dma, u64 addr, const void *from, size_t len);

/* One naturally aligned store that guest CPUs see after all earlier ones. */
bool dma_store32(struct dma *dma, u64 addr, u32 value);
bool dma_store64(struct dma *dma, u64 addr, u64 value);

#endif
