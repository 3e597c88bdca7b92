#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# ethtool -G and -L under traffic.
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 10

oracle_start
two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
queues=$(queues "$NIC1" | wc -l)

traffic_start
failed=0
for size in 512 128 1024 256 2048 80 256; do
	ethtool -G "$NIC1" rx $size || failed=$((failed + 1))
	carrier "$NIC1" || failed=$((failed + 1))
	sleep 0.5
done
is $failed 0 "the ring's size was changed under traffic"
for channels in 1 "$queues" 1 "$queues"; do
	ethtool -L "$NIC1" combined "$channels" || failed=$((failed + 1))
	carrier "$NIC1" || failed=$((failed + 1))
	sleep 0.5
done
is $failed 0 "the number of channels was changed under traffic"
traffic_stop

# NAPI may interrupt a handler of ethtool's own refill; kprobes skips the nested
# hit, and counting begins anew (trust.c).
! grep -q "began anew" "$RXPA/$NIC1" || traffic 500
ge "$(col "$NIC1" total recycled)" 1 "traffic was received meanwhile"
is "$(col "$NIC1" 0 desc)" 256 "the last size counts"
refilled "$NIC1" "after all"
oracle_agrees "after all"
identities "after all"
