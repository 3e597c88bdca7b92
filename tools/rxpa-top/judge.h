/* SPDX-License-Identifier: GPL-2.0 */
/* What check.c prints: figures over what was read, and what is wrong with them. */
#ifndef RXPA_TOP_JUDGE_H
#define RXPA_TOP_JUDGE_H

#include "view.h"

#define PROBLEMS	4	/* that the line tells; it counts the others */

/* From what needs no word to what needs most. */
enum level { LEVEL_OK, LEVEL_UNKNOWN, LEVEL_WARNING, LEVEL_CRITICAL };

/* About the netdevs that the filter lets pass, as far as it is known. */
struct figures {
	struct num bytes, orphaned, queues;
	struct num astray;		/* orphaned, be it more or fewer than none */
	size_t no_bytes, no_orphaned;	/* netdevs where that is not known */
	struct num share;		/* of MemTotal */
	const struct row *worst;	/* the netdev that orphaned most, or NULL */
	bool no_account;		/* a netdev has none, and so no row */
	bool rows_lack;			/* :netdevs could not be read to its end */
};

struct reading {
	struct snapshot *snap;
	struct view view;
	struct figures f;
};

struct verdict {
	enum level level;
	size_t n;		/* problems, of which the text tells PROBLEMS */
	char text[1024];
};

/* -1 with @err set; reading_free() in any case. */
int reading_take(const struct source *src, const struct options *opts,
		 struct reading *r, struct err *err);
void reading_free(struct reading *r);

/* @before, of a second earlier, or NULL. */
void judge(struct verdict *v, const struct options *opts, const struct reading *r,
	   const struct reading *before);

#endif
