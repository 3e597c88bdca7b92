#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# There is no debugfs: the module has nowhere to show anything and says so.
#
# nic: any
# vm: APPEND=debugfs=off
# debugfs: no
# shellcheck source=/dev/null
. /vm/lib.sh

plan 5

link_up "$(nic 1)"
run_fails "the module does not load" modprobe rxpageacct
dmesg | sed -n 's/.*rxpageacct: //p' | grep -v '^module verification\|^loading out' >/tmp/said
like /tmp/said "^not loaded: no debugfs" "and says why"
is "$(wc -l </tmp/said)" 1 "in one sentence"
run_fails "it is not there" test -e /sys/module/rxpageacct
rxpa-top --once >/tmp/top 2>&1
like /tmp/top "this kernel has no debugfs" "and rxpa-top does not ask to mount it"
