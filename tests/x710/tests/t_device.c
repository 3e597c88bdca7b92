// SPDX-License-Identifier: GPL-2.0
/* Configuration space, registers, interrupts, shadow RAM, admin queue. */
#include "client.h"
#include "unit.h"

#include <unistd.h>

static void test_bars(void)
{
	struct pci_config pci;
	u8 ones[4] = { 0xff, 0xff, 0xff, 0xff };

	pci_config_reset(&pci, 129);
	for (u32 at = 0; at < 64; at += 4)
		pci_config_write(&pci, at, ones, 4);
	CHECK_EQ(get32(pci.space), 0x15728086);
	CHECK_EQ(get32(pci.space + 0x10), ~((8u << 20) - 1) | 0xc);
	CHECK_EQ(get32(pci.space + 0x14), 0xffffffff);
	CHECK_EQ(get32(pci.space + 0x18), 0);
	CHECK_EQ(get32(pci.space + 0x1c), ~((32u << 10) - 1) | 0xc);
	CHECK_EQ(get32(pci.space + 0x30), 0);
	CHECK(pci_config_bus_master(&pci));
	CHECK_EQ(get16(pci.space + 0x72), 128);
}

static void test_registers(void)
{
	struct client *c = client_new(NULL);

	CHECK(regs_table_sane());
	CHECK_EQ(reg_read(c, REG_NVM_ULD), 0x18);
	CHECK_EQ(reg_read(c, REG_PFLAN_QALLOC), 383u << 16 | 1u << 31);
	CHECK_EQ(reg_read(c, REG_PCI_CNF2) >> 13 & 0x7ff, 2);
	reg_write(c, 0x1c0ac0, 0x1234);
	CHECK_EQ(reg_read(c, 0x1c0ac0), 0x1234);
	reg_write(c, REG_PFGEN_CTRL, 1);
	CHECK_EQ(reg_read(c, REG_PFGEN_CTRL), 0);
	CHECK_EQ(reg_read(c, 0x1c0ac0), 0);
	CHECK_EQ(c->port.count.resets, 1);
	reg_write(c, REG_QF_PCNT + 8, 1);
	CHECK_EQ(reg_read(c, REG_QF_PCNT + 8), 0);
	client_free(c);
}

static void test_shadow_ram(void)
{
	struct client *c = client_new(NULL);
	u16 sum = 0, word[2048];

	for (u32 i = 0; i < 2048; i++) {
		reg_write(c, REG_NVM_SRCTL, i << 14 | 1u << 30);
		CHECK_EQ(reg_read(c, REG_NVM_SRCTL) >> 30, 2);
		word[i] = (u16)(reg_read(c, REG_NVM_SRDATA) >> 16);
	}
	for (u32 i = 0; i < 2048; i++)
		if (i - word[0x2f] >= 512u && i - word[0x3e] >= 512u)
			sum = (u16)(sum + word[i]);
	CHECK_EQ(sum, 0xbaba);
	client_free(c);
}

static void test_interrupts(void)
{
	struct client *c = client_new(NULL);
	int fd = driver_eventfd(c, 3), misc = driver_eventfd(c, 0);
	u32 ctl = REG_DYN_CTLN + 4 * 2;

	irq_queue(&c->port, 3); /* the cause is off */
	CHECK(!driver_signalled(fd));
	irq_queue(&c->port, 1u << 30 | 3);
	CHECK(!driver_signalled(fd)); /* remembered */
	reg_write(c, ctl, 3);
	CHECK(driver_signalled(fd));
	CHECK_EQ(reg_read(c, ctl) & 1, 0);
	reg_write(c, ctl, 1);
	CHECK(!driver_signalled(fd));
	irq_queue(&c->port, 1u << 30 | 3);
	irq_queue(&c->port, 1u << 30 | 3);
	CHECK(driver_signalled(fd));
	CHECK(!driver_signalled(fd));
	reg_write(c, ctl, 1u << 31 | 4); /* software's, enable left as it is */
	CHECK(!driver_signalled(fd));
	reg_write(c, ctl, 1);
	CHECK(driver_signalled(fd));
	irq_queue(&c->port, 1u << 30 | 200); /* no such vector */

	reg_write(c, REG_DYN_CTL0, 1);
	irq_cause(&c->port, ICR0_ADMINQ);
	CHECK(!driver_signalled(misc));
	reg_write(c, REG_ICR0_ENA, ICR0_ADMINQ);
	CHECK(driver_signalled(misc));
	CHECK_EQ(reg_read(c, REG_ICR0), ICR0_ADMINQ | ICR0_INTEVENT);
	CHECK_EQ(reg_read(c, REG_ICR0), 0);
	reg_write(c, REG_DYN_CTL0, 1 | 4);
	CHECK(driver_signalled(misc));
	CHECK_EQ(reg_read(c, REG_ICR0), ICR0_SWINT | ICR0_INTEVENT);
	close(fd);
	close(misc);
	client_free(c);
}

