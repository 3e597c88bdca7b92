// SPDX-License-Identifier: GPL-2.0
/*
 * layout-check VMLINUX.btf MODULE.ko...
 *
 * Resolves the tables of the drivers that the modules belong to, by their split
 * BTF or, where they have none, by the file DRIVER.btf beside DRIVER.ko, and
 * prints one record a line:
 *
 *   driver NAME RING RING_SIZE SLOT_SIZE ABILITIES
 *   field NAME ring|vector|slot MEMBER[|MEMBER...] OFFSET SIZE
 *   path NAME rings|number|owner SPEC OFFSET[,OFFSET...] KIND SIZE
 *   missing NAME SENTENCE
 *
 * Exit status 0 if every module was resolved whole, 1 if something that is
 * needed is missing, 2 if a file could not be used.
 */
#include "elf_file.h"
#include "layout.h"

#include <sys/stat.h>
#include <time.h>

#define CAN_ALL (RXPA_CAN_HELD | RXPA_CAN_WALK | RXPA_CAN_BIAS | RXPA_CAN_QUIET)

static void *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	struct stat st;
	void *data;

	if (!file || fstat(fileno(file), &st)) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(2);
	}
	*size = st.st_size;
	data = malloc(*size + 1);
	if (!data || fread(data, 1, *size, file) != *size) {
		fprintf(stderr, "%s: it cannot be read\n", path);
		exit(2);
	}
	fclose(file);
	return data;
}

static double now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1e3 + ts.tv_nsec / 1e6;
}

static const struct rxpa_driver_names *find_driver(const char *module)
{
	const struct rxpa_driver_names *const *d;

	for (d = rxpa_drivers; *d; d++) {
		if (!strcmp((*d)->module, module))
			return *d;
	}
	return NULL;
}

static const char *member_of(const struct rxpa_driver_names *names, u32 id)
{
	switch (id) {
	case RXPA_RING_OWNER:
		return names->owner ? names->owner : "netdev";
	case RXPA_RING_INDEX:
		return names->queue_index;
	case RXPA_RING_SLOTS:
		return names->slots;
	case RXPA_RING_NTC:
		return "first_desc|next_to_clean";
	case RXPA_RING_XSK:
		return "xsk_pool|xsk_umem";
	default:
		return strchr(rxpa_field_name(id), '.') + 1;
	}
}

static void print_path(const char *driver, const char *label, const char *spec,
		       const struct rxpa_path *path, const char *kind)
{
	u32 i;

	printf("path %s %s %s ", driver, label, spec);
	for (i = 0; i < path->nr; i++)
		printf("%s%u", i ? "," : "", path->off[i]);
	printf("%s %s %u\n", path->nr ? "" : "-", kind, path->size);
}

static void print_layout(const struct rxpa_driver_names *names,
			 const struct rxpa_layout *layout)
{
	u32 can = layout->can;
	u32 i;

	printf("driver %s %s %u %u %s%s%s%s%s\n", names->module,
	       *layout->ring_tag ? layout->ring_tag : "-", layout->ring_size,
	       layout->slot_size, can ? "" : "none",
	       can & RXPA_CAN_HELD ? "held" : "",
	       can & RXPA_CAN_WALK ? ",walk" : "",
	       can & RXPA_CAN_BIAS ? ",bias" : "",
	       can & RXPA_CAN_QUIET ? ",quiet" : "");
	for (i = 0; i < RXPA_NR_FIELDS; i++) {
		const char *label = rxpa_field_name(i);

		printf("field %s %.*s %s %u %u\n", names->module,
		       (int)strcspn(label, "."), label, member_of(names, i),
		       layout->field[i].off, layout->field[i].size);
	}
	print_path(names->module, "rings", names->rings, &layout->rings,
		   layout->rings_kind == RXPA_RINGS_POINTERS ? "pointers" :
							       "structs");
	print_path(names->module, "number", names->num_rings,
		   &layout->num_rings, "number");
	if (names->owner_of)
		print_path(names->module, "owner", names->owner_of,
			   &layout->owner, "pointer");
	for (i = 0; i < layout->nr_missing; i++)
		printf("missing %s %s\n", names->module, layout->missing[i]);
}

/* The module's own, or a copy of the file beside it, which is for free(). */
static const void *module_btf(struct elf_file *file, const char *path,
			      size_t *size, void **copy)
{
	Elf_Data *data = elf_file_section(file, ".BTF");
	char beside[4096];

	*copy = NULL;
	if (!data) {
		snprintf(beside, sizeof(beside), "%.*s.btf",
			 (int)(strrchr(path, '.') - path), path);
		*copy = read_file(beside, size);
		return *copy;
	}
	if (!rxpa_btf_is_split(data->d_buf, data->d_size)) {
		fprintf(stderr, "%s: its BTF is not split\n", path);
		exit(2);
	}
	*size = data->d_size;
	return data->d_buf;
}

static bool check_module(const char *path, const struct rxpa_btf *base)
{
	const struct rxpa_driver_names *names;
	struct rxpa_layout *layout;
	struct elf_file file;
	struct rxpa_btf *btf;
	const char *why;
	const void *data;
	char name[64];
	size_t size;
	bool whole;
	void *copy;

	names = find_driver(elf_file_module(path, name, sizeof(name)));
	if (!names || !elf_file_open(&file, path)) {
		fprintf(stderr, "%s: this is none of the drivers\n", path);
		exit(2);
	}
	data = module_btf(&file, path, &size, &copy);
	btf = rxpa_btf_parse(data, size, copy ? NULL : base, &why);
	if (IS_ERR(btf)) {
		fprintf(stderr, "%s: %s\n", path, why);
		exit(2);
	}
	layout = calloc(1, sizeof(*layout));
	rxpa_layout_resolve(names, btf, layout);
	print_layout(names, layout);
	whole = layout->can == CAN_ALL && !layout->nr_missing;
	free(layout);
	rxpa_btf_free(btf);
	free(copy);
	elf_file_close(&file);
	return whole;
}

int main(int argc, char **argv)
{
	struct rxpa_btf *base;
	bool whole = true;
	const char *why;
	double began;
	size_t size;
	void *data;
	int i;

	if (argc < 3) {
		fprintf(stderr, "usage: layout-check VMLINUX.btf MODULE.ko...\n");
		return 2;
	}
	data = read_file(argv[1], &size);
	began = now_ms();
	base = rxpa_btf_parse(data, size, NULL, &why);
	if (IS_ERR(base)) {
		fprintf(stderr, "%s: %s\n", argv[1], why);
		return 2;
	}
	printf("# %zu bytes of BTF parsed in %.1f ms\n", size,
	       now_ms() - began);
	for (i = 2; i < argc; i++)
		whole &= check_module(argv[i], base);
	rxpa_btf_free(base);
	free(data);
	return whole ? 0 : 1;
}
