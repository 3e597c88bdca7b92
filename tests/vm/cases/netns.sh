#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A netdev moves to another network namespace and back; two namespaces have a
# netdev of the same name; a namespace dies with the netdev in it.
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 28

two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
run_ok "$NIC2 has a file" has "$NIC2"
# The ports are told apart by the size of their rings.
size=$(col "$NIC2" 0 desc)
isnt "$size" 128 "$NIC2 keeps its $size descriptors"
ethtool -G "$NIC1" rx 128
carrier "$NIC1"
run_ok "$NIC1 receives 1000 frames" traffic 1000
recycled=$(col "$NIC1" total recycled)

ip netns add away
inode=$(command stat -L -c %i /run/netns/away)
away()
{
	nsenter --net=/run/netns/away "$@"
}
there=$NIC1:ns$inode

run_ok "$NIC1 moves away" ip link set "$NIC1" netns away
run_ok "its file's name has the namespace's number" has "$there"
run_ok "its walk's name too" has "$there:walk"
run_ok "the old file is gone" has_not "$NIC1"
is "$(col "$there" 0 desc)" 128 "it is that port's"
is "$(col "$there" total recycled)" "$recycled" "its counts came along"
run_ok "it is set up there" away ip link set "$NIC1" up
full "$there" "away"
identities "away"

link_down "$NIC2"
run_ok "the other port takes its name" ip link set "$NIC2" name "$NIC1"
link_up "$NIC1"
run_ok "there are two files for one name" has "$NIC1"
is "$(col "$NIC1" 0 desc)" "$size" "one is the other port's"
is "$(col "$there" 0 desc)" 128 "one is the port's that is away"
is "$(grep -cE "^$NIC1(:| )" "$RXPA/:netdevs")" 2 ":netdevs has both"
identities "two of one name"

link_down "$NIC1"
ip link set "$NIC1" name "$NIC2"
link_up "$NIC2"
run_ok "$NIC1 comes back" away ip link set "$NIC1" netns 1
run_ok "its file has its old name" has "$NIC1"
run_ok "the file with the number is gone" has_not "$there"
link_up "$NIC1"
is "$(col "$NIC1" total recycled)" "$recycled" "its counts came back"
identities "back"

ip link set "$NIC1" netns away
has "$there"
ip netns del away
run_ok "the netdev outlives its namespace" has "$NIC1"
run_ok "and has one file only" has_not "$there"
link_up "$NIC1"
identities "at the end"
