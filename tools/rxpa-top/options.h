/* SPDX-License-Identifier: GPL-2.0 */
/* The command line. */
#ifndef RXPA_TOP_OPTIONS_H
#define RXPA_TOP_OPTIONS_H

#include "view.h"

/* -1 with @err set; 0 go on; 1 done, leave. */
int options_parse(struct options *opts, int argc, char **argv, struct err *err);

#endif
