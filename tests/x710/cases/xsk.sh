#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# AF_XDP in zero-copy mode takes queues and gives them back: a queue's pages go,
# its ring holds buffers of the socket's memory, and pages come again.  The
# other queues of the port are exact all the time.
# vm: NIC=x710 QUEUES=4 TIMEOUT=300
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/x710.inc"

plan 67

FULL=511

# states: of all queues, in order
states()
{
	for _queue in $(queues "$NIC1"); do
		col "$NIC1" "$_queue" state
	done | tr '\n' ' '
}

# column COLUMN: the same of a number
column()
{
	for _queue in $(queues "$NIC1"); do
		col "$NIC1" "$_queue" "$1"
	done | tr '\n' ' '
}

# taken QUEUE...: sockets on these queues; SOCKETS is their process
taken()
{
	SOCKETS=$(xsk-bind "$NIC1" "$@") && carrier "$NIC1"
}

# given_back: the kernel takes down a socket's queue after the process is gone
given_back()
{
	kill "$SOCKETS"
	wait_for 10 test ! -e "/proc/$SOCKETS"
	wait_for 10 no_xsk
}

no_xsk()
{
	! states | grep -q xsk
}

# zero_copy WHAT QUEUE...: the oracle sees no page of these queues, their
# columns say so, and all other queues are exact
zero_copy()
{
	_what=$1
	shift
	for _queue in "$@"; do
		is "$(col "$NIC1" "$_queue" state)" xsk "$_what: queue $_queue"
		is "$(col "$NIC1" "$_queue" held)" 0 \
			"$_what: queue $_queue holds no page"
		is "$(col "$NIC1:walk" "$_queue" walked)" 0 \
			"$_what: nor does the walk find one"
	done
	is "$(states | tr ' ' '\n' | grep -c ok)" $((4 - $#)) \
		"$_what: all others are ok"
	is "$(column orphaned)" "0 0 0 0 " "$_what: nothing is orphaned"
	oracle_agrees "$_what"
}

oracle_start
two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"

taken 1
is $? 0 "queue 1 is taken before there is a program"
is "$(states)" "ok ok ok ok " "then nothing changes"
run_ok "the program comes" xdp-pass "$NIC1" attach pass
carrier "$NIC1"
zero_copy "program after socket" 1
receives 2000 300 "program after socket"
zero_copy "after traffic" 1
given_back
is "$(states)" "ok ok ok ok " "queue 1 is given back"
is "$(col "$NIC1" 1 held)" $FULL "with all its pages"
all_agree "queue 1 is given back"

released=$(col "$NIC1" 2 released)
allocated=$(col "$NIC1" 2 allocated)
taken 2 0
is $? 0 "queues 2 and 0 are taken"
zero_copy "socket after program" 2 0
is $(($(col "$NIC1" 2 released) - released)) $FULL "all pages left"
is $(($(col "$NIC1" 2 allocated) - allocated)) 0 "and none came"
receives 2000 300 "socket after program"
run_ok "PF reset" i40e_command "$NIC1" pfr
carrier "$NIC1"
zero_copy "after a reset" 2 0
given_back
is $(($(col "$NIC1" 2 allocated) - allocated)) $FULL "full again"
all_agree "queues 2 and 0 are given back"

traffic_start
failed=0
for round in 1 2 3 4 5 6; do
	taken $((round % 4)) || failed=$((failed + 1))
	sleep 0.4
	given_back || failed=$((failed + 1))
done
is $failed 0 "under traffic six sockets came and went"
taken 0 1 2 3 || failed=$((failed + 1))
sleep 0.5
is "$(states)" "xsk xsk xsk xsk " "all queues are taken under traffic"
is "$(col "$NIC1" total held)" 0 "and hold nothing"
unload
sleep 0.3
load
has "$NIC1"
is "$(states)" "xsk xsk xsk xsk " "the module comes to them"
given_back
traffic_stop
is "$(column adopted)" "0 0 0 0 " "and adopts nothing"
all_agree "after all sockets"

run_ok "the program goes" xdp-pass "$NIC1" detach
receives 2000 300 "without a program"
all_agree "without a program"
