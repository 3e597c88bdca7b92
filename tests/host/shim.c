// SPDX-License-Identifier: GPL-2.0
#include "shim.h"

static unsigned int fail_in;
static unsigned int live;

void *shim_alloc(size_t n, size_t size, bool zero)
{
	void *ptr;

	if (fail_in && !--fail_in)
		return NULL;
	if (size && n > SIZE_MAX / size)
		return NULL;
	ptr = zero ? calloc(n, size) : malloc(n * size);
	if (!ptr)
		abort();
	live++;
	return ptr;
}

void shim_free(const void *ptr)
{
	if (ptr)
		live--;
	free((void *)ptr);
}

void shim_fail_alloc(unsigned int nth)
{
	fail_in = nth;
}

unsigned int shim_live_allocs(void)
{
	return live;
}
