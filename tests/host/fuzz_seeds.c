// SPDX-License-Identifier: GPL-2.0
/*
 * fuzz_seeds VMLINUX.btf DIR ARM64.o MODULE.ko...
 *
 * Inputs for the fuzzers out of real drivers:
 *
 * DIR/btf/MODULE-pair	what the driver's table names, and what that is made
 *			of, cut out of the kernel's and the driver's BTF
 * DIR/btf/MODULE-real	the same, but over the kernel's whole BTF
 * DIR/callsite/...	functions of the driver that allocate, with their calls
 *			made to lead where a linked module's would; and what
 *			fuzz_arm64.S is assembled to
 *
 * fuzz_btf.c and fuzz_callsite.c say how their inputs begin.
 */
#include "btf_cut.h"
#include "drivers.h"
#include "elf_file.h"
#include "fuzz_input.h"
#include "layout.h"
#include "names.h"

#define CODE_MAX 4000

static FILE *create(const char *dir, const char *kind, const char *name)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s/%s", dir, kind, name);
	file = fopen(path, "wb");
	if (!file) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(2);
	}
	return file;
}

static void *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	long len;
	void *data;

	if (!file || fseek(file, 0, SEEK_END) || (len = ftell(file)) < 0) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(2);
	}
	data = malloc(len + 1);
	rewind(file);
	*size = fread(data, 1, len, file);
	fclose(file);
	return data;
}

/*
 * Structs that the alternatives name, each "tag" or "tag:path", with what
 * the path or the ring's pointers lead to.
 */
static void keep(struct btf_cut *cut, const struct rxpa_btf *btf,
		 const char *alternatives)
{
	const char *p, *left = alternatives;
	char spec[128];
	u32 id, depth;

	do {
		left = rxpa_next_name(left, spec, sizeof(spec));
		depth = !strchr(spec, ':');
		for (p = spec; (p = strstr(p, "->")); p += 2)
			depth++;
		spec[strcspn(spec, ":")] = '\0';
		if (!rxpa_btf_find_struct(btf, spec, &id))
			btf_cut_keep(cut, id, depth);
	} while (left);
}

static void write_btf(const char *dir, const struct rxpa_btf *btf, int driver,
		      bool real)
{
	const struct rxpa_driver_names *names = rxpa_drivers[driver];
	struct btf_cut *cut = btf_cut_new(btf, real);
	size_t base_size, size;
	void *base, *split;
	char name[64];
	FILE *file;

	keep(cut, btf, names->ring);
	keep(cut, btf, names->rings);
	keep(cut, btf, names->num_rings);
	base = btf_cut_part(cut, 0, &base_size);
	split = btf_cut_part(cut, 1, &size);
	snprintf(name, sizeof(name), "%s-%s", names->module,
		 real ? "real" : "pair");
	file = create(dir, "btf", name);
	fputc((real ? FUZZ_BTF_OVER_REAL : FUZZ_BTF_PAIR) << 4 | driver, file);
	if (!real) {
		u32 len = base_size;

		fwrite(&len, sizeof(len), 1, file);
		fwrite(base, 1, base_size, file);
	}
	fwrite(split, 1, size, file);
	fclose(file);
	free(base);
	free(split);
	btf_cut_free(cut);
}

/* Where the linker might have put a symbol: each in a place of its own. */
static u64 symbol_addr(size_t i)
{
	return FUZZ_CODE_ADDR + 0x100000 + i * 64;
}

static bool is_call(const GElf_Rela *rela)
{
	return GELF_R_TYPE(rela->r_info) == R_X86_64_PLT32 ||
	       GELF_R_TYPE(rela->r_info) == R_X86_64_PC32;
}

/* One function's code, at FUZZ_CODE_ADDR, with its calls resolved. */
static void write_code(const char *dir, const char *name, u8 *code, size_t len,
		       u64 start, Elf_Data *relas, size_t wanted)
{
	u64 target = symbol_addr(wanted);
	FILE *file = create(dir, "callsite", name);
	GElf_Rela rela;
	size_t i;
	u32 value;

	for (i = 0; gelf_getrela(relas, i, &rela); i++) {
		if (!is_call(&rela) || rela.r_offset < start ||
		    rela.r_offset + 4 > start + len)
			continue;
		value = symbol_addr(GELF_R_SYM(rela.r_info)) + rela.r_addend -
			(FUZZ_CODE_ADDR + rela.r_offset - start);
		memcpy(code + rela.r_offset - start, &value, sizeof(value));
	}
	fwrite(&target, sizeof(target), 1, file);
	fputc(0, file);
	fwrite(code, 1, len, file);
	fclose(file);
}

