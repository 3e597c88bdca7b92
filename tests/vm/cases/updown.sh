#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# ifdown and ifup, at rest and under traffic.
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 20

oracle_start
two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"

for round in 1 2 3; do
	held=$(col "$NIC1" total held)
	released=$(col "$NIC1" total released)
	link_down "$NIC1"
	is "$(col "$NIC1" 0 state)" down "$round: the ring's state is down"
	is $(($(col "$NIC1" total released) - released)) "$held" \
		"$round: what it held was released"
	link_up "$NIC1"
	full "$NIC1" "$round: up"
	identities "$round: up"
done

traffic_start
failed=0
for round in 1 2 3 4 5; do
	sleep 0.5
	link_down "$NIC1" || failed=$((failed + 1))
	link_up "$NIC1" || failed=$((failed + 1))
done
sleep 1
traffic_stop
is $failed 0 "down and up five times under traffic"
ge "$(col "$NIC1" total recycled)" 1 "traffic was received meanwhile"
refilled "$NIC1" "after all"
oracle_agrees "after all"
identities "after all"
