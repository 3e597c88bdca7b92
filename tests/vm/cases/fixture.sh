#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The fixture driver counts what it does; the module, which sees only its
# memory and its calls, must come to the same numbers, in every mode.
#
# nic: any
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 68

# agree WHAT: three points, what the module says of fix0 and what is true
agree()
{
	for queue in 0 1; do
		says=
		true=
		for column in held allocated released recycled failed; do
			says="$says$column $(col fix0 $queue $column) "
			true="$true$column $(truth $queue $column) "
		done
		is "$says" "$true" "$1: queue $queue tells the truth"
	done
	identities "$1"
}

oracle_start
run_ok "the fixture loads" fixture_load
run_ok "the module loads" load_with_fixture
run_ok "the fixture's netdev has a file" has fix0
like "$RXPA/:status" \
	"^probe driver=igc kind=clean at=igc_clean_rx_ring[.]part[.]0+" \
	"a probe is on what was split off the clean function"
like "$RXPA/:status" \
	"^probe driver=igc kind=release at=__page_frag_cache_drain+" \
	"the drivers' one release probe is on the drain"
is "$(col fix0 total held)" 0 "before ifup it holds nothing"
ip link set fix0 up
full fix0 "after ifup"
agree "after ifup"
oracle_agrees "after ifup"

knob receive "0 1"
knob receive "1 17"
agree "a few frames"
knob receive "0 20000"
knob receive "1 3000"
if [ "$FIX_FRAMES" = 1 ]; then
	is "$(truth 0 recycled)" 20001 "dropped frames are recycled"
else
	ge "$(truth 0 recycled)" $((20001 - 20001 / FIX_FRAMES)) \
		"dropped frames are recycled until the page is used up"
fi
agree "20,000 frames dropped"

knob hold 1
knob receive "0 $((2000 * FIX_FRAMES))"
knob receive "1 700"
knob hold 0
ge "$(truth 0 released)" 500 "unread frames have their pages released"
ge "$(col fix0:walk total lent)" 100 "the walk sees what is lent"
agree "2,700 frames unread"
knob drop_held 1
is "$(col fix0:walk total lent)" 0 "nothing is lent after they were dropped"
agree "frames dropped at last"
oracle_agrees "frames dropped at last"

# 65,535 frames spend a page's bias, then it is topped up.
run_ok "64 descriptors" ethtool -G fix0 rx 64
full fix0 "64 descriptors"
identities "64 descriptors"
if [ "${VM_SLOW:-1}" -gt 1 ]; then
	skip "bias topped up" "4 million frames take this kernel longer than a case may"
	skip "bias topped up: all pages carry it" "as above"
else
	for _ in 1 2 3 4 5 6; do
		knob receive "0 700000"
	done
	identities "bias topped up"
	is "$(col fix0:walk total biased)" "$(col fix0 total held)" \
		"bias topped up: all pages carry it"
fi
run_ok "4096 descriptors" ethtool -G fix0 rx 4096
full fix0 "4096 descriptors"
agree "4096 descriptors"
oracle_agrees "4096 descriptors"

ip link set fix0 mtu 9000
is "$(col fix0 total bytes)" \
	"$(($(col fix0 total held) * PAGE << $(truth 0 order)))" "MTU 9000: bytes"
knob receive "1 9000"
agree "MTU 9000"
oracle_agrees "MTU 9000"
ip link set fix0 mtu 1500
run_ok "256 descriptors" ethtool -G fix0 rx 256

ip link set fix0 down
agree "down"
is "$(col fix0 total held)" 0 "down: nothing is held"
ip link set fix0 up
agree "up"

for channels in 4 1 2; do
	run_ok "$channels channels" ethtool -L fix0 combined $channels
	full fix0 "$channels channels"
	knob receive "0 1000"
	knob receive "$((channels - 1)) 1000"
	identities "$channels channels"
done

run_ok "the fixture goes" rmmod igc
run_ok "its file goes" has_not fix0
is "$(oracle pages)" "$ORACLE_PAGES" "and no page stays behind"
