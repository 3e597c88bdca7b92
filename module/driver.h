/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is known at run time about one driver: its names, its layout, its
 * probes, and every thing that is off with the reason why.
 *
 * Protects / Ordering
 *
 *   rxpa_watch_mutex protects arming and disarming and everything that only
 *   they write.  It nests outside RTNL.  @state is written under both, so
 *   holding either is enough to read it; while it is RXPA_ARMED, @layout and
 *   the probes do not change.  Handlers run only between registration and
 *   unregistration of the probes, inside which @layout is stable.
 */
#ifndef RXPA_DRIVER_H
#define RXPA_DRIVER_H

#include <linux/atomic.h>
#include <linux/kprobes.h>
#include <linux/mutex.h>

#include "layout.h"

enum rxpa_driver_state {
	RXPA_ABSENT,	/* not loaded, or not looked at yet */
	RXPA_ARMED,	/* layout resolved; probes as far as they could be had */
	RXPA_OFF,	/* looked at, cannot be accounted */
};

/* What a probe watches. */
enum rxpa_probe_kind {
	RXPA_PROBE_REFILL,	/* entry of the refill function */
	RXPA_PROBE_CLEAN,	/* entry of the clean function */
	RXPA_PROBE_ALLOC,	/* behind the page allocation in the refill */
	RXPA_PROBE_UNMAPPED,	/* call that frees a page the refill took */
	RXPA_PROBE_DRAIN,	/* call that drops the bias, in the poll */
	RXPA_PROBE_TEARDOWN,	/* call that drops the bias, in the clean */
	RXPA_NR_PROBE_KINDS,
};

/* What the armed probes give; a bit is set while all it needs is armed. */
enum rxpa_sees {
	RXPA_SEES_REFILL	= 1 << 0, /* refills, recycled, held_max */
	RXPA_SEES_ALLOC		= 1 << 1, /* allocated, failed */
	RXPA_SEES_RELEASE	= 1 << 2, /* released */
	RXPA_SEES_ALL		= (1 << 3) - 1,
};

#define RXPA_MAX_PROBES	16
#define RXPA_MAX_OFF	12

/**
 * struct rxpa_probe - one kprobe
 * @kp:		the kprobe
 * @driver:	whose
 * @kind:	enum rxpa_probe_kind
 * @hits:	per CPU
 * @where:	symbol+offset, for the reader
 */
struct rxpa_probe {
	struct kprobe kp;
	struct rxpa_driver *driver;
	enum rxpa_probe_kind kind;
	unsigned long __percpu *hits;
	char where[64];
};

/**
 * struct rxpa_driver - one driver at run time
 * @names:	its table
 * @state:	enum rxpa_driver_state
 * @layout:	its offsets
 * @u16_indexes: the ring's count and indexes are u16, as in all real drivers
 * @sees:	bits of enum rxpa_sees
 * @lost:	events that no queue could be found for
 * @settling:	armed, but not all netdevs that were there are hashed yet, so
 *		that lost events mean nothing.  Cleared with release after @lost,
 *		loaded with acquire before it
 * @epoch:	counting began anew this often; 0 is never a driver's epoch.
 *		Written under RTNL, see trust.c
 * @missed:	hits missed when the epoch began; RTNL
 * @blind:	probes were found disarmed: no event is known until they are
 *		armed again; RTNL
 * @btf:	where its BTF came from
 * @probe:	its probes, each registered
 * @nr_probes:	how many
 * @off:	sentences: what is off, and why
 * @nr_off:	how many
 */
struct rxpa_driver {
	const struct rxpa_driver_names *names;
	enum rxpa_driver_state state;
	struct rxpa_layout layout;
	bool u16_indexes;
	u32 sees;
	atomic64_t lost;
	bool settling;
	u32 epoch;
	unsigned long missed;
	bool blind;
	const char *btf;
	struct rxpa_probe *probe[RXPA_MAX_PROBES];
	u32 nr_probes;
	char off[RXPA_MAX_OFF][RXPA_SENTENCE];
	u32 nr_off;
};

/* Events that no queue could be found for, once that means something. */
static inline u64 rxpa_driver_lost(const struct rxpa_driver *driver)
{
	/* pairs with settled() in watch.c */
	return smp_load_acquire(&driver->settling) ?
	       0 : atomic64_read(&driver->lost);
}

extern struct mutex rxpa_watch_mutex;

struct module;
struct net_device;

int rxpa_drivers_init(void);
void rxpa_drivers_free(void);
u32 rxpa_nr_drivers(void);
struct rxpa_driver *rxpa_driver_at(u32 i);
struct rxpa_driver *rxpa_driver_by_name(const char *name);
struct rxpa_driver *rxpa_driver_of(const struct net_device *dev);
const struct module *rxpa_module_of(const struct net_device *dev);
int rxpa_node_of(const struct net_device *dev);
void rxpa_driver_arm(struct rxpa_driver *d, const struct module *mod);
void rxpa_driver_disarm(struct rxpa_driver *d);

__printf(2, 3)
void rxpa_driver_off(struct rxpa_driver *driver, const char *fmt, ...);

#endif /* RXPA_DRIVER_H */
