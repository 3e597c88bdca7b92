#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A kernel that is locked down, as Secure Boot makes it: an unsigned module is
# refused, and rxpa-top says why; one that is loaded goes on, and its files can
# be read.
#
# debugfs: no
# shellcheck source=/dev/null
. /vm/lib.sh

lockdown=/sys/kernel/security/lockdown
mount -t securityfs securityfs /sys/kernel/security 2>/dev/null
[ -e $lockdown ] || skip_all "this kernel has no lockdown"
plan 8

# top CODE WORDS NAME: what rxpa-top --once says, with this exit code
top()
{
	status=0
	rxpa-top --once >/tmp/top 2>&1 || status=$?
	is "$status" "$1" "$3: rxpa-top ends with $1"
	like /tmp/top "$2" "and says so"
}

link_up "$(nic 1)"
run_ok "the module loads" modprobe rxpageacct
echo integrity >$lockdown
top 0 "^$(nic 1) " "locked down under a loaded module"
run_ok "it can be unloaded" rmmod rxpageacct
run_fails "and not be loaded again" modprobe rxpageacct
top 4 "takes only signed ones [(]lockdown: integrity[)].*mokutil --import" "the module is refused"
is "$(rxpa-top --check | cut -d' ' -f1-2)" "RXPAGEACCT UNKNOWN" \
	"a check does not call that fine"
