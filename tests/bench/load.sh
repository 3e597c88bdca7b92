#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# How long does anything of the driver have to wait for a handler, at worst?  In
# the VM under -icount, where a nanosecond is an instruction: frames arrive on
# PORTS ports in turn, whatever the CPU is at, while the module comes, stays and
# goes.  The fixture times its own calls with interrupts off: a call of the page
# allocator, of what releases a page, of its refill function up to its first
# instruction.  What they take more than without the module are the handlers in
# them, and the traps that lead there.  Prints
#
#   worst PORTS QUEUES PHASE CALL NANOSECONDS
#
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/fixture.inc"

PACE="16 2000"
ROWS="1x2 4x8 4x119"

# phase NAME COMMAND...: the worst while the command runs
phase()
{
	name=$1
	shift
	echo 1 >"$FIX/clock"
	"$@"
	sed "s/^/worst $ports $queues $name /" "$FIX/worst"
}

# Half a second of guest time, in which 4 ports get 16 frames each 250 times
work()
{
	sleep 0.5
}

readers()
{
	cat "$RXPA/fix0" "$RXPA/fix0:walk" "$RXPA/:netdevs" "$RXPA/:status" \
		>/dev/null
}

updown()
{
	ip link set fix0 down
	ip link set fix0 up
}

btf_folder /tmp/btf
for row in $ROWS; do
	ports=${row%x*}
	queues=${row#*x}
	ports_up "$ports" "$queues" 256
	stagger "$ports" "$queues" 256
	echo "$PACE" >"$FIX/pace" || bail "no pace"
	phase none work
	phase none updown
	phase loading module_in
	phase loaded work
	phase updown updown
	phase reading readers
	phase unloading module_out
	echo "0 0" >"$FIX/pace"
	ports_away
done
