// SPDX-License-Identifier: GPL-2.0
/* Units: numbers and columns. */
#include "../../../include/rxpageacct.h"
#include "columns.h"
#include "unit.h"

static void test_columns(void)
{
	bool agree = true, unique = true, found = true, formats = true;
	struct row row = { 0 };
	char buf[COLUMN_TEXT];
	enum col c, d;

	for (c = 0; c < COL_END; c++) {
		const struct column *col = &columns[c];

		agree &= col->id == c && col->key && *col->key && col->title &&
			 *col->title && col->format && col->compare && col->width > 0;
		agree &= (col->field == F_END) == (col->text || c == COL_NETDEV);
		agree &= col->left == (col->field == F_END);
		if (!agree) {
			printf("# column %d\n", c);
			break;
		}
		found &= column_by_key(col->key) == c;
		for (d = 0; d < c; d++)
			unique &= strcmp(col->key, columns[d].key) != 0;
		if (col->field < F_FILE_END)
			formats &= !strcmp(col->key, field_key(col->field));
		column_format(c, &row, DIGITS_PLAIN, buf);
		formats &= !strcmp(buf, RXPA_UNKNOWN);
	}
	tap(agree, "columns: enum and table agree");
	tap(unique, "columns: keys are unique");
	tap(found, "columns: each is found by its key");
	tap(formats, "columns: named as in the files, unknown is -");
	tap(column_by_key("nonsense") == COL_END, "columns: no such key");
}

static void test_every_field_has_a_column(void)
{
	enum field f;
	enum col c;
	bool all = true;

	for (f = 0; f < F_FILE_END; f++) {
		if (f == F_IFINDEX) /* only tells netdevs apart */
			continue;
		for (c = 0; c < COL_END && columns[c].field != f; c++)
			;
		if (c == COL_END)
			printf("# no column shows %s\n", field_key(f));
		all &= c != COL_END;
	}
	tap(all, "columns: every field of the files has one");
}

static void test_bytes(void)
{
	static const struct { uint64_t n; const char *want; } at[] = {
		{ 0, "0 B" }, { 1023, "1023 B" }, { 1024, "1.00 KiB" },
		{ 10234, "9.99 KiB" }, { 10236, "10.0 KiB" }, { 102394, "100 KiB" },
		{ 1047552, "1023 KiB" }, { 1048063, "1023 KiB" }, { 1048064, "1.00 MiB" },
		{ 1048575, "1.00 MiB" }, { 31948013568, "29.8 GiB" },
		{ UINT64_MAX, "16.0 EiB" },
	};
	char buf[NUM_TEXT], name[64];
	size_t i;

	for (i = 0; i < N(at); i++) {
		num_text_bytes(NUM(at[i].n), buf);
		snprintf(name, sizeof(name), "bytes: %s", at[i].want);
		tap_str(buf, at[i].want, name);
	}
}

static void test_counts(void)
{
	static const struct { uint64_t n; bool sign; const char *want; } at[] = {
		{ 999, false, "999" }, { 1000, false, "1.00k" }, { 485472, false, "485k" },
		{ 1000000, false, "1.00M" },
		{ 999600000, false, "1.00G" }, { UINT64_MAX, false, "18.4E" },
		{ (uint64_t)-5, true, "-5" }, { (uint64_t)-2000000, true, "-2.00M" },
		{ (uint64_t)INT64_MIN, true, "-9.22E" },
	};
	char buf[NUM_TEXT];
	size_t i;

	for (i = 0; i < N(at); i++) {
		num_text_scaled(NUM(at[i].n), at[i].sign, buf);
		tap_str(buf, at[i].want, "count");
	}
	num_text_grouped(NUM(1088846), false, buf);
	tap_str(buf, "1,088,846", "grouped");
	num_text_grouped(NUM(999), false, buf);
	tap_str(buf, "999", "grouped: nothing to group");
	num_text_grouped(NUM((uint64_t)-1234), true, buf);
	tap_str(buf, "-1,234", "grouped: negative");
	num_text_grouped(NUM(UINT64_MAX), false, buf);
	tap_str(buf, "18,446,744,073,709,551,615", "grouped: largest");
}

