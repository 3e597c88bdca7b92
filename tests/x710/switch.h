/* SPDX-License-Identifier: GPL-2.0 */
/* What the embedded switch knows: VSIs, their queues, MAC addresses. */
#ifndef X710_SWITCH_H
#define X710_SWITCH_H

#include "bytes.h"

#define SWITCH_VSIS 34
#define SWITCH_MACS 512
#define VSI_PROPERTIES 128
#define VLAN_ANY 0xffff

enum { SEID_MAIN = 0x200, SEID_UPLINK = 2, SEID_PORT = 0x10, SEID_VEB = 0x120 };
enum { PROMISC_UNICAST = 1, PROMISC_MULTICAST = 2, PROMISC_BROADCAST = 4 };

struct vsi {
	bool used;
	u16 seid, number, promisc;
	u8 prop[VSI_PROPERTIES]; /* as the admin queue has them */
};

struct switch_state {
	struct vsi vsi[SWITCH_VSIS];
	struct {
		u8 mac[6];
		u16 seid, vlan; /* vlan: VLAN_ANY or the one */
	} mac[SWITCH_MACS];
	unsigned int nr_macs;
};

/* The main VSI, and the port's own address as the firmware adds it. */
void switch_reset(struct switch_state *sw, const u8 *mac);
struct vsi *switch_vsi(struct switch_state *sw, u16 seid);
struct vsi *switch_vsi_by_number(struct switch_state *sw, u16 number);
struct vsi *switch_add_vsi(struct switch_state *sw); /* NULL: no room */
void switch_delete(struct switch_state *sw, u16 seid);
/* Copies the sections that @from calls valid. */
void switch_update_vsi(struct vsi *vsi, const u8 *from);
/* False: the table is full.  An address that is there already is no error. */
bool switch_add_mac(struct switch_state *sw, u16 seid, const u8 *mac, u16 vlan);
bool switch_remove_mac(struct switch_state *sw, u16 seid, const u8 *mac,
		       u16 vlan);
/* The VSI that a frame to @mac goes to, or NULL. */
struct vsi *switch_lookup(struct switch_state *sw, const u8 *mac);

/* The function's queue behind a VSI's queue @index. */
unsigned int vsi_queue(const struct vsi *vsi, unsigned int index);
/* The VSI's queue that the first traffic class begins with. */
unsigned int vsi_tc_offset(const struct vsi *vsi);
bool vsi_strips_vlan(const struct vsi *vsi);

#endif
