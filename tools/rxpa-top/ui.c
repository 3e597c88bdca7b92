// SPDX-License-Identifier: GPL-2.0
#include "ui.h"

#include <string.h>

void ui_mode(struct ui *ui, enum mode mode)
{
	/* notes and details tell more when the netdevs' own files were read */
	if ((mode == MODE_NOTES || mode == MODE_DETAILS) && !(ui->what & SOURCE_QUEUES))
		ui->reread = true;
	ui->mode = mode;
	ui->lines = (struct list){ 0 };
	strcpy(ui->message, "");
}
