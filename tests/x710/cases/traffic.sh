#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The model itself, without rxpageacct: the stock i40e on it receives through
# several queues, changes rings, channels and MTU, resets, steers, goes and
# comes back, and TCP arrives as it was sent.
# vm: NIC=x710 QUEUES=4 TIMEOUT=240
# shellcheck source=/dev/null
. /vm/lib.sh

plan 26

# reachable: after a reset i40e tells the card its address a little later than
# it calls the link up
reachable()
{
	_rx=$(stat "$N1" rx_packets)
	pktgen_send "$N2" 10 100 "$(mac "$N1")" 32
	sleep 0.3
	[ "$(stat "$N1" rx_packets)" -gt "$_rx" ]
}

# receives COUNT SIZE WHAT: one point: N1 receives all of COUNT frames
receives()
{
	wait_for 20 _carrier "$N1"
	wait_for 20 _carrier "$N2"
	wait_for 20 reachable
	quiet "$N1"
	_rx=$(stat "$N1" rx_packets)
	pktgen_send "$N2" "$1" "$2" "$(mac "$N1")" 32
	quiet "$N1"
	is $(($(stat "$N1" rx_packets) - _rx)) "$1" "$3: $1 frames of $2 bytes"
}

# queue_packets IFACE QUEUE
queue_packets()
{
	ethtool -S "$1" | awk -v key="rx-$2.packets:" '$1 == key { print $2 }'
}

# ethtool_stat IFACE NAME
ethtool_stat()
{
	ethtool -S "$1" | awk -v key="$2:" '$1 == key { print $2 }'
}

N1=$(nic 1)
N2=$(nic 2)
run_ok "link on $N1" link_up "$N1"
run_ok "link on $N2" link_up "$N2"
receives 20000 300 "at first"
used=0
for queue in 0 1 2 3; do
	[ "$(queue_packets "$N1" $queue)" -lt 500 ] || used=$((used + 1))
done
is $used 4 "RSS spreads over 4 queues"

run_ok "ethtool -G rx 4096" ethtool -G "$N1" rx 4096
receives 5000 1500 "rings of 4096"
run_ok "ethtool -L combined 2" ethtool -L "$N1" combined 2
receives 5000 300 "two channels"
run_ok "ethtool -L combined 4" ethtool -L "$N1" combined 4
receives 5000 300 "four channels"
link_down "$N1"
run_ok "down and up" link_up "$N1"
receives 5000 300 "after down and up"

# Newer drivers take at most 8614 with legacy-rx.
run_ok "legacy-rx" ethtool --set-priv-flags "$N1" legacy-rx on
run_ok "$N1: MTU 8000" ip link set "$N1" mtu 8000
run_ok "$N2: MTU 8000" ip link set "$N2" mtu 8000
receives 2000 8000 "jumbo"
ge "$(ethtool_stat "$N1" rx_dropped)" 0 "its statistics can be read"
is "$(ethtool_stat "$N1" rx_errors)" 0 "no errors"
ip link set "$N1" mtu 1500
ip link set "$N2" mtu 1500

echo pfr >"/sys/kernel/debug/i40e/$(basename \
	"$(readlink -f "/sys/class/net/$N1/device")")/command"
sleep 2
receives 5000 300 "after a PF reset"

steered=0
for queue in 0 1 2 3; do
	ethtool -N "$N1" flow-type udp4 dst-port $((7770 + queue)) \
		action $queue >/dev/null
done
is "$(ethtool -n "$N1" | grep -c Filter:)" 4 "four rules of the flow director"
for queue in 0 1 2 3; do
	before=$(queue_packets "$N1" $queue)
	PG_PORT=$((7770 + queue)) pktgen_send "$N2" 500 300 "$(mac "$N1")" 1
	quiet "$N1"
	[ $(($(queue_packets "$N1" $queue) - before)) != 500 ] ||
		steered=$((steered + 1))
done
is $steered 4 "they steer to their queues"

run_ok "i40e goes" rmmod i40e
run_ok "i40e is back" modprobe i40e
if peer_setup; then
	ok "two ports in two namespaces"
else
	not_ok "two ports in two namespaces"
fi
dd if=/dev/urandom of=/tmp/sent bs=1M count=4 2>/dev/null
# busybox's nc leaves when the other side has no more to say: both keep quiet.
sleep 60 | timeout 60 nc -l -p 5001 >/tmp/got &
listener=$!
sleep 0.5
{
	cat /tmp/sent
	sleep 60
} | in_peer timeout 60 nc 10.0.0.1 5001 >/dev/null &
sender=$!
wait_for 40 cmp -s /tmp/got /tmp/sent
run_ok "4 MiB over TCP arrive as they were sent" cmp /tmp/got /tmp/sent
kill $sender $listener 2>/dev/null
is "$(awk '/^Tcp:/ { n = $NF } END { print n }' /proc/net/snmp)" 0 \
	"no checksum error"
diag "$(ethtool -S "$NIC1" | grep 'csum\|rx_dropped\|fdir')"
