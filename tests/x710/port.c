// SPDX-License-Identifier: GPL-2.0
#include "port.h"

void port_init(struct port *port, struct wire *wire)
{
	port->conn.fd = -1;
	port->wire = wire;
	nvm_init(&port->nvm);
	irq_init(port);
	link_init(&port->link);
	pci_config_reset(&port->pci, port->config.vectors);
	port_reset(port);
	port->count.resets = 0;
	if (wire)
		wire_attach(wire, port);
}

void port_reset(struct port *port)
{
	regs_reset(port);
	irq_reset(port);
	hmc_reset(&port->hmc);
	switch_reset(&port->sw, port->config.mac);
	fdir_reset(&port->fdir);
	link_reset(&port->link);
	tx_reset(port);
	rx_reset(port);
	port->count.resets++;
}

void port_disconnect(struct port *port)
{
	conn_close(&port->conn);
	irq_close(port);
	dma_remove_all(&port->dma);
	pci_config_reset(&port->pci, port->config.vectors);
	port_reset(port);
}

void port_free(struct port *port)
{
	port_disconnect(port);
	regs_free(port);
}
