#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Four rings share one NAPI vector: whose event is it?
#
# nic: any
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 17

# agree WHAT: two points
agree()
{
	says=
	true=
	for queue in 0 1 2 3; do
		for column in held allocated released recycled failed; do
			says="$says$(col fix0 $queue $column) "
			true="$true$(truth $queue $column) "
		done
	done
	is "$says" "$true" "$1: every queue tells the truth"
	identities "$1"
}

run_ok "the fixture loads" fixture_load queues=4 vectors=1
run_ok "the module loads" load_with_fixture
run_ok "the fixture's netdev has a file" has fix0
ip link set fix0 up
full fix0 "after ifup"
agree "after ifup"

# All four at a time, so that one poll serves several rings.
burst()
{
	jobs=
	for queue in 0 1 2 3; do
		knob receive "$queue $1" &
		jobs="$jobs $!"
	done
	# shellcheck disable=SC2086 # numbers
	wait $jobs
}

burst 5000
agree "frames dropped"

knob hold 1
burst $((2000 * FIX_FRAMES))
ge "$(truth 2 released)" 500 "pages were released"
agree "frames unread"
knob fail_alloc 40
knob fail_map 20
burst 1500
agree "frames unread, refills failing"
knob hold 0
knob drop_held 1
burst 300
agree "frames dropped at last"

ip link set fix0 down
agree "down"
