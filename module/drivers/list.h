/* SPDX-License-Identifier: GPL-2.0 */
#ifndef RXPA_DRIVERS_LIST_H
#define RXPA_DRIVERS_LIST_H

#include "../pure.h"
#include "../drivers.h"

extern const struct rxpa_driver_names rxpa_driver_i40e;
extern const struct rxpa_driver_names rxpa_driver_iavf;
extern const struct rxpa_driver_names rxpa_driver_ice;
extern const struct rxpa_driver_names rxpa_driver_igb;
extern const struct rxpa_driver_names rxpa_driver_igc;
extern const struct rxpa_driver_names rxpa_driver_ixgbe;
extern const struct rxpa_driver_names rxpa_driver_ixgbevf;

#endif /* RXPA_DRIVERS_LIST_H */
