#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What cuts a port's queues up: the number of channels, traffic classes with
# queues of their own (mqprio), the flow director and its rules.
# vm: NIC=x710 QUEUES=4 TIMEOUT=300
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/x710.inc"

plan 43

# steered QUEUE PORT: one point: frames to that UDP port are that queue's
steered()
{
	_recycled=$(col "$NIC1" "$1" recycled)
	PG_PORT=$2 pktgen_send "$NIC2" 500 300 "$(mac "$NIC1")" 1
	quiet "$NIC1"
	is $(($(col "$NIC1" "$1" recycled) - _recycled)) 500 \
		"port $2 goes to queue $1"
}

oracle_start
two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"

traffic_start
failed=0
for channels in 1 4 2 3 4; do
	ethtool -L "$NIC1" combined $channels || failed=$((failed + 1))
	carrier "$NIC1"
	sleep 0.5
done
is $failed 0 "five times other channels under traffic"
traffic_stop
receives 2000 300 "channels"
all_agree "channels"
run_ok "two channels" ethtool -L "$NIC1" combined 2
is "$(col "$NIC1" total held)" $((2 * 511)) "the others hold nothing"
is "$(queues "$NIC1" | wc -l)" 2 "two queues are shown"
all_agree "two channels"
run_ok "four channels" ethtool -L "$NIC1" combined 4
receives 2000 300 "four channels"

# Two classes of two queues: each is a VSI of its own to the card, all rings
# stay the port's.
traffic_start
run_ok "mqprio" tc qdisc add dev "$NIC1" root mqprio num_tc 2 map 0 1 \
	queues 2@0 2@2 hw 1 mode channel
sleep 1
traffic_stop
ge "$(dmesg | grep -c 'Setup channel')" 1 "the driver made a channel"
is "$(queues "$NIC1" | wc -l)" 4 "the port has its four queues"
receives 2000 300 "mqprio"
all_agree "mqprio"
run_ok "PF reset with mqprio" i40e_command "$NIC1" pfr
receives 2000 300 "PF reset with mqprio"
all_agree "PF reset with mqprio"
run_ok "no mqprio" tc qdisc del dev "$NIC1" root
receives 2000 300 "no mqprio"
all_agree "no mqprio"

for queue in 0 1 2 3; do
	ethtool -N "$NIC1" flow-type udp4 dst-port $((7770 + queue)) \
		action $queue >/dev/null
done
steered 3 7773
steered 1 7771
all_agree "rules"
traffic_start
failed=0
for turn in off on off on; do
	ethtool -K "$NIC1" ntuple $turn || failed=$((failed + 1))
	carrier "$NIC1"
	sleep 0.5
done
is $failed 0 "the flow director went and came twice under traffic"
traffic_stop
receives 2000 300 "flow director"
ethtool -N "$NIC1" flow-type udp4 dst-port 7772 action 2 >/dev/null
steered 2 7772
all_agree "flow director"
