#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The model replays a recording: every whole frame of it comes, in its turn and
# as it was recorded, to whatever address; and the module counts its page.
# host: replay_pcap
# vm: NIC=x710 CPUS=2
# x710d: --replay $OUT/replay_pcap --generate rate=2000,count=4000
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 11

FRAMES=4000
NIC1=$(nic 1)

# count PROTOCOL MATCH...: frames that tc finds to be so
count()
{
	_protocol=$1
	shift
	tc filter add dev "$NIC1" ingress protocol "$_protocol" u32 \
		match u32 "$@" action drop
}

# counted PROTOCOL
counted()
{
	tc -s filter show dev "$NIC1" ingress protocol "$1" |
		awk '$1 == "Sent" { n += $4 } END { print n + 0 }'
}

run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
tc qdisc add dev "$NIC1" clsact
# "as i" is where a datagram of 1472 bytes begins, and it ends with blanks.
run_ok "tc counts the longest frame" count ip 0x61732069 0xffffffff at 28 \
	match u32 0x20202020 0xffffffff at 1496
run_ok "tc counts the broadcast" count 0x88b5 0x746f2061 0xffffffff at 0
run_ok "link on $NIC1" link_up "$NIC1"
quiet "$NIC1"

is "$(stat "$NIC1" rx_packets)" $FRAMES "all frames arrive"
is "$(stat "$NIC1" rx_bytes)" \
	$((FRAMES * (60 + 300 + 1514 + 60) / 4)) "with all their bytes"
is "$(ethtool -S "$NIC1" | awk '$1 == "port.rx_csum_bad:" { print $2 }')" \
	$((FRAMES / 4)) "every fourth has a wrong checksum"
is "$(counted ip) $(counted 0x88b5)" "$((FRAMES / 4)) $((FRAMES / 4))" \
	"a fourth is the longest frame as it was recorded, a fourth the broadcast"
is $(($(col "$NIC1" total recycled) + $(col "$NIC1" total released))) $FRAMES \
	"a frame is a page recycled or released"
identities "at the end"
