// SPDX-License-Identifier: GPL-2.0
/*
 * Probes of one driver: two function entries, and the call sites of the page
 * allocator and of __page_frag_cache_drain() wherever the compiler put them.
 */
#include <linux/module.h>
#include <linux/vmalloc.h>

#include "callsite.h"
#include "compat.h"
#include "probes.h"

/* No driver's text is larger (ice: about 700 KiB). */
#define MAX_TEXT	(8UL << 20)
#define MAX_SITES	8
#define MAX_TARGETS	8

#if defined(CONFIG_X86_64)
#define THIS_ARCH	RXPA_ARCH_X86_64
#define CALL_LEN	RXPA_CALL_LEN_X86_64
#else
#define THIS_ARCH	RXPA_ARCH_ARM64
#define CALL_LEN	RXPA_CALL_LEN_ARM64
#endif

/* dev_alloc_pages() is inline; this is what it calls, by kernel release. */
static const char alloc_names[] =
	"__alloc_pages_nodemask|"	/* up to 5.12 */
	"__alloc_pages|"		/* 5.13 to 6.9 */
	"__alloc_pages_noprof|"		/* 6.10 on */
	"alloc_pages_node_noprof";	/* 7.x */
static const char drain_names[] = "__page_frag_cache_drain";
static const char free_names[] = "__free_pages";

/*
 * How much of @where, a symbol+offset, names the function: the .cold half of
 * one runs in its frame; other parts that gcc splits off (.part.0,
 * .constprop.0) are functions of their own.
 */
static size_t function_len(const char *where)
{
	const char *cold = strstr(where, ".cold");

	return cold ? cold - where : strcspn(where, "+");
}

/* Does @where lie in one of the functions @alternatives? */
static bool lies_in(const char *where, const char *alternatives)
{
	return rxpa_has_name(alternatives, where, function_len(where));
}

/*
 * The same, or in what gcc split off one of them, behind its early exits.  Such
 * a part still gets the arguments as they came (gcc/ipa-split.cc; if a later
 * pass changes them, the name grows), and is called past the function as well.
 */
static bool lies_in_part(const char *where, const char *alternatives)
{
	size_t len = function_len(where), name = strcspn(where, "+."), digits;

	if (!rxpa_has_name(alternatives, where, name))
		return false;
	if (name == len)
		return true;
	if (strncmp(where + name, ".part.", 6))
		return false;
	digits = strspn(where + name + 6, "0123456789");
	return digits && name + 6 + digits == len;
}

/*
 * With indirect branch tracking a probe moves behind the endbr at the entry;
 * a call goes to the entry itself.
 */
static u32 find_targets(const char *names, u64 *targets)
{
	char name[KSYM_NAME_LEN];
	char where[KSYM_NAME_LEN];
	unsigned long addr, off;
	u32 nr = 0;
	char *plus;

	while (names && nr + 2 <= MAX_TARGETS) {
		names = rxpa_next_name(names, name, sizeof(name));
		addr = rxpa_symbol_address(name);
		if (!addr)
			continue;
		targets[nr++] = addr;
		rxpa_describe(addr, where, sizeof(where));
		plus = strchr(where, '+');
		if (plus && !kstrtoul(plus + 1, 16, &off) && off)
			targets[nr++] = addr - off;
	}
	return nr;
}

static int read_text(void *dst, u64 addr, size_t len, void *arg)
{
	return rxpa_copy_nofault(dst, (void *)(unsigned long)addr, len) ?
	       -EFAULT : 0;
}

/* A probe on the entry of the first of some functions that exists. */
static int add_entry(struct rxpa_driver *d, enum rxpa_probe_kind kind,
		     const char *functions)
{
	char name[KSYM_NAME_LEN], full[KSYM_NAME_LEN + MODULE_NAME_LEN];
	unsigned long addr;

	while (functions) {
		functions = rxpa_next_name(functions, name, sizeof(name));
		snprintf(full, sizeof(full), "%s:%s", d->names->module, name);
		addr = rxpa_symbol_address(full);
		if (addr)
			return rxpa_probe_add(d, kind, addr);
	}
	return -ENOENT;
}

/*
 * Call sites of some functions in the driver's text; more than MAX_SITES are
 * not stored, and then none can be trusted to be all; nor can they when others'
 * probes may hide some.
 */
static size_t find_sites(const char *names, const void *text, size_t size,
			 unsigned long start, u64 *sites)
{
	u64 targets[MAX_TARGETS];
	struct rxpa_call_scan scan = {
		.arch = THIS_ARCH,
		.targets = targets,
		.nr_targets = find_targets(names, targets),
		.read = read_text,
	};

	return rxpa_find_calls(&scan, text, size, start, sites, MAX_SITES);
}

/*
 * A probe of some kind on every site that lies in the refill function, where
 * the frame names the ring; @skip bytes behind its start.
 */
static int arm_in_refill(struct rxpa_driver *d, enum rxpa_probe_kind kind,
			 const u64 *sites, size_t nr, u32 skip)
{
	char where[64];
	int err, armed = 0;
	size_t i;

	if (nr > MAX_SITES)
		return -E2BIG;
	for (i = 0; i < nr; i++) {
		rxpa_describe(sites[i], where, sizeof(where));
		if (!lies_in(where, d->names->refill))
			continue;
		err = rxpa_probe_add(d, kind, sites[i] + skip);
		if (err)
			return err;
		armed++;
	}
	return armed ? 0 : -ENOENT;
}

