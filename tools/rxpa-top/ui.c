// SPDX-License-Identifier: GPL-2.0
#include "ui.h"

#include <string.h>

/* Notes and details tell more when the netdevs' own files were read. */
unsigned int ui_wants(const struct ui *ui, enum mode mode)
{
	if (mode == MODE_EXPLAIN)
		return SOURCE_MACHINE | SOURCE_PORTS;
	if (mode == MODE_NOTES || mode == MODE_DETAILS || ui->opts->view.queues)
		return SOURCE_QUEUES;
	return 0;
}

bool ui_lacks(const struct ui *ui, enum mode mode)
{
	unsigned int wants = ui_wants(ui, mode);

	return wants && !(ui->what & (wants | SOURCE_MACHINE));
}

void ui_mode(struct ui *ui, enum mode mode)
{
	ui->reread |= mode != MODE_TABLE && ui_lacks(ui, mode);
	ui->mode = mode;
	ui->lines = (struct list){ 0 };
	strcpy(ui->message, "");
}
