#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What does a received packet cost, without the module, with it, and with an
# ftrace kprobe event on the same places?  Runs in the VM under -icount, where a
# nanosecond is an instruction.  One vCPU sends and receives, so the figures
# hold the sender's work too.  Prints
#
#   result TRAFFIC WAY PACKETS USEC...		one time an interrupt rate
#   refills TRAFFIC N RELEASED			of all runs with the module
#
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

PACKETS=${PACKETS:-20000}
# Interrupts and bursts of packets fall into rhythms that cost more or less by
# themselves, so each way is measured under many interrupt rates (microseconds
# between interrupts) and what it adds at each is compared.
RATES=${RATES:-24 29 34 39 44 49 54 59 64 69 74 79 84 89}
PG=/proc/net/pktgen
TRACING=/sys/kernel/tracing
TX=$(nics | head -n 1)
RX=$(nics | tail -n 1)

set_up()
{
	modprobe pktgen || bail "no pktgen"
	link_up "$TX" || bail "no link"
	link_up "$RX" || bail "no link"
	ip addr add 10.0.0.2/24 dev "$RX"
	echo 262144 262144 262144 >/proc/sys/net/ipv4/udp_mem
	echo "add_device $TX" >$PG/kpktgend_0
	for set in "count $PACKETS" "min_pkt_size 260" "max_pkt_size 520" \
		"flag TXSIZE_RND" "dst_mac $(mac "$RX")" \
		"src_min 10.0.0.9" "src_max 10.0.0.9" \
		"udp_dst_min 9000" "udp_dst_max 9000" "delay 0"; do
		echo "$set" >"$PG/$TX"
	done
}

once()
{
	echo start >$PG/pgctrl
	sed -n 's/^Result: OK: \([0-9]*\)(.*/\1/p' "$PG/$TX"
}

# one TRAFFIC: one run, in microseconds
one()
{
	[ "$1" = recycle ] || pid=$(udpload 1 9000 $((256 << 20)))
	once
	[ "$1" != recycle ] || return 0
	kill "$pid"
	wait_for 5 test ! -e "/proc/$pid"
}

# runs TRAFFIC WAY: one run at each interrupt rate, after one to warm up.
# Traffic "recycle" is for an address that nobody has: dropped as early as can
# be, so that the module's share shows at its largest.  "release" goes into a
# socket that nobody reads.
runs()
{
	[ "$1" = recycle ] && dst=10.0.0.3 || dst=10.0.0.2
	echo "dst $dst" >"$PG/$TX"
	one "$1" >/dev/null
	times=
	for rate in $RATES; do
		ethtool -C "$RX" rx-usecs "$rate" >/dev/null
		times="$times $(one "$1")"
	done
	echo "result $1 $2 $PACKETS$times"
}

# The places that the module probes, named by the module itself.
places()
{
	modprobe rxpageacct && wait_for 5 test -e "$RXPA/:status"
	sed -n 's/^probe .* at=\([^ ]*\) .*/\1/p' "$RXPA/:status"
	rmmod rxpageacct
}

tracer()
{
	n=0
	for place in $places; do
		place=${place%+0x0}
		# the driver's or the kernel's; an argument at an entry only
		for event in "igb:$place arg=\$arg1" "igb:$place" \
			"$place arg=\$arg1" "$place"; do
			echo "p:b$n $event" >>$TRACING/kprobe_events && break
		done 2>/dev/null
		n=$((n + 1))
	done
	echo 1 >$TRACING/events/kprobes/enable
}

set_up
places=$(places)
diag "places: $(printf '%s' "$places" | tr '\n' ' ')"
for traffic in recycle release; do
	runs $traffic none
	modprobe rxpageacct || bail "the module does not load"
	wait_for 5 test -e "$RXPA/:status" || bail "no :status"
	wait_for 60 jumps || bail "probes stay breakpoints"
	runs $traffic module
	echo "refills $traffic $(col "$RX" total refills)" \
		"$(col "$RX" total recycled) $(col "$RX" total released)"
	rmmod rxpageacct
	tracer
	sleep 5 # likewise: until they are jumps
	runs $traffic ftrace
	echo 0 >$TRACING/events/kprobes/enable
	echo >$TRACING/kprobe_events
	runs $traffic none-again
done
