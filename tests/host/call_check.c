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
 *   jumps MODULE FUNCTION NUMBER	arm64: that lead from it to itself
 *   bad MODULE SENTENCE
 *
 * and checks, for x86-64 and arm64, that
 * - rxpa_find_calls() over the linked text finds just these sites;
 * - the functions of the driver table exist, the refill function allocates,
 *   one alternative of the cleaning function drains, and so does another
 *   function;
 * - no wanted function is reached by a jump, which no call site would show;
 * - on arm64, no jump leads behind an allocation of the refill function.
 *
 * What is not in the file lies out of reach on arm64, and is called by veneers,
 * as the kernel's loader makes them.  Of a module that is in no driver table only
 * the sites are held against the scan.
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
	const struct rxpa_driver_names *names;	/* NULL: in no table */
	char module[64];
	enum rxpa_arch arch;
	struct elf_file file;
	struct site site[MAX_SITES];
	size_t nr_sites;
	bool good;
};

static void bad(struct checked *c, const char *sentence, const char *name)
{
	printf("bad %s %s%s%s\n", c->module, sentence, *name ? ": " : "", name);
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

/*
 * Where text would be loaded: sections and symbols far apart, yet in reach, but
 * on arm64, where veneers lie in reach instead.
 */
#define VENEERS		0xffff80007f000000ULL
#define VENEER_SIZE	16

static u64 section_addr(const struct checked *c, size_t scn)
{
	return (c->arch == RXPA_ARCH_ARM64 ? 0xffff80007a000000ULL :
					     0xffffffffc0000000ULL) +
	       ((u64)scn << 20);
}

static bool is_defined(const GElf_Sym *sym)
{
	return sym->st_shndx != SHN_UNDEF && sym->st_shndx < SHN_LORESERVE;
}

static u64 symbol_addr(const struct checked *c, const GElf_Sym *sym, size_t i)
{
	if (is_defined(sym))
		return section_addr(c, sym->st_shndx) + sym->st_value;
	return (c->arch == RXPA_ARCH_ARM64 ? 0xffff800008000000ULL :
					     0xffffffff81000000ULL) + i * 64;
}

static void put_le32(u8 *p, u32 value)
{
	p[0] = value;
	p[1] = value >> 8;
	p[2] = value >> 16;
	p[3] = value >> 24;
}

static u32 get_le32(const u8 *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (u32)p[3] << 24;
}

/* The veneer of a symbol: adrp x16, add x16, br x16. */
static int read_veneer(void *dst, u64 addr, size_t len, void *arg)
{
	const struct checked *c = arg;
	u64 i = (addr - VENEERS) / VENEER_SIZE, off = addr % VENEER_SIZE;
	u64 at = VENEERS + i * VENEER_SIZE, to, pages;
	u8 code[VENEER_SIZE] = {};
	GElf_Sym sym = {};

	if (addr < VENEERS || i >= c->file.nr_syms || off + len > VENEER_SIZE ||
	    !gelf_getsym(c->file.symtab, i, &sym))
		return -EFAULT;
	to = symbol_addr(c, &sym, i);
	pages = (to >> 12) - (at >> 12);
	put_le32(code, 0x90000010 | (pages & 3) << 29 |
		       (pages >> 2 & 0x7ffff) << 5);
	put_le32(code + 4, 0x91000210 | (to & 0xfff) << 10);
	put_le32(code + 8, 0xd61f0200);
	memcpy(dst, code + off, len);
	return 0;
}

/* Is it one, and how far behind the instruction's first byte does it stand? */
static bool is_call_reloc(const struct checked *c, const GElf_Rela *rela, u64 *behind)
{
	u64 type = GELF_R_TYPE(rela->r_info);

	*behind = c->arch != RXPA_ARCH_ARM64;
	if (c->arch == RXPA_ARCH_ARM64)
		return type == R_AARCH64_CALL26 || type == R_AARCH64_JUMP26;
	return type == R_X86_64_PLT32 || type == R_X86_64_PC32;
}

static bool is_call(const struct checked *c, const u8 *insn)
{
	return c->arch == RXPA_ARCH_ARM64 ? insn[3] >> 2 == 0x25 : *insn == 0xe8;
}

/* What the loader of modules does. */
static void apply_reloc(const struct checked *c, size_t scn, u8 *text,
			const GElf_Rela *rela, const GElf_Sym *sym, size_t i)
{
	u64 place = section_addr(c, scn) + rela->r_offset;
	u64 to = symbol_addr(c, sym, i);
	u8 *at = text + rela->r_offset;

	if (c->arch != RXPA_ARCH_ARM64) {
		put_le32(at, to + rela->r_addend - place);
		return;
	}
	if (!is_defined(sym))
		to = VENEERS + i * VENEER_SIZE;
	put_le32(at, (get_le32(at) & 0xfc000000) |
		     ((to + rela->r_addend - place) >> 2 & 0x3ffffff));
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
	u64 behind;

	if (!is_call_reloc(c, rela, &behind) || at < behind || at + 4 > len)
		return;
	apply_reloc(c, scn, text, rela, &sym, i);
	if (what < 0)
		return;
	if (!is_call(c, text + at - behind)) {
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
	site->off = at - behind;
	site->symbol = name;
	site->function = elf_file_function(&c->file, scn, at, &start);
	printf("site %s %s %s+0x%llx %s\n", c->module,
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
			targets[nr++] = symbol_addr(c, &sym, i);
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
		.arch = c->arch, .targets = targets,
		.read = read_veneer, .read_arg = c,
	};
	size_t nr, i;
	int what;

	for (what = 0; what < NR_WANTED; what++) {
		scan.nr_targets = targets_of(c, what, targets);
		nr = rxpa_find_calls(&scan, text, len, section_addr(c, scn),
				     sites, MAX_SITES);
		if (nr != count_sites(c, what, scn)) {
			bad(c, "the scan of the text finds other sites",
			    wanted[what].label);
			continue;
		}
		for (i = 0; i < nr; i++) {
			if (!is_site(c, what, scn, sites[i] - section_addr(c, scn)))
				bad(c, "the scan of the text finds a wrong site",
				    wanted[what].label);
		}
	}
}

/* How many jumps in the text lead to an address. */
static size_t jumps_to(struct checked *c, size_t scn, const u8 *text, size_t len,
		       u64 target)
{
	struct rxpa_call_scan scan = {
		.arch = c->arch, .targets = &target, .nr_targets = 1,
	};

	return rxpa_find_jumps(&scan, text, len, section_addr(c, scn), NULL, 0);
}

/*
 * In the file's own bytes, on arm64, where each instruction begins is known:
 * jumps from the refill function into itself, and behind its allocations.
 */
static void check_jumps(struct checked *c, size_t scn, const u8 *text, size_t len)
{
	size_t i, nr = 0;
	GElf_Sym sym = {};
	u64 addr, off;

	for (i = 0; i < c->file.nr_syms; i++) {
		if (strcmp(elf_file_symbol(&c->file, i, &sym), c->names->refill) ||
		    sym.st_shndx != scn || sym.st_value + sym.st_size > len)
			continue;
		addr = section_addr(c, scn) + sym.st_value;
		for (off = 0; off < sym.st_size; off += 4)
			nr += jumps_to(c, scn, text + sym.st_value, sym.st_size,
				       addr + off - sym.st_value);
		printf("jumps %s %s %zu\n", c->module, c->names->refill, nr);
	}
	for (i = 0; i < c->nr_sites; i++) {
		if (c->site[i].what == ALLOC && c->site[i].scn == scn &&
		    c->site[i].function &&
		    !strcmp(c->site[i].function, c->names->refill) &&
		    jumps_to(c, scn, text, len, section_addr(c, scn) +
			     c->site[i].off + RXPA_CALL_LEN_ARM64))
			bad(c, "a jump leads behind an allocation",
			    c->names->refill);
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
	if (c->names && c->arch == RXPA_ARCH_ARM64)
		check_jumps(c, rela_shdr->sh_info, text, data->d_size);
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
	printf("clean %s %s\n", c->module, clean);
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
	GElf_Ehdr ehdr;

	elf_file_module(path, c.module, sizeof(c.module));
	for (d = rxpa_drivers; *d && strcmp((*d)->module, c.module); d++)
		;
	if (!elf_file_open(&c.file, path) || !gelf_getehdr(c.file.elf, &ehdr))
		exit(2);
	c.names = *d;
	c.arch = ehdr.e_machine == EM_AARCH64 ? RXPA_ARCH_ARM64 :
						RXPA_ARCH_X86_64;
	while ((scn = elf_nextscn(c.file.elf, scn))) {
		if (gelf_getshdr(scn, &shdr) && shdr.sh_type == SHT_RELA)
			check_text(&c, scn, &shdr);
	}
	if (!c.names) {
		elf_file_close(&c.file);
		return c.good && c.nr_sites;
	}
	printf("refill %s %s\n", c.module, c.names->refill);
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
