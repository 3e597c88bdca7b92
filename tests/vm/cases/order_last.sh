#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Driver, links and traffic are there first; the module comes, goes, and comes
# again without the driver.
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 16

two_nics
traffic_start
sleep 1
run_ok "the module loads under traffic" load
run_ok "$NIC1 has a file" has "$NIC1"
sleep 1
traffic_stop
ge "$(col "$NIC1" total adopted)" 100 "pages from before were adopted"
refilled "$NIC1" "after traffic"
identities "after traffic"

run_ok "the module goes" unload
run_ok "its folder is gone" test ! -e "$RXPA"
run_ok "$NIC1 still receives" traffic 1000
run_ok "$VM_DRIVER goes after it" rmmod "$VM_DRIVER"
run_ok "the module comes back alone" load
is "$(ports | wc -l)" 0 "there is no netdev's file"
run_ok "$VM_DRIVER comes back" modprobe "$VM_DRIVER"
NIC1=$(nic 1)
run_ok "the module goes before ifup" unload
two_nics
run_ok "and comes after it" load
has "$NIC1"
full "$NIC1" "at the end"
identities "at the end"
