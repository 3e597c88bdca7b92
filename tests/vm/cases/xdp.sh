#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# XDP programs come, judge frames and go.
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 15

two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
identities "without a program"

for verdict in pass drop tx; do
	run_ok "$verdict: attached" xdp-pass "$NIC1" attach $verdict
	carrier "$NIC1"
	quiet "$NIC1"
	run_ok "$verdict: $NIC1 receives 3000 frames" traffic 3000
	identities "$verdict"
done

run_ok "detached" xdp-pass "$NIC1" detach
carrier "$NIC1"
run_ok "$NIC1 receives 3000 frames" traffic 3000
identities "without a program again"
