#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A host of containers: a thousand veths come, are renamed and go.  None is a
# port of a driver that is watched, so the module's worker has nothing to do.
#
# nic: any
# vm: CPUS=2 MEM=2G TIMEOUT=500
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

TRACING=/sys/kernel/tracing
PAIRS=500
RENAMED=100
[ "${VM_SLOW:-1}" -eq 1 ] || PAIRS=100

# trace_on: what workers run, and who asks for RTNL
trace_on()
{
	echo 16384 >$TRACING/buffer_size_kb
	for function in rtnl_lock rtnl_trylock rtnl_lock_killable; do
		echo "p:rxpa/$function $function" >>$TRACING/kprobe_events
	done
	echo 'COMM ~ "kworker*"' >$TRACING/events/rxpa/filter
	echo 1 >$TRACING/events/rxpa/enable
	echo 1 >$TRACING/events/workqueue/workqueue_execute_start/enable
	echo 1 >$TRACING/events/workqueue/workqueue_execute_end/enable
}

trace_clear()
{
	echo >$TRACING/trace
}

# worked: how often work of the module ran, and how often RTNL was asked for in it
worked()
{
	sleep 1
	awk '/^#/ { next }
		{ who = $1 }
		/workqueue_execute_start/ && /\[rxpageacct\]/ { n++; in_ours[who] = 1 }
		/workqueue_execute_end/ { in_ours[who] = 0 }
		/rtnl_(try)?lock/ && in_ours[who] { rtnl++ }
		END { print n + 0, rtnl + 0 }' $TRACING/trace
}

# seen: how much work of anybody the trace has
seen()
{
	grep -c workqueue_execute_start: $TRACING/trace
}

# overrun: how many events the trace has lost
overrun()
{
	cat $TRACING/per_cpu/cpu*/stats |
		awk '/^(overrun|dropped events):/ { n += $NF } END { print n + 0 }'
}

# counted WHAT: two points: what the worker did since trace_clear
counted()
{
	worked >/tmp/worked
	read -r ran asked </tmp/worked
	le "$ran" 2 "$1: the worker ran twice at most"
	le "$asked" 0 "$1: it did not ask for RTNL"
	diag "$1: ran $ran times, asked for RTNL $asked times"
}

plan 22
modprobe veth
run_ok "the fixture loads" fixture_load
run_ok "the module loads" load_with_fixture
run_ok "its netdev has a file" has fix0
ip link set fix0 up
knob receive "0 500"
run_ok "the trace is on" trace_on

# First, that the trace sees it: here the worker must run.
trace_clear
ip link set fix0 down
ip link set fix0 name fix9
run_ok "a port is renamed: its file is" has fix9
worked >/tmp/worked
read -r ran asked </tmp/worked
ge "$ran" 1 "a port is renamed: the trace sees the worker run"
ip link set fix9 name fix0
has fix0
ip link set fix0 up

trace_clear
i=0
while [ $i -lt $PAIRS ]; do
	echo "link add va$i group 7 type veth peer name vb$i group 7"
	i=$((i + 1))
done >/tmp/come
run_ok "$((2 * PAIRS)) netdevs come" ip -batch /tmp/come
ge "$(ip -o link show group 7 | wc -l)" $((2 * PAIRS)) "they are there"
ge "$(seen)" 1 "the trace saw others work"
counted "they came"

trace_clear
i=0
while [ $i -lt $RENAMED ]; do
	echo "link set va$i name vc$i"
	i=$((i + 1))
done >/tmp/rename
run_ok "$RENAMED are renamed" ip -batch /tmp/rename
counted "they were renamed"

trace_clear
begun=$(cut -d . -f 1 /proc/uptime)
run_ok "they go" ip link del group 7
diag "which took $(($(cut -d . -f 1 /proc/uptime) - begun)) s"
is "$(ip -o link show group 7 | wc -l)" 0 "they are gone"
counted "they went"
is "$(overrun)" 0 "the trace has lost nothing"

knob receive "0 500"
is "$(find "$RXPA" -name 'v*')" "" "none had a file"
is "$(col fix0 0 held)" "$(truth 0 held)" "held is true"
identities "at the end"
