/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The one header that the module and its readers share: file names, the
 * version of the text format, and the grammar of every file.
 *
 * All files live in <debugfs>/rxpageacct/, readable by root only.  A netdev
 * name can never contain ':' (dev_valid_name(), net/core/dev.c), so every
 * file whose name contains one is not a netdev's main file:
 *
 *   <netdev>               one netdev: a line a queue, then a total
 *   <netdev>:walk          reading it walks every slot of that netdev's rings
 *   :netdevs               one line a netdev, then a total
 *   :status                drivers, layouts, probes, and what is off and why
 *
 * A netdev outside the initial network namespace is named
 * <netdev>:ns<inode> (the number that `ls -L -i /run/netns/NAME` shows), and
 * its walk <netdev>:ns<inode>:walk.
 *
 * Grammar of <netdev>, <netdev>:walk and :netdevs:
 *
 *   line 1     # rxpageacct <format> <kind> key=value ...
 *              kind is netdev, walk or netdevs; no value contains a blank
 *   table      one line of column keys, then one line a queue (or netdev),
 *              then one line whose first word is "total"; columns are
 *              separated by blanks, their number is the same in every line
 *   notes      # note: <sentence>       any number, after the table
 *
 * A line that is no row begins with "# ", with the blank: a netdev may be
 * called "#a".
 *
 * Where somebody else holds the network lock (RTNL) for long, a file comes without
 * the rows that need it: the keys of line 1 are -, the total is unknown and busy,
 * and a note says so.
 *
 * A value that cannot be known is RXPA_UNKNOWN; a note says why.  A total is
 * unknown when one of its parts is.  Readers look columns up by key: new
 * columns and new header keys may appear within one format version, none
 * disappears and none changes its meaning.
 *
 * Grammar of :status: line 1 as above with kind "status", then one record a
 * line, `<type> key=value ...`, types driver, field, probe, off, other.
 * Only the last value of a line may contain blanks; it is then quoted:
 * reason="...".  Notes as above may stand at its end.  A driver's key trust says
 * what its events can be believed to tell: warming, counting, blind, bypassed or
 * lost (module/trust.c).  The probe of kind release is one for all drivers and
 * stands in each one's list; it counts what others release as well.
 */
#ifndef RXPAGEACCT_H
#define RXPAGEACCT_H

#define RXPA_VERSION		"0.1.0"
#define RXPA_FORMAT		1
#define RXPA_MAGIC		"rxpageacct"
#define RXPA_DIR		"rxpageacct"
#define RXPA_FILE_NETDEVS	":netdevs"
#define RXPA_FILE_STATUS	":status"
#define RXPA_WALK_SUFFIX	":walk"
#define RXPA_NS_SUFFIX		":ns"
#define RXPA_UNKNOWN		"-"
#define RXPA_TOTAL		"total"

/*
 * Columns.  Counts are pages as the driver allocates them (one page of order
 * n counts once); `bytes` is what they weigh.
 *
 *   queue      queue index (file <netdev>); netdev, driver, ifindex, node,
 *              queues in :netdevs, where node is the device's NUMA node or -
 *   desc       descriptors in the ring
 *   held       pages that sit in ring slots now
 *   bytes      held x page size x 2^order
 *   order      page order of the ring's rx pages, - while it holds none
 *   adopted    pages in the ring when the module began to watch it, or when
 *              counting began anew (a note says so)
 *   allocated  pages taken from the page allocator since then
 *   released   pages whose bias the driver dropped since then
 *   recycled   pages given back to the ring instead of being released
 *   failed     refills that ended short because no page could be had, or the
 *              page could not be mapped for DMA
 *   orphaned   adopted + allocated - released - held
 *   refills    calls of the refill function in softirq context or by a task
 *   held_max   high-water mark of held
 *   ntu ntc nta  next_to_use, next_to_clean (of the first frame that is not
 *              done), next_to_alloc
 *   age_ms     how long ago all numbers of the row were true together, in
 *              milliseconds: 0 for a ring at rest, else since the driver's last
 *              refill, by the kernel's tick; - when they never were.  In :netdevs
 *              that of the oldest row
 *   state      one of the words below
 *
 * Columns of the walk: queue, held, walked (pages found by walking the
 * slots), bytes (summed over the pages' own orders), lent (pages that the
 * network stack holds too), biased (pages whose refcount carries the
 * driver's bias), offnode (pages on another node than the device), one
 * column node<N> for every NUMA node with memory and node32+ for all from 32 on,
 * tries, state.
 */

/* Values of the column state. */
#define RXPA_STATE_OK		"ok"		/* exact as of age_ms ago */
#define RXPA_STATE_DOWN		"down"		/* the ring has no buffers */
#define RXPA_STATE_XSK		"xsk"		/* AF_XDP: holds umem buffers */
#define RXPA_STATE_BUSY		"busy"		/* did not hold still */
#define RXPA_STATE_ADOPTING	"adopting"	/* events not in step yet */
#define RXPA_STATE_PARTIAL	"partial"	/* some columns are unknown */
#define RXPA_STATE_GONE		"gone"		/* the queue has no ring now */
#define RXPA_STATE_BAD		"bad"		/* ring failed the checks */
#define RXPA_STATE_OFF		"off"		/* netdev not accounted */
#define RXPA_STATE_MISMATCH	"mismatch"	/* walk: walked != held */

#endif /* RXPAGEACCT_H */
