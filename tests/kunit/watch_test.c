// SPDX-License-Identifier: GPL-2.0
/*
 * Driver, netdevs and the module come and go in any order.  The module notifier
 * is called by hand; netdevs are registered in earnest.
 */
#include <linux/module.h>
#include <linux/rtnetlink.h>

#include <rxpageacct.h>

#include "house.h"
#include "sample.h"
#include "watch.h"

#define BTF_MISSING \
	"the fixture is not armed: is there /sys/kernel/btf/" KBUILD_MODNAME "?"

static struct rxpa_driver *driver(void)
{
	return rxpa_driver_by_name(KBUILD_MODNAME);
}

static bool hashed(const void *dev)
{
	return house_hashed(dev);
}

static bool no_ports(const void *unused)
{
	bool none;

	rtnl_lock();
	none = list_empty(&rxpa_ports);
	rtnl_unlock();
	return none;
}

/* All of a queue's pages and events are known: so many, adopted so many. */
static void expect_queue(struct kunit *test, struct net_device *dev, u32 i,
			 u32 held, s64 adopted)
{
	struct rxpa_port *port = house_port(dev);
	struct rxpa_sample s = {};
	struct rxpa_rings rings;

	KUNIT_ASSERT_NOT_NULL(test, port);
	rtnl_lock();
	rxpa_rings_find(port, &rings);
	rxpa_sample_queue(&port->queue[i], &rings, &s);
	rtnl_unlock();
	KUNIT_EXPECT_STREQ(test, s.state, RXPA_STATE_OK);
	KUNIT_EXPECT_EQ(test, s.held, held);
	KUNIT_EXPECT_EQ(test, s.held,
			fixture_held(fixture_ring(dev, i)));
	KUNIT_EXPECT_EQ(test, s.adopted, adopted);
	KUNIT_EXPECT_EQ(test, s.orphaned, 0LL);
}

/* --- which was there first ------------------------------------------------------ */

static void test_netdev_first(struct kunit *test)
{
	struct net_device *dev = house_add("before0", HOUSE_QUEUES);

	KUNIT_ASSERT_NOT_NULL(test, dev);
	fixture_refill(fixture_ring(dev, 1), 12);
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	/* all that was there is watched when the start is over */
	KUNIT_ASSERT_TRUE_MSG(test, house_hashed(dev), BTF_MISSING);
	KUNIT_EXPECT_EQ(test, (u32)driver()->state, (u32)RXPA_ARMED);
	KUNIT_EXPECT_EQ(test, driver()->sees, (u32)RXPA_SEES_ALL);
	KUNIT_EXPECT_EQ(test, driver()->trust, RXPA_COUNTING);
	KUNIT_EXPECT_TRUE(test, house_has("before0"));
	KUNIT_EXPECT_TRUE(test, house_has("before0:walk"));
	fixture_refill_soft(fixture_ring(dev, 1), 5);
	fixture_receive_soft(fixture_ring(dev, 1), 3, false);
	expect_queue(test, dev, 1, 14, 12);
	expect_queue(test, dev, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, (s64)atomic64_read(&driver()->lost), 0LL);
}

static void test_netdev_later(struct kunit *test)
{
	struct net_device *dev;

	KUNIT_ASSERT_EQ(test, house_up(), 0);
	KUNIT_EXPECT_EQ(test, (u32)driver()->state, (u32)RXPA_ABSENT);
	dev = house_add("later0", HOUSE_QUEUES);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_ASSERT_NOT_NULL(test, house_port(dev));
	KUNIT_ASSERT_TRUE_MSG(test, house_wait(hashed, dev), BTF_MISSING);
	KUNIT_EXPECT_TRUE(test, house_settled());
	KUNIT_EXPECT_TRUE(test, house_wait(house_has, "later0:walk"));
	fixture_refill_soft(fixture_ring(dev, 0), 9);
	expect_queue(test, dev, 0, 9, 0);
}

/* The driver is loaded after us: its first page is seen. */
static void test_driver_later(struct kunit *test)
{
	struct net_device *dev;
	bool at_once;

	KUNIT_ASSERT_EQ(test, house_up(), 0);
	KUNIT_ASSERT_NOT_NULL(test, house_module_nb);
	house_module_nb->notifier_call(house_module_nb, MODULE_STATE_COMING,
				       THIS_MODULE);
	KUNIT_ASSERT_EQ_MSG(test, (u32)driver()->state, (u32)RXPA_ARMED,
			    BTF_MISSING);
	KUNIT_EXPECT_EQ(test, driver()->trust, RXPA_COUNTING);
	dev = house_add("first0", HOUSE_QUEUES);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	at_once = house_hashed(dev);
	KUNIT_EXPECT_TRUE(test, at_once);
	fixture_refill(fixture_ring(dev, 0), 9);
	fixture_refill_soft(fixture_ring(dev, 1), 1);
	expect_queue(test, dev, 0, 9, 0);
	expect_queue(test, dev, 1, 1, 0);
}