static void test_rates(void)
{
	char buf[NUM_TEXT];
	struct num r;

	r = num_rate(NUM(1500), NUM(500), 2000000000);
	tap(r.known && r.n == 500 * NUM_MILLI, "rate: 1000 in two seconds");
	tap(!num_rate(NUM(5), NUM(6), 1000000000).known, "rate: backwards is unknown");
	tap(!num_rate(NUM(5), NUM(6), UINT64_MAX).known, "rate: backwards in a long time");
	tap(!num_rate(NUM_UNKNOWN, NUM(6), 1).known, "rate: of unknown");
	tap(!num_rate(NUM(6), NUM_UNKNOWN, 1).known, "rate: over unknown");
	tap(!num_rate(NUM(6), NUM(6), 0).known, "rate: no time passed");
	tap(!num_rate(NUM(UINT64_MAX), NUM(0), 1).known, "rate: does not fit");
	num_text_rate(NUM(0), buf);
	tap_str(buf, "0", "rate text: 0");
	num_text_rate(NUM(49), buf);
	tap_str(buf, "<0.1", "rate text: little");
	num_text_rate(NUM(9949), buf);
	tap_str(buf, "9.9", "rate text: one digit");
	num_text_rate(NUM(9950), buf);
	tap_str(buf, "10", "rate text: ten");
	num_text_milli(NUM(1234567), buf);
	tap_str(buf, "1234.567", "rate text: exact");
}

static void test_ages(void)
{
	static const struct { uint64_t ms; const char *want; } at[] = {
		{ 0, "0" }, { 1, "1ms" }, { 999, "999ms" }, { 1000, "1.0s" },
		{ 9999, "9.9s" }, { 10000, "10s" }, { 119999, "119s" }, { 120000, "2m" },
		{ 7199999, "119m" }, { 7200000, "2h" }, { 172799999, "47h" },
		{ 172800000, "2d" }, { UINT64_MAX, "213503982334d" },
	};
	char buf[NUM_TEXT];
	size_t i;

	for (i = 0; i < N(at); i++) {
		num_text_age(NUM(at[i].ms), buf);
		tap_str(buf, at[i].want, "age");
	}
	num_text_age(NUM_UNKNOWN, buf);
	tap_str(buf, "-", "age: unknown");
}

static void test_num(void)
{
	uint64_t n;

	tap(!num_add(NUM(UINT64_MAX), NUM(1), false).known, "sum: overflow is unknown");
	tap(!num_add(NUM(1), NUM_UNKNOWN, false).known, "sum: unknown part");
	tap((int64_t)num_add(NUM((uint64_t)-5), NUM(3), true).n == -2, "sum: signed");
	tap(!num_add(NUM(INT64_MAX), NUM(1), true).known, "sum: signed overflow");
	tap(num_parse("18446744073709551615", 20, &n) && n == UINT64_MAX, "parse: largest");
	tap(!num_parse("18446744073709551616", 20, &n), "parse: one too many");
	tap(!num_parse("+1", 2, &n) && !num_parse("-1", 2, &n) && !num_parse("", 0, &n) &&
	    !num_parse("01", 2, &n) && !num_parse("1 ", 2, &n) && !num_parse("0x1", 3, &n),
	    "parse: nothing but digits");
	tap(num_share(NUM(1), NUM(3)).n == 3333 && !num_share(NUM(1), NUM(0)).known,
	    "share");
}

static void test_text_cmp(void)
{
	tap(text_cmp("eth2", "eth10") < 0 && text_cmp("eth10", "eth2") > 0, "eth2 before eth10");
	tap(text_cmp("eth1", "eth01") != 0, "eth1 is not eth01");
	tap(text_cmp("eth1", "eth1") == 0 && text_cmp("eth", "eth1") < 0, "equal and prefix");
	tap(text_cmp("enp1s0f1", "enp1s0f0") > 0, "the last digit counts");
}

void unit_num(void)
{
	test_columns();
	test_every_field_has_a_column();
	test_bytes();
	test_counts();
	test_rates();
	test_ages();
	test_num();
	test_text_cmp();
}
