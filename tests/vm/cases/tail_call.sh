#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A driver whose compiler made a jump of the call that releases a page, at a
# function's end: it is seen, or the module says what it cannot see.
#
# nic: any
# vm: CPUS=2
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"
# shellcheck source=/dev/null
. "${0%/*}/honest.inc"

# shellcheck disable=SC2034 # honest.inc's: any reason will do
NOTE=.

frames()
{
	knob receive "0 600"
	knob receive "1 300"
	knob drop_held 1
}

plan 10
run_ok "the fixture loads" test_module igc_tail
run_ok "the module loads" load_with_fixture
run_ok "the fixture's netdev has a file" has fix0
ip link set fix0 up
knob hold 1
honest_mark
frames
honest "frames"
feed_start 300
honest_moving "traffic" 8
feed_stop
honest "at rest again"
ge "$(truth 0 released)" 300 "pages were released"
ip link set fix0 down
honest "down"
is "$(col fix0 total held)" 0 "nothing is held"
ip link set fix0 up
honest "up"
