#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Somebody switches all kprobes, or ftrace, off and on again.  Nothing tells the
# module; what it cannot count it must not show.
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 32

SWITCH=/sys/kernel/debug/kprobes/enabled
two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
traffic 5000
identities "all armed"

# off_and_on NAME FILE: with the switch off, events are unknown
off_and_on()
{
	echo 0 >"$2"
	refilled "$NIC1" "$1 off"
	is "$(col "$NIC1:walk" total walked)" "$(col "$NIC1" total held)" \
		"$1 off: held is known"
	is "$(col "$NIC1" total orphaned)" - "$1 off: orphaned is unknown"
	is "$(col "$NIC1" 0 allocated)" - "$1 off: allocated is unknown"
	is "$(col "$NIC1" 0 state)" partial "$1 off: the state says so"
	like "$RXPA/$NIC1" "^# note: $VM_DRIVER: .*disarmed" "$1 off: a note says why"
	like "$RXPA/:status" "^driver name=$VM_DRIVER state=partial" "$1 off: status"
	like "$RXPA/:status" "^probe .*type=disarmed" "$1 off: which probes"
	ip link set "$NIC1" down
	ip link set "$NIC1" up
	carrier "$NIC1"
	echo 1 >"$2"
	identities "$1 on again"
	full "$NIC1" "$1 on again"
	is "$(col "$NIC1" total adopted)" "$(col "$NIC1" total held)" \
		"$1 on again: the rings are adopted anew"
	like "$RXPA/$NIC1" "^# note: $VM_DRIVER: counting began anew" \
		"$1 on again: a note says so"
	traffic 5000
	identities "$1 on again, after traffic"
}

off_and_on kprobes $SWITCH
restarts=1
if grep -q "^probe .*type=ftrace" "$RXPA/:status"; then
	off_and_on ftrace /proc/sys/kernel/ftrace_enabled
	restarts=2
else
	for point in $(seq 14); do
		skip "ftrace off, point $point" "no probe here is ftrace's"
	done
fi
like "$RXPA/:status" \
	"^driver name=$VM_DRIVER state=armed .*restarts=$restarts lost=0" \
	"status counts the restarts"
is "$(grep -c 'type=disarmed' "$RXPA/:status")" 0 "all probes are back"
ip link set "$NIC1" down
is "$(col "$NIC1" total held)" 0 "nothing is held"
