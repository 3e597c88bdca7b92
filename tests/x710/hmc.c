// SPDX-License-Identifier: GPL-2.0
#include "port.h"

#define SEGMENT_SIZE (2u << 20)
#define SD_VALID 1u
#define SD_DIRECT 2u
#define SD_WRITE (1u << 31)
#define TX_SIZE 128
#define RX_SIZE 32
#define RING_UNIT 128

void hmc_reset(struct hmc *hmc)
{
	memset(hmc, 0, sizeof(*hmc));
}

void hmc_write_command(struct port *port, u32 index, u32 value)
{
	u32 low = regs_get(port, REG_HMC_SDDATALOW);
	u32 number = value & 0xfff;

	(void)index;
	if (!(value & SD_WRITE) || number >= HMC_SEGMENTS)
		return;
	port->hmc.segment[number].valid = low & SD_VALID;
	port->hmc.segment[number].direct = low & SD_DIRECT;
	port->hmc.segment[number].addr =
		(u64)regs_get(port, REG_HMC_SDDATAHIGH) << 32 |
		(low & 0xfffff000);
}

/* Objects are aligned to their size: none crosses a page. */
static bool read_object(struct port *port, u64 at, void *to, size_t size)
{
	u64 number = at / SEGMENT_SIZE, page;
	u32 offset = at % SEGMENT_SIZE;

	memset(to, 0, size);
	if (number >= HMC_SEGMENTS || !port->hmc.segment[number].valid)
		return false;
	if (port->hmc.segment[number].direct)
		return dma_read(&port->dma,
				port->hmc.segment[number].addr + offset, to,
				size);
	if (!dma_read(&port->dma,
		      port->hmc.segment[number].addr + offset / 4096 * 8, &page,
		      sizeof(page)))
		return false;
	page = le64toh(page);
	return page & 1 &&
	       dma_read(&port->dma, (page & ~0xfffull) + offset % 4096, to, size);
}

/* @count bits (at most 57) of a context from bit @low on */
static u64 field(const u8 *context, unsigned int low, unsigned int count)
{
	return bits(get64(context + low / 8), low % 8, count);
}

bool hmc_tx_context(struct port *port, unsigned int queue, struct hmc_tx *tx)
{
	u8 raw[TX_SIZE + 8] = { 0 };
	u64 base = (u64)regs_get(port, REG_HMC_LANTXBASE) * 512;

	if (!read_object(port, base + (u64)queue * TX_SIZE, raw, TX_SIZE))
		return false;
	*tx = (struct hmc_tx){
		.base = field(raw, 32, 57) * RING_UNIT,
		.fd_ena = field(raw, 91, 1),
		.head_wb_ena = field(raw, 160, 1),
		.len = (u16)field(raw, 161, 13),
		.head_wb = get64(raw + 24),
	};
	return tx->len;
}

bool hmc_rx_context(struct port *port, unsigned int queue, struct hmc_rx *rx)
{
	u8 raw[RX_SIZE + 8] = { 0 };
	u64 base = (u64)regs_get(port, REG_HMC_LANRXBASE) * 512;

	if (!read_object(port, base + (u64)queue * RX_SIZE, raw, RX_SIZE))
		return false;
	*rx = (struct hmc_rx){
		.base = field(raw, 32, 57) * RING_UNIT,
		.len = (u16)field(raw, 89, 13),
		.buffer = (u32)field(raw, 102, 7) * 128,
		.desc32 = field(raw, 116, 1),
		.strip_crc = field(raw, 117, 1),
		.l2tag1 = field(raw, 119, 1),
		.max_frame = (u32)field(raw, 174, 14),
	};
	return rx->len && rx->buffer;
}
