# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# For cases: `. /vm/lib.sh`.  Test points in KTAP, then helpers for NICs,
# traffic and the module's tables.  Runs inside the VM in dash (/bin/sh).
#
#   plan N                    how many points follow (or done_testing at the end)
#   ok NAME / not_ok NAME [DETAIL]
#   is GOT WANT NAME          equal as text
#   isnt GOT UNWANTED NAME
#   ge GOT LEAST NAME         numbers, GOT >= LEAST
#   le GOT MOST NAME
#   like FILE ERE NAME        FILE has a line that matches
#   run_ok NAME COMMAND...    the command succeeds
#   run_fails NAME COMMAND... the command fails
#   skip NAME REASON          a point that cannot be tested here
#   skip_all REASON           the whole case; ends it
#   bail REASON               nothing further makes sense; ends it
#   diag WORDS...             a remark

RXPA=/sys/kernel/debug/rxpageacct
# bytes of a page
# shellcheck disable=SC2034 # the cases'
PAGE=$(awk '/^KernelPageSize/ { print $2 * 1024; exit }' /proc/self/smaps)
_n=0
_plan=
_head=

_start()
{
	[ -n "$_head" ] || echo "KTAP version 1"
	_head=1
}

plan()
{
	_start
	_plan=$1
	echo "1..$1"
}

done_testing()
{
	_start
	[ -n "$_plan" ] || echo "1..$_n"
	_plan=$_n
}

diag()
{
	echo "$*" | sed 's/^/# /'
}

ok()
{
	_start
	_n=$((_n + 1))
	echo "ok $_n - $1"
}

not_ok()
{
	_start
	_n=$((_n + 1))
	echo "not ok $_n - $1"
	[ -z "${2:-}" ] || diag "$2"
	return 0
}

skip()
{
	_start
	_n=$((_n + 1))
	echo "ok $_n - $1 # SKIP $2"
}

skip_all()
{
	_start
	echo "1..0 # SKIP $1"
	exit 0
}

bail()
{
	echo "Bail out! $*"
	exit 1
}

is()
{
	if [ "$1" = "$2" ]; then
		ok "$3"
	else
		not_ok "$3" "got '$1', want '$2'"
	fi
}

isnt()
{
	if [ "$1" != "$2" ]; then
		ok "$3"
	else
		not_ok "$3" "got '$1', want anything else"
	fi
}

_number()
{
	case $1 in
	'' | *[!0-9-]*) return 1 ;;
	esac
}

ge()
{
	if _number "$1" && [ "$1" -ge "$2" ]; then
		ok "$3"
	else
		not_ok "$3" "got '$1', want at least $2"
	fi
}

le()
{
	if _number "$1" && [ "$1" -le "$2" ]; then
		ok "$3"
	else
		not_ok "$3" "got '$1', want at most $2"
	fi
}

like()
{
	if grep -qE -- "$2" "$1"; then
		ok "$3"
	else
		not_ok "$3" "no line of $1 matches $2"
		head -n 20 "$1" | sed 's/^/#   /'
	fi
}

run_ok()
{
	_name=$1
	shift
	if _out=$("$@" 2>&1); then
		ok "$_name"
	else
		not_ok "$_name" "status $? of: $*"
		[ -z "$_out" ] || diag "$_out"
	fi
}

run_fails()
{
	_name=$1
	shift
	if _out=$("$@" 2>&1); then
		not_ok "$_name" "succeeded: $*"
		[ -z "$_out" ] || diag "$_out"
	else
		ok "$_name"
	fi
}

# wait_for SECONDS COMMAND...: until the command succeeds; fails when it never
# does
wait_for()
{
	_left=$(($1 * 10 * ${VM_SLOW:-1}))
	shift
	while ! "$@" >/dev/null 2>&1; do
		_left=$((_left - 1))
		[ $_left -gt 0 ] || return 1
		sleep 0.1
	done
}

# nics: the netdevs of the VM's test ports, in the order of their slots
nics()
{
	for _dev in /sys/class/net/*; do
		[ -e "$_dev/device/driver" ] || continue
		_drv=$(readlink -f "$_dev/device/driver")
		[ "${_drv##*/}" != "${VM_DRIVER:-igb}" ] ||
			echo "$(readlink -f "$_dev/device") ${_dev##*/}"
	done | sort | sed 's/.* //'
}

# nic N: the N-th of them, from 1
nic()
{
	nics | sed -n "$1p"
}

mac()
{
	cat "/sys/class/net/$1/address"
}

# stat IFACE NAME: one of the kernel's own counters
stat()
{
	cat "/sys/class/net/$1/statistics/$2"
}

_carrier()
{
	[ "$(cat "/sys/class/net/$1/carrier" 2>/dev/null)" = 1 ]
}

# link_up IFACE [SECONDS]: set up and wait for the carrier
link_up()
{
	ip link set "$1" up && wait_for "${2:-20}" _carrier "$1"
}

link_down()
{
	ip link set "$1" down
}

