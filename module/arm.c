// SPDX-License-Identifier: GPL-2.0
/*
 * Arming: a driver's layout is resolved, its probes are registered: on the
 * entries of its refill and clean functions, on the page allocation inside the
 * refill wherever the compiler put it, and, one for all drivers, on the entry of
 * __page_frag_cache_drain(), through which the bias of a page is dropped.
 *
 * What cannot be armed is left out of @sees with a sentence; the driver's rings
 * are read all the same.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/rtnetlink.h>

#include "account.h"
#include "arm.h"
#include "btf_source.h"
#include "errname.h"
#include "events.h"
#include "names.h"
#include "sites.h"

/* dev_alloc_pages() is inline; this is what it calls, by kernel release. */
static const char alloc_names[] =
	"__alloc_pages_nodemask|"	/* up to 5.12 */
	"__alloc_pages|"		/* 5.13 to 6.9 */
	"__alloc_pages_noprof|"		/* 6.10 on */
	"alloc_pages_node_noprof";	/* 7.x */
static const char drain_name[] = "__page_frag_cache_drain";
static const char free_names[] = "__free_pages";

/* The one release probe and the drivers that need it; rxpa_watch_mutex. */
static struct rxpa_probe *release_probe;
static u32 release_users;

/* --- one probe ------------------------------------------------------------ */

static unsigned long address_in(const struct rxpa_driver *d, const char *name)
{
	char full[KSYM_NAME_LEN + MODULE_NAME_LEN];

	snprintf(full, sizeof(full), "%s:%s", d->names->module, name);
	return rxpa_symbol_address(full);
}

static int arm_one(struct rxpa_driver *d, enum rxpa_probe_kind kind,
		   unsigned long addr)
{
	const struct rxpa_entry *entry = rxpa_entry_of(kind);
	struct rxpa_probe *p;
	int err;

	if (d->nr_probes == RXPA_MAX_PROBES)
		return -ENOSPC;
	p = rxpa_probe_new(d, kind, addr);
	if (!p)
		return -ENOMEM;
	err = entry ? rxpa_probe_entry(p, entry) :
		      rxpa_probe_site(p, rxpa_site_of(kind));
	if (err)
		rxpa_probe_free(p);
	else
		d->probe[d->nr_probes++] = p;
	return err;
}

/* The entry of the first of some functions that exists. */
static int arm_refill(struct rxpa_driver *d)
{
	const char *left = d->names->refill;
	char name[KSYM_NAME_LEN];
	unsigned long addr;

	while (left) {
		left = rxpa_next_name(left, name, sizeof(name));
		addr = address_in(d, name);
		if (addr)
			return arm_one(d, RXPA_PROBE_REFILL, addr);
	}
	return -ENOENT;
}

/*
 * The entries of all clean functions there are, and of what gcc split off them
 * behind their early exits: such a part still gets the arguments as they came
 * (gcc/ipa-split.cc; if a later pass changes them, the name grows), and is called
 * past the function as well.  None at all (they are inlined) is no fault: then a
 * page that a task releases is found by its slot.
 */
static int arm_clean(struct rxpa_driver *d)
{
	static const char * const parts[] = { "", ".part.0", ".part.1" };
	char name[KSYM_NAME_LEN], part[KSYM_NAME_LEN + 8];
	const char *left = d->names->clean;
	unsigned long addr;
	int err = 0;
	size_t i;

	while (left && !err) {
		left = rxpa_next_name(left, name, sizeof(name));
		for (i = 0; i < ARRAY_SIZE(parts) && !err; i++) {
			snprintf(part, sizeof(part), "%s%s", name, parts[i]);
			addr = address_in(d, part);
			if (addr)
				err = arm_one(d, RXPA_PROBE_CLEAN, addr);
		}
	}
	return err;
}

/* --- pages that leave ------------------------------------------------------ */

