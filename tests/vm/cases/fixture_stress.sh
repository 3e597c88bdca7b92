#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Frames arrive on all queues of the fixture, some of them unread, some of
# their pages not to be had, while it is resized, rebuilt, and set down and up.
#
# nic: any
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 14

# feed QUEUE: frames without end; a queue may be away or down at times.  A slow
# kernel would do nothing else, and unread frames would fill its memory.
feed()
{
	_burst=3000
	[ "${VM_SLOW:-1}" -eq 1 ] || _burst=200
	while [ ! -e /tmp/feed.stop ]; do
		echo "$1 $_burst" >"$FIX/receive" || sleep 0.01
		[ $_burst -eq 3000 ] || sleep 0.3
	done 2>/dev/null
}

oracle_start
run_ok "the fixture loads" fixture_load queues=4 vectors=2
run_ok "the module loads" load_with_fixture
run_ok "the fixture's netdev has a file" has fix0
ip link set fix0 up

JOBS=
for queue in 0 1 2 3; do
	feed $queue &
	JOBS="$JOBS $!"
done

failed=0
for round in 1 2 3 4 5 6 7 8; do
	knob hold $((round % 2))
	knob fail_alloc 20
	knob fail_map 10
	sleep 0.2
	ethtool -G fix0 rx $((128 * round)) || failed=$((failed + 1))
	sleep 0.2
	ethtool -L fix0 combined $((round % 4 + 1)) || failed=$((failed + 1))
	knob drop_held 1
	sleep 0.2
	ip link set fix0 mtu $((1500 + round % 2 * 7500)) ||
		failed=$((failed + 1))
	sleep 0.2
	ip link set fix0 down || failed=$((failed + 1))
	cat "$RXPA/fix0" "$RXPA/fix0:walk" >/dev/null
	ip link set fix0 up || failed=$((failed + 1))
	cat "$RXPA/fix0" "$RXPA/fix0:walk" >/dev/null
done
ethtool -L fix0 combined 4 || failed=$((failed + 1))
sleep 0.5
: >/tmp/feed.stop
# shellcheck disable=SC2086 # numbers
wait $JOBS
knob hold 0
knob drop_held 1
knob fail_alloc 0
knob fail_map 0

is $failed 0 "everything was changed under load"
for queue in 0 1 2 3; do
	knob receive "$queue 500"
done
for queue in 0 1 2 3; do
	is "$(col fix0 $queue held)" "$(truth $queue held)" \
		"queue $queue: held is true"
done
full fix0 "after all"
oracle_agrees "after all"
identities "after all"
run_ok "the fixture goes" rmmod igc
is "$(oracle pages)" "$ORACLE_PAGES" "and no page stays behind"
