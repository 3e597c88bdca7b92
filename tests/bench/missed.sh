#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# How often does NAPI interrupt one of the module's own handlers behind the page
# allocation, and so go unseen by it?  In the VM under -icount: one port is filled
# and emptied by a task again and again while another receives frames on the same
# CPU, whatever that is at.  Prints
#
#   result MICROSECONDS FRAMES PAGES_OF_TASK PAGES_OF_NAPI MISSED
#
# a line for each of PACES: BURST frames every so many microseconds.
#
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/fixture.inc"

BURST=16
PACES="1000 400 200"
ROUNDS=100

btf_folder /tmp/btf
ports_up 2 1 256
module_in
diag "alloc: $(grep -o ' kind=alloc .*' "$RXPA/:status")"
for pace in $PACES; do
	ip link set fix0 down
	frames=$(truths frames "${FIX}1")
	task=$(truths allocated "$FIX")
	napi=$(truths allocated "${FIX}1")
	before=$(fixture_status missed)
	echo "$BURST $pace" >"$FIX/pace" || bail "no pace"
	for _ in $(seq $ROUNDS); do
		ip link set fix0 up
		ip link set fix0 down
	done
	echo "0 0" >"$FIX/pace"
	echo "result $pace $(($(truths frames "${FIX}1") - frames))" \
		"$(($(truths allocated "$FIX") - task))" \
		"$(($(truths allocated "${FIX}1") - napi))" \
		"$(($(fixture_status missed) - before))"
done
module_out
ports_away
