/* SPDX-License-Identifier: GPL-2.0 */
/* Asks sysfs and the drivers about the ports of this machine; only reads. */
#ifndef RXPA_TOP_ETHTOOL_H
#define RXPA_TOP_ETHTOOL_H

#include "files.h"

/*
 * The text of ports.h about every netdev of this network namespace that has a
 * device.  @sys is /sys.  0, or a negative errno; @out is to be freed on 0.  It
 * waits for the network lock, and goes through the tape.
 */
int ethtool_read(const char *sys, struct text *out);

#endif
