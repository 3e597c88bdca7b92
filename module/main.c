// SPDX-License-Identifier: GPL-2.0
/* rxpageacct: who holds the rx pages?  Init and exit ladder, nothing else. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>

#include <rxpageacct.h>

#include "debugfs.h"
#include "errname.h"
#include "watch.h"

static int __init rxpa_init(void)
{
	int err;

	err = rxpa_debugfs_init();
	if (err) {
		pr_err("not loaded: no debugfs to show anything in: %s\n",
		       rxpa_errname(err));
		return err;
	}
	err = rxpa_watch_start();
	if (err) {
		pr_err("not loaded: cannot watch netdevs: %s\n",
		       rxpa_errname(err));
		goto err_debugfs;
	}
	rxpa_debugfs_publish();
	pr_info("version " RXPA_VERSION " loaded\n");
	return 0;

err_debugfs:
	rxpa_debugfs_exit();
	return err;
}

static void __exit rxpa_exit(void)
{
	rxpa_watch_freeze();
	rxpa_debugfs_exit();
	rxpa_watch_stop();
}

module_init(rxpa_init);
module_exit(rxpa_exit);

MODULE_DESCRIPTION("Account for pages that NIC drivers hold in their rx rings");
MODULE_AUTHOR("The rxpageacct developers");
MODULE_LICENSE("GPL");
MODULE_VERSION(RXPA_VERSION);
