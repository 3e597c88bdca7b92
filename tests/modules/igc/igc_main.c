// SPDX-License-Identifier: GPL-2.0
/*
 * The fixture's module: one platform device, and the driver that binds to it,
 * so that a reader finds this module the way it finds any other NIC's driver:
 * netdev->dev.parent->driver->owner.
 */
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "igc_fixture.h"

static unsigned int queues = 2;
module_param(queues, uint, 0400);
MODULE_PARM_DESC(queues, "rx queues, 1 to 4 (default 2)");

static unsigned int vectors = IGC_MAX_RX_QUEUES;
module_param(vectors, uint, 0400);
MODULE_PARM_DESC(vectors, "most NAPI vectors; fewer than queues means shared ones (default 4)");

static unsigned int ring_size = 256;
module_param(ring_size, uint, 0400);
MODULE_PARM_DESC(ring_size, "descriptors a ring, 64 to 4096 (default 256)");

static struct platform_device *igc_device;

/* As a managed action: what a remove function returns depends on the kernel. */
static void igc_unprobe(void *data)
{
	struct net_device *netdev = data;

	igc_remove_knobs(netdev_priv(netdev));
	igc_destroy_netdev(netdev);
}

static int igc_probe(struct platform_device *pdev)
{
	struct net_device *netdev;

	netdev = igc_create_netdev(&pdev->dev,
				   clamp(queues, 1U, 1U * IGC_MAX_RX_QUEUES),
				   max(vectors, 1U),
				   clamp(ring_size, 1U * IGC_MIN_COUNT,
					 1U * IGC_MAX_COUNT));
	if (IS_ERR(netdev))
		return PTR_ERR(netdev);

	igc_create_knobs(netdev_priv(netdev));
	return devm_add_action_or_reset(&pdev->dev, igc_unprobe, netdev);
}

static struct platform_driver igc_driver = {
	.driver = {
		.name = "igc",
	},
	.probe = igc_probe,
};

static int __init igc_init(void)
{
	int ret;

	ret = platform_driver_register(&igc_driver);
	if (ret)
		return ret;

	igc_device = platform_device_register_simple("igc", PLATFORM_DEVID_NONE,
						     NULL, 0);
	if (IS_ERR(igc_device)) {
		platform_driver_unregister(&igc_driver);
		return PTR_ERR(igc_device);
	}

	return 0;
}

static void __exit igc_exit(void)
{
	platform_device_unregister(igc_device);
	platform_driver_unregister(&igc_driver);
}

module_init(igc_init);
module_exit(igc_exit);

MODULE_DESCRIPTION("igc in name only: a driver with known rx pages (rxpageacct tests)");
MODULE_LICENSE("GPL");
MODULE_VERSION("1"); /* modpost adds a srcversion to it */
