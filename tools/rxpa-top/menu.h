/* SPDX-License-Identifier: GPL-2.0 */
/* The choice of a column to sort by, or of those to show. */
#ifndef RXPA_TOP_MENU_H
#define RXPA_TOP_MENU_H

#include "ui.h"

void menu_open(struct ui *ui, enum mode mode);
void menu_draw(struct ui *ui);
void menu_key(struct ui *ui, int key);

#endif
