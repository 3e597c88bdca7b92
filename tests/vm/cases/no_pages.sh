#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# igb gets no page, or cannot map the one it got.  It counts either itself
# (ethtool -S, alloc_failed), and `failed` must be the same to the page; what is
# held then is what it did get.
#
# nic: igb
# vm: TIMEOUT=300
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 36

KNOBS=/sys/module/rxpa_nopages/parameters

# alloc_failed: of all queues of NIC1
alloc_failed()
{
	ethtool -S "$NIC1" | awk '/rx_queue_.*_alloc_failed:/ { n += $2 }
		END { print n + 0 }'
}

# refused WHAT ALLOC MAP COMMAND...: seven points: while COMMAND runs that many
# pages and mappings are refused
refused()
{
	what=$1
	wanted=$((wanted + $2 + $3))
	echo "$2" >$KNOBS/alloc
	echo "$3" >$KNOBS/map
	shift 3
	run_ok "$what" "$@"
	is "$(cat $KNOBS/alloc) $(cat $KNOBS/map)" "0 0" \
		"$what: all that was to be refused was refused"
	quiet "$NIC1"
	is "$(alloc_failed)" $wanted "$what: igb's alloc_failed"
	is "$(col "$NIC1" total failed)" $wanted "$what: failed"
	identities "$what"
	oracle_agrees "$what"
}

down_and_up()
{
	link_down "$NIC1" && link_up "$NIC1" && traffic 1000
}

need_module rxpa_nopages "ftrace that hands over registers"
oracle_start
test_module rxpa_nopages || bail "rxpa_nopages does not load"
run_ok "the module loads" load
two_nics
ip addr add 10.0.0.1/24 dev "$NIC1"
wanted=$(alloc_failed)

# Sockets that nobody reads, so that the driver asks for pages all the time.
echo "262144 262144 262144" >/proc/sys/net/ipv4/udp_mem
export PG_DST=10.0.0.1 PG_SRC=10.0.0.10 PG_PORT=9000
pid=$(udpload 5 9000 $((64 << 20)))
refused "no pages under traffic" 7 0 traffic 3000
refused "no mappings under traffic" 0 5 traffic 3000
refused "both under traffic" 3 3 traffic 3000
kill "$pid"
refused "no pages while rings are filled" 2 0 down_and_up
refused "no mappings while rings are filled" 0 2 down_and_up
