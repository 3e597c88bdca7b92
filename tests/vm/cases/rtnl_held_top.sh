#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# rxpa-top on a server on which somebody holds the network lock for half a
# minute: it says so, and can be left with q and with ^C.
#
# nic: any
# vm: CPUS=2 TIMEOUT=300
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"
# shellcheck source=/dev/null
. "${0%/*}/rtnl.inc"

SLOW=${VM_SLOW:-1}

# left KEY STATUS WHAT: one point: rxpa-top runs for six seconds, and for two
# more after KEY at most
left()
{
	on-tty /tmp/screen "$1" $((6000 * SLOW)) $((2000 * SLOW)) \
		/usr/sbin/rxpa-top -d 1 >/tmp/left
	like /tmp/left "^left [0-9]+ $2\$" "$3: left within 2 s"
	diag "$(cat /tmp/left)"
}

# told WHAT: one point; a screen is no file to print, and has colours and moves of
# the cursor between its words
told()
{
	if tr -d '\033\r\n' </tmp/screen |
		sed 's/\[[0-9;?]*[A-Za-z]//g; s/(B//g' |
		grep -q "network lock"; then
		ok "$1: the screen says what it waits for"
	else
		not_ok "$1: the screen says what it waits for" \
			"nothing of the network lock in $(wc -c </tmp/screen) bytes"
	fi
}

# taken KEY STATUS WHAT: two points: it runs already when the lock is taken
taken()
{
	on-tty /tmp/screen "$1" $((10000 * SLOW)) $((2000 * SLOW)) \
		/usr/sbin/rxpa-top -d 1 >/tmp/left &
	_top=$!
	sleep 3
	rtnl_hold $((30 * SLOW))
	wait $_top
	like /tmp/left "^left [0-9]+ $2\$" "$3: left within 2 s"
	diag "$(cat /tmp/left)"
	told "$3"
	rtnl_let_go
	wait
}

plan 14
run_ok "the fixture loads" fixture_load
run_ok "the module loads" load_with_fixture
run_ok "somebody may hold the network lock" test_module rxpa_rtnl
has fix0
ip link set fix0 up

left q 0 "not held, q"
rtnl_hold $((30 * SLOW))
left q 0 "held, q"
told "held, q"
left ^C "(0|130)" "held, ^C"
told "held, ^C"
is "$(cat "$RTNL")" 1 "it was held all the time"
rtnl_let_go
wait
left q 0 "let go, q"

taken q 0 "taken meanwhile, q"
taken ^C "(0|130)" "taken meanwhile, ^C"
