/* SPDX-License-Identifier: GPL-2.0 */
/* A number that may be unknown, and how numbers are written for people. */
#ifndef RXPA_TOP_NUM_H
#define RXPA_TOP_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Unsigned, except where a field says that it is signed: then n holds the
 * two's complement.  n of an unknown number means nothing.
 */
struct num {
	uint64_t n;
	bool known;
};

#define NUM_UNKNOWN	((struct num){ 0, false })
#define NUM(x)		((struct num){ (x), true })

/* Thousandths: rates are stored as events per 1000 seconds. */
#define NUM_MILLI	1000

/* Sum; unknown when a part is unknown or the sum does not fit. */
struct num num_add(struct num a, struct num b, bool is_signed);

/* -1, 0, 1; both must be known. */
int num_cmp(struct num a, struct num b, bool is_signed);

/* Digits only, no sign, no leading zero, no overflow. */
bool num_parse(const char *p, size_t len, uint64_t *out);

/* (now - before) per second in thousandths; unknown if it went backwards. */
struct num num_rate(struct num now, struct num before, uint64_t ns);

/* part of whole in 1/10000 */
struct num num_share(struct num part, struct num whole);

#define NUM_TEXT	32

/* Numbers of a column are written alike: from here on, one of them, with units. */
#define NUM_LARGE	1000000

/* All write at most NUM_TEXT bytes and "-" for unknown. */
void num_text_exact(struct num v, bool is_signed, char *buf);
void num_text_grouped(struct num v, bool is_signed, char *buf);
void num_text_scaled(struct num v, bool is_signed, char *buf);
void num_text_bytes(struct num v, char *buf);
void num_text_rate(struct num v, char *buf);
void num_text_milli(struct num v, char *buf);
void num_text_age(struct num v, char *buf);
void num_text_share(struct num v, char *buf);

#endif
