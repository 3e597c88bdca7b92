#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What `make case` and `make case-arm64` run inside the VM: first what a person
# sees who looks for the memory, then the points that it is judged by.  The story
# is one; how many ports there are and how large a page is, the machine says.
# vm: NIC=x710 QUEUES=119 MEM=4G TIMEOUT=900 ACCEL=tcg,thread=single
# min: 13
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=tests/demo.inc
. /case/demo.inc

KIB=$((PAGE / 1024))
PORTS=$(nics)
N1=$(nic 1)
UNIT=-m
# What the two sides of a comparison may differ by, in percent: beside the
# pages there are the descriptors, the driver's arrays of slots, and free
# pages in the lists of 119 CPUs.  Beside pages of 64 KiB all that is less.
BOUND=3
if [ "$KIB" -ge 64 ]; then
	BOUND=1
	UNIT=-g
fi

# kb FILE NAME: a line of a copy of /proc/meminfo
kb()
{
	awk -v name="$2:" '$1 == name { print $2 }' "$1"
}

unexplained()
{
	awk -f /case/case-meminfo.awk "$1" | awk '$1 == "unexplained" { print $2 }'
}

# gib KB
gib()
{
	awk -v kb="$1" 'BEGIN { printf "%.1f GiB", kb / 1048576 }'
}

# apart A B: how far A is from B, in percent, rounded up to a hundredth
apart()
{
	awk -v a="$1" -v b="$2" 'BEGIN {
		off = 10000 * (a > b ? a - b : b - a) / b
		print (off > int(off) ? int(off) + 1 : off) / 100 }'
}

# near A B NAME: a point: both are kB and agree within BOUND
near()
{
	if [ "$2" -gt 0 ] &&
	   [ $((($1 > $2 ? $1 - $2 : $2 - $1) * 100)) -le $(($2 * BOUND)) ]
	then
		ok "$3: $1 and $2 kB"
	else
		not_ok "$3" "$1 and $2 kB, more than $BOUND % apart"
	fi
}

# depth PORT: descriptors of a ring: every other port has the deep ones
depth()
{
	nics | awk -v port="$1" '$1 == port { print NR % 2 ? 4096 : 512 }'
}

# in_pairs COMMAND: with PORT and DEPTH put in, for two ports a line
in_pairs()
{
	line=
	for port in $PORTS; do
		this=$(printf '%s\n' "$1" |
			sed "s/PORT/$port/; s/DEPTH/$(depth "$port")/")
		if [ -z "$line" ]; then
			line=$this
		else
			type_in "$line; $this"
			line=
		fi
	done
}

# settle: until the kernel's own caches, of 119 CPUs, have come to rest
settle()
{
	slab=0
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		was=$slab
		slab=$(kb /proc/meminfo Slab)
		[ $((slab > was ? slab - was : was - slab)) -gt 2048 ] || break
		sleep 1
	done
}

# record TO: what `rxpa-top --path` reads later, as rxpa-top(8) says, and each
# walk, read once
record()
{
	mkdir -p "$1"
	for file in "$RXPA"/*; do
		cat "$file" >"$1/${file##*/}"
	done
	cat /proc/meminfo >"$1/meminfo"
	cat /proc/sys/kernel/hostname >"$1/hostname"
	cat /proc/sys/kernel/osrelease >"$1/osrelease"
	date +%s >"$1/time"
}

# send_out FOLDER: to the host, in lines of the report that it does not show
send_out()
{
	tar -C "$1" -cz . | base64 | sed 's/^/rxpa-vm: recording /'
}

cd /tmp || exit 1
cp /case/case-meminfo.awk meminfo.awk
# The oracle looks at every page of the machine and knows nothing of rings.
insmod /modules/rxpa_oracle.ko || bail "the oracle does not load"
ORACLE=/sys/kernel/debug/rxpa_oracle
cat $ORACLE >/tmp/oracle-before

tell "$(nics | wc -l) X710 ports, the kernel's own i40e, a queue for each of 119 CPUs." \
	"This is $(uname -m), with pages of $KIB KiB.  All ports are still down."
in_pairs "ethtool -G PORT rx DEPTH"
type_in "free $UNIT"
type_in "cat /proc/meminfo >before"
tell "They come up.  No packet is sent, no program is started."
in_pairs "ip link set PORT up"
for port in $PORTS; do
	wait_for 60 _carrier "$port" || bail "$port gets no link"