static int release_get(void)
{
	struct rxpa_probe *p;
	unsigned long addr;
	int err;

	if (release_users++)
		return 0;
	err = -ENOENT;
	addr = rxpa_symbol_address(drain_name);
	if (!addr)
		goto err_users;
	err = -ENOMEM;
	p = rxpa_probe_new(NULL, RXPA_PROBE_RELEASE, addr);
	if (!p)
		goto err_users;
	err = rxpa_probe_entry(p, rxpa_entry_of(RXPA_PROBE_RELEASE));
	if (err)
		goto err_free;
	release_probe = p;
	return 0;

err_free:
	rxpa_probe_free(p);
err_users:
	release_users--;
	return err;
}

static void release_put(void)
{
	if (--release_users)
		return;
	rxpa_probes_unregister(&release_probe, 1);
	rxpa_probe_free(release_probe);
	release_probe = NULL;
}

/**
 * rxpa_release_probe() - the probe that all drivers share
 * @d:	a driver
 *
 * Context: rxpa_watch_mutex, or RTNL while @d is armed.
 * Return: the probe, or NULL if @d does without.
 */
const struct rxpa_probe *rxpa_release_probe(const struct rxpa_driver *d)
{
	return d->sees & RXPA_SEES_RELEASE ? release_probe : NULL;
}

static void arm_release(struct rxpa_driver *d)
{
	int err;

	if (!(d->layout.can & RXPA_CAN_WALK)) {
		rxpa_driver_off(d, "released, orphaned: the ring of a page cannot be told without slots");
		return;
	}
	err = arm_clean(d);
	if (!err)
		err = release_get();
	if (err)
		rxpa_driver_off(d, "released, orphaned: no probe on %s or %s: %s",
				drain_name, d->names->clean, rxpa_errname(err));
	else
		d->sees |= RXPA_SEES_RELEASE;
}

/* --- pages that come -------------------------------------------------------- */

static int arm_sites(struct rxpa_driver *d, enum rxpa_probe_kind kind,
		     const u64 *sites, int nr)
{
	int err = 0;
	int i;

	if (nr < 0)
		return nr;
	for (i = 0; i < nr && !err; i++)
		err = arm_one(d, kind, sites[i]);
	return err;
}

static bool alloc_is_armed(struct rxpa_driver *d, const char *what, int err)
{
	if (!err)
		return true;
	rxpa_driver_off(d, "allocated, failed, orphaned: no probe on the %s in %s: %s",
			what, d->names->refill,
			err == -EMLINK ? "it is jumped to" :
			err == -E2BIG ? "another's probe may hide it" :
					rxpa_errname(err));
	return false;
}

/*
 * Pages that come in: allocated, but for those that are freed again because
 * they could not be mapped for DMA.  One without the other would be wrong.  Only
 * those in the refill function, whose frame names the ring.
 */
static void arm_alloc(struct rxpa_driver *d, const struct rxpa_text *text)
{
	const char *within = d->names->refill;
	u64 sites[RXPA_MAX_SITES];
	int nr;

	nr = rxpa_sites_behind(text, alloc_names, within, sites);
	if (!alloc_is_armed(d, "page allocation",
			    arm_sites(d, RXPA_PROBE_ALLOC, sites, nr)))
		return;
	nr = rxpa_sites_at(text, free_names, within, sites);
	if (alloc_is_armed(d, "call of __free_pages",
			   arm_sites(d, RXPA_PROBE_UNMAPPED, sites, nr)))
		d->sees |= RXPA_SEES_ALLOC;
}

/* --- the driver -------------------------------------------------------------- */

/**
 * rxpa_arm_probes() - arm what can be armed for a driver
 * @d:		the driver, its layout resolved
 * @mod:	its module, loaded or about to be
 *
 * Context: rxpa_watch_mutex held, RTNL not; may sleep.
 */
