#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Frames of several buffers, as ice treats them: until the last buffer has come
# the pages of the others stay in their slots, though next_to_clean is past
# them.  They are held.
#
# nic: any
# vm: TIMEOUT=300
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 71

# agree WHAT: two points, what the module says of fix0 and what is true
agree()
{
	says=
	true=
	for queue in 0 1; do
		for column in held allocated released recycled failed; do
			says="$says$(col fix0 $queue $column) "
			true="$true$(truth $queue $column) "
		done
	done
	is "$says" "$true" "$1: every queue tells the truth"
	identities "$1"
}

oracle_start
run_ok "the fixture loads" fixture_load
run_ok "the module loads" load_with_fixture
run_ok "the fixture's netdev has a file" has fix0
ip link set fix0 up
for hold in 0 1; do
	knob hold $hold
	for frame in 5 16; do
		knob frame $frame
		for count in 1 3 1 27 1000 2222; do
			knob receive "0 $count"
			knob receive "1 $((count + 2))"
			agree "hold $hold, $count buffers, $frame a frame"
		done
	done
done
knob drop_held 1
full fix0 "in the middle of a frame"
oracle_agrees "in the middle of a frame"

# A ring that goes in the middle of a frame.
knob frame 5
knob receive "0 3"
run_ok "64 descriptors" ethtool -G fix0 rx 64
agree "64 descriptors"
knob receive "0 1003"
knob receive "1 1001"
agree "64 descriptors, mid-frame"
knob fail_alloc 40
knob receive "0 302"
knob receive "1 304"
knob fail_alloc 0
agree "64 descriptors, refills fail"
knob reset 1
knob reset 0
knob receive "0 8"
agree "a reset in the middle of a frame"

# The module comes in the middle of a frame.
run_ok "the module goes" unload
run_ok "and comes back" load_with_fixture
run_ok "the fixture's netdev has a file again" has fix0
knob receive "0 4"
is "$(col fix0 0 held)" "$(truth 0 held)" "loaded in a frame: held is true"
identities "loaded in a frame"

knob frame 1
knob hold 0
knob drop_held 1
knob receive "0 100"
knob receive "1 100"
identities "one buffer a frame"
ip link set fix0 down
identities "down"
is "$(oracle pages)" "$ORACLE_PAGES" "and no page stays behind"
