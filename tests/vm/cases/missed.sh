#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Somebody else's slow kprobe is in the way.  Entries of functions, which is all
# that recycling needs, are seen all the same; hits of our own kprobes are skipped,
# and what they would have counted is not known.  Counting begins anew, and says so.
#
# nic: any
# vm: CPUS=2
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 34

# agree WHAT: two points
agree()
{
	is "$(col fix0 0 held) $(col fix0 1 held)" \
		"$(truth 0 held) $(truth 1 held)" "$1: held is true"
	identities "$1"
}

# mark / since WHAT: three points: events between the two are true
mark()
{
	for column in allocated released recycled; do
		eval "says_$column=\$(col fix0 0 $column)"
		eval "true_$column=\$(truth 0 $column)"
	done
}

since()
{
	for column in allocated released recycled; do
		was=
		really=
		eval "was=\$says_$column really=\$true_$column"
		is $(($(col fix0 0 $column) - was)) \
			$(($(truth 0 $column) - really)) \
			"$1: $column is true"
	done
}

# in_the_way MISS: frames arrive on the CPU where the hog's handler is running.  If
# some hits are to be missed, for longer until they are, for ksoftirqd, which is
# never on top of a handler, does most of a slow kernel's work.
in_the_way()
{
	test_module rxpa_hog cpu=1 busy_us=10000 || return 1
	_was=$(fixture_status missed)
	_turn=0
	while [ $_turn -lt 200 ] || {
		[ "$1" = 1 ] && [ $_turn -lt 2000 ] &&
			[ "$(fixture_status missed)" = "$_was" ]
	}; do
		_turn=$((_turn + 1))
		knob receive "0 300"
		knob receive "1 100"
	done
	rmmod rxpa_hog
}

# On arm64 handlers run with interrupts masked: nothing can come on top of one.
CAN_MISS=1
[ "$(uname -m)" != aarch64 ] || CAN_MISS=0

oracle_start
run_ok "the fixture loads" fixture_load
run_ok "the module loads" load_with_fixture
run_ok "the fixture's netdev has a file" has fix0
ip link set fix0 up
knob cpu 1
knob receive "0 1000"
agree "nobody in the way"
is "$(fixture_status missed) $(fixture_status restarts)" "0 0" \
	"nothing was missed"

for hold in 0 1; do
	what="hold $hold"
	knob hold $hold
	run_ok "$what: a slow kprobe is in the way" in_the_way $((hold * CAN_MISS))
	agree "$what, after that"
	if [ $((hold * CAN_MISS)) = 0 ]; then
		is "$(fixture_status missed) $(fixture_status restarts)" "0 0" \
			"$what: nothing was missed"
		[ $hold = 0 ] || for point in 1 2; do
			skip "$what: hits were missed, point $point" \
				"handlers run with interrupts masked"
		done
	else
		ge "$(fixture_status missed)" 1 "$what: hits were missed"
		ge "$(fixture_status restarts)" 1 "$what: counting began anew"
		like "$RXPA/fix0" "^# note: igc: counting began anew" \
			"$what: a note says so"
	fi
	like "$RXPA/:status" "^driver name=igc state=armed .* lost=0$" \
		"$what: all is armed"
	restarts=$(fixture_status restarts)
	mark
	knob receive "0 2000"
	knob receive "1 500"
	agree "$what, and more frames"
	since "$what, and more frames"
	is "$(fixture_status restarts)" "$restarts" "$what: it begins anew only once"
	knob drop_held 1
done
knob hold 0
oracle_agrees "after all"
ip link set fix0 down
is "$(col fix0 total held)" 0 "nothing is held"
identities "down"
