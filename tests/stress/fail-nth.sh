#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Every allocation fails in turn that the kernel makes while it loads or unloads
# the module, or loads a driver under it: those of kprobes, ftrace, debugfs and
# the module loader as well (/proc/self/fail-nth).  Each of the first MOST, then
# others that SEED picks, for TIME seconds a part.  Whoever refuses, nothing is
# left and nothing wrong is shown.  The driver is the fixture, which has no PCI
# device: ACPI's interpreter does not survive each failure of its own
# (acpi_ut_update_object_reference()).
#
# The kernel warns once that a kprobe could not be disarmed (probe.c).
#
# vm: TIMEOUT=3600 TAINT=512
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"
# shellcheck source=/dev/null
. "${0%/*}/stress.inc"
# shellcheck source=/dev/null
. "${0%/*}/errors.inc"

SEED=${SEED:-1}
TIME=${TIME:-300}
MOST=${MOST:-30}
COUNTED=1000000		# more than there are: to count them

[ -e /proc/self/fail-nth ] || skip_all "this kernel cannot let allocations fail: KVER=faults can"

# injected COMMAND...: does it with the Nth allocation failing; sets STATUS to
# what came of it and CALLS to what the helpers of errors.inc want
injected()
{
	# shellcheck disable=SC2046 # two words
	set -- $(fail-nth "$N" "$@")
	STATUS=$2
	# shellcheck disable=SC2034 # for errors.inc
	CALLS=0
	ALLOCATIONS=$((N - $1))
	# shellcheck disable=SC2034
	[ "$1" != 0 ] || CALLS=$N
}

# spotless: the kernel has nothing to complain of but the one thing
spotless()
{
	_splat=$(dmesg | grep -E 'WARNING:|BUG|KASAN|UBSAN|ODEBUG|INFO: |refcount_t' |
		grep -v 'WARNING: .* at kernel/kprobes.c:.* __disarm_kprobe_ftrace')
	[ -z "$_splat" ] || trouble "$(dmesg | tail -n 60)"
}

loading()
{
	injected load "$MODULE"
	if [ "$STATUS" = ok ]; then
		shown
		rmmod rxpageacct || trouble "it cannot be unloaded"
	else
		REFUSED=$((REFUSED + 1))
		[ "$(said | grep -c '^not loaded: ')" -le 1 ] ||
			trouble "it does not say in one sentence why"
	fi
	_left=$(nothing_left)
	[ -z "$_left" ] || trouble "$_left"
}

# The driver may refuse, or do without its netdev.
driver()
{
	[ ! -e /sys/module/igc ] || rmmod igc
	injected load /modules/igc.ko
	[ "$STATUS" = ok ] || REFUSED=$((REFUSED + 1))
	if [ -e /sys/class/net/fix0 ]; then
		ip link set fix0 up
		has fix0:walk
		shown
	else
		cat "$RXPA"/* >/dev/null || trouble "a file cannot be read"
	fi
}

unloading()
{
	injected unload rxpageacct
	[ "$STATUS" = ok ] || trouble "$STATUS: it cannot be unloaded"
	_left=$(nothing_left)
	[ -z "$_left" ] || trouble "$_left"
	insmod "$MODULE" || trouble "it cannot be loaded again"
	believe "$RXPA/$NIC1" "$RXPA/$NIC2"
}

# numbers: those whose turn it is, in this order
numbers()
{
	awk -v all="$ALLOCATIONS" -v most="$MOST" -v seed="$SEED" 'BEGIN {
		srand(seed)
		for (i = 1; i <= all; i++)
			n[i] = i
		for (i = most + 1; i <= all; i++) {
			j = i + int(rand() * (all - i + 1))
			t = n[i]
			n[i] = n[j]
			n[j] = t
		}
		for (i = 1; i <= all; i++)
			print n[i]
	}'
}

# sweep WHAT ACTION: one point
sweep()
{
	TROUBLE=
	REFUSED=0
	_did=0
	unsaid
	N=$COUNTED
	$2
	_all=$ALLOCATIONS
	numbers >/tmp/numbers
	_began=$(seconds)
	while [ -z "$TROUBLE" ] && read -r N &&
	      [ $(($(seconds) - _began)) -lt "$TIME" ]; do
		unsaid
		$2
		spotless
		_did=$((_did + 1))
	done </tmp/numbers
	if [ -n "$TROUBLE" ]; then
		not_ok "$1: allocation $N of $_all" "$TROUBLE$(said)"
	else
		ok "$1: $_did of $_all allocations, $REFUSED refusals ($(($(seconds) - _began)) s)"
	fi
}

spare_none
# What fails on purpose is not for the console; spotless() reads it.
echo "1 4 1 7" >/proc/sys/kernel/printk
two_nics
quiet "$NIC1"
PORTS="$NIC1 $NIC2"
# shellcheck disable=SC2034 # for errors.inc
DESC=256	# of either driver
: >/tmp/mine

sweep "loading" loading
insmod "$MODULE"
has "$NIC1" && has "$NIC2"
sweep "unloading" unloading
unload
rmmod "$VM_DRIVER"
btf_folder /tmp/btf
insmod "$MODULE" btf_dir=/tmp/btf
# shellcheck disable=SC2034 # for errors.inc
PORTS=fix0
sweep "loading a driver" driver
unload
rmmod igc
modprobe "$VM_DRIVER"
insmod "$MODULE"
two_nics
has "$NIC1" && has "$NIC2"
traffic 500
identities "at the end"
run_ok "the module goes" rmmod rxpageacct
is "$(armed)" 0 "no probe is left"
echo "7 4 1 7" >/proc/sys/kernel/printk
done_testing
