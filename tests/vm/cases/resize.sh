#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# ethtool -G and -L replace slots and rings while the module watches them, on
# a port at rest and on one that receives.
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 26

oracle_start
two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
queues=$(queues "$NIC1" | wc -l)
ge "$queues" 2 "$NIC1 has several queues"

for size in 1024 128 4096 256; do
	run_ok "rx ring of $size" ethtool -G "$NIC1" rx $size
	carrier "$NIC1"
	is "$(col "$NIC1" 0 desc)" $size "$size: that many descriptors"
	full "$NIC1" "$size"
	identities "$size"
done
oracle_agrees "after -G"

run_ok "one channel" ethtool -L "$NIC1" combined 1
carrier "$NIC1"
oracle_agrees "one channel"
run_ok "$queues channels again" ethtool -L "$NIC1" combined "$queues"
carrier "$NIC1"
identities "after -L"
