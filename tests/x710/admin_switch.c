// SPDX-License-Identifier: GPL-2.0
/* Admin queue: the switch, its VSIs, MAC addresses and bandwidth. */
#include "port.h"

#define SEID_MASK 0x3ff
#define MAC_ELEMENT 16
#define ADD_ANY_VLAN 0x4
#define REMOVE_ANY_VLAN 0x8

static u16 get_config(struct admin_call *call)
{
	u8 *element = call->buf + 16;

	put16(call->buf, 1);
	put16(call->buf + 2, 1);
	memset(element, 0, 16);
	element[0] = 19; /* a VSI */
	element[1] = 1;
	put16(element + 2, SEID_MAIN);
	put16(element + 4, SEID_UPLINK);
	put16(element + 6, SEID_PORT);
	element[11] = 1;
	put16(call->param, 0); /* no more */
	return AQ_OK;
}

static void reply_vsi(struct admin_call *call, const struct vsi *vsi)
{
	put16(call->param, vsi->seid);
	put16(call->param + 2, vsi->number);
	put16(call->param + 4, 1);
	put16(call->param + 6, SWITCH_VSIS - 1);
	memcpy(call->buf, vsi->prop, VSI_PROPERTIES);
}

static u16 add_vsi(struct admin_call *call)
{
	struct vsi *vsi = switch_add_vsi(&call->port->sw);

	if (!vsi)
		return AQ_ENOSPC;
	switch_update_vsi(vsi, call->buf);
	reply_vsi(call, vsi);
	return AQ_OK;
}

static u16 update_vsi(struct admin_call *call)
{
	struct vsi *vsi = switch_vsi(&call->port->sw,
				     get16(call->param) & SEID_MASK);

	if (!vsi)
		return AQ_ENOENT;
	switch_update_vsi(vsi, call->buf);
	reply_vsi(call, vsi);
	return AQ_OK;
}

static u16 get_vsi(struct admin_call *call)
{
	struct vsi *vsi = switch_vsi(&call->port->sw,
				     get16(call->param) & SEID_MASK);

	if (!vsi)
		return AQ_ENOENT;
	reply_vsi(call, vsi);
	return AQ_OK;
}

static u16 add_veb(struct admin_call *call)
{
	put16(call->param + 6, SEID_UPLINK);
	put16(call->param + 8, SEID_VEB);
	put16(call->param + 10, 0);
	put16(call->param + 12, 1);
	put16(call->param + 14, 1);
	return AQ_OK;
}

static u16 get_veb(struct admin_call *call)
{
	put16(call->param, SEID_VEB);
	put16(call->param + 2, 0);
	put16(call->param + 6, 0);
	return AQ_OK;
}

static u16 delete_element(struct admin_call *call)
{
	switch_delete(&call->port->sw, get16(call->param) & SEID_MASK);
	return AQ_OK;
}

static unsigned int mac_elements(const struct admin_call *call)
{
	unsigned int nr = get16(call->param), fit = call->len / MAC_ELEMENT;

	return nr < fit ? nr : fit;
}

static u16 add_macs(struct admin_call *call)
{
	u16 seid = get16(call->param + 2) & SEID_MASK, ret = AQ_OK;

	for (unsigned int i = 0; i < mac_elements(call); i++) {
		u8 *element = call->buf + i * MAC_ELEMENT;
		bool any = get16(element + 8) & ADD_ANY_VLAN;
		bool added = switch_add_mac(&call->port->sw, seid, element,
					    any ? VLAN_ANY : get16(element + 6));

		element[12] = added ? 1 : 0xff; /* match method, or no room */
		if (!added)
			ret = AQ_ENOSPC;
	}
	return ret;
}

static u16 remove_macs(struct admin_call *call)
{
	u16 seid = get16(call->param + 2) & SEID_MASK;

	for (unsigned int i = 0; i < mac_elements(call); i++) {
		u8 *element = call->buf + i * MAC_ELEMENT;

		switch_remove_mac(&call->port->sw, seid, element,
				  element[8] & REMOVE_ANY_VLAN ?
					  VLAN_ANY : get16(element + 6));
		element[12] = 0;
	}
	return AQ_OK;
}

static u16 set_promiscuous(struct admin_call *call)
{
	u16 flags = get16(call->param), valid = get16(call->param + 2);
	struct vsi *vsi = switch_vsi(&call->port->sw,
				     get16(call->param + 4) & SEID_MASK);

	if (!vsi)
		return AQ_ENOENT;
	vsi->promisc = (u16)((vsi->promisc & ~valid) | (flags & valid));
	return AQ_OK;
}

static u16 get_bandwidth(struct admin_call *call)
{
	memset(call->buf, 0, call->len);
	call->buf[0] = 1; /* traffic class 0 */
	return AQ_OK;
}

const struct admin_op admin_switch_ops[] = {
	{ 0x0200, get_config },
	{ 0x0210, add_vsi },
	{ 0x0211, update_vsi },
	{ 0x0212, get_vsi },
	{ 0x0230, add_veb },
	{ 0x0232, get_veb },
	{ 0x0243, delete_element },
	{ 0x0250, add_macs },
	{ 0x0251, remove_macs },
	{ 0x0254, set_promiscuous },
	{ 0x0408, get_bandwidth },
	{ 0x040a, get_bandwidth },
	{ 0, NULL },
};
