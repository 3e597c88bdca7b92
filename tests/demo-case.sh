#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What `make demo` runs inside the VM.
. /vm/lib.sh

# tell LINES...: the narrator
tell()
{
	echo
	printf '%s\n' "$@" | sed 's/^/    /'
	echo
}

# do_it COMMAND...: shown as typed, then done
do_it()
{
	echo "# $*"
	"$@" || {
		echo "failed with status $?"
		exit 1
	}
}

send()
{
	echo "# pktgen: $2 frames of $3 bytes from $1 to $NIC2, ${4:-1} flows"
	pktgen_send "$1" "$2" "$3" "$(mac "$NIC2")" "${4:-1}" &&
		quiet "$NIC2"
}

NIC1=$(nic 1)
NIC2=$(nic 2)
tell "This is a stock kernel, $(uname -r), and its own igb driver." \
	"Both ports come up first, so that their rings are full of pages" \
	"before the module is there."
link_up "$NIC1"
echo "# ip link set $NIC1 up"
link_up "$NIC2"
echo "# ip link set $NIC2 up"
do_it ip -brief link show dev "$NIC2"
do_it modprobe rxpageacct
do_it ls "$RXPA"
tell "One line a queue.  The pages that were there before are \"adopted\":"
do_it cat "$RXPA/$NIC2"

tell "Traffic that the stack is done with at once: the driver recycles its" \
	"pages, and none is allocated or released."
send "$NIC1" 20000 300 8
do_it cat "$RXPA/$NIC2"

tell "Traffic into sockets that nobody reads: the pages stay with the stack," \
	"so the driver drops them and takes new ones.  orphaned stays 0."
ip addr add 10.0.0.2/24 dev "$NIC2"
sink=$(udpload 8 5000)
PG_PORT=5000 send "$NIC1" 8000 1400 8
do_it cat "$RXPA/$NIC2"
tell "The walk looks at every page: lent = still with the stack as well."
do_it cat "$RXPA/$NIC2:walk"
kill "$sink"

tell "What the module resolved, what it probes, and what is off:"
do_it cat "$RXPA/:status"

tell "The same, like slabtop:"
do_it rxpa-top --once

tell "A larger ring: what does it cost?"
before=$(col "$NIC2" total bytes)
do_it ethtool -G "$NIC2" rx 2048
wait_for 10 _carrier "$NIC2"
do_it cat "$RXPA/$NIC2"
after=$(col "$NIC2" total bytes)
tell "bytes: $before -> $after, $(((after - before) / 1024)) KiB more in the rings of $NIC2."
do_it rxpa-top --once
do_it rmmod rxpageacct
tell "That was all; no reboot, no debuginfo, nothing changed in the driver."
