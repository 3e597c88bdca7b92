// SPDX-License-Identifier: GPL-2.0
/*
 * Where a driver's function calls another, wherever the compiler put that, and
 * whether a probe there would see no more and no less than these calls.
 */
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/vmalloc.h>

#include "callsite.h"
#include "compat.h"
#include "names.h"
#include "probe.h"
#include "sites.h"

/* No driver's text is larger (ice: about 700 KiB). */
#define MAX_TEXT	(8UL << 20)
#define MAX_TARGETS	8

#if defined(CONFIG_X86_64)
#define THIS_ARCH	RXPA_ARCH_X86_64
#define CALL_LEN	RXPA_CALL_LEN_X86_64
#else
#define THIS_ARCH	RXPA_ARCH_ARM64
#define CALL_LEN	RXPA_CALL_LEN_ARM64
#endif

/**
 * rxpa_text_copy() - copy a driver's text as it is now
 * @text:	where to; without a @copy when memory is short or it cannot be read
 * @start:	where the text begins
 * @size:	bytes of it
 *
 * Context: may sleep.
 */
void rxpa_text_copy(struct rxpa_text *text, unsigned long start,
		    unsigned long size)
{
	text->start = start;
	text->size = size;
	text->copy = size <= MAX_TEXT ? vmalloc(size) : NULL;
	if (text->copy && rxpa_copy_nofault(text->copy, (void *)start, size))
		rxpa_text_free(text);
}

/**
 * rxpa_text_free() - free a copy
 * @text:	the text
 */
void rxpa_text_free(struct rxpa_text *text)
{
	vfree(text->copy);
	text->copy = NULL;
}

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

/* Does @addr lie in one of the functions @alternatives? */
static bool lies_in(unsigned long addr, const char *alternatives)
{
	char where[64];

	rxpa_describe(addr, where, sizeof(where));
	return rxpa_has_name(alternatives, where, function_len(where));
}

/*
 * With indirect branch tracking a probe moves behind the endbr at the entry;
 * a call goes to the entry itself.
 */
static size_t find_targets(const char *names, u64 *targets)
{
	char name[KSYM_NAME_LEN];
	char where[KSYM_NAME_LEN];
	unsigned long addr, off;
	size_t nr = 0;
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

/*
 * Is one of some addresses jumped to from the driver's text, or from @within if
 * that is not NULL?  What looks like a jump and is the inside of another
 * instruction does not count.
 */
static bool jumped_to(const struct rxpa_text *text, const u64 *targets,
		      size_t nr_targets, const char *within)
{
	const struct rxpa_call_scan scan = {
		.arch = THIS_ARCH, .targets = targets, .nr_targets = nr_targets,
	};
	u64 jumps[RXPA_MAX_SITES];
	size_t i, nr;

	nr = rxpa_find_jumps(&scan, text->copy, text->size, text->start, jumps,
			     RXPA_MAX_SITES);
	for (i = 0; i < min_t(size_t, nr, RXPA_MAX_SITES); i++)
		if (rxpa_is_instruction(jumps[i]) &&
		    (!within || lies_in(jumps[i], within)))
			return true;
	return nr > RXPA_MAX_SITES;
}

/*
 * More calls than RXPA_MAX_SITES are not stored, and then none can be trusted to
 * be all; nor can they when others' probes may hide some.
 */
static int find_sites(const struct rxpa_text *text, const char *callees,
		      const char *within, u32 skip, u64 *sites)
{
	u64 targets[MAX_TARGETS];
	struct rxpa_call_scan scan = {
		.arch = THIS_ARCH,
		.targets = targets,
		.nr_targets = find_targets(callees, targets),
		.read = read_text,
	};
	size_t i, nr;
	int found = 0;

	nr = rxpa_find_calls(&scan, text->copy, text->size, text->start,
			     sites, RXPA_MAX_SITES);
	if (nr > RXPA_MAX_SITES)
		return -E2BIG;
	/* A jump would call it as well. */
	if (jumped_to(text, targets, scan.nr_targets, within))
		return -EMLINK;
	for (i = 0; i < nr; i++)
		if (lies_in(sites[i], within))
			sites[found++] = sites[i] + skip;
	if (!found)
		return -ENOENT;
	/* Others come that way too, without having called. */
	return jumped_to(text, sites, found, NULL) ? -EMLINK : found;
}

/**
 * rxpa_sites_behind() - the instructions behind some calls
 * @text:	the driver's text, with a copy
 * @callees:	names of the called functions, separated by |
 * @within:	names of the functions that call
 * @sites:	room for RXPA_MAX_SITES addresses
 *
 * Context: may sleep.
 * Return: how many, at least 1; -ENOENT: there is none; -E2BIG: there are more, or
 * others' probes may hide some; -EMLINK: one is jumped to, or a callee is.
 */
int rxpa_sites_behind(const struct rxpa_text *text, const char *callees,
		      const char *within, u64 *sites)
{
	return find_sites(text, callees, within, CALL_LEN, sites);
}

/**
 * rxpa_sites_at() - some calls themselves
 * @text:	the driver's text, with a copy
 * @callees:	names of the called functions, separated by |
 * @within:	names of the functions that call
 * @sites:	room for RXPA_MAX_SITES addresses
 *
 * Context: may sleep.
 * Return: as of rxpa_sites_behind().
 */
int rxpa_sites_at(const struct rxpa_text *text, const char *callees,
		  const char *within, u64 *sites)
{
	return find_sites(text, callees, within, 0, sites);
}
