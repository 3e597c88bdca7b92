/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Interrupts.  An event on a vector whose enable bit is set clears the bit
 * and signals the vector's eventfd; otherwise it is remembered until the
 * driver sets the bit again.  Moderation intervals are ignored.
 */
#ifndef X710_IRQ_H
#define X710_IRQ_H

#include "bytes.h"

#define IRQ_MAX_VECTORS 256

struct port;

struct irq {
	int fd[IRQ_MAX_VECTORS]; /* -1: none */
	bool pending[IRQ_MAX_VECTORS];
};

#define ICR0_INTEVENT 1u
#define ICR0_ADMINQ (1u << 30)
#define ICR0_SWINT (1u << 31)

void irq_init(struct port *port);
/* Forgets events; eventfds stay, they belong to the bus. */
void irq_reset(struct port *port);
/* Takes @fd over; -1 takes the vector's eventfd away. */
void irq_set_fd(struct port *port, unsigned int vector, int fd);
void irq_close(struct port *port);

/* An event of a queue whose QINT_RQCTL or QINT_TQCTL reads @cause. */
void irq_queue(struct port *port, u32 cause);
/* An event of vector 0: @bits of ICR0. */
void irq_cause(struct port *port, u32 bits);

/* Registers. */
u32 irq_read_icr0(struct port *port, u32 index);
void irq_write_icr0_ena(struct port *port, u32 index, u32 value);
void irq_write_ctl0(struct port *port, u32 index, u32 value);
void irq_write_ctl(struct port *port, u32 index, u32 value);

#endif