/*
 * Pages that come in: allocated, but for those that are freed again because
 * they could not be mapped for DMA.  One without the other would be wrong.
 */
static void arm_alloc(struct rxpa_driver *d, const void *text, size_t size,
		      unsigned long start)
{
	u64 sites[MAX_SITES];
	size_t nr;
	int err;

	nr = find_sites(alloc_names, text, size, start, sites);
	err = arm_in_refill(d, RXPA_PROBE_ALLOC, sites, nr, CALL_LEN);
	if (err) {
		rxpa_driver_off(d, "allocated, failed, orphaned: no probe behind the calls of the page allocator in %s (%d)",
				d->names->refill, err);
		return;
	}
	nr = find_sites(free_names, text, size, start, sites);
	err = arm_in_refill(d, RXPA_PROBE_UNMAPPED, sites, nr, 0);
	if (err)
		rxpa_driver_off(d, "allocated, failed, orphaned: no probe on the calls of __free_pages in %s (%d)",
				d->names->refill, err);
	else
		d->sees |= RXPA_SEES_ALLOC;
}

/* The clean function is the one that has a drain inside; "" if it is inlined. */
static int add_clean_entry(struct rxpa_driver *d, const u64 *sites, size_t nr,
			   char *clean, size_t size)
{
	char where[64];
	size_t i;

	clean[0] = '\0';
	for (i = 0; i < nr; i++) {
		rxpa_describe(sites[i], where, sizeof(where));
		if (!lies_in_part(where, d->names->clean))
			continue;
		where[function_len(where)] = '\0';
		strscpy(clean, where, size);
		return add_entry(d, RXPA_PROBE_CLEAN, clean);
	}
	return 0;
}

/* Pages that leave: teardown by its frame, all else by the page's slot. */
static int arm_drains(struct rxpa_driver *d, const u64 *sites, size_t nr)
{
	enum rxpa_probe_kind kind;
	char clean[64], where[64];
	size_t i;
	int err;

	if (nr > MAX_SITES)
		return -E2BIG;
	if (!nr)
		return -ENOENT;
	err = add_clean_entry(d, sites, nr, clean, sizeof(clean));
	for (i = 0; !err && i < nr; i++) {
		rxpa_describe(sites[i], where, sizeof(where));
		kind = clean[0] && lies_in(where, clean) ?
		       RXPA_PROBE_TEARDOWN : RXPA_PROBE_DRAIN;
		err = rxpa_probe_add(d, kind, sites[i]);
	}
	return err;
}

static void arm_release(struct rxpa_driver *d, const void *text, size_t size,
			unsigned long start)
{
	u64 sites[MAX_SITES];
	int err;

	if (!(d->layout.can & RXPA_CAN_WALK)) {
		rxpa_driver_off(d, "released, orphaned: the ring of a page cannot be told without slots");
		return;
	}
	err = arm_drains(d, sites,
			 find_sites(drain_names, text, size, start, sites));
	if (err)
		rxpa_driver_off(d, "released, orphaned: no probe on the calls of __page_frag_cache_drain (%d)",
				err);
	else
		d->sees |= RXPA_SEES_RELEASE;
}

/**
 * rxpa_probes_arm() - arm what can be armed for a driver
 * @d:		the driver, its layout resolved
 * @mod:	its module, loaded or about to be
 *
 * What cannot be armed is taken back out of @d->sees with a sentence; the
 * driver's rings are read all the same.
 *
 * Context: rxpa_watch_mutex held, RTNL not; may sleep.
 */
void rxpa_probes_arm(struct rxpa_driver *d, const struct module *mod)
{
	unsigned long start, size;
	bool unreadable;
	void *text;
	int err;

	d->sees = 0;
	atomic64_set(&d->lost, 0);
	err = rxpa_probes_selftest();
	if (err) {
		rxpa_driver_off(d, "all events: a test kprobe did not fire (%d)",
				err);
		return;
	}
	/* as it is without probes of ours */
	rxpa_module_text(mod, &start, &size);
	text = size <= MAX_TEXT ? vmalloc(size) : NULL;
	unreadable = !text || rxpa_copy_nofault(text, (void *)start, size);
	err = add_entry(d, RXPA_PROBE_REFILL, d->names->refill);
	if (err) {
		rxpa_driver_off(d, "all events: no probe on %s (%d)",
				d->names->refill, err);
		goto free_text;
	}
	d->sees |= RXPA_SEES_REFILL;
	if (unreadable) {
		rxpa_driver_off(d, "allocated, released, failed, orphaned: the driver's text (%lu bytes) cannot be read",
				size);
		goto free_text;
	}
	arm_release(d, text, size, start);
	arm_alloc(d, text, size, start);
free_text:
	vfree(text);
}

/**
 * rxpa_probes_disarm() - take all probes of a driver away
 * @d:	the driver
 *
 * Afterwards no handler of @d runs any more.
 *
 * Context: rxpa_watch_mutex held; may sleep.
 */
void rxpa_probes_disarm(struct rxpa_driver *d)
{
	d->sees = 0;
	while (d->nr_probes)
		rxpa_probe_remove_last(d);
}
