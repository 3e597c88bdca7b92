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
 *   the probes do not change.  Handlers of a driver run only between registration
 *   and unregistration of its probes, inside which @layout is stable; those of the
 *   release probe, which all drivers share, look at ports that are hashed, which
 *   are unhashed before their driver is disarmed (arm.c).
 */
#ifndef RXPA_DRIVER_H
#define RXPA_DRIVER_H

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/preempt.h>

#include "layout.h"

enum rxpa_driver_state {
	RXPA_ABSENT,	/* not loaded, or not looked at yet */
	RXPA_ARMED,	/* layout resolved; probes as far as they could be had */
	RXPA_OFF,	/* looked at, cannot be accounted */
};

/* What the armed probes give; a bit is set while all it needs is armed. */
enum rxpa_sees {
	RXPA_SEES_REFILL	= 1 << 0, /* refills, recycled, held_max */
	RXPA_SEES_ALLOC		= 1 << 1, /* allocated, failed */
	RXPA_SEES_RELEASE	= 1 << 2, /* released */
	RXPA_SEES_ALL		= (1 << 3) - 1,
};

/*
 * What the events of a driver can be believed to tell; trust.c has the one
 * function that leads from one state to another.
 */
enum rxpa_trust {
	RXPA_WARMING,	/* armed, but not all ports are hashed: no event counts */
	RXPA_COUNTING,	/* every event since t0 is counted */
	RXPA_BLIND,	/* probes are switched off as a whole */
	RXPA_BYPASSED,	/* other text than the probed one does the driver's work */
	RXPA_LOST,	/* pages left rings that belong to no queue of ours */
};

/* How handlers and readers notice that the probed text is bypassed. */
enum rxpa_bypass {
	RXPA_BYPASS_REFILL = 1 << 0, /* NAPI's refill is called from elsewhere */
	RXPA_BYPASS_DRAIN  = 1 << 1, /* a ring's page is released from elsewhere */
	RXPA_BYPASS_UNSEEN = 1 << 2, /* pages came into a ring that no probe saw */
};

#define RXPA_MAX_PROBES	16
#define RXPA_MAX_OFF	12

struct rxpa_probe;

/**
 * struct rxpa_driver - one driver at run time
 * @names:	its table
 * @state:	enum rxpa_driver_state
 * @layout:	its offsets
 * @text:	where its text begins
 * @text_size:	bytes of it
 * @sees:	bits of enum rxpa_sees: what is armed
 * @trust:	enum rxpa_trust; written under RTNL, with release after what makes
 *		it true; handlers load it with acquire
 * @epoch:	counting began anew this often, arming included; 0 before the
 *		first time.  Written under RTNL, see trust.c
 * @missed:	hits missed when the epoch began; RTNL
 * @unframed:	hits that fit no frame, or whose queue would have taken too long
 *		to find: missed as well.  Handlers
 * @lost:	releases whose page is in no ring.  Handlers
 * @bypass:	bits of enum rxpa_bypass, new since the last look.  Handlers
 * @caller:	from where it was bypassed.  Handlers
 * @bypassed:	bits that were seen last; RTNL
 * @bypassed_at: events of all queues then; RTNL
 * @btf:	where its BTF came from (struct rxpa_btf_source)
 * @probe:	its probes, each registered
 * @nr_probes:	how many
 * @off:	sentences: what is off, and why
 * @nr_off:	how many
 */
struct rxpa_driver {
	const struct rxpa_driver_names *names;
	enum rxpa_driver_state state;
	struct rxpa_layout layout;
	unsigned long text;
	unsigned long text_size;
	u32 sees;
	enum rxpa_trust trust;
	u32 epoch;
	unsigned long missed;
	atomic64_t unframed;
	atomic64_t lost;
	atomic_t bypass;
	unsigned long caller;
	u32 bypassed;
	struct {
		u64 refills, released, allocated;
	} bypassed_at;
	const char *btf;
	struct rxpa_probe *probe[RXPA_MAX_PROBES];
	u32 nr_probes;
	char off[RXPA_MAX_OFF][RXPA_SENTENCE];
	u32 nr_off;
};

/* NAPI context in the sense of frame.h: softirq, or BH off. */
static __always_inline bool rxpa_soft_ctx(void)
{
	return in_softirq();
}

/* Does an address lie in the driver's own text? */
static __always_inline bool rxpa_driver_text(const struct rxpa_driver *d,
					     unsigned long addr)
{
	return addr - d->text < d->text_size;
}

/* Drivers that are armed, for handlers; some may be NULL. */
#define RXPA_MAX_ARMED	16
extern struct rxpa_driver *rxpa_armed_drivers[RXPA_MAX_ARMED];
extern u32 rxpa_nr_armed;

/* Handlers: the driver whose text calls, or NULL. */
static __always_inline struct rxpa_driver *
rxpa_driver_of_text(unsigned long addr)
{
	struct rxpa_driver *d;
	u32 i;

	for (i = 0; i < READ_ONCE(rxpa_nr_armed); i++) {
		d = READ_ONCE(rxpa_armed_drivers[i]);
		if (d && rxpa_driver_text(d, addr))
			return d;
	}
	return NULL;
}

/* Handlers: the probed text is bypassed, by @caller if that is not 0. */
static inline void rxpa_driver_bypass(struct rxpa_driver *d, u32 how,
				      unsigned long caller)
{
	if (atomic_read(&d->bypass) & how)
		return;
	if (caller)
		WRITE_ONCE(d->caller, caller);
	atomic_or(how, &d->bypass);
}

extern struct mutex rxpa_watch_mutex;

int rxpa_drivers_init(void);
void rxpa_drivers_free(void);
u32 rxpa_nr_drivers(void);
struct rxpa_driver *rxpa_driver_at(u32 i);
struct rxpa_driver *rxpa_driver_by_name(const char *name);
void rxpa_driver_armed(struct rxpa_driver *d, bool armed);

__printf(2, 3)
void rxpa_driver_off(struct rxpa_driver *driver, const char *fmt, ...);

#endif /* RXPA_DRIVER_H */
