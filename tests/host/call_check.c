// SPDX-License-Identifier: GPL-2.0
/*
 * call-check MODULE.ko...
 *
 * Where the wanted calls stand in a driver's file, by its relocations, which
 * are the linker's own account.  Prints one record a line:
 *
 *   site MODULE alloc|drain|free FUNCTION+OFFSET SYMBOL
 *   refill MODULE FUNCTION
 *   clean MODULE FUNCTION
 *   bad MODULE SENTENCE
 *
 * and checks, for x86-64, that
 * - rxpa_find_calls() over the linked text finds just these sites;
 * - the functions of the driver table exist, the refill function allocates,
 *   one alternative of the cleaning function drains, and so does another
 *   function;
 * - no wanted function is reached by a jump, which no call site would show.
 *
 * Exit status 0 if all holds, 1 if not, 2 if a file could not be used.
 */
#include "callsite.h"
#include "drivers.h"
#include "elf_file.h"
#include "layout.h"
#include "names.h"

#define MAX_SITES	128
#define MAX_TARGETS	8

enum wanted { ALLOC, DRAIN, FREE, NR_WANTED };

static const struct {
	const char *label;
	const char *symbols;
} wanted[NR_WANTED] = {
	[ALLOC] = { "alloc", "__alloc_pages_nodemask|__alloc_pages|"
			     "__alloc_pages_noprof|alloc_pages|"
			     "alloc_pages_noprof|alloc_pages_node_noprof" },
	[DRAIN] = { "drain", "__page_frag_cache_drain" },
	[FREE]	= { "free", "__free_pages" },
};

struct site {
	enum wanted what;
	size_t scn;
	u64 off;		/* of the call instruction in its section */
	const char *symbol;
	const char *function;
};

struct checked {
	const struct rxpa_driver_names *names;
	struct elf_file file;
	struct site site[MAX_SITES];
	size_t nr_sites;
	bool good;
};

static void bad(struct checked *c, const char *sentence, const char *name)
{
	printf("bad %s %s%s%s\n", c->names->module, sentence, *name ? ": " : "",
	       name);
	c->good = false;
}

static int wanted_symbol(const char *name)
{
	int i;

	for (i = 0; i < NR_WANTED; i++) {
		if (rxpa_has_name(wanted[i].symbols, name, strlen(name)))
			return i;
	}
	return -1;
}

/* Where text would be loaded: sections and symbols far apart, yet in reach. */
static u64 section_addr(size_t scn)
{
	return 0xffffffffc0000000ULL + ((u64)scn << 20);
}

static u64 symbol_addr(const GElf_Sym *sym, size_t i)
{
	if (sym->st_shndx != SHN_UNDEF && sym->st_shndx < SHN_LORESERVE)
		return section_addr(sym->st_shndx) + sym->st_value;
	return 0xffffffff81000000ULL + i * 64;
}

static bool is_call_reloc(const GElf_Rela *rela)
{
	return GELF_R_TYPE(rela->r_info) == R_X86_64_PLT32 ||
	       GELF_R_TYPE(rela->r_info) == R_X86_64_PC32;
}

/* One relocation of text: apply it, and note a site if it is a wanted one. */
static void take_reloc(struct checked *c, size_t scn, u8 *text, size_t len,
		       const GElf_Rela *rela)
{
	size_t i = GELF_R_SYM(rela->r_info);
	GElf_Sym sym = {};
	const char *name = elf_file_symbol(&c->file, i, &sym);
	int what = wanted_symbol(name);
	u64 at = rela->r_offset;
	struct site *site;
	u64 start = 0;
	u32 value;

	if (!is_call_reloc(rela) || !at || at + 4 > len)
		return;
	value = symbol_addr(&sym, i) + rela->r_addend - (section_addr(scn) + at);
	memcpy(text + at, &value, sizeof(value));
	if (what < 0)
		return;
	if (text[at - 1] != 0xe8) {
		bad(c, "a wanted function is not reached by a call", name);
		return;
	}
	if (c->nr_sites == MAX_SITES) {
		bad(c, "there are too many sites", name);
		return;
	}
	site = &c->site[c->nr_sites++];
	site->what = what;
	site->scn = scn;
	site->off = at - 1;
	site->symbol = name;
	site->function = elf_file_function(&c->file, scn, at, &start);
	printf("site %s %s %s+0x%llx %s\n", c->names->module,
	       wanted[what].label, site->function ? site->function : "?",
	       (unsigned long long)(site->off - start), name);
}

/* Addresses of the symbols of one wanted function. */
static size_t targets_of(struct checked *c, enum wanted what, u64 *targets)
{
	GElf_Sym sym = {};
	const char *name;
	size_t nr = 0;
	size_t i;

	for (i = 0; i < c->file.nr_syms && nr < MAX_TARGETS; i++) {
		name = elf_file_symbol(&c->file, i, &sym);
		if (*name && wanted_symbol(name) == (int)what)
			targets[nr++] = symbol_addr(&sym, i);
	}
	return nr;
}

