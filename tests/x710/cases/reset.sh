#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# PF resets under traffic, over and over: i40e empties and fills its rings
# outside of RTNL then.  The module is there before, comes in the middle of
# them, and leaves in the middle of them.
# vm: NIC=x710 QUEUES=4 TIMEOUT=300
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/x710.inc"

plan 28

# resets COUNT PAUSE IFACE...: each of the ports COUNT times, in turn
resets()
{
	_left=$1
	_pause=$2
	shift 2
	while [ "$_left" -gt 0 ]; do
		_left=$((_left - 1))
		for _nic in "$@"; do
			i40e_command "$_nic" pfr
			sleep "$_pause"
		done
	done
}

# since WHAT LEAST: one point: resets were made since the last call
since()
{
	_now=$(pf_resets "$NIC1")
	ge $((_now - had)) "$2" "$1: $NIC1 was reset $2 times"
	had=$_now
}

oracle_start
two_nics
had=$(pf_resets "$NIC1")

run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
traffic_start
resets 6 0.5 "$NIC1"
resets 3 0.5 "$NIC1" "$NIC2"
# Without a pause the next one comes while the link is still down.
resets 5 0 "$NIC1"
traffic_stop
since "loaded before" 14
ge "$(col "$NIC1" total recycled)" 1 "traffic was received meanwhile"
receives 3000 300 "loaded before"
is "$(col "$NIC1" total adopted)" $((4 * 511)) \
	"adopted is still what was there when the module came"
all_agree "loaded before"

# What a reset does is known to the page: all leave, all come.
released=$(col "$NIC1" total released)
allocated=$(col "$NIC1" total allocated)
held=$(col "$NIC1" total held)
i40e_command "$NIC1" pfr
carrier "$NIC1"
is $(($(col "$NIC1" total released) - released)) "$held" \
	"a reset at rest releases what was held"
is $(($(col "$NIC1" total allocated) - allocated)) $((4 * 511)) \
	"and allocates full rings"
all_agree "a reset at rest"
unload

traffic_start
resets 12 0.3 "$NIC1" &
resetting=$!
for pause in 0.1 0.7 0.2 0.9; do
	load || break
	sleep $pause
	unload || break
	sleep 0.1
done
run_ok "the module came and left while the port was reset" \
	test ! -e "$RXPA/:status"
run_ok "and comes" load
wait $resetting
resets 2 0.5 "$NIC1"
traffic_stop
since "loaded in the middle" 15
receives 3000 300 "loaded in the middle"
all_agree "loaded in the middle"

traffic_start
resets 8 0.3 "$NIC1" &
resetting=$!
sleep 1
run_ok "the module leaves in the middle" unload
wait $resetting
traffic_stop
since "unloaded in the middle" 8
receives 3000 300 "unloaded"
run_ok "and loads again" load
all_agree "loaded at rest"
