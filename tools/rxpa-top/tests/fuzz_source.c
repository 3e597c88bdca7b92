// SPDX-License-Identifier: GPL-2.0
/* libFuzzer over the parser; the first byte chooses the kind of file. */
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct status status;
	struct table table;
	struct err err;
	const char *text = (const char *)data + 1;

	if (!size)
		return 0;
	size--;
	switch (*data % 5) {
	case 0:
		if (!parse_status("f", text, size, &status, &err))
			status_free(&status);
		break;
	case 1:
		parse_memtotal(text, size);
		break;
	default:
		if (!parse_table("f", text, size, (enum kind)(*data % 5 - 2), &table, &err))
			table_free(&table);
	}
	return 0;
}
