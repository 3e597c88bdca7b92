/* SPDX-License-Identifier: GPL-2.0 */
/* Kernel modules as files, through libelf. */
#ifndef RXPA_ELF_FILE_H
#define RXPA_ELF_FILE_H

#include <gelf.h>

#include "shim.h"

/**
 * struct elf_file - an open ELF file
 * @path:	its name, not copied
 * @fd:		the file
 * @elf:	libelf's handle
 * @symtab:	contents of .symtab, NULL if it has none
 * @strndx:	section with the names of its symbols
 * @nr_syms:	number of symbols
 */
struct elf_file {
	const char *path;
	int fd;
	Elf *elf;
	Elf_Data *symtab;
	size_t strndx;
	size_t nr_syms;
};

bool elf_file_open(struct elf_file *file, const char *path);
void elf_file_close(struct elf_file *file);
const char *elf_file_section_name(struct elf_file *file, Elf_Scn *scn);
Elf_Data *elf_file_section(struct elf_file *file, const char *name);
const char *elf_file_symbol(struct elf_file *file, size_t i, GElf_Sym *sym);
const char *elf_file_function(struct elf_file *file, size_t scn, u64 off,
			      u64 *start);
const char *elf_file_module(const char *path, char *buf, size_t size);

#endif /* RXPA_ELF_FILE_H */
