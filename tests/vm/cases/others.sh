#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Somebody traces the calls that we look for, before we come and after we have
# gone, and stops while we are there: whose probe came first makes no difference.
# shellcheck disable=SC2154 # rx, recycled and released: pages_since sets them
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 31

EVENTS=/sys/kernel/tracing/kprobe_events
PROFILE=/sys/kernel/tracing/kprobe_profile
OTHERS=/sys/kernel/tracing/events/others/enable
FRAMES=6000

# ours: kind and place of our probes
ours()
{
	sed -n 's/^probe driver=[^ ]* \(kind=[^ ]* at=[^ ]*\) .*/\1/p' \
		"$RXPA/:status"
}

# hits: of all probes of the others
hits()
{
	awk '/^ *call_/ { n += $2 } END { print n + 0 }' $PROFILE
}

# counts WHAT: eight points: what frames bring about is all seen
counts()
{
	pid=$(udpload 5 9000 134217728)
	pages_mark
	run_ok "$1: frames arrive" traffic $FRAMES
	pages_since
	ge "$released" $((FRAMES * 40 / 100)) "$1: pages were released"
	is $((recycled + released)) "$rx" \
		"$1: a frame is a page recycled or released"
	ip link set "$NIC1" down
	is "$(col "$NIC1" total held)" 0 "$1: down, it holds nothing"
	run_ok "$1: $NIC1 is up again" link_up "$NIC1"
	kill "$pid"
	wait_for 5 test ! -e "/proc/$pid"
	refilled "$NIC1" "$1"
	like "$RXPA/:status" "^driver name=$VM_DRIVER state=armed .* lost=0$" \
		"$1: nothing was lost"
	identities "$1"
}

two_nics
ip addr add 10.0.0.1/24 dev "$NIC1"
echo "262144 262144 262144" >/proc/sys/net/ipv4/udp_mem
export PG_DST=10.0.0.1 PG_SRC=10.0.0.10 PG_PORT=9000
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
ours >/tmp/alone
run_ok "it goes" unload

# The calls that we stand on, not what is behind a call, and the entry that all
# drivers share, which lies in the kernel.
sed -n 's/^kind=\(release\|unmapped\) at=//p' /tmp/alone |
	awk -v mod="$VM_DRIVER" '{
		print "p:others/call_" NR " " (/^__page/ ? "" : mod ":") $1
	}' >$EVENTS
ge "$(wc -l <$EVENTS)" 2 "others know the calls"
run_ok "they are there first" sh -c "echo 1 >$OTHERS"
run_ok "the module comes" load
run_ok "$NIC1 has a file again" has "$NIC1"
ours >/tmp/beside
run_ok "it finds all that it found alone" cmp /tmp/alone /tmp/beside
before=$(hits)
counts "beside others"
ge "$(hits)" $((before + FRAMES * 40 / 100)) "the others see the calls as well"
run_ok "the others stop" sh -c "echo 0 >$OTHERS"
counts "others have stopped"
run_ok "they begin again" sh -c "echo 1 >$OTHERS"
run_ok "the module goes under them" unload
before=$(hits)
ip link set "$NIC1" down
ge "$(hits)" $((before + 100)) "the others go on"
run_ok "and stop" sh -c "echo 0 >$OTHERS; echo >$EVENTS"
is "$(wc -l </sys/kernel/debug/kprobes/list)" 0 "no probe is left"
