// SPDX-License-Identifier: GPL-2.0
/* The module's suites for a kernel with KUnit: what it says of itself. */
#include <linux/module.h>

#include <rxpageacct.h>

MODULE_DESCRIPTION("KUnit suites of rxpageacct");
MODULE_AUTHOR("The rxpageacct developers");
MODULE_LICENSE("GPL");
MODULE_VERSION(RXPA_VERSION);
