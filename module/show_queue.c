// SPDX-License-Identifier: GPL-2.0
/*
 * One queue as a row of cells.  RTNL is held for one queue at a time; a queue that
 * does not hold still is tried again after a while without it.
 */
#include <linux/delay.h>

#include <rxpageacct.h>

#include "driver.h"
#include "sample.h"
#include "show.h"
#include "trust.h"

/*
 * How long a read waits for queues to come to rest, in all: 30 to 60 ms.  A row that
 * is older than OLD_MS is worth waiting, too: the last refill may be seconds ago
 * where a driver waits until half the ring is empty.
 */
#define RETRIES		150
#define RETRY_US	200
#define OLD_MS		10

const struct rxpa_column rxpa_queue_columns[RXPA_Q_NR] = {
	[RXPA_Q_QUEUE]		= { "queue", 5, false },
	[RXPA_Q_DESC]		= { "desc", 5, true },
	[RXPA_Q_HELD]		= { "held", 7, true },
	[RXPA_Q_BYTES]		= { "bytes", 11, true },
	[RXPA_Q_ORDER]		= { "order", 5, false },
	[RXPA_Q_ADOPTED]	= { "adopted", 8, true },
	[RXPA_Q_ALLOCATED]	= { "allocated", 9, true },
	[RXPA_Q_RELEASED]	= { "released", 9, true },
	[RXPA_Q_RECYCLED]	= { "recycled", 10, true },
	[RXPA_Q_FAILED]		= { "failed", 6, true },
	[RXPA_Q_ORPHANED]	= { "orphaned", 8, true },
	[RXPA_Q_REFILLS]	= { "refills", 9, true },
	[RXPA_Q_HELD_MAX]	= { "held_max", 8, false },
	[RXPA_Q_NTU]		= { "ntu", 5, false },
	[RXPA_Q_NTC]		= { "ntc", 5, false },
	[RXPA_Q_NTA]		= { "nta", 5, false },
	[RXPA_Q_AGE]		= { "age_ms", 6, false },
	[RXPA_Q_STATE]		= { "state", -8, false },
};

/* States of queues that need a word. */
static const struct {
	const char *state;
	const char *sentence;
} noted[RXPA_NR_NOTED] = {
	{ RXPA_STATE_BUSY,
	  "did not hold still; what is unknown may be known when read again" },
	{ RXPA_STATE_ADOPTING,
	  "not refilled yet since they are watched; adopted and orphaned are unknown until then" },
	{ RXPA_STATE_BAD,
	  "not understood: what lies at the ring's place is not its ring" },
	{ RXPA_STATE_XSK,
	  "lent to AF_XDP: they hold buffers of its pool and no pages of their own" },
	{ RXPA_STATE_GONE,
	  "without a ring now, and with pages that never came back" },
};

/**
 * rxpa_show_states() - a note for each state that needs one
 * @r:	the read, all queues read
 */
void rxpa_show_states(struct rxpa_read *r)
{
	u32 i;

	for (i = 0; i < RXPA_NR_NOTED; i++)
		if (r->noted[i])
			seq_printf(r->m, "# note: %u queues in state %s: %s\n",
				   r->noted[i], noted[i].state,
				   noted[i].sentence);
}

/**
 * rxpa_read_start() - begin to read
 * @r:	the read
 * @m:	its file
 */
void rxpa_read_start(struct rxpa_read *r, struct seq_file *m)
{
	memset(r, 0, sizeof(*r));
	r->m = m;
	r->retries = RETRIES;
	rxpa_patience_start(&r->patience);
}

static bool state_is(const char *state, const char *other)
{
	return !strcmp(state, other);
}

/* A queue without a ring is worth a line only while it owes something. */
static bool worth_a_line(const struct rxpa_sample *s,
			 const struct rxpa_belief *b)
{
	return !state_is(s->state, RXPA_STATE_GONE) ||
	       (b->sees == RXPA_SEES_ALL && s->orphaned);
}

static struct rxpa_cell bytes_of(const struct rxpa_sample *s)
{
	if (s->has_held && !s->held)
		return rxpa_number(0);
	return rxpa_number_if(s->has_held && s->has_order,
			      (s64)s->held * (PAGE_SIZE << s->order));
}

static const char *state_of(const struct rxpa_sample *s,
			    const struct rxpa_belief *b)
{
	if (!state_is(s->state, RXPA_STATE_OK))
		return s->state;
	if (b->sees != RXPA_SEES_ALL || (s->held && !s->has_order))
		return RXPA_STATE_PARTIAL;
	return RXPA_STATE_OK;
}

