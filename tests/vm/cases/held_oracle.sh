#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# held and bytes equal a walk of all slots and what an oracle finds that looks
# at every page frame of the machine and knows nothing of rings.
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 26

oracle_start
le "$ORACLE_PAGES" 64 "hardly a page bears the mark before a ring is filled"

two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
run_ok "$NIC2 has a file" has "$NIC2"
full "$NIC1" "after ifup"
full "$NIC2" "after ifup"
oracle_agrees "after ifup"
identities "after ifup"
is "$(col "$NIC1" total adopted)" "$(col "$NIC1" total held)" \
	"pages from before the module are adopted"
is "$(col "$NIC1" total allocated)" 0 "and not counted as allocated"
is "$(col "$NIC1:walk" total biased)" "$(col "$NIC1" total held)" \
	"all pages carry the driver's bias"

run_ok "$NIC1 receives 5000 frames" traffic 5000
oracle_agrees "after traffic"
identities "after traffic"

link_down "$NIC1"
is "$(col "$NIC1" total held)" 0 "a port that is down holds nothing"
is "$(col "$NIC1" total bytes)" 0 "and no bytes"
oracle_agrees "with one port down"
run_ok "$NIC1 comes up again" link_up "$NIC1"
full "$NIC1" "after up"
oracle_agrees "after up"

is "$(col :netdevs total held)" "$(sum held)" ":netdevs has the same sum"
identities "at the end"
