#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What does a page event cost where one CPU serves many queues of several ports
# in turn?  In the VM under -icount, where a nanosecond is an instruction.  A
# burst is BURST frames for every queue of every port, polled in turn.  As none is
# read, a ring's pages are recycled once, with half of each lent, and released the
# next time: 510 frames for a ring of 256, the BURSTS that are measured, so
# that the work is the same each time.  Prints
#
#   result PORTS QUEUES WAY FRAMES EVENTS NANOSECONDS
#
# EVENTS: pages allocated and released.
#
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/fixture.inc"

BURST=51
BURSTS=10
FRAMES=20000
# ports x queues of each
ROWS="1x1 4x1 4x8 4x119"

# bursts N: nanoseconds that they take
bursts()
{
	for _ in $(seq "$1"); do
		echo $BURST >"$FIX/burst" || bail "no burst"
		cat "$FIX/spent"
	done | awk '{ n += $1 } END { printf "%.0f\n", n }'
}

# kept: frames that all ports keep unread (igc_poll.c); from then on each frees an
# old one
kept()
{
	slots=$((queues * 256 * 5 / 4))
	echo $((ports * (slots > 16384 ? slots : 16384)))
}

# rounds FRAMES: bursts for that many frames, in whole cycles
rounds()
{
	echo $((BURSTS * (1 + $1 / (BURSTS * BURST * ports * queues))))
}

# round WAY
round()
{
	frames=$(truths frames)
	events=$(($(truths allocated) + $(truths released)))
	took=$(bursts "$(rounds $FRAMES)")
	echo "result $ports $queues $1 $(($(truths frames) - frames))" \
		"$(($(truths allocated) + $(truths released) - events)) $took"
}

btf_folder /tmp/btf
diag "clock: $(cat /sys/devices/system/clocksource/clocksource0/current_clocksource)"
for row in $ROWS; do
	ports=${row%x*}
	queues=${row#*x}
	ports_up "$ports" "$queues" 256
	bursts "$(rounds "$(kept)")" >/dev/null
	round none
	module_in
	round module
	module_out
	round none-again
	ports_away
done
