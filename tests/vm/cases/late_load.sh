#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The module comes twenty times while rings release page after page.  What is
# released before it knows the netdev fits no queue and must not count as lost.
#
# nic: any
# vm: TIMEOUT=400
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

ROUNDS=20
plan $((2 * ROUNDS + 5))

# unknown: how many cells of fix0's queues are
unknown()
{
	awk '/^# / || !NF || $1 == "total" { next }
		{ for (i = 2; i <= NF; i++) n += $i == "-" }
		END { print n + 0 }' "$RXPA/fix0"
}

run_ok "the fixture loads" fixture_load
btf_folder /tmp/btf
ip link set fix0 up
knob hold 1
failed=0
hidden=0
round=0
while [ $round -lt $ROUNDS ]; do
	round=$((round + 1))
	feed_start 500
	released=$(truth 0 released)
	load btf_dir=/tmp/btf && has fix0 || failed=$((failed + 1))
	released=$(($(truth 0 released) - released))
	feed_stop
	identities "round $round ($released released meanwhile)"
	like "$RXPA/:status" "^driver name=igc state=armed .* lost=0$" \
		"round $round: nothing was lost"
	hidden=$((hidden + $(unknown)))
	[ $round -eq $ROUNDS ] || unload || failed=$((failed + 1))
done
is $failed 0 "the module was loaded and unloaded each time"
is $hidden 0 "every number was known each time"
knob hold 0
knob drop_held 1
knob receive "0 2000"
is "$(col fix0 0 held)" "$(truth 0 held)" "held is true"
identities "at the end"
