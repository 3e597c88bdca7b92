#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# How old are rows under traffic, on rings of 4096?  i40e of 6.4 and later refills
# them once for 2048 packets: seconds, in light traffic.  But then a ring is at
# rest most of the time, and a reader that waits a little finds it so.
# vm: NIC=x710 QUEUES=2 TIMEOUT=300 MEM=2G
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 14

READS=100

# sends NANOSECONDS: frames to NIC1 with so long between them, until /tmp/stop
sends()
{
	rm -f /tmp/stop
	while [ ! -e /tmp/stop ]; do
		PG_DELAY=$1 pktgen_send "$NIC2" 2000 300 "$(mac "$NIC1")" 4
	done >/dev/null 2>&1 &
	SENDER=$!
	_first=$(stat "$NIC1" rx_packets)
	wait_for 20 flows
}

seconds()
{
	cut -d. -f1 /proc/uptime
}

flows()
{
	[ "$(stat "$NIC1" rx_packets)" -gt "$_first" ]
}

# ages: "state age" of each row of some reads
ages()
{
	_i=0
	while [ $_i -lt $READS ]; do
		_i=$((_i + 1))
		cat "$RXPA/$NIC1"
		sleep 0.03
	done | awk '$1 ~ /^[0-9]+$/ { print $NF, $(NF - 1) }'
}

# fresh NANOSECONDS WHAT: four points
fresh()
{
	sends "$1"
	run_ok "$2: the module loads" load
	run_ok "$2: $NIC1 has a file" has "$NIC1"
	is "$(awk '$NF == "adopting"' "$RXPA/$NIC1")" "" \
		"$2: all is known at the first read"
	_rx=$(stat "$NIC1" rx_packets)
	_began=$(seconds)
	ages >/tmp/ages
	_rate=$((($(stat "$NIC1" rx_packets) - _rx) / ($(seconds) - _began)))
	awk -v what="$2: $_rate packets a second" '
		{ late += $2 > 100; now += $2 == 0; if ($2 > max) max = $2 }
		END { printf "# %s: %d rows, %d of now, %d older than 100 ms, " \
			"the oldest %d ms\n", what, NR, now, late, max }' /tmp/ages
	ge "$(awk '$1 == "ok" && $2 <= 100' /tmp/ages | wc -l)" \
		$((2 * READS - 1)) "$2: rows are known and of now"
	per_refill=$(($(col "$NIC1" total recycled) /
		($(col "$NIC1" total refills) + 1)))
	touch /tmp/stop
	wait "$SENDER"
	unload
}

two_nics
run_ok "rings of 4096" ethtool -G "$NIC1" rx 4096
carrier "$NIC1"
fresh 2000000 light
fresh 300000 more
fresh 0 full
case $(slack) in
half) ge $per_refill 500 "this i40e refills $per_refill pages at a time" ;;
*) le $per_refill 64 "this i40e refills $per_refill pages at a time" ;;
esac
