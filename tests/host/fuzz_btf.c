// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer: bytes as BTF, and the driver tables looked up in it.  The input
 * is BTF over the toy kernel's, a base and what continues it, or BTF over a
 * real kernel's, of which $RXPA_VMLINUX_BTF is a copy; see fuzz_input.h.
 *
 * Real BTF of some kilobytes is mostly names and members that nobody asks for,
 * so half of the mutations know where the types lie.
 */
#include "btf_priv.h"
#include "fuzz_input.h"
#include "layout.h"
#include "toy.h"

#define NR_DRIVERS 7		/* the toy's table stands behind the real ones */
#define HDR_LEN 24

static const char *const names[] = { "next_to_use", "page", "rx_rings", "a",
				     "netdev", "pagecnt_bias", "rx_ring",
				     "q_vector" };

static struct rxpa_btf *toy, *real;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const u8 *data, size_t size);
size_t LLVMFuzzerMutate(u8 *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(u8 *data, size_t size, size_t max_size,
			       unsigned int seed);

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
	fputc(NR_DRIVERS, file);
	fwrite(data, 1, size, file);
	fclose(file);
}

static struct rxpa_btf *read_real(const char *path)
{
	static u32 data[8 << 20];
	FILE *file = path ? fopen(path, "rb") : NULL;
	const char *why = "it cannot be read";
	struct rxpa_btf *btf;

	if (!path)
		return NULL;
	btf = file ? rxpa_btf_parse(data, fread(data, 1, sizeof(data), file),
				    NULL, &why) : NULL;
	if (IS_ERR_OR_NULL(btf)) {
		fprintf(stderr, "%s: %s\n", path, why);
		exit(2);
	}
	fclose(file);
	return btf;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const struct toy_case unchanged = {};
	static struct kunit test = { .name = "fuzz_btf" };
	struct bb *kernel = toy_kernel(&test);

	(void)argc;
	(void)argv;
	toy = bb_parse(&test, kernel, NULL);
	real = read_real(getenv("RXPA_VMLINUX_BTF"));
	write_seed(&test, "toy-kernel", kernel);
	write_seed(&test, "toy-driver", toy_driver(&test, kernel, &unchanged));
	return 0;
}

/* -------- mutations that know where the types are -------- */

