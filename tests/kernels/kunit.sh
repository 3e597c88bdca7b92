#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The suites of tests/kunit, by the results that KUnit keeps in debugfs; `kunit`
# has the host read them a second time, with the kernel's own parser.  Loading
# tells nothing: it succeeds whether the suites do or not.
#
# vm: NIC=none
# min: 7
. /vm/lib.sh

# So many tests there are at least.  To be raised with them.
LEAST=110
RESULTS=/sys/kernel/debug/kunit

# count ERE: lines of all results
count()
{
	cat $RESULTS/*/results | grep -cE "$1"
}

run_ok "KUnit is loaded" modprobe kunit
for ko in /modules/*_kunit.ko; do
	run_ok "${ko##*/} is loaded" insmod "$ko"
done
for results in "$RESULTS"/*/results; do
	sed 's/^/# kunit: /' "$results"
done
suites=$(find $RESULTS -name results | wc -l)
ge "$suites" 1 "there are suites"
is "$(count '^ok 1 ')" "$suites" "all of $suites suites have passed"
is "$(count '^ *not ok ')" 0 "and all of their tests"
ge "$(count '^ +ok ')" "$LEAST" "at least $LEAST of them ran"
for ko in /modules/*_kunit.ko; do
	run_ok "${ko##*/} is unloaded" rmmod "${ko##*/}"
done
done_testing
