#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# i40e counts pages itself (ethtool -S).  Where it counts the same as the
# module, both must agree to the page, at every quiet point:
#
#   rx_cache_alloc    = allocated + pages that could not be mapped: i40e counts
#                       a page before it maps it
#   rx_pg_alloc_fail  = failed
#   rx_cache_reuse    = recycled, but i40e counts a page only when its slot is
#                       refilled.  So those that wait for that are not in it
#                       yet, nor ever if the ring is emptied first.
#                       ethtool -G makes it count all pages of the new rings,
#                       for its trick is to refill rings that are full
#   rx_cache_waive +
#   rx_cache_busy     = released, but not what is released by emptying a ring
#
# i40e keeps its counters in the ring: they begin anew with new rings (-L, XDP)
# and after a reset, and a ring of ethtool -G that is given up takes its own
# along.
# vm: NIC=x710 QUEUES=2 TIMEOUT=300
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/x710.inc"

plan 103

# waiting: pages recycled and not refilled yet, from one picture of the table
waiting()
{
	awk '/^#/ || $1 == "total" || !NF { next }
		!head { for (head = 1; head <= NF; head++) at[$head] = head
			next }
		$at["state"] == "ok" {
			n += ($at["nta"] - $at["ntu"] + $at["desc"]) % $at["desc"]
		}
		END { print n + 0 }' "$RXPA/$NIC1"
}

total()
{
	col "$NIC1" total "$1"
}

# anew ALLOCATED: i40e's counters began at zero when the module's stood at
# ALLOCATED, and since then the rings were filled
anew()
{
	allocated0=$1
	recycled0=$(total recycled)
	released0=$(total released)
	failed0=$(total failed)
	unmapped=0
	given_up=0
	pretended=0
	emptied=0
	never=0
}

# emptying WHAT COMMAND...: one point: a command that empties the rings of NIC1
emptying()
{
	emptied=$((emptied + $(total held)))
	never=$((never + $(waiting)))
	run_ok "$@"
}

# counters WHAT: seven points
counters()
{
	quiet "$NIC1"
	is "$(i40e_stat "$NIC1" rx_cache_alloc)" \
		$(($(total allocated) - allocated0 + unmapped - given_up)) \
		"$1: rx_cache_alloc"
	is "$(i40e_stat "$NIC1" rx_pg_alloc_fail)" \
		$(($(total failed) - failed0)) "$1: rx_pg_alloc_fail"
	is "$(i40e_stat "$NIC1" rx_cache_reuse)" \
		$(($(total recycled) - recycled0 - $(waiting) - never +
		   pretended)) "$1: rx_cache_reuse"
	is $(($(i40e_stat "$NIC1" rx_cache_waive) +
	      $(i40e_stat "$NIC1" rx_cache_busy))) \
		$(($(total released) - released0 - emptied - given_up)) \
		"$1: rx_cache_waive + rx_cache_busy"
	all_agree "$1"
}

# refuse WHICH COUNT: as many pages (alloc) or mappings (map), see rxpa_nopages
refuse()
{
	echo "$2" >"/sys/module/rxpa_nopages/parameters/$1"
}

# refused WHICH: one point: all of them were asked for
refused()
{
	is "$(cat "/sys/module/rxpa_nopages/parameters/$1")" 0 \
		"$1: all that was to be refused was refused"
}

oracle_start
test_module rxpa_nopages || bail "rxpa_nopages does not load"
NIC1=$(nic 1)
NIC2=$(nic 2)
ip addr add 10.0.0.1/24 dev "$NIC1"
echo "262144 262144 262144" >/proc/sys/net/ipv4/udp_mem
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
two_nics
anew 0
is "$(total allocated)" 1022 "rings are filled"
counters "rings are filled"

export PG_DST=10.0.0.1 PG_SRC=10.0.0.10 PG_PORT=9000
run_ok "3000 frames" traffic 3000
ge "$(i40e_stat "$NIC1" rx_cache_reuse)" 2000 "pages are recycled"
counters "pages are recycled"

pid=$(udpload 5 9000 $((64 << 20)))
run_ok "3000 frames that nobody reads" traffic 3000
ge "$(total released)" 500 "pages are lent and released"
counters "pages are lent and released"

refuse alloc 7
run_ok "3000 frames while pages are refused" traffic 3000
refused alloc
is "$(total failed)" 7 "pages are refused: failed"
counters "pages are refused"

refuse map 5
run_ok "3000 frames while mappings are refused" traffic 3000
refused map
unmapped=$((unmapped + 5))
is "$(total failed)" 12 "mappings are refused: failed"
counters "mappings are refused"
kill "$pid"

emptying "ethtool -G" ethtool -G "$NIC1" rx 1024
carrier "$NIC1"
pretended=$((pretended + 2 * 1023))
counters "ethtool -G"

# The second ring gets only 45 of its 255 pages: both are given up, and what
# i40e counted in them is lost with them.
allocated=$(total allocated)
refuse skip 300
refuse alloc 1
ethtool -G "$NIC1" rx 256 2>/dev/null # newer kernels tell of no error
is "$(col "$NIC1" 0 desc)" 1024 "ethtool -G that finds no memory changes nothing"
refused alloc
given_up=$(($(total allocated) - allocated))
is $given_up 300 "the pages of rings that are given up are allocated"
failed0=$((failed0 + 1))
counters "ethtool -G fails"

link_down "$NIC2"
emptying "down" link_down "$NIC1"
run_ok "up" link_up "$NIC1"
link_up "$NIC2"
run_ok "3000 frames after down and up" traffic 3000
counters "down and up"

before=$(total allocated)
run_ok "PF reset" i40e_command "$NIC1" pfr
carrier "$NIC1"
anew "$before"
run_ok "3000 frames after a reset" traffic 3000
counters "PF reset"

for verdict in drop tx; do
	before=$(total allocated)
	run_ok "XDP $verdict" xdp-pass "$NIC1" attach $verdict
	carrier "$NIC1"
	[ $verdict = tx ] || anew "$before"
	run_ok "XDP $verdict: 3000 frames are sent" pktgen_send "$NIC2" 3000 300 \
		"$(mac "$NIC1")" 4
	counters "XDP $verdict"
done
