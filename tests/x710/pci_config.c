// SPDX-License-Identifier: GPL-2.0
#include "pci_config.h"

enum { CAP_PM = 0x40, CAP_MSIX = 0x70, CAP_PCIE = 0xa0 };

/* What a write changes, as a mask of a 32-bit word; nothing else can be. */
static const struct {
	u32 at, mask;
} writable[] = {
	{ 0x04, 0x00000547 }, /* command: io, memory, master, parity, serr, intx */
	{ 0x0c, 0x000000ff },
	{ 0x10, ~(BAR0_SIZE - 1) },
	{ 0x14, 0xffffffff },
	{ 0x1c, ~(BAR3_SIZE - 1) },
	{ 0x20, 0xffffffff },
	{ 0x3c, 0x000000ff },
	{ CAP_PM + 4, 0x00000103 },
	{ CAP_MSIX, 0xc0000000 },
	{ CAP_PCIE + 8, 0x0000ffff },
	{ CAP_PCIE + 16, 0x0000ffff },
};

static const struct {
	u32 at, value;
} initial[] = {
	{ 0x00, 0x15728086 },
	{ 0x04, 0x00100000 }, /* has capabilities */
	{ 0x08, 0x02000002 }, /* Ethernet controller, revision 2 */
	{ 0x10, 0x0000000c }, /* 64 bit, prefetchable */
	{ 0x1c, 0x0000000c },
	{ 0x2c, 0x00018086 },
	{ 0x34, CAP_PM },
	{ 0x3c, 0x00000100 },
	{ CAP_PM, 0x00030001 | CAP_MSIX << 8 },
	{ CAP_PM + 4, 0x00000008 }, /* no soft reset on D3 to D0 */
	{ CAP_MSIX, 0x00000011 | CAP_PCIE << 8 },
	{ CAP_MSIX + 4, 0x00000003 }, /* table: BAR3 */
	{ CAP_MSIX + 8, 0x00001003 }, /* pending bits: BAR3 + 0x1000 */
	{ CAP_PCIE, 0x00020010 },
	{ CAP_PCIE + 4, 0x00008002 },
	{ CAP_PCIE + 12, 0x00000083 }, /* 8 GT/s, 8 lanes */
	{ CAP_PCIE + 16, 0x00830000 },
};

void pci_config_reset(struct pci_config *pci, unsigned int vectors)
{
	memset(pci, 0, sizeof(*pci));
	for (size_t i = 0; i < ARRAY_SIZE(initial); i++)
		put32(pci->space + initial[i].at, initial[i].value);
	put16(pci->space + CAP_MSIX + 2, (u16)(vectors - 1));
}

static u8 mask_of(u32 at)
{
	for (size_t i = 0; i < ARRAY_SIZE(writable); i++)
		if (writable[i].at == (at & ~3u))
			return (u8)(writable[i].mask >> 8 * (at & 3));
	return 0;
}

void pci_config_write(struct pci_config *pci, u32 at, const u8 *from, u32 len)
{
	for (u32 i = 0; i < len; i++) {
		u8 mask = mask_of(at + i);
		u8 *byte = &pci->space[at + i];

		*byte = (u8)((*byte & ~mask) | (from[i] & mask));
	}
}

bool pci_config_bus_master(const struct pci_config *pci)
{
	return pci->space[4] & 0x04;
}