static u32 xorshift(u32 *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* Changes one word among the types of the BTF at @data, as ids, sizes, kinds. */
static void mutate_word(u8 *data, size_t size, u32 random)
{
	u32 hdr[HDR_LEN / 4], word, other, nr;
	u8 *types;

	memcpy(hdr, data, sizeof(hdr));
	if (hdr[1] > size || hdr[2] > size || hdr[3] > size ||
	    (u64)hdr[1] + hdr[2] + hdr[3] > size || hdr[3] < 4)
		return;
	types = data + hdr[1] + hdr[2];
	nr = hdr[3] / 4;
	memcpy(&other, types + xorshift(&random) % nr * 4, 4);
	types += xorshift(&random) % nr * 4;
	memcpy(&word, types, 4);
	switch (xorshift(&random) % 8) {
	case 0:
		word += 1 + random / 8 % 4;
		break;
	case 1:
		word -= 1 + random / 8 % 4;
		break;
	case 2:
		word ^= 1u << random / 8 % 32;
		break;
	case 3: /* if it was an info word: another kind, of as many elements */
		word = (word & ~0x1f000000u) | (random / 8 % NR_KINDS) << 24;
		break;
	case 4:
		word = random / 8 % 3 - 1;
		break;
	case 5:
		word = random / 8 % 64;
		break;
	case 6: /* a name that ends earlier */
		if ((u64)hdr[1] + hdr[4] + hdr[5] <= size && hdr[5])
			data[hdr[1] + hdr[4] + random / 8 % hdr[5]] = 0;
		return;
	default:
		word = other;
		break;
	}
	memcpy(types, &word, 4);
}

size_t LLVMFuzzerCustomMutator(u8 *data, size_t size, size_t max_size,
			       unsigned int seed)
{
	u32 state = seed | 1, base, at = 1, end = size;

	if (xorshift(&state) & 1 || size < 5 + HDR_LEN)
		return LLVMFuzzerMutate(data, size, max_size);
	if (data[0] >> 4 == FUZZ_BTF_PAIR) {
		memcpy(&base, data + 1, sizeof(base));
		at = 5;
		if (xorshift(&state) % 4 && base < size - at)
			at += base;
		else if (base < size - at)
			end = at + base;
	}
	do {
		if (end - at >= HDR_LEN)
			mutate_word(data + at, end - at, xorshift(&state) | 1);
	} while (xorshift(&state) % 4 == 0);
	return size;
}

/* -------- what must hold -------- */

static void check_layout(const struct rxpa_layout *layout)
{
	u32 i;

	if (layout->nr_missing > RXPA_MAX_MISSING ||
	    layout->rings.nr > RXPA_PATH_STEPS ||
	    layout->num_rings.nr > RXPA_PATH_STEPS)
		abort();
	for (i = 0; i < layout->nr_missing; i++)
		if (!memchr(layout->missing[i], 0, RXPA_SENTENCE))
			abort();
	if (layout->can && (!layout->rings.nr || !layout->num_rings.nr ||
			    !layout->field[RXPA_RING_NTA].size))
		abort();
	for (i = 0; i < RXPA_NR_FIELDS; i++) {
		const struct rxpa_field *field = &layout->field[i];
		u64 end = (u64)field->off + field->size;

		if ((i < RXPA_VECTOR_NAPI && field->size &&
		     end > layout->ring_size) ||
		    (i > RXPA_VECTOR_NAPI && field->size &&
		     end > layout->slot_size))
			abort();
	}
}

static void use_type(const struct rxpa_btf *btf, u32 id, const char *name)
{
	struct rxpa_btf_member member;
	struct rxpa_btf_type type;

	if (!rxpa_btf_resolve(btf, id, &type) && type.class == RXPA_BTF_INT &&
	    type.size > 16)
		abort();
	rxpa_btf_member(btf, id, name, &member);
}

static void use(const struct rxpa_btf *btf, u8 choice)
{
	u32 driver = choice % (NR_DRIVERS + 1);
	const char *name = names[choice % ARRAY_SIZE(names)];
	static struct rxpa_layout layout;
	u32 id;

	for (id = 0; id < 16; id++)
		use_type(btf, id, name);
	for (id = btf->first_id; id < end_id(btf) + 2 && id < btf->first_id + 64;
	     id++)
		use_type(btf, id, name);
	rxpa_btf_find_struct(btf, name, &id);
	rxpa_layout_resolve(driver == NR_DRIVERS ? &toy_names :
						   rxpa_drivers[driver],
			    btf, &layout);
	check_layout(&layout);
}

/* A copy of its own length: ASan sees every byte read too far. */
static void *copy_of(const void *data, size_t size)
{
	void *copy = malloc(size ? size : 1);

	memcpy(copy, data, size);
	return copy;
}

/* The BTF, to be freed, if it is good; then it has been used as well. */
static struct rxpa_btf *try(const void *data, size_t size,
			    const struct rxpa_btf *over, u8 choice)
{
	const char *why = "not set";
	struct rxpa_btf *btf = rxpa_btf_parse(data, size, over, &why);

	if (IS_ERR(btf) != !!why)
		abort();
	if (IS_ERR(btf))
		return NULL;
	use(btf, choice);
	return btf;
}

static void try_pair(const u8 *data, size_t size, u8 choice)
{
	struct rxpa_btf *below, *btf;
	void *base, *split;
	u32 len;

	if (size < sizeof(len))
		return;
	memcpy(&len, data, sizeof(len));
	data += sizeof(len);
	size -= sizeof(len);
	if (len > size)
		len = size;
	base = copy_of(data, len);
	split = copy_of(data + len, size - len);
	below = try(base, len, NULL, choice);
	btf = below ? try(split, size - len, below, choice) : NULL;
	rxpa_btf_free(btf);
	rxpa_btf_free(below);
	free(split);
	free(base);
}

static void try_over(const struct rxpa_btf *over, const u8 *data, size_t size,
		     u8 choice)
{
	void *copy = copy_of(data, size);

	rxpa_btf_is_split(copy, size);
	if (over == toy)
		rxpa_btf_free(try(copy, size, NULL, choice));
	rxpa_btf_free(try(copy, size, over, choice));
	free(copy);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	unsigned int live = shim_live_allocs();

	if (!size)
		return 0;
	if (data[0] >> 4 == FUZZ_BTF_PAIR)
		try_pair(data + 1, size - 1, data[0] & 15);
	else
		try_over(data[0] >> 4 == FUZZ_BTF_OVER_REAL && real ? real : toy,
			 data + 1, size - 1, data[0] & 15);
	if (shim_live_allocs() != live)
		abort();
	return 0;
}
