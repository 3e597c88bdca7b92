// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer: arbitrary bytes as BTF, alone and split over the toy kernel's.
 * The first byte chooses a driver table and the members that are asked for.
 */
#include "btf.h"
#include "layout.h"
#include "toy.h"

#define TOY 7		/* choice of the toy's table, behind the real ones */

static const char *const names[] = { "next_to_use", "page", "rx_rings", "a" };

static struct rxpa_btf *base;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

/* Inputs to begin with, in the folder $RXPA_SEEDS. */
static void write_seed(struct kunit *test, const char *name, const struct bb *bb)
{
	const char *dir = getenv("RXPA_SEEDS");
	char path[512];
	size_t size;
	void *data;
	FILE *file;

	if (!dir)
		return;
	data = bb_data(test, bb, &size);
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "wb");
	if (!file)
		abort();
	fputc(TOY, file);
	fwrite(data, 1, size, file);
	fclose(file);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const struct toy_case unchanged = {};
	static struct kunit test = { .name = "fuzz_btf" };
	struct bb *kernel = toy_kernel(&test);

	(void)argc;
	(void)argv;
	base = bb_parse(&test, kernel, NULL);
	write_seed(&test, "seed-kernel", kernel);
	write_seed(&test, "seed-driver", toy_driver(&test, kernel, &unchanged));
	return 0;
}

static void use(const struct rxpa_btf *btf, u8 choice)
{
	const struct rxpa_driver_names *driver =
		choice % 8 == TOY ? &toy_names : rxpa_drivers[choice % 8];
	static struct rxpa_layout layout;
	struct rxpa_btf_member member;
	struct rxpa_btf_type type;
	u32 id;

	for (id = 0; id < 64; id++) {
		if (rxpa_btf_resolve(btf, id, &type) == 0 &&
		    type.class == RXPA_BTF_INT && type.size > 16)
			abort();
		rxpa_btf_member(btf, id, names[choice % 4], &member);
	}
	rxpa_btf_find_struct(btf, names[choice % 4], &id);
	rxpa_layout_resolve(driver, btf, &layout);
	if (layout.nr_missing > RXPA_MAX_MISSING)
		abort();
	if (layout.can && (!layout.rings.nr || !layout.num_rings.nr ||
			   !layout.field[RXPA_RING_NTA].size))
		abort();
}

static void try(const void *data, size_t size, const struct rxpa_btf *over,
		u8 choice)
{
	const char *why = "not set";
	struct rxpa_btf *btf = rxpa_btf_parse(data, size, over, &why);

	if (IS_ERR(btf) != !!why)
		abort();
	if (IS_ERR(btf))
		return;
	use(btf, choice);
	rxpa_btf_free(btf);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	unsigned int live = shim_live_allocs();
	u8 choice;
	u8 *copy;

	if (!size)
		return 0;
	choice = *data;
	/* A copy of its own length: ASan sees every byte read too far. */
	copy = malloc(size);
	memcpy(copy, data + 1, size - 1);
	copy = realloc(copy, size - 1 ? size - 1 : 1);
	rxpa_btf_is_split(copy, size - 1);
	try(copy, size - 1, NULL, choice);
	try(copy, size - 1, base, choice);
	if (shim_live_allocs() != live)
		abort();
	free(copy);
	return 0;
}
