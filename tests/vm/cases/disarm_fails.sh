#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# ftrace has no memory when an entry of the driver is armed: then it is a kprobe.
# Or when a kprobe on a function is to be taken away: unregister_kprobe() then
# fails without a word.  No probe may stay in the kernel's table, no handler may
# run, and nobody else's probe may suffer.  The kernel warns once, as it does
# whoever unregisters the probe.
#
# nic: igb
# vm: TAINT=512
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 40

FAIL=/sys/module/rxpa_fail/parameters
TRACING=/sys/kernel/tracing
LIST=/sys/kernel/debug/kprobes/list

# hits EVENT: of a kprobe event
hits()
{
	awk -v event="$1" '$1 == event { print $2 }' $TRACING/kprobe_profile
}

# others_work WHAT: kprobes of somebody else, when there are two, and when the
# first of them goes
others_work()
{
	echo "p:first do_sys_openat2" >$TRACING/kprobe_events
	echo "p:second ksys_read" >>$TRACING/kprobe_events
	echo 1 >$TRACING/events/kprobes/enable
	cat /proc/version >/dev/null
	ge "$(hits first)" 1 "$1: the first probe of others is hit"
	echo 0 >$TRACING/events/kprobes/first/enable
	echo "-:first" >>$TRACING/kprobe_events
	_before=$(hits second)
	cat /proc/version >/dev/null
	ge "$(hits second)" $((_before + 1)) "$1: so is the second without it"
	echo 0 >$TRACING/events/kprobes/enable
	echo >$TRACING/kprobe_events
}

# clean WHAT: nothing is left, and everything works as if nothing had been
clean()
{
	is "$(wc -l <$LIST)" 0 "$1: no probe is left"
	traffic 300
	others_work "$1"
	run_ok "$1: the module loads again" load
	has "$NIC1"
	traffic 300
	identities "$1"
	unload
}

# The kernel's warnings are wanted here, and looked at below.
echo "1 4 1 7" >/proc/sys/kernel/printk
dmesg -c >/dev/null

two_nics
# Whose functions ftrace cannot take: those of the driver, armed at 1 and 2, and
# the self-test's, armed at 1 and taken away at 2.
for at in "$VM_DRIVER 1" "$VM_DRIVER 2" "rxpageacct 1" "rxpageacct 2"; do
	# shellcheck disable=SC2086 # two words
	set -- $at
	what="ftrace fails at call $2 for $1"
	test_module rxpa_fail func=ftrace_set_filter_ip value=-12 caller="$1" \
		second=1
	echo "$2" >$FAIL/nth
	run_ok "$what: the module loads" load
	has "$NIC1"
	if [ "$1 $2" = "rxpageacct 1" ]; then
		like "$RXPA/$NIC1" "^# note: $VM_DRIVER: .*errno 12" \
			"$what: a note says what is off"
	else
		identities "$what"
	fi
	run_ok "$what: it is unloaded" unload
	ge "$(cat $FAIL/calls)" "$2" "$what: it did"
	rmmod rxpa_fail
	clean "$what"
done

dmesg >/tmp/warnings
like /tmp/warnings "Failed to disarm kprobe-ftrace" "the kernel warned of it"
is "$(grep -cE 'WARNING:|BUG:|Oops' /tmp/warnings)" 1 "and of nothing else"
rmmod "$VM_DRIVER"
modprobe "$VM_DRIVER"
run_ok "the driver comes back" load
two_nics
traffic 300
identities "with the driver loaded anew"
echo "7 4 1 7" >/proc/sys/kernel/printk
