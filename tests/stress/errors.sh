#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What the module calls fails, one call after the other: while it is loaded,
# while the driver is, while a netdev is renamed and while files are read.
# Either it refuses to load, says so in one sentence and leaves nothing, or it
# shows what it still knows, why it does not know the rest, and nothing that is
# wrong.  PART= loading, reading or driver does only that.
#
# vm: TIMEOUT=1200
# min: 8
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"
# shellcheck source=/dev/null
. "${0%/*}/stress.inc"
# shellcheck source=/dev/null
. "${0%/*}/errors.inc"

loading()
{
	insmod "$MODULE" 2>/tmp/insmod
	_status=$?
	spare
	if [ $_status -eq 0 ]; then
		shown
		rmmod rxpageacct || trouble "it cannot be unloaded"
	else
		REFUSED=$((REFUSED + 1))
		[ "$(said | grep -c '^not loaded: ')" = 1 ] ||
			trouble "not one sentence says why: $(cat /tmp/insmod)"
	fi
	_left=$(nothing_left)
	[ -z "$_left" ] || trouble "$_left"
	balanced
}

driver()
{
	rmmod "$VM_DRIVER"
	modprobe "$VM_DRIVER" || trouble "the driver does not load"
	ip link set "$NIC1" up
	ip link set "$NIC2" up
	spare
	sleep 0.3
	shown
}

renaming()
{
	ip link set "$NIC1" down
	ip link set "$NIC1" name other
	sleep 0.2
	spare
	[ ! -e "$RXPA/$NIC1" ] || trouble "the old file is there"
	[ -e "$RXPA/other" ] || said | grep -q '^other:' ||
		trouble "there is no file, and nothing says why"
	ip link set other name "$NIC1"
	has "$NIC1" && has "$NIC1:walk" || trouble "no file of the old name"
	ip link set "$NIC1" up
	shown
}

# What cannot be read is no trouble; nor is it read again.
reading()
{
	_files=
	_status=0
	for _name in $FILES; do
		cat "$RXPA/$_name" >"/tmp/shown/$_name" 2>/dev/null || {
			_status=1
			continue
		}
		[ "$_name" = :status ] || _files="$_files /tmp/shown/$_name"
	done
	spare
	[ "$N" -le "$CALLS" ] || [ $_status -eq 0 ] || trouble "not all is read"
	# shellcheck disable=SC2086 # names without blanks
	[ -z "$_files" ] || believe $_files
}

part_loading()
{
	insmod "$MODULE"
	rmmod rxpageacct
	memory before
	each loading loading 16
	memory after
	ge $REFUSED 4 "loading was refused $REFUSED times"
	memory_is_back "after $FAILURES failures"
}

part_reading()
{
	insmod "$MODULE"
	has "$NIC1" && has "$NIC2"
	FILES="$NIC1 :netdevs :status"
	each "reading" reading 200
	FILES=$NIC1:walk
	each "walking" reading 60
	identities "after reading"
	each "a new name" renaming 4 debugfs
	traffic 500
	identities "after new names"
	run_ok "the module goes after reading" rmmod rxpageacct
}

# The same calls as in loading, but one after the other by the driver's loader.
part_driver()
{
	insmod "$MODULE"
	has "$NIC1" && has "$NIC2"
	each "the driver" driver 2
	traffic 500
	identities "after drivers"
	run_ok "the module goes after drivers" rmmod rxpageacct
}

two_nics
quiet "$NIC1"
# shellcheck disable=SC2034 # for errors.inc
PORTS="$NIC1 $NIC2"
# shellcheck disable=SC2034 # for errors.inc
DESC=$(ethtool -g "$NIC1" | awk '$1 == "RX:" { n = $2 } END { print n }')
REFUSED=0
FAILURES=0
mkdir /tmp/shown
: >/tmp/failed
failing

for part in ${PART:-loading reading driver}; do
	"part_$part"
done
[ -n "${PART:-}" ] ||
	is "$(awk '{ print $1 }' /tmp/failing | sort)" \
		"$(sort -u /tmp/failed)" "everything that can fail did"
diag "$FAILURES failures, $(sort -u /tmp/failed | wc -l) functions, $REFUSED refusals to load, $(seconds) s"
done_testing