# quiet IFACE: wait until half a second has passed without a received packet
quiet()
{
	_was=-1
	_tries=0
	while _now=$(stat "$1" rx_packets) && [ "$_now" != "$_was" ]; do
		_was=$_now
		_tries=$((_tries + 1))
		[ $_tries -lt 60 ] || return 1
		sleep 0.5
	done
}

# col FILE ROW COLUMN: a value of one of the module's tables, found by the
# keys of its first column and its head line.  FILE is a name in the module's
# debugfs folder or a path; ROW is a queue, a netdev or total.
col()
{
	case $1 in
	*/*) _file=$1 ;;
	*) _file=$RXPA/$1 ;;
	esac
	awk -v row="$2" -v key="$3" '
		/^#/ || !NF { next }
		!at {
			for (i = 1; i <= NF; i++)
				if ($i == key)
					at = i
			if (!at)
				exit
			next
		}
		$1 == row { print $at; exit }' "$_file"
}

# queues IFACE: the row keys of a netdev's table without the total
queues()
{
	awk '/^#/ || !NF { next } head++ && $1 != "total" { print $1 }' \
		"$RXPA/$1"
}

# peer_setup [NAME]: the second port moves to the network namespace NAME
# (default peer) as 10.0.0.2/24, the first one is 10.0.0.1/24.  Afterwards
# $NIC1 and $NIC2 name the ports.
peer_setup()
{
	PEER=${1:-peer}
	NIC1=$(nic 1)
	NIC2=$(nic 2)
	_mac1=$(mac "$NIC1")
	_mac2=$(mac "$NIC2")
	ip netns add "$PEER" || return 1
	ip link set "$NIC2" netns "$PEER" || return 1
	ip addr add 10.0.0.1/24 dev "$NIC1"
	in_peer ip link set lo up
	in_peer ip addr add 10.0.0.2/24 dev "$NIC2"
	ip link set "$NIC1" up
	in_peer ip link set "$NIC2" up
	ip neigh replace 10.0.0.2 lladdr "$_mac2" dev "$NIC1"
	in_peer ip neigh replace 10.0.0.1 lladdr "$_mac1" dev "$NIC2"
	wait_for 20 _carrier "$NIC1" && wait_for 20 _peer_carrier
}

_peer_carrier()
{
	in_peer ip link show "$NIC2" | grep -q LOWER_UP
}

# in_peer COMMAND...: in that namespace, /sys and debugfs stay as they are
in_peer()
{
	nsenter --net="/run/netns/${PEER:-peer}" "$@"
}

_pg()
{
	# shellcheck disable=SC2016,SC2086 # $1, $2 are the inner shell's
	${PG_NS:+nsenter --net=/run/netns/$PG_NS} \
		sh -c 'echo "$2" >"/proc/net/pktgen/$1"' pg "$1" "$2"
}

# _pg_empty THREAD: it has no interface any more
_pg_empty()
{
	# shellcheck disable=SC2086 # two words
	! ${PG_NS:+nsenter --net=/run/netns/$PG_NS} \
		grep -qE '^(Running|Stopped): +[^ ]' "/proc/net/pktgen/$1"
}

# _pg_clear THREAD: takes all interfaces from it.  The thread does so when it
# comes to it; asked while it has none, it would take the next one, later.
_pg_clear()
{
	_pg_empty "$1" ||
		{ _pg "$1" "rem_device_all" && wait_for 5 _pg_empty "$1"; }
}

# pktgen_send IFACE COUNT SIZE DSTMAC [FLOWS]: sends COUNT UDP frames of SIZE
# bytes as fast as it goes and returns when they are out.  FLOWS of them
# differ in source address and destination port.  Settings:
#   PG_DST=10.0.0.2  PG_SRC=10.9.0.1  PG_PORT=9  first destination port
#   PG_DELAY=0       nanoseconds between frames
#   PG_NS=           namespace of IFACE
#   PG_CPU=0         the CPU that sends
# On a busy host not all of them arrive: QEMU's igb drops a frame for a full
# ring as long as another ring has room.  Count with stat IFACE rx_packets.
pktgen_send()
{
	[ -e /proc/net/pktgen ] || modprobe pktgen || return 1
	_flows=${5:-1}
	_src=${PG_SRC:-10.9.0.1}
	_port=${PG_PORT:-9}
	_cpu=${PG_CPU:-0}
	_pg_clear "kpktgend_$_cpu" &&
		_pg "kpktgend_$_cpu" "add_device $1" || return 1
	for _set in "count $2" "pkt_size $3" "dst_mac $4" "clone_skb 0" \
		"delay ${PG_DELAY:-0}" "dst ${PG_DST:-10.0.0.2}" \
		"src_min $_src" \
		"src_max ${_src%.*}.$((${_src##*.} + _flows - 1))" \
		"udp_dst_min $_port" "udp_dst_max $((_port + _flows))"; do
		_pg "$1" "$_set" || return 1
	done
	_pg pgctrl start
	_status=$?
	_pg_clear "kpktgend_$_cpu"
	return $_status
}
