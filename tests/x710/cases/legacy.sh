#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# legacy-rx on and off under traffic: frames are copied or built around their
# page, buffers have 2 KiB or 3 KiB and pages order 0 or 1.  Frames of 9000
# bytes lie in three or five of them; newer drivers keep the clean index at
# the first until the last has come (next_to_process).
# vm: NIC=x710 QUEUES=2 TIMEOUT=300
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/x710.inc"

# Drivers with multi-buffer XDP (6.4 and later) leave room for the skb's tail in
# buffers of 2 KiB, which limits the MTU, and with legacy-rx, too, they have
# small buffers for small frames.  Sizes are what the card is told, in units of
# 128 bytes.
#
# With legacy-rx they also lose pages: i40e_construct_skb() steps over the first
# buffer of a frame of several, which is then neither recycled nor released.
# The oracle says how many are gone, and orphaned must be just that.
multi=1
case $(uname -r) in
[45].* | 6.[0-3].*) multi=0 ;;
esac
if [ $multi = 1 ]; then
	legacy=1792 legacy_small=1536 legacy_mtu=8614
else
	legacy=2048 legacy_small=2048 legacy_mtu=9000
fi
lost=0
plan $((51 + multi))

# missing: pages that bear a ring's mark and are in no ring
missing()
{
	echo $(($(oracle pages) - ORACLE_PAGES - $(sum held)))
}

# agree WHAT: three points: oracle, walk and identities, but for pages lost
agree()
{
	is "$(missing)" "$lost" "$1: held is what the oracle finds, $lost lost"
	is $(($(oracle bytes) - ORACLE_BYTES - $(sum bytes))) $((lost * PAGE)) \
		"$1: bytes are what the oracle finds"
	identities "$1" "$NIC1" "$lost"
}

# mtu BYTES: of both ports
mtu()
{
	ip link set "$NIC1" mtu "$1" && ip link set "$NIC2" mtu "$1"
}

# frames COUNT SIZE BUFFER WHAT: two points: NIC1 receives them, and for every
# descriptor that they take, without those stepped over, a page is recycled or
# released
frames()
{
	_pages=$(($(col "$NIC1" total recycled) + $(col "$NIC1" total released)))
	_rx=$(stat "$NIC1" rx_packets)
	receives "$1" "$2" "$4"
	_rx=$(($(stat "$NIC1" rx_packets) - _rx))
	is $(($(col "$NIC1" total recycled) + $(col "$NIC1" total released) -
	      _pages)) $((_rx * (($2 + $3 - 1) / $3 - over))) \
		"$4: a page for every descriptor"
}

# turn LEGACY MTU BUFFER: frames as long as the MTU allows, first dropped by the
# stack, then kept in sockets that nobody reads
turn()
{
	what="legacy-rx $1, MTU $2"
	mtu 1500
	run_ok "$what: set" ethtool --set-priv-flags "$NIC1" legacy-rx "$1"
	run_ok "$what: MTU" mtu "$2"
	carrier "$NIC1"
	carrier "$NIC2"
	# until the card knows its address again
	wait_for 20 traffic 1 100
	quiet "$NIC1"
	over=0
	[ $multi = 0 ] || [ "$1" = off ] || [ "$2" = 1500 ] || over=1
	# Emptying the rings finds some of what was stepped over.
	[ "$lost" = 0 ] || lost=$(missing)
	frames 1000 $(($2 + 14)) "$3" "$what"
	order=0
	[ "$3" -le 2048 ] || order=1
	is "$(col "$NIC1" 0 order)" $order "$what: order"

	released=$(col "$NIC1" total released)
	pid=$(udpload 5 9000 $((64 << 20)))
	# A page is released when its second half is needed and its first one is
	# still unread: three times round the rings.
	frames $((3000 / (($2 + 13 + $3) / $3))) $(($2 + 14)) "$3" \
		"$what, unread"
	ge $(($(col "$NIC1" total released) - released)) 200 \
		"$what, unread: pages were released"
	if [ $over = 1 ]; then
		lost=$(missing)
		ge "$lost" 100 "$what: the driver lost pages"
	fi
	agree "$what, unread"
	kill "$pid"
	wait_for 5 test ! -e "/proc/$pid"
}

oracle_start
two_nics
ip addr add 10.0.0.1/24 dev "$NIC1"
echo "262144 262144 262144" >/proc/sys/net/ipv4/udp_mem
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"

traffic_start
failed=0
for flag in on off on off on off; do
	ethtool --set-priv-flags "$NIC1" legacy-rx $flag ||
		failed=$((failed + 1))
	sleep 0.7
done
is $failed 0 "legacy-rx was switched six times under traffic"
traffic_stop
receives 2000 300 "afterwards"
agree "afterwards"

export PG_DST=10.0.0.1 PG_SRC=10.0.0.10 PG_PORT=9000
turn on 1500 $legacy_small
turn off 1500 1536
turn on $legacy_mtu $legacy
turn off 9000 3072
