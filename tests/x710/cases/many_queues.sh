#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# 119 queues on each of two ports, rings of 4096 and of 512: rxpageacct names
# the memory that went away, and sees it come back.  Queue 100 receives.
# Takes about two minutes.  QUEUES=24 MEM=2G is for kernels that are too slow for
# as many CPUs as i40e has queues.
# vm: NIC=x710 QUEUES=119 MEM=6G TIMEOUT=500 ACCEL=tcg,thread=single
# shellcheck source=/dev/null
. /vm/lib.sh

plan 17

available()
{
	awk '/^MemAvailable/ { print $2 * 1024 }' /proc/meminfo
}

# near GOT WANT PERCENT WHAT
near()
{
	_off=$(($1 > $2 ? $1 - $2 : $2 - $1))
	le $((_off * 100 / $2)) "$3" "$4 ($1 and $2 bytes)"
}

# received_on: so many queues of N1 have received frames
received_on()
{
	ethtool -S "$N1" |
		awk '/rx-[0-9]*.packets/ && $2 { n++ } END { print n + 0 }'
}

N1=$(nic 1)
N2=$(nic 2)
page=4096
queues=$VM_QUEUES
one=$((queues - 19))
rss=$((queues < 64 ? queues - 4 : 60))
is "$(find "/sys/class/net/$N1/queues/" -name 'rx-*' | wc -l)" "$queues" \
	"$N1 has $queues queues"
run_ok "the module loads" modprobe rxpageacct
wait_for 5 test -e "$RXPA/$N2"
ethtool -G "$N1" rx 4096
ethtool -G "$N2" rx 512
before=$(available)
run_ok "$N1 is up" link_up "$N1" 60
run_ok "$N2 is up" link_up "$N2" 60
after=$(available)
diag "$(free -m)"
is "$(col "$N1" total held)" $((queues * 4095)) "$N1: every slot has its page"
is "$(col "$N2" total held)" $((queues * 511)) "$N2: every slot has its page"
is "$(col "$N1" total bytes)" $((queues * 4095 * page)) "$N1: bytes"
is "$(col "$N1" total orphaned)" 0 "$N1: nothing is orphaned"
is "$(col "$N2" total orphaned)" 0 "$N2: nothing is orphaned"
held=$(($(col "$N1" total bytes) + $(col "$N2" total bytes)))
near $((before - after)) $held 10 "MemAvailable fell by what is held"

ethtool -N "$N1" flow-type udp4 dst-port 7777 action $one >/dev/null
PG_PORT=7777 pktgen_send "$N2" 1000 300 "$(mac "$N1")" 1
quiet "$N1"
is "$(ethtool -S "$N1" | awk -v key="rx-$one.packets:" '$1 == key { print $2 }')" \
	1000 "queue $one received 1000 frames"
# On a busy host most of a burst may be lost.
for burst in 1 2 3 4 5; do
	[ "$(received_on)" -lt $rss ] || break
	PG_PORT=9 pktgen_send "$N2" 20000 300 "$(mac "$N1")" 200
	quiet "$N1"
	diag "burst $burst: frames on $(received_on) queues"
done
ge "$(received_on)" $rss "RSS used its queues"
is "$(col "$N1" total orphaned)" 0 "$N1: nothing is orphaned by traffic"

full=$(col "$N1" total bytes)
before=$(available)
run_ok "ethtool -G rx 512" ethtool -G "$N1" rx 512
wait_for 60 _carrier "$N1"
after=$(available)
is "$(col "$N1" total held)" $((queues * 511)) "$N1: the small rings are full"
near $((after - before)) $((full - $(col "$N1" total bytes))) 15 \
	"MemAvailable rose by what was given back"
is "$(col "$N1" total orphaned)" 0 "$N1: nothing is orphaned at the end"