void rxpa_arm_probes(struct rxpa_driver *d, const struct module *mod)
{
	struct rxpa_text text;
	int err;

	d->sees = 0;
	d->trust = RXPA_WARMING;
	atomic64_set(&d->unframed, 0);
	atomic64_set(&d->lost, 0);
	atomic_set(&d->bypass, 0);
	d->bypassed = 0;
	rxpa_module_text(mod, &d->text, &d->text_size);
	err = rxpa_probes_selftest();
	if (err) {
		rxpa_driver_off(d, "all events: a test kprobe did not fire: %s",
				rxpa_errname(err));
		return;
	}
	rxpa_text_copy(&text, d->text, d->text_size);
	err = arm_refill(d);
	if (err) {
		rxpa_driver_off(d, "all events: no probe on %s: %s",
				d->names->refill, rxpa_errname(err));
		goto free_text;
	}
	d->sees |= RXPA_SEES_REFILL;
	rxpa_driver_armed(d, true);
	arm_release(d);
	if (text.copy)
		arm_alloc(d, &text);
	else
		rxpa_driver_off(d, "allocated, failed, orphaned: the driver's text (%lu bytes) cannot be read",
				text.size);
free_text:
	rxpa_text_free(&text);
}

/**
 * rxpa_disarm_probes() - take all probes of a driver away
 * @d:	the driver
 *
 * Afterwards no handler of @d runs any more.
 *
 * Context: rxpa_watch_mutex held; may sleep.
 */
void rxpa_disarm_probes(struct rxpa_driver *d)
{
	u32 i;

	rxpa_driver_armed(d, false);
	if (d->sees & RXPA_SEES_RELEASE)
		release_put();
	d->sees = 0;
	d->text_size = 0;
	rxpa_probes_unregister(d->probe, d->nr_probes);
	for (i = 0; i < d->nr_probes; i++)
		rxpa_probe_free(d->probe[i]);
	d->nr_probes = 0;
}

static void driver_resolve(struct rxpa_driver *d, const struct module *mod)
{
	struct rxpa_btf_source src;
	char why[RXPA_SENTENCE];
	u32 i;

	memset(&d->layout, 0, sizeof(d->layout));
	d->nr_off = 0;
	d->btf = "none";
	if (rxpa_btf_source_open(&src, mod, why, sizeof(why))) {
		rxpa_driver_off(d, "everything: %s", why);
		return;
	}
	d->btf = src.from;
	rxpa_layout_resolve(d->names, src.btf, &d->layout);
	rxpa_btf_source_close(&src);
	for (i = 0; i < d->layout.nr_missing; i++)
		rxpa_driver_off(d, "%s", d->layout.missing[i]);
}

/**
 * rxpa_driver_arm() - look at a driver, unless that was done
 * @d:		the driver
 * @mod:	its module, loaded or about to be
 *
 * Its trust is RXPA_WARMING then; rxpa_trust_begin() is the caller's.
 *
 * Context: rxpa_watch_mutex held, RTNL not; may sleep.
 */
void rxpa_driver_arm(struct rxpa_driver *d, const struct module *mod)
{
	enum rxpa_driver_state state = RXPA_OFF;

	lockdep_assert_held(&rxpa_watch_mutex);
	if (d->state != RXPA_ABSENT)
		return;
	driver_resolve(d, mod);
	if (d->layout.can & RXPA_CAN_HELD) {
		d->epoch = 0;
		d->missed = 0;
		rxpa_arm_probes(d, mod);
		state = RXPA_ARMED;
		pr_info("%s: watching with %u probes%s\n", d->names->module,
			d->nr_probes + !!(d->sees & RXPA_SEES_RELEASE),
			d->sees == RXPA_SEES_ALL ? "" : ", not everything is known");
	}
	rtnl_lock();
	d->state = state;
	rtnl_unlock();
}

/**
 * rxpa_driver_disarm() - forget a driver; none of its handlers runs afterwards
 * @d:	the driver
 *
 * Context: rxpa_watch_mutex held, RTNL not; may sleep.
 */
void rxpa_driver_disarm(struct rxpa_driver *d)
{
	struct rxpa_port *port;

	lockdep_assert_held(&rxpa_watch_mutex);
	rtnl_lock();
	d->state = RXPA_ABSENT;
	list_for_each_entry(port, &rxpa_ports, list)
		if (port->driver == d)
			rxpa_port_unhash(port);
	rtnl_unlock();
	rxpa_disarm_probes(d);
}