/* Modules that are no drivers of ours, and states that mean nothing to us. */
static void test_other_modules(struct kunit *test)
{
	struct module *other = kunit_kzalloc(test, sizeof(*other), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, other);
	strscpy(other->name, "rxpageacct_kuni", sizeof(other->name));
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	house_module_nb->notifier_call(house_module_nb, MODULE_STATE_COMING,
				       other);
	house_module_nb->notifier_call(house_module_nb, MODULE_STATE_LIVE,
				       THIS_MODULE);
	KUNIT_EXPECT_EQ(test, (u32)driver()->state, (u32)RXPA_ABSENT);
}

/* --- which goes first ---------------------------------------------------------- */

static void test_driver_goes(struct kunit *test)
{
	struct net_device *dev = house_add("gone0", HOUSE_QUEUES);

	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	KUNIT_ASSERT_TRUE_MSG(test, house_hashed(dev), BTF_MISSING);
	fixture_refill_soft(fixture_ring(dev, 0), 9);
	house_module_nb->notifier_call(house_module_nb, MODULE_STATE_GOING,
				       THIS_MODULE);
	KUNIT_EXPECT_EQ(test, (u32)driver()->state, (u32)RXPA_ABSENT);
	KUNIT_EXPECT_EQ(test, driver()->nr_probes, 0U);
	KUNIT_EXPECT_FALSE(test, house_hashed(dev));
	fixture_refill_soft(fixture_ring(dev, 0), 9);	/* hits nothing */
	house_remove(dev);
	KUNIT_EXPECT_TRUE(test, house_wait(no_ports, NULL));
	KUNIT_EXPECT_TRUE(test, house_wait(house_has_not, "gone0"));
}

static void test_netdev_goes(struct kunit *test)
{
	struct net_device *dev = house_add("goes0", HOUSE_QUEUES);
	struct net_device *stays = house_add("stays0", HOUSE_QUEUES);
	struct rxpa_queue *q;
	unsigned long ring;

	KUNIT_ASSERT_TRUE(test, dev && stays);
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	KUNIT_ASSERT_TRUE_MSG(test, house_hashed(dev), BTF_MISSING);
	fixture_refill_soft(fixture_ring(dev, 0), 9);
	fixture_refill_soft(fixture_ring(stays, 0), 5);
	rtnl_lock();
	unregister_netdevice(dev);
	/* its notifier has hidden it; its memory is still there */
	ring = (unsigned long)fixture_ring(dev, 0);
	preempt_disable();
	q = rxpa_queue_find(&driver()->layout, ring);
	preempt_enable();
	rtnl_unlock();
	KUNIT_EXPECT_NULL(test, q);
	KUNIT_EXPECT_NULL(test, house_port(dev));
	KUNIT_EXPECT_TRUE(test, house_wait(house_has_not, "goes0"));
	KUNIT_EXPECT_TRUE(test, house_wait(house_has_not, "goes0:walk"));
	house_remove(dev);
	KUNIT_EXPECT_TRUE(test, house_has("stays0"));
	fixture_refill_soft(fixture_ring(stays, 0), 5);
	expect_queue(test, stays, 0, 10, 0);
}

/* Everything goes under netdevs that stay; and all can begin anew. */
static void test_up_again(struct kunit *test)
{
	struct net_device *dev = house_add("again0", HOUSE_QUEUES);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, dev);
	for (i = 0; i < 3; i++) {
		KUNIT_ASSERT_EQ(test, house_up(), 0);
		KUNIT_ASSERT_TRUE_MSG(test, house_hashed(dev), BTF_MISSING);
		fixture_refill_soft(fixture_ring(dev, 0), 4);
		expect_queue(test, dev, 0, 4 * (i + 1), 4 * i);
		house_down();
		KUNIT_EXPECT_TRUE(test, no_ports(NULL));
		KUNIT_EXPECT_NULL(test, house_module_nb);
		KUNIT_EXPECT_FALSE(test, house_has("again0"));
	}
}

/* A start that fails leaves nothing behind, and the next one is as good. */
static void test_start_fails(struct kunit *test)
{
	struct net_device *dev = house_add("fails0", HOUSE_QUEUES);

	KUNIT_ASSERT_NOT_NULL(test, dev);
	house_notifier_err = -ENOMEM;
	KUNIT_EXPECT_EQ(test, house_up(), -ENOMEM);
	KUNIT_EXPECT_TRUE(test, no_ports(NULL));
	KUNIT_EXPECT_FALSE(test, house_has("fails0"));
	KUNIT_EXPECT_FALSE(test, house_has(RXPA_FILE_STATUS));
	house_notifier_err = 0;
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	KUNIT_EXPECT_TRUE_MSG(test, house_hashed(dev), BTF_MISSING);
}

/* --- names ------------------------------------------------------------------------ */