/* Functions of one section that call something that is probed. */
static void write_section(const char *dir, struct elf_file *file,
			  const char *module, size_t scn, Elf_Data *relas,
			  Elf_Data *data)
{
	static const char wanted[] =
		"__alloc_pages|__alloc_pages_noprof|alloc_pages_noprof|"
		"alloc_pages|__page_frag_cache_drain|__free_pages";
	const char *function, *symbol;
	char name[160];
	GElf_Rela rela;
	GElf_Sym sym;
	u64 start;
	size_t i, len;

	for (i = 0; gelf_getrela(relas, i, &rela); i++) {
		size_t nr = GELF_R_SYM(rela.r_info);

		symbol = elf_file_symbol(file, nr, &sym);
		if (!is_call(&rela) ||
		    !rxpa_has_name(wanted, symbol, strlen(symbol)))
			continue;
		function = elf_file_function(file, scn, rela.r_offset, &start);
		if (!function)
			continue;
		len = data->d_size - start;
		snprintf(name, sizeof(name), "%s-%.50s-%.40s", module, function,
			 symbol);
		write_code(dir, name, (u8 *)data->d_buf + start,
			   len < CODE_MAX ? len : CODE_MAX, start, relas, nr);
	}
}

static void write_calls(const char *dir, struct elf_file *file,
			const char *module)
{
	Elf_Scn *rela_scn = NULL;

	while ((rela_scn = elf_nextscn(file->elf, rela_scn))) {
		Elf_Data *relas, *data;
		GElf_Shdr shdr, text;
		Elf_Scn *scn;

		if (!gelf_getshdr(rela_scn, &shdr) || shdr.sh_type != SHT_RELA)
			continue;
		scn = elf_getscn(file->elf, shdr.sh_info);
		relas = elf_getdata(rela_scn, NULL);
		data = elf_getdata(scn, NULL);
		if (relas && data && gelf_getshdr(scn, &text) &&
		    text.sh_flags & SHF_EXECINSTR)
			write_section(dir, file, module, shdr.sh_info, relas,
				      data);
	}
}

static void write_arm64(const char *dir, const char *path)
{
	u64 target = FUZZ_CODE_ADDR + 0x200040;
	struct elf_file file;
	Elf_Data *data;
	FILE *out;

	if (!elf_file_open(&file, path))
		exit(2);
	data = elf_file_section(&file, ".text");
	if (!data)
		exit(2);
	out = create(dir, "callsite", "arm64");
	fwrite(&target, sizeof(target), 1, out);
	fputc(0, out);
	fwrite(data->d_buf, 1, data->d_size, out);
	fclose(out);
	elf_file_close(&file);
}

static void write_module(const char *dir, const char *path,
			 const struct rxpa_btf *kernel)
{
	struct elf_file file;
	struct rxpa_btf *btf;
	Elf_Data *data;
	const char *why;
	char name[64];
	int driver;

	elf_file_module(path, name, sizeof(name));
	for (driver = 0; rxpa_drivers[driver]; driver++)
		if (!strcmp(rxpa_drivers[driver]->module, name))
			break;
	if (!rxpa_drivers[driver] || !elf_file_open(&file, path))
		exit(2);
	data = elf_file_section(&file, ".BTF");
	btf = data ? rxpa_btf_parse(data->d_buf, data->d_size, kernel, &why) :
		     ERR_PTR(-ENOENT);
	if (IS_ERR(btf)) {
		fprintf(stderr, "%s: its BTF cannot be read\n", path);
		exit(2);
	}
	write_btf(dir, btf, driver, false);
	write_btf(dir, btf, driver, true);
	write_calls(dir, &file, name);
	rxpa_btf_free(btf);
	elf_file_close(&file);
}

int main(int argc, char **argv)
{
	struct rxpa_btf *kernel;
	const char *why;
	size_t size;
	void *data;
	int i;

	if (argc < 5) {
		fprintf(stderr, "usage: fuzz_seeds VMLINUX.btf DIR ARM64.o MODULE.ko...\n");
		return 2;
	}
	data = read_file(argv[1], &size);
	kernel = rxpa_btf_parse(data, size, NULL, &why);
	if (IS_ERR(kernel)) {
		fprintf(stderr, "%s: %s\n", argv[1], why);
		return 2;
	}
	write_arm64(argv[2], argv[3]);
	for (i = 4; i < argc; i++)
		write_module(argv[2], argv[i], kernel);
	rxpa_btf_free(kernel);
	free(data);
	return 0;
}
