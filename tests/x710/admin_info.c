// SPDX-License-Identifier: GPL-2.0
/* Admin queue: what the device is and what it can do. */
#include "port.h"

#define CAP_SIZE 32

static u16 get_version(struct admin_call *call)
{
	put32(call->param, 0);
	put32(call->param + 4, 0x710);
	put16(call->param + 8, 9); /* firmware 9.120 */
	put16(call->param + 10, 120);
	put16(call->param + 12, 1); /* interface 1.15 */
	put16(call->param + 14, 15);
	return AQ_OK;
}

static u16 request_resource(struct admin_call *call)
{
	put32(call->param + 4, 3000); /* ms */
	return AQ_OK;
}

static u16 list_capabilities(struct admin_call *call)
{
	const struct port_config *config = &call->port->config;
	const struct {
		u16 id;
		u32 number, logical, physical;
	} caps[] = {
		{ 0x05, 1, 0, 0 },		 /* functions, as a mask */
		{ 0x14, 1, 0, 0 },		 /* VMDq */
		{ 0x17, SWITCH_VSIS, 0, 0 },
		{ 0x40, 512, 6, 0 },		 /* RSS table and entry width */
		{ 0x41, config->queues, 0, 0 },	 /* rx, first queue */
		{ 0x42, config->queues, 0, 0 },	 /* tx */
		{ 0x43, config->vectors, 0, 0 }, /* MSI-X */
		{ 0x45, FDIR_FILTERS, 0, 0 },	 /* own and shared filters */
		{ 0x46, 0, 0, 0 },		 /* time stamps */
	};
	u16 need = ARRAY_SIZE(caps) * CAP_SIZE;

	put32(call->param + 4, ARRAY_SIZE(caps));
	if (call->len < need) {
		call->len = need;
		return AQ_ENOMEM;
	}
	for (size_t i = 0; i < ARRAY_SIZE(caps); i++) {
		u8 *at = call->buf + i * CAP_SIZE;

		memset(at, 0, CAP_SIZE);
		put16(at, caps[i].id);
		at[2] = 1; /* revision */
		put32(at + 4, caps[i].number);
		put32(at + 8, caps[i].logical);
		put32(at + 12, caps[i].physical);
	}
	call->len = need;
	return AQ_OK;
}

static u16 read_mac(struct admin_call *call)
{
	put16(call->param, 0x10 | 0x40); /* function's and port's are valid */
	memcpy(call->buf, call->port->config.mac, 6);
	memcpy(call->buf + 12, call->port->config.mac, 6);
	return AQ_OK;
}

static u16 read_register(struct admin_call *call)
{
	u32 at = get32(call->param + 4);
	u32 value = 0;

	/* Four ports could be; all but the first are disabled. */
	if (at >= 0xb8120 && at <= 0xb812c)
		value = at != 0xb8120;
	else if (at < BAR0_SIZE && at % 4 == 0)
		value = regs_read(call->port, at);
	put32(call->param + 8, 0);
	put32(call->param + 12, value);
	return AQ_OK;
}

static u16 read_rx_control(struct admin_call *call)
{
	u32 at = get32(call->param + 4);

	if (at >= BAR0_SIZE || at % 4)
		return AQ_EINVAL;
	put32(call->param + 12, regs_read(call->port, at));
	return AQ_OK;
}

static u16 write_rx_control(struct admin_call *call)
{
	u32 at = get32(call->param + 4);

	if (at >= BAR0_SIZE || at % 4)
		return AQ_EINVAL;
	/* Only storage: the queues' and the reset's handlers stay out. */
	regs_set(call->port, at, get32(call->param + 12));
	return AQ_OK;
}

/* "The firmware's LLDP agent is off": the driver then leaves DCB alone. */
static u16 no_lldp(struct admin_call *call)
{
	(void)call;
	return AQ_EPERM;
}

const struct admin_op admin_info_ops[] = {
	{ 0x0001, get_version },
	{ 0x0008, request_resource },
	{ 0x000a, list_capabilities },
	{ 0x000b, list_capabilities },
	{ 0x0107, read_mac },
	{ 0x0206, read_rx_control },
	{ 0x0207, write_rx_control },
	{ 0x0a00, no_lldp },
	{ 0xff03, read_register },
	{ 0, NULL },
};
