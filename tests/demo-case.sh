#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What `make demo` runs inside the VM.
# vm: NIC=x710 QUEUES=4
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=tests/demo.inc
. /case/demo.inc

send()
{
	echo "# pktgen: $2 frames of $3 bytes from $1 to $NIC2, ${4:-1} flows"
	pktgen_send "$1" "$2" "$3" "$(mac "$NIC2")" "${4:-1}" &&
		quiet "$NIC2"
}

NIC1=$(nic 1)
NIC2=$(nic 2)
tell "This is a stock kernel, $(uname -r), and its own i40e driver." \
	"Both ports come up first, so that their rings are full of pages" \
	"before the module is there."
type_in "ip link set $NIC1 up; ip link set $NIC2 up"
wait_for 20 _carrier "$NIC1" && wait_for 20 _carrier "$NIC2" || exit 1
wait_for 5 grep -q up "/sys/class/net/$NIC2/operstate"
type_in "ip -brief link show dev $NIC2"
type_in "modprobe rxpageacct"
type_in "ls $RXPA"
tell "One line a queue.  The pages that were there before are \"adopted\":"
type_in "cat $RXPA/$NIC2"

tell "Traffic that the stack is done with at once: the driver recycles its" \
	"pages, and none is allocated or released."
send "$NIC1" 20000 300 8
type_in "cat $RXPA/$NIC2"

tell "Traffic into sockets that nobody reads: the pages stay with the stack," \
	"so the driver drops them and takes new ones.  orphaned stays 0."
ip addr add 10.0.0.2/24 dev "$NIC2"
sink=$(udpload 8 5000)
PG_PORT=5000 send "$NIC1" 8000 1400 8
type_in "cat $RXPA/$NIC2"
tell "The walk looks at every page: lent = still with the stack as well."
type_in "cat $RXPA/$NIC2:walk"
kill "$sink"

tell "What the module resolved, what it probes, and what is off:"
type_in "cat $RXPA/:status"

tell "The same, like slabtop:"
type_in "rxpa-top --once"

tell "A larger ring: what does it cost?"
before=$(col "$NIC2" total bytes)
type_in "ethtool -G $NIC2 rx 4096"
wait_for 10 _carrier "$NIC2"
type_in "cat $RXPA/$NIC2"
after=$(col "$NIC2" total bytes)
tell "bytes: $before -> $after, $(((after - before) / 1024)) KiB more in the rings of $NIC2."
type_in "rxpa-top --once"
type_in "rmmod rxpageacct"
tell "That was all; no reboot, no debuginfo; rmmod takes the probes back."
