// SPDX-License-Identifier: GPL-2.0
#include "dma.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool overlaps(const struct dma_map *map, u64 addr, u64 size)
{
	return addr < map->addr + map->size && map->addr < addr + size;
}

/*
 * A file that ends before the map does would kill the process with SIGBUS:
 * refused.  A client that shortens its file later is beyond help.
 */
static int map_file(struct dma_map *map, int fd, u64 offset)
{
	u64 page = (u64)sysconf(_SC_PAGESIZE);
	u64 skip = offset % page;
	struct stat st;

	if (fstat(fd, &st) < 0 || st.st_size < 0 || offset > (u64)st.st_size ||
	    map->size > (u64)st.st_size - offset)
		return EINVAL;
	map->mapped = map->size + skip;
	map->mapping = mmap(NULL, map->mapped,
			    map->writable ? PROT_READ | PROT_WRITE : PROT_READ,
			    MAP_SHARED, fd, (off_t)(offset - skip));
	if (map->mapping == MAP_FAILED)
		return errno;
	map->host = (u8 *)map->mapping + skip;
	return 0;
}

int dma_add(struct dma *dma, u64 addr, u64 size, int fd, u64 offset,
	    bool writable)
{
	struct dma_map map = { .addr = addr, .size = size, .writable = writable };
	int err;

	if (!size || size > UINT64_MAX - addr)
		return EINVAL;
	if (dma->nr == DMA_MAX_MAPS)
		return ENOSPC;
	for (unsigned int i = 0; i < dma->nr; i++)
		if (overlaps(&dma->maps[i], addr, size))
			return EEXIST;
	if (fd >= 0) {
		err = map_file(&map, fd, offset);
		if (err)
			return err;
	}
	dma->maps[dma->nr++] = map;
	return 0;
}

static void drop(struct dma *dma, unsigned int i)
{
	if (dma->maps[i].host)
		munmap(dma->maps[i].mapping, dma->maps[i].mapped);
	dma->maps[i] = dma->maps[--dma->nr];
	dma->last = 0;
}

int dma_remove(struct dma *dma, u64 addr, u64 size)
{
	for (unsigned int i = 0; i < dma->nr; i++) {
		if (dma->maps[i].addr == addr && dma->maps[i].size == size) {
			drop(dma, i);
			return 0;
		}
	}
	return ENOENT;
}

void dma_remove_all(struct dma *dma)
{
	while (dma->nr)
		drop(dma, dma->nr - 1);
}

static void *within(const struct dma_map *map, u64 addr, u64 len, bool write)
{
	if (addr < map->addr || addr - map->addr > map->size ||
	    len > map->size - (addr - map->addr) || !map->host ||
	    (write && !map->writable))
		return NULL;
	return map->host + (addr - map->addr);
}

void *dma_at(struct dma *dma, u64 addr, u64 len, bool write)
{
	void *at = NULL;

	if (dma->last < dma->nr)
		at = within(&dma->maps[dma->last], addr, len, write);
	for (unsigned int i = 0; !at && i < dma->nr; i++) {
		at = within(&dma->maps[i], addr, len, write);
		if (at)
			dma->last = i;
	}
	return at;
}

bool dma_read(struct dma *dma, u64 addr, void *to, size_t len)
{
	const void *from = dma_at(dma, addr, len, false);

	if (from)
		memcpy(to, from, len);
	else
		memset(to, 0, len);
	return from;
}

bool dma_write(struct dma *dma, u64 addr, const void *from, size_t len)
{
	void *to = dma_at(dma, addr, len, true);

	if (to)
		memcpy(to, from, len);
	return to;
}

bool dma_store32(struct dma *dma, u64 addr, u32 value)
{
	u32 *at = dma_at(dma, addr, sizeof(*at), true);

	if (!at || (uintptr_t)at % sizeof(*at))
		return false;
	__atomic_store_n(at, htole32(value), __ATOMIC_RELEASE);
	return true;
}

bool dma_store64(struct dma *dma, u64 addr, u64 value)
{
	u64 *at = dma_at(dma, addr, sizeof(*at), true);

	if (!at || (uintptr_t)at % sizeof(*at))
		return false;
	__atomic_store_n(at, htole64(value), __ATOMIC_RELEASE);
	return true;
}
