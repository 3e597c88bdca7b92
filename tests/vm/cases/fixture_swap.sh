#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# New rings are filled while NAPI works on the old ones of the same queues, as
# by i40e_set_ringparam(), and then take their place with all their pages.
#
# nic: any
# vm: TIMEOUT=300
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 53

# agree WHAT: four points
agree()
{
	is "$(col fix0 0 held) $(col fix0 1 held)" \
		"$(truth 0 held) $(truth 1 held)" "$1: held is true"
	is "$(($(col fix0 0 allocated) - ALLOCATED))" \
		"$(($(truth 0 allocated) - TRUE))" "$1: allocated is true"
	like "$RXPA/:status" "^driver name=igc state=armed .* lost=0$" \
		"$1: nothing was lost"
	identities "$1"
}

# agree_from_here: allocated counts from now on
agree_from_here()
{
	ALLOCATED=$(col fix0 0 allocated)
	TRUE=$(truth 0 allocated)
}

oracle_start
run_ok "the fixture loads" fixture_load
run_ok "the module loads" load_with_fixture
run_ok "the fixture's netdev has a file" has fix0
ip link set fix0 up
agree_from_here
knob swap 128
agree "128, never a frame"
for hold in 0 1; do
	knob hold $hold
	knob receive "0 1000"
	knob swap 256
	agree "256, hold $hold, at rest"
	knob receive "1 777"
	agree "256, hold $hold, after frames"
	feed_start 700
	for size in 64 512 512 100 1024 256 64 2048 128 256; do
		knob swap $size
		cat "$RXPA/fix0" "$RXPA/fix0:walk" >/dev/null
	done
	sleep 0.3
	feed_stop
	agree "many, hold $hold, under load"
done

# Nobody has refilled since the module came.
knob hold 1
for size in 512 256; do
	run_ok "the module goes" unload
	feed_start 700
	sleep 0.2
	feed_stop
	run_ok "it comes" load_with_fixture
	run_ok "the fixture's netdev has a file again" has fix0
	agree_from_here
	knob swap $size
	knob receive "0 600"
	knob receive "1 600"
	agree "$size, just loaded"
done
run_ok "the module goes" unload
feed_start 700
run_ok "it comes under load" load_with_fixture
knob swap 512
knob swap 256
feed_stop
agree_from_here
agree "just loaded, under load"
knob hold 0
knob drop_held 1
oracle_agrees "after all"
