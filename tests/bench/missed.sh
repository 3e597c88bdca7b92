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

missed()
{
	sed -n 's/^driver .* missed=\([0-9]*\) .*/\1/p' "$RXPA/:status" |
		awk '{ n += $1 } END { print n + 0 }'
}

# truth PORT COLUMN
truth()
{
	awk -v key="$2" '/^queue/ { for (i = 1; i <= NF; i++)
			if ($i == key) at = i
			next }
		{ n += $at } END { print n + 0 }' "$1/truth"
}

btf_folder /tmp/btf
ports_up 2 1 256
module_in
diag "alloc: $(grep -o ' kind=alloc .*' "$RXPA/:status")"
for pace in $PACES; do
	ip link set fix0 down
	frames=$(truth "${FIX}1" frames)
	task=$(truth "$FIX" allocated)
	napi=$(truth "${FIX}1" allocated)
	before=$(missed)
	echo "$BURST $pace" >"$FIX/pace" || bail "no pace"
	for _ in $(seq $ROUNDS); do
		ip link set fix0 up
		ip link set fix0 down
	done
	echo "0 0" >"$FIX/pace"
	echo "result $pace $(($(truth "${FIX}1" frames) - frames))" \
		"$(($(truth "$FIX" allocated) - task))" \
		"$(($(truth "${FIX}1" allocated) - napi))" \
		"$(($(missed) - before))"
done
module_out
ports_away
