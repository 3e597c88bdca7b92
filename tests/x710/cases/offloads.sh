#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The model itself: checksums, segmentation and VLAN tags by the card and by
# the kernel must understand each other, over IPv4 and IPv6; the driver's own
# tests of the card.
# vm: NIC=x710 CPUS=2 TIMEOUT=240
# shellcheck source=/dev/null
. /vm/lib.sh

plan 18

# tcp ADDRESS PORT WHAT: one point: 2 MiB arrive as they were sent
tcp()
{
	# busybox's nc leaves when the other side has no more to say.
	sleep 40 | timeout 40 nc -l -p "$2" >/tmp/got &
	_listener=$!
	sleep 0.5
	{
		cat /tmp/sent
		sleep 40
	} | in_peer timeout 40 nc "$1" "$2" >/dev/null &
	_sender=$!
	wait_for 30 cmp -s /tmp/got /tmp/sent
	run_ok "$3: 2 MiB over TCP" cmp /tmp/got /tmp/sent
	kill $_sender $_listener 2>/dev/null
}

# both COMMAND...: for either port, whose name is put behind the first word
both()
{
	_word=$1
	shift
	"$_word" -K "$NIC1" "$@" && in_peer "$_word" -K "$NIC2" "$@"
}

checksum_errors()
{
	awk '$1 ~ /InCsumErrors|InErrs/ { n += $2 } /^(Tcp|Udp):/ { n += $NF }
		END { print n + 0 }' /proc/net/snmp /proc/net/snmp6
}

echo 0 >/proc/sys/net/ipv6/conf/default/disable_ipv6
peer_setup || bail "the two ports get no link"
dd if=/dev/urandom of=/tmp/sent bs=1M count=2 2>/dev/null
echo 0 >"/proc/sys/net/ipv6/conf/$NIC1/disable_ipv6"
in_peer sh -c "echo 0 >/proc/sys/net/ipv6/conf/$NIC2/disable_ipv6"
ip addr add fd00::1/64 dev "$NIC1" nodad
in_peer ip addr add fd00::2/64 dev "$NIC2" nodad

run_ok "ping" in_peer ping -c 2 -W 2 10.0.0.1
run_ok "ping over IPv6" in_peer ping -6 -c 2 -W 2 fd00::1
tcp 10.0.0.1 5001 "card"
tcp fd00::1 5002 "card, IPv6"
ge "$(in_peer cat /proc/net/dev | awk -v nic="$NIC2:" '
	$1 == nic { print $11 }')" 2900 "the card made segments"

run_ok "VLAN 5 here" ip link add link "$NIC1" name v5 type vlan id 5
run_ok "VLAN 5 there" in_peer /usr/sbin/ip link add link "$NIC2" name v5 \
	type vlan id 5
ip addr add 10.5.0.1/24 dev v5
ip link set v5 up
in_peer ip addr add 10.5.0.2/24 dev v5
in_peer ip link set v5 up
wait_for 20 in_peer ping -c 1 -W 1 10.5.0.1
run_ok "ping in the VLAN" in_peer ping -c 2 -W 2 10.5.0.1
tcp 10.5.0.1 5003 "card, VLAN"

run_ok "rxvlan off" ethtool -K "$NIC1" rxvlan off
wait_for 20 in_peer ping -c 1 -W 1 10.5.0.1
tcp 10.5.0.1 5004 "card sends, kernel takes the tag out"
run_ok "all off" both ethtool tso off gso off gro off tx off rx off txvlan off
wait_for 20 in_peer ping -c 1 -W 1 10.5.0.1
tcp 10.5.0.1 5005 "kernel, VLAN"
tcp 10.0.0.1 5006 "kernel"
run_ok "all on again" both ethtool tso on gso on gro on tx on rx on
is "$(checksum_errors)" 0 "no checksum error"

run_ok "ethtool -t online" ethtool -t "$NIC1" online

run_ok "link comes back" wait_for 20 _carrier "$NIC1"
