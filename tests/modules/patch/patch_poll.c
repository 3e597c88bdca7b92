// SPDX-License-Identifier: GPL-2.0
/* The fixture's own receive, once more; it refills by the fixture's function. */
#define igc_poll	rxpa_patch_poll

#include "../igc/igc_poll.c"