done
settle
type_in "free $UNIT"
tell "Where is it?  The lines of /proc/meminfo that add up, and what is left:"
type_in "cat /proc/meminfo >after"
type_in "awk -f meminfo.awk before after"
missing=$(($(unexplained after) - $(unexplained before)))
fallen=$(($(kb before MemAvailable) - $(kb after MemAvailable)))
tell "$missing kB, $(gib $missing), belong to nobody."

tell "Ask the rings.  The module was not there when they were filled."
type_in "modprobe rxpageacct"
type_in "cd $RXPA"
for port in $PORTS; do
	wait_for 5 test -e "$port" || bail "no file $port"
done
type_in "sed -n '1,5p;\$p' $N1"
cat "$N1" >/tmp/table
type_in "cat :netdevs"
cat :netdevs >/tmp/netdevs
type_in "rxpa-top --once"
rxpa-top --once >/tmp/top
cat $ORACLE >/tmp/oracle
record /tmp/recording
held=$(($(col /tmp/netdevs total bytes) / 1024))
set -- "meminfo cannot explain $missing kB more than before; the rings hold $held kB." \
	"That is $(apart $missing $held) % apart." \
	"119 queues x 4095 pages x $KIB KiB = $((119 * 4095 * KIB)) kB in $N1 alone."
[ "$KIB" != 4 ] || set -- "$@" \
	"With the 64 KiB pages of many arm64 kernels it is 16 times that:" \
	"119 queues x 4095 pages x 64 KiB = $((119 * 4095 * 64)) kB, $(
	gib $((119 * 4095 * 64))) for one port."
tell "$@"

settle
tell "Give it back:"
type_in "grep MemAvailable /proc/meminfo"
cat /proc/meminfo >/tmp/deep
type_in "ethtool -G $N1 rx 512"
wait_for 60 _carrier "$N1" || bail "$N1 gets no link again"
type_in "grep MemAvailable /proc/meminfo"
cat /proc/meminfo >/tmp/shallow
type_in "free $UNIT"
type_in "cat :netdevs"
risen=$(($(kb /tmp/shallow MemAvailable) - $(kb /tmp/deep MemAvailable)))
given=$((held - $(col :netdevs total bytes) / 1024))
tell "MemAvailable rose by $risen kB; by rxpageacct $given kB were given back." \
	"That is $(apart $risen $given) % apart; more than $BOUND would be a failure." \
	"The points that all this is judged by:"

send_out /tmp/recording

# found KEY: what the oracle has found more than before
found()
{
	cat /tmp/oracle-before /tmp/oracle | awk -v key="$1" \
		'$1 == key { n = $2 - was; was = $2 } END { print n }'
}

pages=0
is "$(queues "$N1" | wc -l)" 119 "$N1 has 119 queues"
is "$(awk '$1 ~ /^[0-9]+$/ && $3 == 4095 && $6 == 4095 && $NF == "ok"' \
	/tmp/table | wc -l)" 119 "each held 4095 pages, all of them adopted"
for port in $PORTS; do
	slots=$(($(depth "$port") - 1))
	pages=$((pages + 119 * slots))
	is "$(col /tmp/netdevs "$port" held)" $((119 * slots)) \
		"$port held 119 x $slots pages"
done
is "$(col /tmp/netdevs total bytes)" $((pages * PAGE)) \
	"all $pages pages weighed $PAGE bytes each"
is "$(awk '$1 == "total" { print $4 }' /tmp/top)" $pages \
	"rxpa-top named the same number"
is "$(found pages)" $pages "the oracle found as many pages"
is "$(found bytes)" $((pages * PAGE)) "and as many bytes"
near "$missing" "$held" "what meminfo cannot explain is what the rings held"
[ $BOUND != 1 ] ||
	near "$fallen" "$held" "MemAvailable fell by what the rings held"
is "$(col "$N1" total held)" $((119 * 511)) "then $N1 held 119 x 511 pages"
is "$(col "$N1" total released)" $((119 * 4095)) "all the old ones were released"
is "$(col :netdevs total orphaned)" 0 "nothing is orphaned"
near "$risen" "$given" "MemAvailable rose by what was given back"
done_testing
