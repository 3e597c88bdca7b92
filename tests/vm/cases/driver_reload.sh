#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The driver is unloaded and loaded under the module, which must not pin it.
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 22

oracle_start
two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"

for round in 1 2 3; do
	run_ok "$round: $VM_DRIVER is unloaded" rmmod "$VM_DRIVER"
	run_ok "$round: no file is left" has_not "$NIC1"
	is "$(sum held)" 0 "$round: nothing is held"
	oracle_base
	run_ok "$round: $VM_DRIVER is loaded" modprobe "$VM_DRIVER"
	two_nics
	has "$NIC1"
	has "$NIC2"
	[ $round -lt 3 ] || traffic 2000
	identities "$round: loaded again"
done
oracle_agrees "loaded again"

traffic_start
sleep 1
run_ok "$VM_DRIVER is unloaded under traffic" rmmod "$VM_DRIVER"
traffic_stop
run_ok "and loaded again" modprobe "$VM_DRIVER"
two_nics
has "$NIC1"
identities "at the end"