/* What dev_change_name() tells; that itself is not exported. */
static void rename(struct net_device *dev, const char *name)
{
	rtnl_lock();
	strscpy(dev->name, name, sizeof(dev->name));
	call_netdevice_notifiers(NETDEV_CHANGENAME, dev);
	rtnl_unlock();
}

/* Does its netdev have the files of its name of now? */
static bool has_files(const void *dev)
{
	const struct net_device *netdev = dev;

	return !strcmp(house_port(netdev)->name, netdev->name);
}

static void test_rename(struct kunit *test)
{
	struct net_device *dev = house_add("old0", HOUSE_QUEUES);
	struct net_device *other = house_add("other0", HOUSE_QUEUES);

	KUNIT_ASSERT_TRUE(test, dev && other);
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	KUNIT_ASSERT_TRUE_MSG(test, house_hashed(dev), BTF_MISSING);
	fixture_refill_soft(fixture_ring(dev, 0), 4);
	rename(dev, "new0");
	KUNIT_EXPECT_TRUE(test, house_wait(house_has, "new0:walk"));
	KUNIT_EXPECT_TRUE(test, house_has("new0"));
	KUNIT_EXPECT_FALSE(test, house_has("old0"));
	KUNIT_EXPECT_FALSE(test, house_has("old0:walk"));
	expect_queue(test, dev, 0, 4, 0);	/* counting goes on */
	rename(dev, "none0");			/* two netdevs swap names */
	rename(other, "new0");
	rename(dev, "other0");
	KUNIT_EXPECT_TRUE(test, house_wait(has_files, dev));
	KUNIT_EXPECT_TRUE(test, house_wait(has_files, other));
	KUNIT_EXPECT_TRUE(test, house_has("new0:walk"));
	KUNIT_EXPECT_TRUE(test, house_has("other0:walk"));
	KUNIT_EXPECT_STREQ(test, house_port(dev)->name, "other0");
	KUNIT_EXPECT_STREQ(test, house_port(other)->name, "new0");
	KUNIT_EXPECT_FALSE(test, house_has("none0"));
	rename(dev, "old0");
	rename(other, "other0");
}

static struct net_device *restless;

static void rename_restless(void)
{
	rename(restless, "late0");
}

/* It has another name before the files of its last one are made. */
static void test_rename_meanwhile(struct kunit *test)
{
	restless = house_add("early0", 1);
	KUNIT_ASSERT_NOT_NULL(test, restless);
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	house_before_file = rename_restless;
	rename(restless, "middle0");
	KUNIT_EXPECT_TRUE(test, house_wait(house_has, "late0:walk"));
	KUNIT_EXPECT_TRUE(test, house_wait(has_files, restless));
	KUNIT_EXPECT_FALSE(test, house_has("early0"));
	KUNIT_EXPECT_FALSE(test, house_has("middle0"));
	KUNIT_EXPECT_FALSE(test, house_has("middle0:walk"));
	house_remove(restless);
	KUNIT_EXPECT_TRUE(test, house_wait(no_ports, NULL));
	KUNIT_EXPECT_TRUE(test, house_wait(house_has_not, "late0"));
	KUNIT_EXPECT_FALSE(test, house_has("middle0"));
}

/* The name of a file says which namespace it is where it is not the first. */
static void test_namespace_name(struct kunit *test)
{
	struct net *net = kunit_kzalloc(test, sizeof(*net), GFP_KERNEL);
	struct net_device *dev = house_add("name0", 1);
	char here[RXPA_NAME], there[RXPA_NAME], little[4];
	struct rxpa_port port = { .netdev = dev };

	KUNIT_ASSERT_TRUE(test, net && dev);
	net->ns.inum = 4026532999U;
	rtnl_lock();
	rxpa_port_name(&port, here, sizeof(here));
	dev_net_set(dev, net);
	rxpa_port_name(&port, there, sizeof(there));
	rxpa_port_name(&port, little, sizeof(little));
	dev_net_set(dev, &init_net);
	rtnl_unlock();
	KUNIT_EXPECT_STREQ(test, here, "name0");
	KUNIT_EXPECT_STREQ(test, there, "name0:ns4026532999");
	KUNIT_EXPECT_STREQ(test, little, "nam");
}

static struct kunit_case watch_test_cases[] = {
	KUNIT_CASE(test_netdev_first),
	KUNIT_CASE(test_netdev_later),
	KUNIT_CASE(test_driver_later),
	KUNIT_CASE(test_other_modules),
	KUNIT_CASE(test_driver_goes),
	KUNIT_CASE(test_netdev_goes),
	KUNIT_CASE(test_up_again),
	KUNIT_CASE(test_start_fails),
	KUNIT_CASE(test_rename),
	KUNIT_CASE(test_rename_meanwhile),
	KUNIT_CASE(test_namespace_name),
	{}
};

static struct kunit_suite watch_test_suite = {
	.name = "rxpa-watch",
	.suite_init = house_suite_init,
	.suite_exit = house_suite_exit,
	.exit = house_exit,
	.test_cases = watch_test_cases,
};

kunit_test_suite(watch_test_suite);
