/* SPDX-License-Identifier: GPL-2.0 */
/* PCI configuration space of 8086:1572. */
#ifndef X710_PCI_CONFIG_H
#define X710_PCI_CONFIG_H

#include "bytes.h"

#define PCI_CONFIG_SIZE 4096
#define BAR0_SIZE (8u << 20)
#define BAR3_SIZE (32u << 10)

struct pci_config {
	u8 space[PCI_CONFIG_SIZE];
};

void pci_config_reset(struct pci_config *pci, unsigned int vectors);

/* @len bytes at @at; the caller has checked that they lie inside. */
void pci_config_write(struct pci_config *pci, u32 at, const u8 *from, u32 len);

/* May the device read and write memory now? */
bool pci_config_bus_master(const struct pci_config *pci);

#endif
