// SPDX-License-Identifier: GPL-2.0
#include "list.h"

#include <curses.h>
#include <sys/ttydefaults.h>

void list_clamp(struct list *list, size_t n, int room, bool chosen)
{
	list->n = n;
	list->page = room > 0 ? (size_t)room : 1;
	if (list->at >= n)
		list->at = n ? n - 1 : 0;
	if (chosen && list->at < list->top)
		list->top = list->at;
	else if (chosen && list->at >= list->top + list->page)
		list->top = list->at - list->page + 1;
	if (n <= list->page)
		list->top = 0;
	else if (list->top > n - list->page)
		list->top = n - list->page;
}

static void move_to(size_t *where, size_t last, long by)
{
	if (by < 0)
		*where -= *where < (size_t)-by ? *where : (size_t)-by;
	else
		*where = *where + (size_t)by < last ? *where + (size_t)by : last;
}

void list_move(struct list *list, long by, bool page, bool chosen)
{
	size_t last_top = list->n > list->page ? list->n - list->page : 0;

	if (chosen)
		move_to(&list->at, list->n ? list->n - 1 : 0, by);
	if (page || !chosen)
		move_to(&list->top, last_top, by);
}

bool list_key(struct list *list, int key, bool chosen)
{
	long page = (long)list->page, all = (long)list->n;

	if (key == KEY_DOWN || key == 'j')
		list_move(list, 1, false, chosen);
	else if (key == KEY_UP || key == 'k')
		list_move(list, -1, false, chosen);
	else if (key == KEY_NPAGE || key == CTRL('f'))
		list_move(list, page, true, chosen);
	else if (key == KEY_PPAGE || key == CTRL('b'))
		list_move(list, -page, true, chosen);
	else if (key == KEY_HOME || key == 'g')
		list_move(list, -all, true, chosen);
	else if (key == KEY_END || key == 'G')
		list_move(list, all, true, chosen);
	else
		return false;
	return true;
}
