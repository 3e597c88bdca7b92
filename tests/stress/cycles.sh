#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The module is loaded and unloaded CYCLES times (or as often as TIME seconds
# allow) while frames arrive at both ports, then a twentieth as often with the
# driver's going and coming in between.  Nothing may remain of it: no memory, no
# probe, no orphan.
#
# What a cycle leaves behind is told by differences over all of them, so each
# bound is that of the noise: an object of any size that is left in each cycle
# is CYCLES objects, a page is 4 * CYCLES kB.
#
# QEMU may run a breakpoint that the kernel has just taken out again when one
# CPU changes the text that another one is translating; with thread=single none
# does.
#
# vm: TIMEOUT=7200 ACCEL=tcg,thread=single
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

# memory WHEN: what is compared later, as lines "KEY NUMBER"
memory()
{
	frames_stop
	caches_dropped
	{
		echo "free $(free_memory)"
		echo "slab $(meminfo Slab)"
		echo "percpu $(meminfo Percpu)"
		echo "vmalloc $(meminfo VmallocUsed)"
		echo "objects $(kmalloc_objects)"
		echo "probes $(armed)"
	} >"/tmp/memory.$1"
	diag "$1: $(tr '\n' ' ' <"/tmp/memory.$1")"
}

# more KEY FROM TO: how much more there is of it
more()
{
	awk -v key="$1" '$1 == key { n = $2 - n } END { print n }' \
		"/tmp/memory.$2" "/tmp/memory.$3"
}

plan 18

two_nics
frames_start
trouble=
round=0
while [ $round -lt $WARM_UP ]; do
	round=$((round + 1))
	cycle $round
done
memory before
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
memory after
diag "$CYCLES cycles in $took s, $frames frames arrived"
is "$trouble" "" "$CYCLES times loaded, read and unloaded"
ge $frames $((took * 200)) "frames arrived meanwhile"
le "$(more free after before)" 2048 "free memory is what it was"
le "$(more slab before after)" 1024 "so is what is in slabs"
le "$(more objects before after)" $((CYCLES / 2)) \
	"the number of objects in them"
le "$(more percpu before after)" 64 "and percpu memory"
le "$(more vmalloc before after)" 256 "and vmalloc's"
is "$(more probes before after)" 0 "no probe is left"

run_ok "the module loads once more" insmod "$MODULE"
frames_start
sleep 2
frames_stop
identities "after $CYCLES cycles"
run_ok "it is unloaded" rmmod rxpageacct

# With the driver: it goes before the module, after it, or stays away until
# the module has come back.
trouble=
rounds=$((CYCLES / 20))
round=0
while [ $round -lt $rounds ]; do
	round=$((round + 1))
	insmod "$MODULE" || trouble="$trouble $round: not loaded;"
	case $((round % 3)) in
	0) rmmod "$VM_DRIVER" && rmmod rxpageacct && modprobe "$VM_DRIVER" ;;
	1) rmmod rxpageacct && rmmod "$VM_DRIVER" && modprobe "$VM_DRIVER" ;;
	2)
		rmmod "$VM_DRIVER" && modprobe "$VM_DRIVER" &&
			rmmod rxpageacct
		;;
	esac || trouble="$trouble $round: status $?;"
	two_nics
done
is "$trouble" "" "$rounds times with the driver's going and coming"
run_ok "the module loads once more" insmod "$MODULE"
has "$NIC1"
has "$NIC2"
frames_start
sleep 2
frames_stop
identities "after $rounds cycles with the driver"
run_ok "it is unloaded" rmmod rxpageacct
memory end
is "$(more probes before end)" 0 "no probe is left"
le "$(more objects after end)" $((rounds * 20)) \
	"the number of objects stays"
le "$(more percpu after end)" 256 "percpu memory stays"
