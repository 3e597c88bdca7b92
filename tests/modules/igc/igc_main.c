// SPDX-License-Identifier: GPL-2.0
/*
 * The fixture's module: platform devices, and the driver that binds to them,
 * so that a reader finds this module the way it finds any other NIC's driver:
 * netdev->dev.parent->driver->owner.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "igc_fixture.h"

static unsigned int ports = 1;
module_param(ports, uint, 0400);
MODULE_PARM_DESC(ports, "netdevs, 1 to 4 (default 1)");

static unsigned int queues = 2;
module_param(queues, uint, 0400);
MODULE_PARM_DESC(queues, "rx queues of each, 1 to 128 (default 2)");

static unsigned int vectors = IGC_MAX_RX_QUEUES;
module_param(vectors, uint, 0400);
MODULE_PARM_DESC(vectors, "most NAPI vectors; fewer than queues means shared ones (default 128)");

static unsigned int ring_size = 256;
module_param(ring_size, uint, 0400);
MODULE_PARM_DESC(ring_size, "descriptors a ring, 64 to 4096 (default 256)");

static struct platform_device *igc_devices[IGC_MAX_PORTS];

/* As a managed action: what a remove function returns depends on the kernel. */
static void igc_unprobe(void *data)
{
	struct net_device *netdev = data;

	igc_remove_knobs(netdev_priv(netdev));
	igc_load_remove(netdev_priv(netdev));
	igc_destroy_netdev(netdev);
}

static int igc_probe(struct platform_device *pdev)
{
	struct net_device *netdev;

	netdev = igc_create_netdev(&pdev->dev, max(pdev->id, 0),
				   clamp(queues, 1U, 1U * IGC_MAX_RX_QUEUES),
				   max(vectors, 1U),
				   clamp(ring_size, 1U * IGC_MIN_COUNT,
					 1U * IGC_MAX_COUNT));
	if (IS_ERR(netdev))
		return PTR_ERR(netdev);

	igc_create_knobs(netdev_priv(netdev));
	igc_load_add(netdev_priv(netdev));
	return devm_add_action_or_reset(&pdev->dev, igc_unprobe, netdev);
}

static struct platform_driver igc_driver = {
	.driver = {
		.name = "igc",
	},
	.probe = igc_probe,
};

static void igc_remove_devices(void)
{
	unsigned int i;

	for (i = 0; i < IGC_MAX_PORTS && igc_devices[i]; i++)
		platform_device_unregister(igc_devices[i]);
}

/* The first port's has no number, whether there are others or not. */
static int igc_add_device(unsigned int port)
{
	struct platform_device *device;

	device = platform_device_register_simple("igc",
						 port ? port : PLATFORM_DEVID_NONE,
						 NULL, 0);
	if (IS_ERR(device))
		return PTR_ERR(device);
	igc_devices[port] = device;
	return 0;
}

static int __init igc_init(void)
{
	unsigned int i, nr = clamp(ports, 1U, 1U * IGC_MAX_PORTS);
	int ret;

	ret = platform_driver_register(&igc_driver);
	if (ret)
		return ret;

	for (i = 0; !ret && i < nr; i++)
		ret = igc_add_device(i);
	if (ret) {
		igc_remove_devices();
		platform_driver_unregister(&igc_driver);
	}
	return ret;
}

static void __exit igc_exit(void)
{
	igc_remove_devices();
	platform_driver_unregister(&igc_driver);
}

module_init(igc_init);
module_exit(igc_exit);

MODULE_DESCRIPTION("igc in name only: a driver with known rx pages (rxpageacct tests)");
MODULE_LICENSE("GPL");
MODULE_VERSION("1"); /* modpost adds a srcversion to it */
