// SPDX-License-Identifier: GPL-2.0
/* libFuzzer over the parser; the first byte chooses the kind of file. */
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "ports.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A text that does not end in its place would end in the next one. */
static void check_row(const struct row *row)
{
	if (strlen(row->netdev) >= ROW_TEXT || strlen(row->driver) >= ROW_TEXT ||
	    strlen(row->state) >= ROW_TEXT || *row->walk_state)
		abort();
}

static void use_table(struct table *table)
{
	size_t i;

	for (i = 0; i < table->n_rows; i++)
		check_row(&table->rows[i]);
	check_row(&table->total);
	table_free(table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct memory memory = { 0 };
	struct status status;
	struct ports ports;
	struct table table;
	struct err err;
	const char *text = (const char *)data + 1;

	if (!size)
		return 0;
	size--;
	switch (*data % 7) {
	case 0:
		if (!parse_status("f", text, size, &status, &err))
			status_free(&status);
		break;
	case 1:
		parse_memtotal(text, size);
		memory_meminfo(&memory, text, size);
		break;
	case 5:
		if (!ports_parse("f", text, size, &ports, &err))
			ports_free(&ports);
		break;
	case 6:
		memory_zoneinfo(&memory, text, size);
		memory_vmstat(&memory, text, size);
		break;
	default:
		if (!parse_table("f", text, size, (enum kind)(*data % 7 - 2), &table, &err))
			use_table(&table);
	}
	memory_free(&memory);
	return 0;
}
