// SPDX-License-Identifier: GPL-2.0
#include "elf_file.h"

#include <fcntl.h>
#include <unistd.h>

static void find_symtab(struct elf_file *file)
{
	Elf_Scn *scn = NULL;
	GElf_Shdr shdr;

	while ((scn = elf_nextscn(file->elf, scn))) {
		if (!gelf_getshdr(scn, &shdr) || shdr.sh_type != SHT_SYMTAB)
			continue;
		file->symtab = elf_getdata(scn, NULL);
		file->strndx = shdr.sh_link;
		file->nr_syms = shdr.sh_size / shdr.sh_entsize;
		return;
	}
}

/**
 * elf_file_open - open an ELF file for reading
 * @file:	filled in
 * @path:	its name
 *
 * Return: true, or false after a message on stderr.
 */
bool elf_file_open(struct elf_file *file, const char *path)
{
	memset(file, 0, sizeof(*file));
	file->path = path;
	elf_version(EV_CURRENT);
	file->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (file->fd < 0) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return false;
	}
	file->elf = elf_begin(file->fd, ELF_C_READ, NULL);
	if (!file->elf || elf_kind(file->elf) != ELF_K_ELF) {
		fprintf(stderr, "%s: this is no ELF file\n", path);
		elf_file_close(file);
		return false;
	}
	find_symtab(file);
	return true;
}

/**
 * elf_file_close - undo elf_file_open()
 * @file:	the file
 */
void elf_file_close(struct elf_file *file)
{
	elf_end(file->elf);
	close(file->fd);
}

/**
 * elf_file_section_name - name of a section
 * @file:	the file
 * @scn:	the section
 *
 * Return: its name, or "".
 */
const char *elf_file_section_name(struct elf_file *file, Elf_Scn *scn)
{
	const char *name = NULL;
	GElf_Shdr shdr;
	size_t strndx;

	if (gelf_getshdr(scn, &shdr) && !elf_getshdrstrndx(file->elf, &strndx))
		name = elf_strptr(file->elf, strndx, shdr.sh_name);
	return name ? name : "";
}

/**
 * elf_file_section - contents of a section
 * @file:	the file
 * @name:	the section's name
 *
 * Return: its contents, or NULL.
 */
Elf_Data *elf_file_section(struct elf_file *file, const char *name)
{
	Elf_Scn *scn = NULL;

	while ((scn = elf_nextscn(file->elf, scn))) {
		if (!strcmp(elf_file_section_name(file, scn), name))
			return elf_getdata(scn, NULL);
	}
	return NULL;
}

/**
 * elf_file_symbol - a symbol by its number
 * @file:	the file
 * @i:		the number
 * @sym:	set to the symbol
 *
 * Return: its name, or "".
 */
const char *elf_file_symbol(struct elf_file *file, size_t i, GElf_Sym *sym)
{
	const char *name = NULL;

	if (file->symtab && gelf_getsym(file->symtab, i, sym))
		name = elf_strptr(file->elf, file->strndx, sym->st_name);
	return name ? name : "";
}

/**
 * elf_file_function - the function that an address belongs to
 * @file:	the file
 * @scn:	number of the section
 * @off:	offset in it
 * @start:	set to where the function begins
 *
 * Return: the function's name, or NULL.
 */
const char *elf_file_function(struct elf_file *file, size_t scn, u64 off,
			      u64 *start)
{
	const char *name;
	GElf_Sym sym;
	size_t i;

	for (i = 0; i < file->nr_syms; i++) {
		name = elf_file_symbol(file, i, &sym);
		if (!*name || GELF_ST_TYPE(sym.st_info) != STT_FUNC ||
		    sym.st_shndx != scn || off < sym.st_value ||
		    off >= sym.st_value + sym.st_size)
			continue;
		*start = sym.st_value;
		return name;
	}
	return NULL;
}

/**
 * elf_file_module - name of the module in a file
 * @path:	.../<module>.ko
 * @buf:	set to the name
 * @size:	room in @buf
 *
 * Return: @buf.
 */
const char *elf_file_module(const char *path, char *buf, size_t size)
{
	const char *base = strrchr(path, '/');

	base = base ? base + 1 : path;
	snprintf(buf, size, "%.*s", (int)strcspn(base, "."), base);
	return buf;
}
