/* SPDX-License-Identifier: GPL-2.0 */
/* The register file in BAR0: storage, and handlers where reading or writing
 * does more than that.
 */
#ifndef X710_REGS_H
#define X710_REGS_H

#include "bytes.h"

enum {
	REG_QTX_HEAD = 0x0e4000,
	REG_QTX_ENA = 0x100000,
	REG_QTX_CTL = 0x104000,
	REG_QTX_TAIL = 0x108000,
	REG_QRX_ENA = 0x120000,
	REG_QRX_TAIL = 0x128000,
	REG_ICR0 = 0x038780,
	REG_ICR0_ENA = 0x038800,
	REG_DYN_CTL0 = 0x038480,
	REG_DYN_CTLN = 0x034800,
	REG_QINT_RQCTL = 0x03a000,
	REG_QINT_TQCTL = 0x03c000,
	REG_ATQ_BAL = 0x080000, /* ARQ: + 0x80 */
	REG_ATQ_BAH = 0x080100,
	REG_ATQ_LEN = 0x080200,
	REG_ATQ_HEAD = 0x080300,
	REG_ATQ_TAIL = 0x080400,
	REG_ARQ = 0x80,
	REG_VFGEN_TIMER = 0x0881bc,
	REG_PFGEN_CTRL = 0x092400,
	REG_RTRIG = 0x0b8190,
	REG_NVM_ULD = 0x0b6008,
	REG_NVM_GENS = 0x0b6100,
	REG_NVM_FLA = 0x0b6108,
	REG_NVM_SRCTL = 0x0b6110,
	REG_NVM_SRDATA = 0x0b6114,
	REG_PCI_CNF2 = 0x0be494,
	REG_HMC_SDCMD = 0x0c0000,
	REG_HMC_SDDATALOW = 0x0c0100,
	REG_HMC_SDDATAHIGH = 0x0c0200,
	REG_HMC_LANTXOBJSZ = 0x0c2004,
	REG_HMC_LANQMAX = 0x0c2008,
	REG_HMC_LANRXOBJSZ = 0x0c200c,
	REG_HMC_FCOEFMAX = 0x0c20d0,
	REG_HMC_LANTXBASE = 0x0c6200,
	REG_HMC_LANTXCNT = 0x0c6300,
	REG_HMC_LANRXBASE = 0x0c6400,
	REG_HMC_LANRXCNT = 0x0c6500,
	REG_PFQF_CTL_0 = 0x1c0ac0,
	REG_PFLAN_QALLOC = 0x1c0400,
	REG_PRTGL_SAH = 0x1e2140,
	REG_HLUT = 0x240000, /* 128 words, 128 bytes apart */
	REG_HKEY = 0x244800, /* 13 words, 128 bytes apart */
	REG_HENA = 0x245900, /* and + 0x80 */
	REG_PFQF_CTL_1 = 0x245d80,
	REG_FD_INSET = 0x250000, /* + 64 * pctype, and + 32 */
	REG_QF_PCNT = 0x266800,
	REG_PRT_GORC = 0x300000, /* low; high at + 4 */
	REG_PRT_UPRC = 0x3005a0,
	REG_PRT_GOTC = 0x300680,
	REG_PRT_UPTC = 0x3009c0,
	REG_V_RDPC = 0x310000,
};

#define REGS_PAGE 1024u /* words */
#define REGS_PAGES ((8u << 20) / 4 / REGS_PAGE)

struct port;

struct regs {
	u32 *page[REGS_PAGES]; /* NULL: all zero */
};

/* As the device itself sees them: storage, no side effects. */
u32 regs_get(struct port *port, u32 offset);
void regs_set(struct port *port, u32 offset, u32 value);

/* As the driver does; @offset is a multiple of 4 below the size of BAR0. */
u32 regs_read(struct port *port, u32 offset);
void regs_write(struct port *port, u32 offset, u32 value);

/* All registers as after power-on. */
void regs_reset(struct port *port);
void regs_free(struct port *port);

/* Is the table of ranges in order and free of overlaps?  (for the tests) */
bool regs_table_sane(void);

#endif
