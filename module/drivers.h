/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A driver is one table of names: no offset, no version.  Adding a driver is
 * adding one file in drivers/ and one line in drivers/all.c.
 *
 * Wherever a name differs between kernels, the alternatives stand in one
 * string, separated by '|', and the first that exists is taken.
 */
#ifndef RXPA_DRIVERS_H
#define RXPA_DRIVERS_H

/**
 * struct rxpa_driver_names - the names by which one driver is known
 * @module:	name of the driver's module, as in /proc/modules
 * @ring:	struct tag of an rx ring
 * @rings:	path from netdev_priv() to the array of rx rings, written
 *		"tag:member->member[]": "." steps into a struct, "->" follows a
 *		pointer, "[]" ends at the array (of rings or of pointers to rings,
 *		in place or behind a pointer: BTF tells which)
 * @num_rings:	path of the same form to the number of rx rings in use
 * @queue_index: member of the ring: its queue's index
 * @owner:	member of the ring: pointer that says whose ring it is; NULL means
 *		"netdev".  i40e's rings may lose their netdev while they keep
 *		their pages (i40e_fwd_ring_up(), when a filter cannot be added);
 *		in older kernels they then name a macvlan
 * @owner_of:	path from netdev_priv() to that pointer; NULL: the netdev itself
 * @slots:	member of the ring: pointer to its array of buffer slots
 * @refill:	function that fills the ring; its first argument is the ring
 * @clean:	function that empties the ring; its first argument is the ring.
 *		The first alternative that has a drain call inside is taken, or
 *		what the compiler split off it (NAME.part.N)
 *
 * The rest is common to all drivers of the scheme: ring members count,
 * next_to_use, next_to_clean, next_to_alloc, q_vector, and where they exist
 * first_desc and xsk_pool (xsk_umem before 5.8); q_vector->napi; slot
 * members page and pagecnt_bias.
 */
struct rxpa_driver_names {
	const char *module;
	const char *ring;
	const char *rings;
	const char *num_rings;
	const char *queue_index;
	const char *owner;
	const char *owner_of;
	const char *slots;
	const char *refill;
	const char *clean;
};

/* NULL-terminated, in drivers/all.c. */
extern const struct rxpa_driver_names *const rxpa_drivers[];

#endif /* RXPA_DRIVERS_H */
