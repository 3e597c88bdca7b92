#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# How much work is it to read a file?  In the VM under -icount, where a nanosecond
# is an instruction, with QUEUES queues a port, at rest.  Prints
#
#   read PORTS QUEUES FILE HELD BYTES NANOSECONDS...	one time a read
#
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/fixture.inc"

TIMES=7
# ports x queues of each x descriptors of each
ROWS="1x119x512 4x119x256"

btf_folder /tmp/btf
for row in $ROWS; do
	ports=${row%%x*}
	queues=${row#*x}
	ports_up "$ports" "${queues%x*}" "${queues#*x}"
	module_in
	for file in fix0 fix0:walk :netdevs :status; do
		echo "read $ports ${queues%x*} $file $(truths held)" \
			"$("${0%/*}/time-read" "$TIMES" "$RXPA/$file")"
	done
	like "$RXPA/fix0" "^total .* ok$" "all is known"
	module_out
	ports_away
done
