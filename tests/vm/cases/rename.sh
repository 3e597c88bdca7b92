#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Netdevs may have any name without '/', ':' and blanks, also those that the
# module's own files would like to have, and may change or swap them.
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 42

two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
# shellcheck disable=SC2153 # two_nics sets it
run_ok "$NIC2 has a file" has "$NIC2"
# The ports are told apart by the size of their rings.
size=$(col "$NIC2" 0 desc)
isnt "$size" 128 "$NIC2 keeps its $size descriptors"
ethtool -G "$NIC1" rx 128
carrier "$NIC1"

was=$NIC1
for name in status netdevs walk total rxpageacct a.b '#a'; do
	link_down "$was"
	run_ok "$was becomes $name" ip link set "$was" name $name
	run_ok "$name: there is a file" has $name
	run_ok "$name: and a walk" has $name:walk
	run_ok "$name: the old file is gone" has_not "$was"
	is "$(col $name 0 desc)" 128 "$name: it is that port's"
	was=$name
done
NIC1=$was
link_up "$NIC1"
like "$RXPA/:status" "^# rxpageacct 1 status" ":status is still itself"

# Two netdevs swap names, and the module's worker may see it only afterwards.
link_down "$NIC1"
link_down "$NIC2"
ip link set "$NIC1" name between
ip link set "$NIC2" name "$NIC1"
ip link set between name "$NIC2"
link_up "$NIC1"
link_up "$NIC2"
swapped()
{
	[ "$(col "$NIC2" 0 desc)" = 128 ] &&
		[ "$(col "$NIC1" 0 desc)" = "$size" ]
}
run_ok "names were swapped" wait_for 5 swapped
identities "at the end"
