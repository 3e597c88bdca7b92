/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One port: a PCI function of its own with everything behind it.  Every room
 * keeps its state in its own struct here; the rooms call each other downwards:
 *
 *   server  message
 *   regs  pci_config
 *   admin*  link  tx  rx
 *   hmc  nvm  rss  fdir  packet  wire
 *   irq  dma  transport
 */
#ifndef X710_PORT_H
#define X710_PORT_H

#include "admin.h"
#include "bytes.h"
#include "dma.h"
#include "fdir.h"
#include "hmc.h"
#include "irq.h"
#include "link.h"
#include "nvm.h"
#include "packet.h"
#include "pci_config.h"
#include "regs.h"
#include "rss.h"
#include "rx.h"
#include "switch.h"
#include "transport.h"
#include "tx.h"
#include "wire.h"

struct port_config {
	u8 mac[6];
	unsigned int queues;  /* that the firmware reports, at most PORT_MAX_QUEUES */
	unsigned int vectors; /* the same, at most IRQ_MAX_VECTORS */
	bool verbose;
};

struct counters {
	u64 rx_frames, rx_bytes, rx_dropped, rx_filtered, tx_frames, tx_bytes;
	u64 resets, admin_commands, bad_dma;
};

struct port {
	struct port_config config;
	struct conn conn;
	struct dma dma;
	struct pci_config pci;
	struct regs regs;
	struct irq irq;
	struct nvm nvm;
	struct hmc hmc;
	struct link link;
	struct switch_state sw;
	struct rx rx;
	struct tx tx;
	struct fdir fdir;
	struct wire *wire;
	unsigned int number; /* on the wire */
	struct counters count;
};

/* config is set before; the connection is opened later. */
void port_init(struct port *port, struct wire *wire);
/* PF reset: queues, contexts, switch and registers; not the bus. */
void port_reset(struct port *port);
/* The client is gone: its memory, interrupts and everything else. */
void port_disconnect(struct port *port);
void port_free(struct port *port);

#endif