static bool is_site(const struct checked *c, enum wanted what, size_t scn,
		    u64 off)
{
	size_t i;

	for (i = 0; i < c->nr_sites; i++) {
		if (c->site[i].what == what && c->site[i].scn == scn &&
		    c->site[i].off == off)
			return true;
	}
	return false;
}

static size_t count_sites(const struct checked *c, enum wanted what, size_t scn)
{
	size_t nr = 0;
	size_t i;

	for (i = 0; i < c->nr_sites; i++)
		nr += c->site[i].what == what && c->site[i].scn == scn;
	return nr;
}

/* The scanner must find the same sites in the text as the relocations say. */
static void compare_scan(struct checked *c, size_t scn, const u8 *text,
			 size_t len)
{
	u64 targets[MAX_TARGETS], sites[MAX_SITES];
	struct rxpa_call_scan scan = {
		.arch = RXPA_ARCH_X86_64, .targets = targets,
	};
	size_t nr, i;
	int what;

	for (what = 0; what < NR_WANTED; what++) {
		scan.nr_targets = targets_of(c, what, targets);
		nr = rxpa_find_calls(&scan, text, len, section_addr(scn),
				     sites, MAX_SITES);
		if (nr != count_sites(c, what, scn)) {
			bad(c, "the scan of the text finds other sites",
			    wanted[what].label);
			continue;
		}
		for (i = 0; i < nr; i++) {
			if (!is_site(c, what, scn, sites[i] - section_addr(scn)))
				bad(c, "the scan of the text finds a wrong site",
				    wanted[what].label);
		}
	}
}

static void check_text(struct checked *c, Elf_Scn *rela_scn,
		       const GElf_Shdr *rela_shdr)
{
	Elf_Scn *scn = elf_getscn(c->file.elf, rela_shdr->sh_info);
	Elf_Data *relas = elf_getdata(rela_scn, NULL);
	Elf_Data *data = elf_getdata(scn, NULL);
	GElf_Shdr shdr;
	GElf_Rela rela;
	size_t i;
	u8 *text;

	if (!relas || !data || !data->d_buf || !gelf_getshdr(scn, &shdr) ||
	    !(shdr.sh_flags & SHF_EXECINSTR))
		return;
	text = malloc(data->d_size + 1);
	if (!text)
		exit(2);
	memcpy(text, data->d_buf, data->d_size);
	for (i = 0; i < rela_shdr->sh_size / rela_shdr->sh_entsize; i++) {
		if (gelf_getrela(relas, i, &rela))
			take_reloc(c, rela_shdr->sh_info, text, data->d_size,
				   &rela);
	}
	compare_scan(c, rela_shdr->sh_info, text, data->d_size);
	free(text);
}

static bool has_site_in(const struct checked *c, enum wanted what,
			const char *function)
{
	size_t i;

	for (i = 0; i < c->nr_sites; i++) {
		if (c->site[i].what == what && c->site[i].function &&
		    !strcmp(c->site[i].function, function))
			return true;
	}
	return false;
}

/* The first alternative with a drain inside cleans; the rest must not. */
static void check_drains(struct checked *c)
{
	const char *left = c->names->clean;
	bool elsewhere = false;
	char clean[64];
	size_t i;

	do {
		left = rxpa_next_name(left, clean, sizeof(clean));
		if (has_site_in(c, DRAIN, clean))
			break;
		clean[0] = '\0';
	} while (left);
	if (!*clean) {
		bad(c, "no cleaning function drains", c->names->clean);
		return;
	}
	printf("clean %s %s\n", c->names->module, clean);
	for (i = 0; i < c->nr_sites; i++)
		elsewhere |= c->site[i].what == DRAIN && c->site[i].function &&
			     strcmp(c->site[i].function, clean);
	if (!elsewhere)
		bad(c, "only the cleaning function drains", clean);
}

static bool check_file(const char *path)
{
	struct checked c = { .good = true };
	const struct rxpa_driver_names *const *d;
	Elf_Scn *scn = NULL;
	GElf_Shdr shdr;
	char name[64];

	elf_file_module(path, name, sizeof(name));
	for (d = rxpa_drivers; *d && strcmp((*d)->module, name); d++)
		;
	if (!*d || !elf_file_open(&c.file, path)) {
		fprintf(stderr, "%s: this is none of the drivers\n", path);
		exit(2);
	}
	c.names = *d;
	while ((scn = elf_nextscn(c.file.elf, scn))) {
		if (gelf_getshdr(scn, &shdr) && shdr.sh_type == SHT_RELA)
			check_text(&c, scn, &shdr);
	}
	printf("refill %s %s\n", c.names->module, c.names->refill);
	if (!has_site_in(&c, ALLOC, c.names->refill))
		bad(&c, "the refill function does not allocate",
		    c.names->refill);
	check_drains(&c);
	elf_file_close(&c.file);
	return c.good;
}

int main(int argc, char **argv)
{
	bool good = true;
	int i;

	if (argc < 2) {
		fprintf(stderr, "usage: call-check MODULE.ko...\n");
		return 2;
	}
	for (i = 1; i < argc; i++)
		good &= check_file(argv[i]);
	return good ? 0 : 1;
}
