#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# ethtool -t offline: the driver closes the port, tests the card and opens it
# again; at rest, under traffic and with the port down.
# vm: NIC=x710 QUEUES=4 TIMEOUT=240
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/x710.inc"

plan 36

# offline WHAT PART...: a point for every part that passes.  The driver gives
# the card 2 ms for the interrupt, which on a busy host is not always enough:
# there are several TRIES, and none of that part is asked for under traffic.
offline()
{
	_what=$1
	shift
	TRIES=0
	while [ $TRIES -lt 10 ]; do
		TRIES=$((TRIES + 1))
		ethtool -t "$NIC1" offline >/tmp/result 2>&1
		case " $* " in
		*Interrupt*) ! grep -q "^Interrupt test.*1$" /tmp/result || continue ;;
		esac
		break
	done
	for _part in "$@"; do
		like /tmp/result "^$_part test .*[[:blank:]]0\$" \
			"$_what: $_part test"
	done
}

oracle_start
two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"

receives 2000 300 "before"
held=$(col "$NIC1" total held)
released=$(col "$NIC1" total released)
allocated=$(col "$NIC1" total allocated)
offline "at rest" Register Eeprom Interrupt Link
carrier "$NIC1"
is "$(col "$NIC1" total held)" $((4 * 511)) "the rings are full again"
is $(($(col "$NIC1" total released) - released)) \
	$((held + (TRIES - 1) * 4 * 511)) "what was held was released"
is $(($(col "$NIC1" total allocated) - allocated)) $((TRIES * 4 * 511)) \
	"and full rings were allocated"
all_agree "at rest"

traffic_start
sleep 1
offline "under traffic" Register Eeprom Link
# It comes back while frames are on their way.
carrier "$NIC1"
sleep 1
offline "under traffic again" Register Eeprom Link
traffic_stop
receives 2000 300 "under traffic"
all_agree "under traffic"

link_down "$NIC1"
offline "down" Register Eeprom Interrupt Link
is "$(col "$NIC1" total held)" 0 "a port that is down holds nothing"
all_agree "down"
run_ok "up" link_up "$NIC1"
receives 2000 300 "up"
all_agree "up"
