#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The cable goes out and in every two seconds, under traffic and while rings
# are resized, reset and emptied.  Each time the link goes i40e sets up its
# traffic classes anew and empties and fills all rings for it, outside of RTNL;
# a port without a link has full rings like one with a link.
# vm: NIC=x710 QUEUES=4 TIMEOUT=300
# x710d: --flap 2
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/x710.inc"

plan 27

# changes: how often the port's link came or went
changes()
{
	cat "/sys/class/net/$NIC1/carrier_changes"
}

# flapped FROM LEAST WHAT: one point
flapped()
{
	ge $(($(changes) - $1)) "$2" "$3: the link came or went $2 times"
}

received()
{
	[ "$(col "$NIC1" total recycled)" -ge 100 ]
}

no_carrier()
{
	! _carrier "$NIC1"
}

oracle_start
two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"

first=$(changes)
traffic_start
sleep 9
run_ok "frames are received meanwhile" wait_for 20 received
traffic_stop
flapped "$first" 4 "traffic"
receives 3000 300 "traffic"
is $(($(col "$NIC1" total allocated) % (4 * 511))) 0 \
	"pages came only with whole rings"
is "$(col "$NIC1" total released)" "$(col "$NIC1" total allocated)" \
	"and went only so"
all_agree "traffic"

run_ok "the cable is out" wait_for 10 no_carrier
full=$(col "$NIC1" total held)
is "$(col "$NIC1" total state)" ok "out: state"
ge "$full" $((4 * (511 - 31))) "out: the pages stay"
all_agree "out"

first=$(changes)
traffic_start
failed=0
for size in 256 1024 128 512; do
	ethtool -G "$NIC1" rx $size || failed=$((failed + 1))
	sleep 1
	i40e_command "$NIC1" pfr
	sleep 1
	link_down "$NIC1"
	ip link set "$NIC1" up || failed=$((failed + 1))
	sleep 1
done
is $failed 0 "rings were resized, reset and emptied meanwhile"
traffic_stop
flapped "$first" 4 "resized"
receives 3000 300 "resized"
all_agree "resized"

traffic_start
unload
sleep 3
run_ok "the module loads while the cable goes out and in" load
has "$NIC1"
sleep 3
traffic_stop
receives 3000 300 "loaded meanwhile"
all_agree "loaded meanwhile"
