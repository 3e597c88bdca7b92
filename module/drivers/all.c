// SPDX-License-Identifier: GPL-2.0
#include "list.h"

const struct rxpa_driver_names *const rxpa_drivers[] = {
	&rxpa_driver_i40e,
	&rxpa_driver_iavf,
	&rxpa_driver_ice,
	&rxpa_driver_igb,
	&rxpa_driver_igc,
	&rxpa_driver_ixgbe,
	&rxpa_driver_ixgbevf,
	NULL
};
