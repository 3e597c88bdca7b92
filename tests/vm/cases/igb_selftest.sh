#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A leak in a driver as it is shipped: the loopback part of igb's offline
# self-test cleans a ring by hand and refills it one slot further on, so that
# the slot that was empty gets a page and the teardown, which goes by the
# indexes, passes one by.  orphaned says how many, and the oracle finds them.
# nic: igb
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 12

oracle_start
two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
traffic 1000
identities "before"
for round in 1 2; do
	ethtool -t "$NIC1" offline >/tmp/test 2>&1
	diag "$(grep -E 'result|Loopback' /tmp/test)"
	carrier "$NIC1"
	traffic 1000
	lost=$(($(oracle pages) - ORACLE_PAGES - $(sum held)))
	ge "$lost" $round "$round: the oracle finds pages in no ring"
	is "$(sum orphaned)" "$lost" "$round: they are what is orphaned"
	identities "$round: after the self-test" "$NIC1" "$lost"
done
link_down "$NIC1"
link_down "$NIC2"
is "$(sum held)" 0 "nothing is held"
is "$(oracle pages)" $((ORACLE_PAGES + lost)) \
	"the lost pages are all that remains"
identities "down" "$NIC1" "$lost"
