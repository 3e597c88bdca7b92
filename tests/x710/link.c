// SPDX-License-Identifier: GPL-2.0
/* The link, and what the admin queue says of it. */
#include "port.h"

enum {
	OP_PHY_ABILITIES = 0x0600,
	OP_LINK_STATUS = 0x0607,
	PHY_10GBASE_SR = 0x14,
	SPEED_10G = 8,
	INFO_UP = 0x01,
	INFO_PORT_UP = 0x20,
	INFO_MEDIA = 0x40,
	INFO_SIGNAL = 0x80,
	MODULE_QUALIFIED = 0x80,
	CONFIG_CRC = 4,
	LSE_MASK = 3,
	LSE_ENABLE = 3,
	LSE_DISABLE = 2,
	MAX_FRAME = 9728,
};

void link_init(struct link *link)
{
	link->up = true;
	link_reset(link);
}

void link_reset(struct link *link)
{
	link->events = false;
}

static void fill_status(const struct link *link, u8 *param)
{
	memset(param, 0, 16);
	param[0] = link->events;
	param[4] = INFO_MEDIA;
	param[5] = MODULE_QUALIFIED;
	put16(param + 8, MAX_FRAME);
	param[10] = CONFIG_CRC;
	put32(param + 11, 1u << PHY_10GBASE_SR);
	if (link->up) {
		param[2] = PHY_10GBASE_SR;
		param[3] = SPEED_10G;
		param[4] |= INFO_UP | INFO_PORT_UP | INFO_SIGNAL;
	}
}

void link_set(struct port *port, bool up)
{
	u8 param[16];

	if (port->link.up == up)
		return;
	port->link.up = up;
	if (port->link.events) {
		fill_status(&port->link, param);
		admin_event(port, OP_LINK_STATUS, param);
	}
}

static u16 link_status(struct admin_call *call)
{
	struct link *link = &call->port->link;

	switch (get16(call->param) & LSE_MASK) {
	case LSE_ENABLE:
		link->events = true;
		break;
	case LSE_DISABLE:
		link->events = false;
		break;
	}
	fill_status(link, call->param);
	return AQ_OK;
}

static u16 phy_abilities(struct admin_call *call)
{
	memset(call->buf, 0, call->len);
	put32(call->buf, 1u << PHY_10GBASE_SR);
	call->buf[4] = SPEED_10G;
	return AQ_OK;
}

const struct admin_op admin_link_ops[] = {
	{ OP_PHY_ABILITIES, phy_abilities },
	{ OP_LINK_STATUS, link_status },
	{ 0, NULL },
};
