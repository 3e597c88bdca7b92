#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Pages come into the rings by a way that nobody looks at: there are more in the
# rings than were seen coming.  Less than nothing is never orphaned.
#
# nic: any
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"
# shellcheck source=/dev/null
. "${0%/*}/honest.inc"

# any reason will do, also that counting has begun anew
# shellcheck disable=SC2034 # honest.inc's
NOTE=.

# unseen WHAT PAGES COMMAND...: four points: PAGES pages come by that way while
# the command runs; the module's file and :netdevs say less, or begin anew
unseen()
{
	_what=$1
	knob unseen "$2"
	shift 2
	"$@"
	cat "$RXPA/fix0" "$RXPA/:netdevs" >/tmp/first
	honest "$_what"
	is "$(cat "$FIX/unseen")" 0 "$_what: so many came"
	is "$(grep -cE ' -[0-9]' /tmp/first)" 0 \
		"$_what: at the first read no number is negative"
	case $(col fix0 total orphaned) in
	-)
		is "$(col :netdevs fix0 orphaned) $(col :netdevs total orphaned)" \
			"- -" "$_what: it is unknown in :netdevs, too"
		;;
	*)
		like "$RXPA/fix0" "^# note: .*counting began anew" \
			"$_what: a note says since when it is known"
		;;
	esac
}

frames()
{
	knob receive "0 600"
	knob receive "1 600"
}

updown()
{
	ip link set fix0 down
	ip link set fix0 up
}

# again WHAT: three points: nothing is unseen any more
again()
{
	updown
	frames
	known_again "$1" 0
	honest "$1"
	frames
	honest "$1, more frames"
}

plan 27
run_ok "the fixture loads" fixture_load
run_ok "the module loads" load_with_fixture
has fix0
ip link set fix0 up
knob hold 1
frames
honest_mark
frames
honest "all is seen"

unseen "at ifup" 300 updown
again "after ifup"
unseen "in NAPI" 200 frames
again "after NAPI"
unseen "by resizing" 250 ethtool -G fix0 rx 512
again "after resizing"

knob hold 0
knob drop_held 1
frames
is "$(col fix0 0 held) $(col fix0 1 held)" "$(truth 0 held) $(truth 1 held)" \
	"held is true"
ip link set fix0 down
is "$(col fix0 total held)" 0 "nothing is held"
run_ok "the fixture goes" rmmod igc
