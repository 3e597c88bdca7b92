#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# 100,000 frames into UDP sockets that nobody reads.  Their pages cannot go
# back into the ring, so that each is released and another one allocated; larger
# ones than 4 KiB only once they are used up, so the ring is made short there.
# Four generations of sockets, for all of it would not fit into the VM.
# shellcheck disable=SC2154 # rx, recycled and released: pages_since sets them
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 28

FRAMES=25100
SIZE=300
MIB=1048576
oracle_start
two_nics
AT_LEAST=$((FRAMES * 45 / 100))
if [ "$PAGE" -ge 8192 ]; then
	SIZE=500
	AT_LEAST=$((FRAMES / $(frames_a_page $SIZE) / 2))
	ethtool -G "$NIC1" rx 128
	carrier "$NIC1"
fi
ip addr add 10.0.0.1/24 dev "$NIC1"
echo "262144 262144 262144" >/proc/sys/net/ipv4/udp_mem
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"

export PG_DST=10.0.0.1 PG_SRC=10.0.0.10 PG_PORT=9000
for generation in 1 2 3 4; do
	quiet "$NIC1"
	pages_mark
	pid=$(udpload 5 9000 $((128 * MIB)))
	run_ok "$generation: $NIC1 receives $FRAMES frames" traffic $FRAMES $SIZE
	pages_since
	diag "$generation: frames $rx recycled $recycled released $released"
	ge "$released" $AT_LEAST "$generation: pages were released"
	is $((recycled + released)) "$rx" \
		"$generation: a frame is a page recycled or released"
	# One half of a page goes to a socket and the page back into the ring;
	# when the other half goes too, the page is released.  Of larger ones all
	# are lent but those that are new.
	lent=$(col "$NIC1:walk" total lent)
	if [ "$PAGE" -ge 8192 ]; then
		ge "$lent" $(($(col "$NIC1" total held) / 2)) \
			"$generation: the walk sees pages that the stack holds too"
	else
		is "$lent" $((recycled - released)) \
			"$generation: the walk sees pages that the stack holds too"
	fi
	identities "$generation: with unread sockets"
	kill "$pid"
	wait_for 5 test ! -e "/proc/$pid"
done

ge "$(col "$NIC1" total allocated)" $((4 * AT_LEAST * 8 / 9)) \
	"as many were allocated"
# Sockets are freed after a grace period.
nothing_lent()
{
	[ "$(col "$NIC1:walk" total lent)" = 0 ]
}
run_ok "nothing is lent any more" wait_for 10 nothing_lent
refilled "$NIC1" "at the end"
oracle_agrees "at the end"
identities "at the end"
