// SPDX-License-Identifier: GPL-2.0
#include "fuzz_port.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static const u32 targets[] = {
	REG_QTX_ENA,	    REG_QTX_TAIL,      REG_QRX_ENA,
	REG_QRX_TAIL,	    REG_ATQ_TAIL,      REG_ATQ_HEAD,
	REG_ATQ_LEN,	    REG_ATQ_BAL,       REG_ATQ_LEN + REG_ARQ,
	REG_ATQ_BAL + REG_ARQ, REG_HMC_SDCMD,  REG_HMC_SDDATALOW,
	REG_HMC_LANTXBASE,  REG_HMC_LANRXBASE, REG_DYN_CTLN,
	REG_DYN_CTL0,	    REG_ICR0_ENA,      REG_PFGEN_CTRL,
	REG_NVM_SRCTL,	    REG_QINT_RQCTL,    REG_QINT_TQCTL,
	REG_HENA,	    REG_PFQF_CTL_0,    REG_HLUT,
	REG_FD_INSET + 64 * 31, REG_PFQF_CTL_1, REG_RTRIG,
	REG_ATQ_TAIL + REG_ARQ, REG_ATQ_HEAD + REG_ARQ,
	REG_ICR0,	    REG_VFGEN_TIMER,   REG_PRT_GORC,
	REG_PRT_UPRC,	    REG_PRT_GOTC,      REG_PRT_UPTC,
	REG_V_RDPC,	    REG_QF_PCNT,
};

int memory_fd = -1;
u8 *guest;

u32 take(struct input *in, size_t bytes)
{
	u32 value = 0;

	for (size_t i = 0; i < bytes && in->at < in->end; i++)
		value |= (u32)*in->at++ << 8 * i;
	return value;
}

const u8 *take_bytes(struct input *in, size_t *len)
{
	const u8 *at = in->at;

	if (*len > (size_t)(in->end - in->at))
		*len = (size_t)(in->end - in->at);
	in->at += *len;
	return at;
}

void memory_init(void)
{
	memory_fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (memory_fd < 0 || ftruncate(memory_fd, MEMORY))
		abort();
	guest = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED, memory_fd,
		     0);
	if (guest == MAP_FAILED)
		abort();
}

static void put_bits(u8 *at, unsigned int low, unsigned int count, u64 value)
{
	for (unsigned int i = 0; i < count; i++)
		if (value >> i & 1)
			at[(low + i) / 8] |= (u8)(1 << (low + i) % 8);
}

static void set_up_queue(struct port *port, u32 half, u32 q)
{
	u64 base = BASE + half;
	u8 *tx = guest + half + CONTEXTS + q * 128;
	u8 *rx = guest + half + RX_CONTEXTS + q * 32;

	put_bits(tx, 32, 57, (base + TX_RINGS + q * RING * 16) / 128);
	put_bits(tx, 161, 13, RING);
	put_bits(tx, 160, 1, q != 3);
	put64(tx + 24, base + DATA - 8 * q - 8);
	put_bits(rx, 32, 57, (base + RX_RINGS + q * RING * 16) / 128);
	put_bits(rx, 89, 13, RING);
	put_bits(rx, 102, 7, q + 1);
	put_bits(rx, 116, 1, q == 2);
	put_bits(rx, 119, 1, 1);
	put_bits(rx, 174, 14, 9000);
	for (u32 i = 0; i < RING; i++)
		put64(guest + half + RX_RINGS + (q * RING + i) * 16,
		      base + DATA + 512 * i);
	regs_write(port, REG_QTX_ENA + 4 * q, 1);
	regs_write(port, REG_QRX_TAIL + 4 * q, RING - 1);
	regs_write(port, REG_QRX_ENA + 4 * q, 1);
}

void set_up(struct port *port, u32 half)
{
	u64 base = BASE + half;

	regs_write(port, REG_HMC_SDDATALOW, (u32)base | 3);
	regs_write(port, REG_HMC_SDCMD, 1u << 31);
	regs_write(port, REG_HMC_LANRXBASE, RX_CONTEXTS / 512);
	for (u32 q = 0; q < QUEUES; q++)
		set_up_queue(port, half, q);
	regs_write(port, REG_HLUT, 0x03020100);
	regs_write(port, REG_HKEY, 0x6d5a56da);
	regs_write(port, REG_HENA, 1u << 31);
	regs_write(port, REG_ATQ_BAL, (u32)base + ATQ);
	regs_write(port, REG_ATQ_LEN, 1u << 31 | AQ_RING);
	regs_write(port, REG_ATQ_BAL + REG_ARQ, (u32)base + ARQ);
	regs_write(port, REG_ATQ_LEN + REG_ARQ, 1u << 31 | AQ_RING);
	regs_write(port, REG_ATQ_TAIL + REG_ARQ, AQ_RING - 1);
}

u32 take_target(struct input *in)
{
	u32 at = targets[take(in, 1) % ARRAY_SIZE(targets)];

	return at + 4 * (take(in, 1) % 4);
}

void take_frame(struct port *port, struct input *in)
{
	size_t len = take(in, 1) * 40u + 14u, part = 64;
	u8 *bytes = calloc(1, len);
	const u8 *from = take_bytes(in, &part);

	memcpy(bytes, from, part < len ? part : len);
	memcpy(bytes, "\xff\xff\xff\xff\xff\xff", 6);
	rx_frame(port, bytes, len);
	free(bytes);
}

static void need(bool good)
{
	if (!good)
		abort();
}

void check_port(const struct port *port)
{
	unsigned int on = 0, low = 0, waiting = 0;

	for (u32 i = 0; i < PORT_MAX_QUEUES; i++) {
		const struct rx_queue *rx = &port->rx.queue[i];
		const struct tx_queue *tx = &port->tx.queue[i];

		on += rx->on;
		low += rx->low;
		waiting += tx->waiting;
		need(!rx->low || rx->on);
		need(!tx->waiting || tx->on);
		need(!rx->on || (rx->head < rx->ctx.len && rx->tail < rx->ctx.len));
		need(!tx->on || (tx->head < tx->ctx.len && tx->tail < tx->ctx.len));
	}
	need(port->rx.nr_on == on);
	need(port->rx.nr_low == low);
	need(port->tx.nr_waiting == waiting);
	need(port->fdir.nr <= FDIR_FILTERS);
	need(port->sw.nr_macs <= SWITCH_MACS);
	need(port->dma.nr <= DMA_MAX_MAPS);
}
