#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A large MTU makes the driver take pages of order 1 where pages have 4 KiB.
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 23

ORDER=0
[ "$PAGE" -ge 8192 ] || ORDER=1
oracle_start
two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
identities "MTU 1500"
is "$(col "$NIC1" 0 order)" 0 "MTU 1500: order 0"

ip link set "$NIC2" mtu 9000
run_ok "MTU 9000" ip link set "$NIC1" mtu 9000
carrier "$NIC1"
carrier "$NIC2"
is "$(col "$NIC1" 0 order)" $ORDER "MTU 9000: order $ORDER"
is "$(col "$NIC1" total bytes)" \
	$(($(col "$NIC1" total held) * PAGE << ORDER)) "MTU 9000: bytes"
full "$NIC1" "MTU 9000"
oracle_past_senders 8000
oracle_agrees "MTU 9000"
identities "MTU 9000"
run_ok "MTU 9000: frames of 300 bytes" traffic 5000
identities "MTU 9000 after small frames"
run_ok "MTU 9000: frames of 8000 bytes, several descriptors each" \
	traffic 3000 8000
oracle_agrees "MTU 9000 after large frames"
identities "MTU 9000 after large frames"

run_ok "MTU 1500 again" ip link set "$NIC1" mtu 1500
carrier "$NIC1"
is "$(col "$NIC1" 0 order)" 0 "MTU 1500 again: order 0"
is "$(col "$NIC1" total bytes)" $(($(col "$NIC1" total held) * PAGE)) \
	"MTU 1500 again: bytes"
oracle_agrees "MTU 1500 again"
identities "MTU 1500 again"
