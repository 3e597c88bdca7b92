#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The module is loaded and unloaded CYCLES times (or as often as TIME seconds
# allow) while frames arrive at both ports, then a twentieth as often with the
# driver's going and coming in between.  Nothing may remain of it: no memory, no
# probe, no orphan.
#
# What a cycle leaves behind is told by differences over all of them, so each
# bound is that of the noise: an object that is left in each cycle is CYCLES
# objects of the one site that allocates it, a page is 4 * CYCLES kB.  A driver
# may leave something as well, so its rounds are made without the module first.
#
# QEMU may run a breakpoint that the kernel has just taken out again when one
# CPU changes the text that another one is translating; with thread=single none
# does.
#
# For objects() in stress.inc all general caches are debugged, but kmalloc-1k,
# where frames lie: that would take half of the time.
#
# vm: TIMEOUT=7200 ACCEL=tcg,thread=single APPEND=slub_debug=U,kmalloc-8*,kmalloc-16,kmalloc-12*,kmalloc-19*,kmalloc-2*,kmalloc-3*,kmalloc-4*,kmalloc-5*,kmalloc-6*,kmalloc-9*,kmalloc-c*
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"
# shellcheck source=/dev/null
. "${0%/*}/stress.inc"

CYCLES=${CYCLES:-1000}
TIME=${TIME:-1500}
WARM_UP=20

# frames_start / frames_stop: 2000 a second into each port
frames_start()
{
	rm -f /tmp/frames.stop
	modprobe pktgen
	while [ ! -e /tmp/frames.stop ]; do
		PG_DELAY=500000 pktgen_send "$NIC2" 2000 300 "$(mac "$NIC1")" 4
		PG_DELAY=500000 pktgen_send "$NIC1" 2000 300 "$(mac "$NIC2")" 4
	done >/dev/null 2>&1 &
	FRAMES=$!
}

frames_stop()
{
	: >/tmp/frames.stop
	wait "$FRAMES"
	quiet "$NIC1"
	quiet "$NIC2"
}

received()
{
	echo $(($(stat "$NIC1" rx_packets) + $(stat "$NIC2" rx_packets)))
}

# cycle: one, by its number
cycle()
{
	if ! insmod "$MODULE"; then
		trouble="$trouble $1: not loaded;"
		return
	fi
	if [ ! -e "$RXPA/$NIC1:walk" ] || [ ! -e "$RXPA/$NIC2:walk" ]; then
		trouble="$trouble $1: no files;"
	fi
	orphan=$(orphans "$RXPA/$NIC1" "$RXPA/$NIC2" "$RXPA/:netdevs")
	[ -z "$orphan" ] || trouble="$trouble $1: $orphan;"
	rmmod rxpageacct || trouble="$trouble $1: not unloaded;"
}

# noted WHEN: memory and objects, for later
noted()
{
	frames_stop
	memory "$1"
	objects >"/tmp/objects.$1"
	diag "$1: $(awk '{ n += $2 } END { print n }' "/tmp/objects.$1") objects"
}

# left BOUND TO FROM [FROM TO]: the sites that have more than BOUND objects more
# at the second moment than at the first, beyond what came in between two others
left()
{
	_bound=$1
	shift
	for _when; do
		set -- "$@" "/tmp/objects.$_when"
		shift
	done
	awk -v bound="$_bound" '
		FNR == 1 { sign = file++ % 3 ? -1 : 1 }
		{ n[$1] += sign * $2 }
		END {
			if (file != ARGC - 1)
				print "not all of it was counted"
			for (site in n)
				if (n[site] > bound)
					print site, n[site]
		}
	' "$@"
}

# driver_round KIND: the driver goes and comes, and the module sees both (2), the
# one (0) or the other (1), or is not there (alone)
driver_round()
{
	case $1 in
	0 | 2) insmod "$MODULE" || return 1 ;;
	esac
	rmmod "$VM_DRIVER" || return 1
	case $1 in
	0) rmmod rxpageacct || return 1 ;;
	1) insmod "$MODULE" || return 1 ;;
	esac
	modprobe "$VM_DRIVER" || return 1
	case $1 in
	1 | 2) rmmod rxpageacct || return 1 ;;
	esac
	two_nics
}

# driver_rounds ["" | alone]
driver_rounds()
{
	trouble=
	round=0
	while [ $round -lt $rounds ]; do
		round=$((round + 1))
		driver_round "${1:-$((round % 3))}" ||
			trouble="$trouble $round: status $?;"
	done
	frames_start
	sleep 2
}

plan 19

# debugfs keeps an object of each file that was ever opened
objects >/dev/null
two_nics
frames_start
trouble=
round=0
while [ $round -lt $WARM_UP ]; do
	round=$((round + 1))
	cycle $round
done
noted before
frames_start
frames=$(received)
began=$(seconds)
while [ $round -lt $((CYCLES + WARM_UP)) ] &&
      [ $(($(seconds) - began)) -lt "$TIME" ]; do
	round=$((round + 1))
	cycle $round
	[ $((round % 100)) -ne 0 ] || diag "$round cycles"
done
took=$(($(seconds) - began))
CYCLES=$((round - WARM_UP))
frames=$(($(received) - frames))
noted after
diag "$CYCLES cycles in $took s, $frames frames arrived"
is "$trouble" "" "$CYCLES times loaded, read and unloaded"
ge $frames $((took * 200)) "frames arrived meanwhile"
memory_is_back "after $CYCLES cycles"
is "$(left $((CYCLES / 2)) after before)" "" \
	"nobody has left an object in every cycle"

run_ok "the module loads once more" insmod "$MODULE"
frames_start
sleep 2
frames_stop
identities "after $CYCLES cycles"
run_ok "it is unloaded" rmmod rxpageacct

rounds=$((CYCLES / 20))
[ $rounds -ge 10 ] || rounds=10
driver_rounds alone
is "$trouble" "" "$rounds times the driver alone goes and comes"
noted alone
driver_rounds
is "$trouble" "" "$rounds times with the module"
noted end
run_ok "the module loads once more" insmod "$MODULE"
has "$NIC1"
has "$NIC2"
frames_start
sleep 2
frames_stop
identities "after $rounds rounds with the driver"
run_ok "it is unloaded" rmmod rxpageacct
is "$(more probes before end)" 0 "no probe is left"
# two rounds of three see a driver go, and as many see one come
is "$(left $((rounds / 2)) end alone alone after)" "" \
	"nobody has left more objects than the driver alone"
le "$(more percpu after end)" 256 "percpu memory stays"
