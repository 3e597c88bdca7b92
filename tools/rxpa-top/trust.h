/* SPDX-License-Identifier: GPL-2.0 */
/* What the events of a driver can be believed to tell: the key trust of :status. */
#ifndef RXPA_TOP_TRUST_H
#define RXPA_TOP_TRUST_H

#include "source.h"

#define TRUST_WARMING	"warming"	/* it is being looked at just now: that passes */
#define TRUST_COUNTING	"counting"

/* "" where the module does not say. */
const char *trust_of(const struct snapshot *snap, const char *driver);

/* Why its events are unknown until somebody does something; NULL: they are not. */
const char *trust_broken(const struct snapshot *snap, const char *driver);

#endif
