#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The module is there first, then the driver, then the links.
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 11

rmmod "$VM_DRIVER"
run_ok "the module loads without any driver" load
is "$(ports | wc -l)" 0 "there is no netdev's file"
like "$RXPA/:netdevs" "^total" ":netdevs has a total of nothing"
like "$RXPA/:status" "^# rxpageacct 1 status" ":status can be read"

run_ok "$VM_DRIVER is loaded" modprobe "$VM_DRIVER"
NIC1=$(nic 1)
run_ok "$NIC1 has a file" has "$NIC1"
is "$(col "$NIC1" total held)" 0 "before ifup it holds nothing"
two_nics
is "$(col "$NIC1" total adopted)" 0 "nothing had to be adopted"
is "$(col "$NIC1" total allocated)" "$(col "$NIC1" total held)" \
	"every page was seen to come"
traffic 2000
refilled "$NIC1" "after traffic"
identities "at the end"
