#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Several VSIs on one port.  A VMDq VSI has rings and a netdev of its own, which
# comes and goes as the driver is told to.  A macvlan that the card serves gets
# some of the port's rings, which stay the port's; if the card has no room for
# its address, i40e takes the netdev's name off those rings, pages and all.
# vm: NIC=x710 QUEUES=4 TIMEOUT=300
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/x710.inc"

plan 58

# vsi_add: one more VMDq VSI of NIC1; the driver calls the N-th netdev v(N-1)
vsi_add()
{
	i40e_command "$NIC1" add vsi
	carrier "$NIC1"
}

# vsi_del N: the one that was added as the N-th
vsi_del()
{
	i40e_command "$NIC1" del vsi "$(dmesg |
		sed -n 's/.*added VSI \([0-9]*\) to relay.*/\1/p' |
		sed -n "$1p")"
}

# logged ERE: by the kernel
logged()
{
	dmesg | grep -qE "$1"
}

exists()
{
	wait_for 5 test -e "/sys/class/net/$1"
}

# gets IFACE COUNT WHAT: one point: as many frames, again and again if some are
# lost until the card knows the address
gets()
{
	_want=$(($(stat "$1" rx_packets) + $2))
	_mac=$(mac "$1")
	for _try in 1 2 3 4 5 6 7 8 9 10; do
		_left=$((_want - $(stat "$1" rx_packets)))
		[ $_left -gt 0 ] || break
		pktgen_send "$NIC2" $_left 300 "$_mac" 4
		quiet "$1"
	done
	is "$(stat "$1" rx_packets)" $_want "$3: $1 receives $2 frames"
}

oracle_start
two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
V=${NIC1}v0
V2=${NIC1}v1

run_ok "a VMDq VSI" vsi_add
run_ok "its netdev" exists "$V"
run_ok "$V has a file" has "$V"
is "$(col "$V" total state)" ok "down: $V"
is "$(col "$V" total held)" 0 "down: $V holds nothing"
all_agree "$V is down"
run_ok "up" link_up "$V"
rings=$(queues "$V" | wc -l)
is "$(col "$V" total held)" $((rings * 511)) "up: $V is full"
all_agree "$V is up"
recycled=$(col "$V" total recycled)
gets "$V" 1000 "VMDq"
is $(($(col "$V" total recycled) - recycled)) 1000 \
	"a page is recycled for each of them"
receives 1000 300 "beside VMDq"
all_agree "traffic to both"

traffic_start
unload
sleep 0.5
run_ok "the module comes under traffic" load
run_ok "$V has its file" has "$V"
vsi_add
run_ok "a second one under traffic" exists "$V2"
run_ok "$V2 has a file" has "$V2"
ip link set "$V2" up
i40e_command "$NIC1" pfr
sleep 2
vsi_del 1
run_ok "$V is gone" has_not "$V"
sleep 1
traffic_stop
carrier "$NIC1"
run_ok "$V2 is up" link_up "$V2"
gets "$V2" 1000 "after a reset"
receives 1000 300 "after a reset"
all_agree "after a reset"
vsi_del 2
run_ok "$V2 is gone" has_not "$V2"
all_agree "no VSI besides"

# The macvlan's ring has no netdev of its own in these drivers.
run_ok "l2-fwd-offload" ethtool -K "$NIC1" l2-fwd-offload on
carrier "$NIC1"
run_ok "macvlan" ip link add link "$NIC1" name mv0 type macvlan mode private
run_ok "macvlan: up" ip link set mv0 up
carrier "$NIC1"
recycled=$(col "$NIC1" 1 recycled)
gets mv0 1000 "macvlan"
is $(($(col "$NIC1" 1 recycled) - recycled)) 1000 "its ring is queue 1"
all_agree "macvlan"
run_ok "macvlan: gone" ip link del mv0
all_agree "macvlan is gone"

# 512 addresses are what the card knows.
seq 1 520 | awk '{ printf("01:00:5e:01:%02x:%02x\n", $1 / 256, $1 % 256) }' |
	xargs -I {} /usr/sbin/ip maddr add {} dev "$NIC1"
wait_for 20 logged "adding RX filters"
ip link add link "$NIC1" name mv1 type macvlan mode private
ip link set mv1 up
run_ok "the card has no room for another macvlan" \
	logged "Error adding mac filter on macvlan"
is "$(col "$NIC1" 1 state)" ok "queue 1 without a netdev"
is "$(col "$NIC1" 1 held)" 511 "still holds its pages"
all_agree "queue 1 without a netdev"
unload
run_ok "the module comes to it" load
has "$NIC1"
all_agree "loaded beside queue 1 without a netdev"
# i40e goes on to use what it has freed; nothing may touch the macvlans now.
