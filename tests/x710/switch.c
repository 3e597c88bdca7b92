// SPDX-License-Identifier: GPL-2.0
#include "switch.h"

/* Offsets in a VSI's properties. */
enum {
	PROP_VALID = 0,
	PROP_VLAN_FLAGS = 12,
	PROP_MAP_FLAGS = 28,
	PROP_QUEUE_MAP = 30,
	PROP_TC_MAP = 62,
	PROP_QS_HANDLE = 96,
	MAP_LIST = 1,
	VLAN_KEEP = 0x18,
};

static const struct {
	u16 bit;
	u8 first, size;
} sections[] = {
	{ 0x001, 2, 4 },   /* switch */
	{ 0x002, 6, 2 },   /* security */
	{ 0x004, 8, 8 },   /* VLAN */
	{ 0x008, 24, 4 },  /* cascaded port virtualizer */
	{ 0x010, 16, 4 },  /* ingress priorities */
	{ 0x020, 20, 4 },  /* egress priorities */
	{ 0x040, 28, 50 }, /* queue map */
	{ 0x080, 78, 4 },  /* queue options */
	{ 0x100, 84, 4 },  /* outer priorities */
	{ 0x200, 82, 2 },  /* scheduler */
};

static void vsi_init(struct vsi *vsi, u16 seid, u16 number)
{
	memset(vsi, 0, sizeof(*vsi));
	vsi->used = true;
	vsi->seid = seid;
	vsi->number = number;
	for (unsigned int tc = 0; tc < 8; tc++)
		put16(vsi->prop + PROP_QS_HANDLE + 2 * tc,
		      (u16)(0x10 + 8 * number + tc));
}

struct vsi *switch_vsi(struct switch_state *sw, u16 seid)
{
	for (unsigned int i = 0; i < SWITCH_VSIS; i++)
		if (sw->vsi[i].used && sw->vsi[i].seid == seid)
			return &sw->vsi[i];
	return NULL;
}

struct vsi *switch_vsi_by_number(struct switch_state *sw, u16 number)
{
	return number < SWITCH_VSIS && sw->vsi[number].used ? &sw->vsi[number] :
							       NULL;
}

struct vsi *switch_add_vsi(struct switch_state *sw)
{
	for (u16 i = 1; i < SWITCH_VSIS; i++) {
		if (!sw->vsi[i].used) {
			vsi_init(&sw->vsi[i], (u16)(SEID_MAIN + i), i);
			return &sw->vsi[i];
		}
	}
	return NULL;
}

void switch_delete(struct switch_state *sw, u16 seid)
{
	struct vsi *vsi = switch_vsi(sw, seid);

	if (!vsi || vsi == &sw->vsi[0])
		return;
	vsi->used = false;
	for (unsigned int i = 0; i < sw->nr_macs;) {
		if (sw->mac[i].seid == seid)
			sw->mac[i] = sw->mac[--sw->nr_macs];
		else
			i++;
	}
}

void switch_update_vsi(struct vsi *vsi, const u8 *from)
{
	u16 valid = get16(from + PROP_VALID);

	for (size_t i = 0; i < ARRAY_SIZE(sections); i++)
		if (valid & sections[i].bit)
			memcpy(vsi->prop + sections[i].first,
			       from + sections[i].first, sections[i].size);
}

static int find_mac(const struct switch_state *sw, u16 seid, const u8 *mac,
		    u16 vlan)
{
	for (unsigned int i = 0; i < sw->nr_macs; i++)
		if (sw->mac[i].seid == seid && sw->mac[i].vlan == vlan &&
		    !memcmp(sw->mac[i].mac, mac, 6))
			return (int)i;
	return -1;
}

bool switch_add_mac(struct switch_state *sw, u16 seid, const u8 *mac, u16 vlan)
{
	if (find_mac(sw, seid, mac, vlan) >= 0)
		return true;
	if (sw->nr_macs == SWITCH_MACS)
		return false;
	sw->mac[sw->nr_macs].seid = seid;
	sw->mac[sw->nr_macs].vlan = vlan;
	memcpy(sw->mac[sw->nr_macs++].mac, mac, 6);
	return true;
}

bool switch_remove_mac(struct switch_state *sw, u16 seid, const u8 *mac,
		       u16 vlan)
{
	int i = find_mac(sw, seid, mac, vlan);

	if (i < 0)
		return false;
	sw->mac[i] = sw->mac[--sw->nr_macs];
	return true;
}

void switch_reset(struct switch_state *sw, const u8 *mac)
{
	memset(sw, 0, sizeof(*sw));
	vsi_init(&sw->vsi[0], SEID_MAIN, 0);
	switch_add_mac(sw, SEID_MAIN, mac, 0);
}

struct vsi *switch_lookup(struct switch_state *sw, const u8 *mac)
{
	if (mac[0] & 1)
		return &sw->vsi[0];
	for (unsigned int i = 0; i < sw->nr_macs; i++)
		if (!memcmp(sw->mac[i].mac, mac, 6))
			return switch_vsi(sw, sw->mac[i].seid);
	for (unsigned int i = 0; i < SWITCH_VSIS; i++)
		if (sw->vsi[i].used && sw->vsi[i].promisc & PROMISC_UNICAST)
			return &sw->vsi[i];
	return NULL;
}

unsigned int vsi_queue(const struct vsi *vsi, unsigned int index)
{
	if (get16(vsi->prop + PROP_MAP_FLAGS) & MAP_LIST)
		return get16(vsi->prop + PROP_QUEUE_MAP + 2 * (index % 16)) &
		       0x7ff;
	return (get16(vsi->prop + PROP_QUEUE_MAP) & 0x7ff) + index;
}

unsigned int vsi_tc_offset(const struct vsi *vsi)
{
	return get16(vsi->prop + PROP_TC_MAP) & 0x1ff;
}

bool vsi_strips_vlan(const struct vsi *vsi)
{
	return (vsi->prop[PROP_VLAN_FLAGS] & VLAN_KEEP) != VLAN_KEEP;
}
