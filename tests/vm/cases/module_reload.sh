#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The module goes and comes fifty times while frames arrive.  It must find the
# pages that are there and be in step with them each time.
#
# vm: TIMEOUT=400
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

ROUNDS=50
plan 9

two_nics
carrier "$NIC1"
traffic_start
failed=0
files=0
adopted=0
wrong=
round=0
while [ $round -lt $ROUNDS ]; do
	round=$((round + 1))
	load || failed=$((failed + 1))
	has "$NIC1" || files=$((files + 1))
	# Under traffic a queue may be busy, but what it calls exact must be.
	bad=$(awk '/^# / || !NF { next }
		!n { for (n = 1; n <= NF; n++) at[$n] = n
			next }
		$at["state"] == "ok" && $at["orphaned"] != 0' "$RXPA/$NIC1")
	[ -z "$bad" ] || wrong="$wrong$round: $bad; "
	[ $((round % 10)) -ne 0 ] || adopted=$((adopted + 1))
	unload || failed=$((failed + 1))
done
is $round $ROUNDS "$ROUNDS rounds"
is $failed 0 "the module was loaded and unloaded each time"
is $files 0 "the netdev had its file each time"
is "$wrong" "" "nothing was orphaned in any round"

run_ok "the module loads once more under traffic" load
has "$NIC1"
traffic_stop
identities "after $ROUNDS rounds"
run_ok "it is unloaded" unload

# At rest: what is adopted is a full ring, each time.
wrong=
for round in 1 2 3; do
	load && has "$NIC1"
	held=$(col "$NIC1" total held)
	[ "$(col "$NIC1" total adopted)" = "$held" ] &&
		[ "$held" -gt 0 ] || wrong="$wrong $round"
	[ $round -eq 3 ] || unload
done
is "$wrong" "" "at rest all that is held was adopted"
identities "at the end"
