// SPDX-License-Identifier: GPL-2.0
/* The drivers of the table at run time; driver.h. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/slab.h>

#include "driver.h"

DEFINE_MUTEX(rxpa_watch_mutex);	/* see driver.h */

/* Handlers read both; written under rxpa_watch_mutex. */
struct rxpa_driver *rxpa_armed_drivers[RXPA_MAX_ARMED];
u32 rxpa_nr_armed;

static struct rxpa_driver *drivers;
static u32 nr_drivers;

/**
 * rxpa_drivers_init() - an entry for each driver of the table
 *
 * Return: 0 or -ENOMEM.
 */
int rxpa_drivers_init(void)
{
	u32 i, nr = 0;

	while (rxpa_drivers[nr])
		nr++;
	if (WARN_ON(nr > RXPA_MAX_ARMED))
		nr = RXPA_MAX_ARMED;
	drivers = kvcalloc(nr, sizeof(*drivers), GFP_KERNEL);
	if (!drivers)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		drivers[i].names = rxpa_drivers[i];
	nr_drivers = nr;
	return 0;
}

/**
 * rxpa_drivers_free() - free them
 *
 * Context: all disarmed.
 */
void rxpa_drivers_free(void)
{
	nr_drivers = 0;
	kvfree(drivers);
	drivers = NULL;
}

/**
 * rxpa_nr_drivers() - how many drivers the table has
 */
u32 rxpa_nr_drivers(void)
{
	return nr_drivers;
}

/**
 * rxpa_driver_at() - one of them
 * @i:	index below rxpa_nr_drivers()
 */
struct rxpa_driver *rxpa_driver_at(u32 i)
{
	return &drivers[i];
}

/**
 * rxpa_driver_armed() - let handlers know a driver by its text, or no more
 * @d:		the driver
 * @armed:	so
 *
 * Context: rxpa_watch_mutex held.  What handlers found before goes on being used
 * until they are over.
 */
void rxpa_driver_armed(struct rxpa_driver *d, bool armed)
{
	struct rxpa_driver *from = armed ? NULL : d, *to = armed ? d : NULL;
	u32 i;

	for (i = 0; i < RXPA_MAX_ARMED; i++) {
		if (rxpa_armed_drivers[i] != from)
			continue;
		WRITE_ONCE(rxpa_armed_drivers[i], to);
		WRITE_ONCE(rxpa_nr_armed, max(rxpa_nr_armed, i + 1));
		return;
	}
}

/**
 * rxpa_driver_off() - note what is off for a driver, and why
 * @driver:	the driver
 * @fmt:	a sentence without full stop: "what: why"
 *
 * Context: rxpa_watch_mutex held.
 */
void rxpa_driver_off(struct rxpa_driver *driver, const char *fmt, ...)
{
	char *sentence;
	va_list args;

	if (driver->nr_off == RXPA_MAX_OFF)
		return;
	sentence = driver->off[driver->nr_off++];
	va_start(args, fmt);
	vsnprintf(sentence, RXPA_SENTENCE, fmt, args);
	va_end(args);
	pr_warn("%s: %s\n", driver->names->module, sentence);
}

/**
 * rxpa_driver_by_name() - the driver that a module is
 * @name:	the module's name
 *
 * Return: the driver, or NULL when the table does not know it.
 */
struct rxpa_driver *rxpa_driver_by_name(const char *name)
{
	u32 i;

	for (i = 0; i < nr_drivers; i++)
		if (!strcmp(drivers[i].names->module, name))
			return &drivers[i];
	return NULL;
}
