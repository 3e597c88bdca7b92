# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# For the cases of the module, after /vm/lib.sh: load it, make traffic, and
# hold its numbers against each other, against the walk and against the
# oracle.  Every case ends with `identities`.

CASELIB=${0%/*}/lib
ORACLE=/sys/kernel/debug/rxpa_oracle
FIX=/sys/kernel/debug/igc_fixture
PAGE=$(awk '/^KernelPageSize/ { print $2 * 1024; exit }' /proc/self/smaps)

# test_module NAME [PARAMETERS...]: loads one of tests/modules
test_module()
{
	_ko=/vm/modules/$1.ko
	shift
	insmod "$_ko" "$@"
}

# load [PARAMETERS...]: the module, with its folder complete
load()
{
	modprobe rxpageacct "$@" && wait_for 5 test -e "$RXPA/:status"
}

unload()
{
	rmmod rxpageacct
}

# has FILE / has_not FILE: a file of the folder that the module's worker makes
# or removes shortly after the event
has()
{
	wait_for 5 test -e "$RXPA/$1"
}

has_not()
{
	wait_for 5 test ! -e "$RXPA/$1"
}

# two_nics: NIC1 receives and NIC2 sends, both up
two_nics()
{
	NIC1=$(nic 1)
	NIC2=$(nic 2)
	[ -n "$NIC2" ] || bail "the VM has no two ports"
	link_up "$NIC1" || bail "$NIC1 gets no link"
	link_up "$NIC2" || bail "$NIC2 gets no link"
}

# carrier IFACE: ethtool and others take it away for a while
carrier()
{
	wait_for 20 _carrier "$1"
}

# traffic COUNT [SIZE]: NIC1 receives COUNT frames from NIC2, in four flows
traffic()
{
	_first=$(stat "$NIC1" rx_packets)
	for _ in 1 2 3 4 5; do
		quiet "$NIC1"
		_missing=$(($1 - $(stat "$NIC1" rx_packets) + _first))
		[ $_missing -gt 0 ] || return 0
		pktgen_send "$NIC2" $_missing "${2:-300}" "$(mac "$NIC1")" 4 ||
			return 1
	done
	return 1
}

# traffic_start [SIZE] / traffic_stop: the same without end, beside the case
traffic_start()
{
	rm -f /tmp/traffic.stop
	_mac=$(mac "$NIC1")
	while [ ! -e /tmp/traffic.stop ]; do
		pktgen_send "$NIC2" 4000 "${1:-300}" "$_mac" 4 || sleep 0.2
	done >/dev/null 2>&1 &
	TRAFFIC=$!
}

traffic_stop()
{
	: >/tmp/traffic.stop
	wait "$TRAFFIC"
	[ ! -e "/sys/class/net/$NIC1" ] || quiet "$NIC1"
}

# ports: the main files of all netdevs in the folder
ports()
{
	for _port in "$RXPA"/*; do
		_port=${_port##*/}
		case $_port in
		:* | *:walk | '*') ;;
		*) echo "$_port" ;;
		esac
	done
}

# sum COLUMN: over all netdevs
sum()
{
	for _port in $(ports); do
		col "$_port" total "$1"
	done | awk '{ n += $1 } END { print n + 0 }'
}

_identities_once()
{
	rm -rf /tmp/identities
	mkdir -p /tmp/identities
	for _port in $(ports); do
		_orphans=0
		[ "$_port" != "$1" ] || _orphans=$2
		# One snapshot, so that what is shown is what was judged.
		cat "$RXPA/$_port" >"/tmp/identities/$_port"
		cat "$RXPA/$_port:walk" >"/tmp/identities/$_port:walk"
		awk -v page="$PAGE" -v want="$_orphans" \
			-f "$CASELIB/identities.awk" \
			"/tmp/identities/$_port" "/tmp/identities/$_port:walk"
	done
}

# identities WHAT [NETDEV ORPHANS]: one point.  On every netdev all numbers
# fit each other and the walk, and nothing is orphaned, except that NETDEV has
# lost ORPHANS pages.  Rings that still move get five seconds to come to rest.
identities()
{
	_tries=50
	while _said=$(_identities_once "${2:-}" "${3:-0}") &&
	      echo "$_said" | grep -q '^wait' && [ $_tries -gt 0 ]; do
		_tries=$((_tries - 1))
		sleep 0.1
	done
	if echo "$_said" | grep -q '^w'; then
		not_ok "$1: identities hold on all queues"
		diag "$(echo "$_said" | grep '^w')"
		diag "$(cat /tmp/identities/*)"
	elif ! echo "$_said" | grep -q '^queues [1-9]'; then
		not_ok "$1: identities hold on all queues" "there are none"
	else
		ok "$1: identities hold on all queues"
	fi
}

# oracle KEY: pages, bytes, order1, node0, ...
oracle()
{
	awk -v key="$1" '$1 == key { n = $2 } END { print n + 0 }' $ORACLE
}

# oracle_start: to be called while no ring is filled; oracle_base: again
oracle_start()
{
	test_module rxpa_oracle || bail "the oracle does not load"
	oracle_base
}

oracle_base()
{
	ORACLE_PAGES=$(oracle pages)
	ORACLE_BYTES=$(oracle bytes)
}

# oracle_agrees WHAT: two points, what others had before left out
oracle_agrees()
{
	is "$(sum held)" $(($(oracle pages) - ${ORACLE_PAGES:-0})) \
		"$1: held is what the oracle finds"
	is "$(sum bytes)" $(($(oracle bytes) - ${ORACLE_BYTES:-0})) \
		"$1: bytes are what the oracle finds"
}

# full IFACE WHAT: one point: every ring of IFACE is as full as it can be
full()
{
	_not=$(awk '/^# / || !NF { next }
		!head { for (head = 1; head <= NF; head++) at[$head] = head
			next }
		$1 == "total" || $at["state"] == "gone" { next }
		{ n++ }
		$at["held"] != $at["desc"] - 1
		END { if (!n) print "no queue" }' "$RXPA/$1")
	if [ -z "$_not" ]; then
		ok "$2: all rings are full"
	else
		not_ok "$2: all rings are full" "$_not"
	fi
}

# truth QUEUE COLUMN: what the fixture itself counted
truth()
{
	col $FIX/truth "$1" "$2"
}

# knob NAME VALUE
knob()
{
	echo "$2" >"$FIX/$1"
}