static void fill_row(const struct rxpa_sample *s, const struct rxpa_belief *b,
		     u32 i, struct rxpa_cell *c)
{
	bool alloc = b->sees & RXPA_SEES_ALLOC;
	bool release = b->sees & RXPA_SEES_RELEASE;
	bool refill = b->sees & RXPA_SEES_REFILL;
	bool all = b->sees == RXPA_SEES_ALL;

	c[RXPA_Q_QUEUE] = rxpa_number(i);
	c[RXPA_Q_DESC] = rxpa_number_if(s->has_ring, s->ring.ix.count);
	c[RXPA_Q_HELD] = rxpa_number_if(s->has_held, s->held);
	c[RXPA_Q_BYTES] = bytes_of(s);
	c[RXPA_Q_ORDER] = rxpa_number_if(s->has_order, s->order);
	c[RXPA_Q_ADOPTED] = rxpa_number_if(s->has_adopted && all, s->adopted);
	c[RXPA_Q_ALLOCATED] = rxpa_number_if(alloc, s->ev.allocated -
						    s->ev.unmapped);
	c[RXPA_Q_RELEASED] = rxpa_number_if(release, s->ev.released);
	c[RXPA_Q_RECYCLED] = rxpa_number_if(refill, s->recycled);
	c[RXPA_Q_FAILED] = rxpa_number_if(alloc, s->ev.failed);
	c[RXPA_Q_ORPHANED] = rxpa_number_if(s->has_orphaned && all,
					    s->orphaned);
	c[RXPA_Q_REFILLS] = rxpa_number_if(refill, s->ev.refills);
	c[RXPA_Q_HELD_MAX] = rxpa_number_if(refill, s->held_max);
	c[RXPA_Q_NTU] = rxpa_number_if(s->has_ring, s->ring.ix.ntu);
	c[RXPA_Q_NTC] = rxpa_number_if(s->has_ring, s->ring.ix.ntc);
	c[RXPA_Q_NTA] = rxpa_number_if(s->has_ring, s->ring.ix.nta);
	c[RXPA_Q_AGE] = rxpa_number_if(s->when,
				       jiffies_to_msecs(jiffies - s->when));
	c[RXPA_Q_STATE] = rxpa_text(state_of(s, b));
}

/**
 * rxpa_port_lock() - take RTNL for one port
 * @patience:	how long to wait
 * @id:		the port's
 * @port:	the port
 *
 * Context: process; sleeps.
 * Return: 0 with RTNL held; without it -ENODEV when the netdev is gone, -EINTR, or
 * -EBUSY when RTNL is not to be had.
 */
int rxpa_port_lock(struct rxpa_patience *patience, u64 id,
		   struct rxpa_port **port)
{
	int err = rxpa_rtnl_lock(patience);

	if (err)
		return err;
	*port = rxpa_port_by_id(id);
	if (*port)
		return 0;
	rtnl_unlock();
	return -ENODEV;
}

/* 1: a row; 0: nothing worth one; or a negative errno. */
static int read_once(struct rxpa_read *r, u64 id, u32 queue,
		     struct rxpa_cell *cell, struct rxpa_sample *s,
		     bool *events)
{
	struct rxpa_rings rings;
	struct rxpa_belief belief;
	struct rxpa_port *port;
	int ret;

	ret = rxpa_port_lock(&r->patience, id, &port);
	if (ret)
		return ret;
	ret = -ENODEV;
	if (!rxpa_port_readable(port))
		goto unlock;
	rxpa_rings_find(port, &rings);
	rxpa_sample_queue(&port->queue[queue], &rings, s);
	rxpa_trust_of(port->driver, &belief);
	*events = belief.sees == RXPA_SEES_ALL;
	ret = worth_a_line(s, &belief);
	if (ret)
		fill_row(s, &belief, queue, cell);
unlock:
	rtnl_unlock();
	return ret;
}

/*
 * A ring at rest would tell more than this: NAPI was at it, between two polls of
 * which it may well be found at rest.
 */
static bool wants_rest(const struct rxpa_sample *s)
{
	if (state_is(s->state, RXPA_STATE_BUSY))
		return true;
	if (!s->ring.napi)
		return false; /* its rest cannot be told */
	return state_is(s->state, RXPA_STATE_ADOPTING) ||
	       (s->when && jiffies_to_msecs(jiffies - s->when) > OLD_MS);
}

static bool is_whole(const char *state)
{
	return state_is(state, RXPA_STATE_OK) || state_is(state, RXPA_STATE_DOWN) ||
	       state_is(state, RXPA_STATE_XSK) || state_is(state, RXPA_STATE_GONE);
}

/**
 * rxpa_read_queue() - one queue as a row
 * @r:		the read
 * @port:	its port's id
 * @queue:	its number, below the port's @nr
 * @cell:	RXPA_Q_NR cells
 * @whole:	cleared when not everything is known
 *
 * Context: process; takes RTNL, sleeps.
 * Return: 1: a row; 0: nothing that is worth one; -ENODEV: the netdev is gone or
 * cannot be read any more; -EINTR; -EBUSY: RTNL is not to be had.
 */
int rxpa_read_queue(struct rxpa_read *r, u64 port, u32 queue,
		    struct rxpa_cell *cell, bool *whole)
{
	struct rxpa_sample s;
	const char *state;
	bool events = false;
	int ret;
	u32 i;

	for (;;) {
		ret = read_once(r, port, queue, cell, &s, &events);
		if (ret <= 0)
			return ret;
		if (!wants_rest(&s) || !r->retries)
			break;
		r->retries--;
		usleep_range(RETRY_US, 2 * RETRY_US);
	}
	state = cell[RXPA_Q_STATE].text;
	for (i = 0; i < RXPA_NR_NOTED; i++)
		r->noted[i] += state_is(noted[i].state, state);
	*whole &= events && is_whole(state);
	return ret;
}
