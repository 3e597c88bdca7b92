#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A reader keeps files open while the netdev is renamed, goes away, and while
# the module is asked to go.

# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 15

two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"

# Renamed under the reader.
exec 3<"$RXPA/$NIC1" 4<"$RXPA/$NIC1:walk"
link_down "$NIC1"
ip link set "$NIC1" name other
run_ok "the new name has a file" has other
timeout 10 cat <&3 >/tmp/open 2>&1
timeout 10 cat <&4 >/tmp/walk 2>&1
ok "reading files of the old name ends"
exec 3<&- 4<&-
ip link set other name "$NIC1"
has "$NIC1"
link_up "$NIC1"

# Gone under the reader, half of it read.
exec 3<"$RXPA/$NIC1" 4<"$RXPA/$NIC1:walk" 5<"$RXPA/:netdevs"
dd bs=16 count=1 <&3 >/dev/null 2>&1
timeout 20 rmmod "$VM_DRIVER"
is $? 0 "$VM_DRIVER is unloaded under a reader"
timeout 10 cat <&3 >/tmp/open 2>&1
timeout 10 cat <&4 >/tmp/walk 2>&1
timeout 10 cat <&5 >/tmp/netdevs 2>&1
ok "reading files of a netdev that is gone ends"
run_ok "no file is left" has_not "$NIC1"
exec 3<&- 4<&- 5<&-

modprobe "$VM_DRIVER"
two_nics
run_ok "$VM_DRIVER is back, and so is the file" has "$NIC1"
identities "$VM_DRIVER is back"

# The module goes under the reader, or waits for it; both are orderly.
exec 3<"$RXPA/$NIC1"
if timeout 20 rmmod rxpageacct 2>/tmp/rmmod; then
	timeout 10 cat <&3 >/tmp/open 2>&1
	exec 3<&-
	ok "the module goes under a reader"
else
	like /tmp/rmmod "in use|busy|unavailable" \
		"the module waits for a reader, and says so"
	timeout 10 cat <&3 >/tmp/open 2>&1
	exec 3<&-
	# busybox's timeout leaves a watcher with the file open for a second.
	wait_for 5 rmmod rxpageacct
fi
run_ok "afterwards it is gone" test ! -e "$RXPA"
run_ok "and can come back" load
has "$NIC1"
full "$NIC1" "at the end"
timeout 10 cat "$RXPA/:status" >/dev/null
is $? 0 ":status can be read"
identities "at the end"
