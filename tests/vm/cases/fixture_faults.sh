#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What goes wrong in a driver shows in the right column and nowhere else: lost
# pages are orphaned, to the page; a refill that gets no page has failed; a
# page that cannot be mapped was never allocated.
#
# nic: any
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 46

oracle_start
run_ok "the fixture loads" fixture_load
ip link set fix0 up
before=$(truth 0 allocated)
run_ok "the module loads" load_with_fixture
run_ok "the fixture's netdev has a file" has fix0
identities "before"

# Pages get lost while others are recycled, as in CVE-2025-39948.
lost=0
for k in 1 7 100; do
	knob lose $k
	knob receive "0 4000"
	lost=$((lost + k))
	is "$(truth 0 lost)" $lost "$k lost: the fixture has lost them"
	is "$(col fix0 0 orphaned)" $lost "$k lost: orphaned to the page"
	is "$(col fix0 1 orphaned)" 0 "$k lost: none of the other queue"
	is "$(col fix0 0 held)" "$(truth 0 held)" "$k lost: held is true"
	identities "$k lost" fix0 $lost
done
is "$(oracle pages)" $((ORACLE_PAGES + $(sum held) + lost)) \
	"the oracle finds held and lost pages"
ip link set fix0 down
is "$(col fix0 0 orphaned)" $lost "lost pages stay orphaned when it goes down"
ip link set fix0 up
identities "down and up" fix0 $lost

# No page to be had.  Pages are released, so that the refill needs new ones.
failed=$(col fix0 0 failed)
knob hold 1
knob receive "0 $((600 * FIX_FRAMES))"
knob fail_alloc 5
knob receive "0 $((600 * FIX_FRAMES))"
is "$(cat "$FIX/fail_alloc")" 0 "no page: five allocations failed"
is $(($(col fix0 0 failed) - failed)) 5 "no page: five refills failed"
is "$(col fix0 0 failed)" "$(truth 0 failed)" "no page: failed is true"
is "$(col fix0 0 held)" "$(truth 0 held)" "no page: held is true"
identities "no page" fix0 $lost

# None at all, until the ring has run dry.
knob fail_alloc 100000
knob receive "0 $((5000 * FIX_FRAMES))"
knob receive "0 $((5000 * FIX_FRAMES))"
is "$(truth 0 held)" 0 "dry: the ring is empty"
is "$(col fix0 0 held)" 0 "dry: held is true"
is "$(col fix0 0 bytes)" 0 "dry: bytes are true"
is "$(col fix0 0 failed)" "$(truth 0 failed)" "dry: failed is true"
identities "dry" fix0 $lost
knob fail_alloc 0
knob hold 0
knob drop_held 1
knob receive "0 0"
full fix0 "after the drought"
identities "after the drought" fix0 $lost

# A page was had, but could not be mapped.
knob hold 1
knob receive "0 $((600 * FIX_FRAMES))"
knob fail_map 9
knob receive "0 $((600 * FIX_FRAMES))"
knob hold 0
knob drop_held 1
is "$(truth 0 unmapped)" 9 "no mapping: nine were freed"
is "$(col fix0 0 allocated)" $(($(truth 0 allocated) - before)) \
	"no mapping: they do not count as allocated"
is "$(col fix0 0 held)" "$(truth 0 held)" "no mapping: held is true"
identities "no mapping" fix0 $lost

# All at once, on both queues.
knob hold 1
for _ in 1 2 3 4 5; do
	knob lose 3
	knob fail_alloc 4
	knob fail_map 2
	knob receive "0 700"
	knob receive "1 900"
done
knob hold 0
knob drop_held 1
for k in lose fail_alloc fail_map; do
	knob $k 0
done
knob receive "0 2000"
knob receive "1 2000"
is "$(col fix0 0 allocated)" $(($(truth 0 allocated) - before)) \
	"all at once: allocated is true"
for column in held released recycled failed; do
	is "$(col fix0 0 $column) $(col fix0 1 $column)" \
		"$(truth 0 $column) $(truth 1 $column)" \
		"all at once: $column is true"
done
identities "all at once" fix0 \
	$(($(truth 0 lost) + $(truth 1 lost)))

run_ok "the fixture goes" rmmod igc
is "$(oracle pages)" "$ORACLE_PAGES" "and finds all its lost pages"