static void test_admin(void)
{
	struct client *c = client_new(NULL);
	u8 param[16] = { 0 }, buf[512] = { 0 };

	driver_admin_start(c);
	reg_write(c, REG_ATQ_LEN, 32);
	CHECK_EQ(driver_admin(c, 1, param, NULL, 0), 0x10000); /* queue is off */
	driver_admin_start(c);
	CHECK_EQ(driver_admin(c, 0x0001, param, NULL, 0), 0);
	CHECK_EQ(get16(param + 8), 9);
	CHECK_EQ(driver_admin(c, 0x7777, param, NULL, 0), 0);
	CHECK_EQ(driver_admin(c, 0x0a00, param, buf, 64), AQ_EPERM);
	CHECK_EQ(driver_admin(c, 0x000a, param, buf, 40), AQ_ENOMEM);
	memset(param, 0, 16);
	CHECK_EQ(driver_admin(c, 0x000a, param, buf, 512), 0);
	CHECK_EQ(get32(param + 4), 9);
	CHECK_EQ(driver_admin(c, 0x0107, param, buf, 24), 0);
	CHECK(!memcmp(buf, c->port.config.mac, 6));
	put32(param + 4, BAR0_SIZE);
	CHECK_EQ(driver_admin(c, 0x0206, param, NULL, 0), AQ_EINVAL);
	CHECK_EQ(driver_admin(c, 0x0207, param, NULL, 0), AQ_EINVAL);
	for (unsigned int i = 0; i < 70; i++) /* twice around the ring */
		CHECK_EQ(driver_admin(c, 0x0008, param, NULL, 0), 0);
	reg_write(c, REG_ATQ_TAIL, 1000);
	reg_write(c, REG_ATQ_HEAD, 1000);
	reg_write(c, REG_ATQ_TAIL, 2);
	client_free(c);
}

static void test_switch(void)
{
	struct client *c = client_new(NULL);
	u8 param[16] = { 0 }, prop[128] = { 0 }, mac[32] = { 0 };
	u16 seid;

	CHECK(switch_lookup(&c->port.sw, c->port.config.mac) == &c->port.sw.vsi[0]);
	driver_admin_start(c);
	put16(prop, 0x40);
	put16(prop + 30, 383);
	CHECK_EQ(driver_admin(c, 0x0210, param, prop, 128), 0);
	seid = get16(param);
	CHECK(seid > SEID_MAIN);
	CHECK_EQ(get16(param + 2), 1);
	CHECK_EQ(vsi_queue(switch_vsi(&c->port.sw, seid), 0), 383);
	put16(prop, 0x4);
	prop[12] = 0x18;
	put16(prop + 30, 5); /* not said to be valid */
	CHECK_EQ(driver_admin(c, 0x0211, param, prop, 128), 0);
	CHECK_EQ(vsi_queue(switch_vsi(&c->port.sw, seid), 0), 383);
	CHECK(!vsi_strips_vlan(switch_vsi(&c->port.sw, seid)));
	put16(param, 0x3ff);
	CHECK_EQ(driver_admin(c, 0x0212, param, prop, 128), AQ_ENOENT);

	put16(param, 2);
	put16(param + 2, seid);
	memset(mac, 2, sizeof(mac));
	mac[16] = 4;
	mac[12] = mac[28] = 0xff;
	CHECK_EQ(driver_admin(c, 0x0250, param, mac, 32), 0);
	CHECK_EQ(mac[12], 1);
	CHECK_EQ(mac[28], 1);
	CHECK_EQ(c->port.sw.nr_macs, 3);
	CHECK(switch_lookup(&c->port.sw, mac) == switch_vsi(&c->port.sw, seid));
	memset(param, 0, 16);
	put16(param, seid);
	CHECK_EQ(driver_admin(c, 0x0243, param, NULL, 0), 0);
	CHECK(!switch_vsi(&c->port.sw, seid));
	CHECK_EQ(c->port.sw.nr_macs, 1); /* the port's own */
	CHECK(!switch_lookup(&c->port.sw, mac));
	client_free(c);
}

static void test_link(void)
{
	struct client *c = client_new(NULL);
	u8 param[16] = { 3, 0 };
	int fd = driver_eventfd(c, 0);

	driver_admin_start(c);
	reg_write(c, REG_ICR0_ENA, ICR0_ADMINQ);
	reg_write(c, REG_DYN_CTL0, 1);
	CHECK_EQ(driver_admin(c, 0x0607, param, NULL, 0), 0);
	CHECK_EQ(param[0], 1);
	CHECK_EQ(param[4], 0xe1);
	link_set(&c->port, false);
	CHECK(driver_signalled(fd));
	CHECK_EQ(get16(guest(c, c->arq) + 2), 0x0607);
	CHECK_EQ(guest(c, c->arq)[16 + 4], 0x40);
	CHECK_EQ(reg_read(c, REG_ATQ_HEAD + REG_ARQ), 1);
	for (int i = 0; i < 100; i++) /* nobody empties the queue */
		link_set(&c->port, i & 1);
	CHECK_EQ(reg_read(c, REG_ATQ_HEAD + REG_ARQ), 31);
	close(fd);
	client_free(c);
}

const struct unit_test device_tests[] = {
	{ "configuration space: sizes of BARs, what is read only", test_bars },
	{ "registers: table, initial values, reset", test_registers },
	{ "shadow RAM: checksum", test_shadow_ram },
	{ "interrupts: one per enable, none lost", test_interrupts },
	{ "admin queue: replies, errors, wrap, nonsense", test_admin },
	{ "switch: VSIs and MAC addresses", test_switch },
	{ "link: events", test_link },
	{ NULL, NULL },
};
