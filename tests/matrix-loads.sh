#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The module on a kernel: it loads where the driver was there before it, and where
# the driver comes later, knows the driver's layout, and goes.
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 11
two_nics

# armed WHAT: three points
armed()
{
	has "$NIC1" && has "$NIC2"
	like "$RXPA/:status" "^driver name=$VM_DRIVER state=armed " "$1: armed"
	ge "$(col "$NIC1" total held)" 1 "$1: the first port holds pages"
	identities "$1"
}

run_ok "the module loads after the driver" load
armed "driver first"
run_ok "it is unloaded" unload
rmmod "$VM_DRIVER"
run_ok "the module loads before the driver" load
modprobe "$VM_DRIVER"
wait_for 10 test -n "$(nic 2)"
two_nics
armed "module first"
run_ok "it is unloaded again" unload
is "$(ls "$RXPA" 2>/dev/null)" "" "nothing is left of its folder"
