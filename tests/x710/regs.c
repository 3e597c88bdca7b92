// SPDX-License-Identifier: GPL-2.0
#include "port.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct range {
	u32 first, last, stride;
	u32 (*read)(struct port *port, u32 index);
	void (*write)(struct port *port, u32 index, u32 value);
};

static u32 read_zero(struct port *port, u32 index)
{
	(void)port;
	(void)index;
	return 0;
}

static void write_nothing(struct port *port, u32 index, u32 value)
{
	(void)port;
	(void)index;
	(void)value;
}

static u32 read_timer(struct port *port, u32 index)
{
	struct timespec now;

	(void)port;
	(void)index;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (u32)(now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

static void write_reset(struct port *port, u32 index, u32 value)
{
	(void)index;
	if (value & 7)
		port_reset(port);
}

/* Counters: the low word, then the high one. */
#define COUNTER(name, field)                                              \
	static u32 read_##name(struct port *port, u32 index)              \
	{                                                                 \
		return index > 1 ? 0 : (u32)(port->count.field >> 32 * index); \
	}

COUNTER(rx_bytes, rx_bytes)
COUNTER(rx_frames, rx_frames)
COUNTER(rx_dropped, rx_dropped)
COUNTER(tx_bytes, tx_bytes)
COUNTER(tx_frames, tx_frames)

/* In ascending order; what is not in it is plain storage. */
static const struct range ranges[] = {
	{ REG_DYN_CTLN, REG_DYN_CTLN + 4 * 510, 4, NULL, irq_write_ctl },
	{ REG_DYN_CTL0, REG_DYN_CTL0, 4, NULL, irq_write_ctl0 },
	{ REG_ICR0, REG_ICR0, 4, irq_read_icr0, NULL },
	{ REG_ICR0_ENA, REG_ICR0_ENA, 4, NULL, irq_write_icr0_ena },
	{ REG_ATQ_TAIL, REG_ATQ_TAIL, 4, NULL, admin_write_tail },
	{ REG_VFGEN_TIMER, REG_VFGEN_TIMER, 4, read_timer, write_nothing },
	{ REG_PFGEN_CTRL, REG_PFGEN_CTRL, 4, read_zero, write_reset },
	{ REG_NVM_SRCTL, REG_NVM_SRCTL, 4, NULL, nvm_write_control },
	{ REG_RTRIG, REG_RTRIG, 4, read_zero, write_reset },
	{ REG_HMC_SDCMD, REG_HMC_SDCMD, 4, NULL, hmc_write_command },
	{ REG_QTX_ENA, REG_QTX_ENA + 4 * 1535, 4, NULL, tx_write_enable },
	{ REG_QTX_TAIL, REG_QTX_TAIL + 4 * 1535, 4, NULL, tx_write_tail },
	{ REG_QRX_ENA, REG_QRX_ENA + 4 * 1535, 4, NULL, rx_write_enable },
	{ REG_QRX_TAIL, REG_QRX_TAIL + 4 * 1535, 4, NULL, rx_write_tail },
	{ REG_PFQF_CTL_1, REG_PFQF_CTL_1, 4, read_zero, fdir_write_control },
	{ REG_QF_PCNT, REG_QF_PCNT + 4 * 511, 4, read_zero, write_nothing },
	{ REG_PRT_GORC, REG_PRT_GORC + 4, 4, read_rx_bytes, write_nothing },
	{ REG_PRT_UPRC, REG_PRT_UPRC + 4, 4, read_rx_frames, write_nothing },
	{ REG_PRT_GOTC, REG_PRT_GOTC + 4, 4, read_tx_bytes, write_nothing },
	{ REG_PRT_UPTC, REG_PRT_UPTC + 4, 4, read_tx_frames, write_nothing },
	{ REG_V_RDPC, REG_V_RDPC, 4, read_rx_dropped, write_nothing },
};

static const struct {
	u32 at, value;
} initial[] = {
	{ REG_NVM_ULD, 0x18 },	       /* configuration is loaded */
	{ REG_NVM_GENS, 2 << 5 },      /* 2048 words of shadow RAM */
	{ REG_NVM_FLA, 1 << 6 },       /* no blank flash */
	{ REG_NVM_SRCTL, 1u << 31 },   /* done */
	{ REG_HMC_LANTXOBJSZ, 7 },     /* log2: 128 bytes */
	{ REG_HMC_LANRXOBJSZ, 5 },
	{ REG_HMC_LANQMAX, 1536 },
	{ REG_HMC_FCOEFMAX, 0x1000 },
	{ REG_PRTGL_SAH, 0x2600u << 16 }, /* largest frame */
};

bool regs_table_sane(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++) {
		const struct range *r = &ranges[i];

		if (r->first % 4 || r->last < r->first || !r->stride ||
		    (r->last - r->first) % r->stride || r->last >= BAR0_SIZE)
			return false;
		if (i && r->first <= ranges[i - 1].last)
			return false;
	}
	return true;
}

static const struct range *find(u32 offset)
{
	size_t low = 0, high = ARRAY_SIZE(ranges);

	while (low < high) {
		size_t mid = (low + high) / 2;
		const struct range *r = &ranges[mid];

		if (offset < r->first)
			high = mid;
		else if (offset > r->last)
			low = mid + 1;
		else
			return (offset - r->first) % r->stride ? NULL : r;
	}
	return NULL;
}

u32 regs_get(struct port *port, u32 offset)
{
	const u32 *page = port->regs.page[offset / 4 / REGS_PAGE];

	return page ? page[offset / 4 % REGS_PAGE] : 0;
}

void regs_set(struct port *port, u32 offset, u32 value)
{
	u32 **page = &port->regs.page[offset / 4 / REGS_PAGE];

	if (!*page) {
		if (!value)
			return;
		*page = calloc(REGS_PAGE, sizeof(**page));
		if (!*page) {
			perror("x710d");
			exit(1);
		}
	}
	(*page)[offset / 4 % REGS_PAGE] = value;
}

u32 regs_read(struct port *port, u32 offset)
{
	const struct range *r = find(offset);

	if (r && r->read)
		return r->read(port, (offset - r->first) / r->stride);
	return regs_get(port, offset);
}

void regs_write(struct port *port, u32 offset, u32 value)
{
	const struct range *r = find(offset);

	if (r && r->write)
		r->write(port, (offset - r->first) / r->stride, value);
	else
		regs_set(port, offset, value);
}

void regs_free(struct port *port)
{
	for (size_t i = 0; i < REGS_PAGES; i++) {
		free(port->regs.page[i]);
		port->regs.page[i] = NULL;
	}
}

void regs_reset(struct port *port)
{
	u32 queues = port->config.queues;

	regs_free(port);
	for (size_t i = 0; i < ARRAY_SIZE(initial); i++)
		regs_set(port, initial[i].at, initial[i].value);
	/* Of a VF's vectors i40e of 4.18 takes two away, and counts up to that. */
	regs_set(port, REG_PCI_CNF2, port->config.vectors << 2 | 2u << 13);
	regs_set(port, REG_PFLAN_QALLOC, (queues - 1) << 16 | 1u << 31);
	fdir_reset_input_sets(port);
}
