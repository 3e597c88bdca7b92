// SPDX-License-Identifier: GPL-2.0
#include "port.h"

#include <unistd.h>

enum {
	CTL_INTENA = 1,
	CTL_CLEARPBA = 1 << 1,
	CTL_SWINT = 1 << 2,
};
#define CTL_KEEP_INTENA (1u << 31)
#define CAUSE_ENA (1u << 30)

static u32 ctl_reg(unsigned int vector)
{
	return vector ? REG_DYN_CTLN + 4 * (vector - 1) : REG_DYN_CTL0;
}

void irq_init(struct port *port)
{
	for (unsigned int i = 0; i < IRQ_MAX_VECTORS; i++)
		port->irq.fd[i] = -1;
	irq_reset(port);
}

void irq_reset(struct port *port)
{
	memset(port->irq.pending, 0, sizeof(port->irq.pending));
}

void irq_set_fd(struct port *port, unsigned int vector, int fd)
{
	if (port->irq.fd[vector] >= 0)
		close(port->irq.fd[vector]);
	port->irq.fd[vector] = fd;
}

void irq_close(struct port *port)
{
	for (unsigned int i = 0; i < IRQ_MAX_VECTORS; i++)
		irq_set_fd(port, i, -1);
}

static void signal_vector(struct port *port, unsigned int vector)
{
	u64 one = 1;
	int fd = port->irq.fd[vector];

	/* A full eventfd already stands for "at least one". */
	if (fd >= 0 && write(fd, &one, sizeof(one)) < 0)
		return;
}

static void event(struct port *port, unsigned int vector)
{
	u32 ctl;

	if (vector >= port->config.vectors)
		return;
	ctl = regs_get(port, ctl_reg(vector));
	if (!(ctl & CTL_INTENA)) {
		port->irq.pending[vector] = true;
		return;
	}
	port->irq.pending[vector] = false;
	regs_set(port, ctl_reg(vector), ctl & ~(u32)CTL_INTENA);
	signal_vector(port, vector);
}

void irq_queue(struct port *port, u32 cause)
{
	if (cause & CAUSE_ENA)
		event(port, cause & 0xff);
}

void irq_cause(struct port *port, u32 cause)
{
	regs_set(port, REG_ICR0, regs_get(port, REG_ICR0) | cause | ICR0_INTEVENT);
	if (regs_get(port, REG_ICR0_ENA) & cause)
		event(port, 0);
}

u32 irq_read_icr0(struct port *port, u32 index)
{
	u32 value = regs_get(port, REG_ICR0);

	(void)index;
	regs_set(port, REG_ICR0, 0);
	return value;
}

void irq_write_icr0_ena(struct port *port, u32 index, u32 value)
{
	(void)index;
	regs_set(port, REG_ICR0_ENA, value);
	if (regs_get(port, REG_ICR0) & value)
		event(port, 0);
}

static void write_ctl(struct port *port, unsigned int vector, u32 value)
{
	u32 reg = ctl_reg(vector);
	u32 ena = (value & CTL_KEEP_INTENA ? regs_get(port, reg) : value) &
		  CTL_INTENA;

	regs_set(port, reg,
		 (value & ~(CTL_KEEP_INTENA | CTL_CLEARPBA | CTL_SWINT |
			    CTL_INTENA)) | ena);
	if (value & CTL_SWINT || (ena && port->irq.pending[vector]))
		event(port, vector);
}

void irq_write_ctl0(struct port *port, u32 index, u32 value)
{
	(void)index;
	if (value & CTL_SWINT)
		regs_set(port, REG_ICR0,
			 regs_get(port, REG_ICR0) | ICR0_SWINT | ICR0_INTEVENT);
	write_ctl(port, 0, value);
}

void irq_write_ctl(struct port *port, u32 index, u32 value)
{
	if (index + 1 < IRQ_MAX_VECTORS)
		write_ctl(port, index + 1, value);
}
