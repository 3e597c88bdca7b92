#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What `make case` runs inside the VM: first what a person sees who looks for
# the memory, then the points that it is judged by.
# vm: NIC=x710 QUEUES=119 MEM=4G TIMEOUT=500 ACCEL=tcg,thread=single
# min: 11
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=tests/demo.inc
. /case/demo.inc

# What the two sides of a comparison may differ by, in percent: beside the
# pages there are the descriptors, the driver's arrays of slots, and free
# pages in the lists of 119 CPUs.
BOUND=3

# kb FILE NAME: a line of a copy of /proc/meminfo
kb()
{
	awk -v name="$2:" '$1 == name { print $2 }' "$1"
}

unexplained()
{
	awk -f /case/case-meminfo.awk "$1" | awk '$1 == "unexplained" { print $2 }'
}

# apart A B: how far A is from B, in percent, rounded up to a tenth
apart()
{
	awk -v a="$1" -v b="$2" 'BEGIN {
		off = 1000 * (a > b ? a - b : b - a) / b
		print (off > int(off) ? int(off) + 1 : off) / 10 }'
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

# send_out FOLDER: to the host, on the serial port that tests/case adds
send_out()
{
	stty -F /dev/ttyS2 raw -echo 2>/dev/null || return 0
	tar -C "$1" -cz . >/dev/ttyS2
}

N1=$(nic 1)
N2=$(nic 2)
cd /tmp || exit 1
cp /case/case-meminfo.awk meminfo.awk

tell "Two X710 ports, the kernel's own i40e, a queue for each of 119 CPUs." \
	"Both ports are still down."
type_in "ethtool -G $N1 rx 4096; ethtool -G $N2 rx 512"
type_in "free -m"
type_in "cat /proc/meminfo >before"
tell "They come up.  No packet is sent, no program is started."
type_in "ip link set $N1 up; ip link set $N2 up"
wait_for 60 _carrier "$N1" && wait_for 60 _carrier "$N2" ||
	bail "the ports get no link"
type_in "free -m"
tell "Where is it?  The lines of /proc/meminfo that add up, and what is left:"
type_in "cat /proc/meminfo >after"
type_in "awk -f meminfo.awk before after"
missing=$(($(unexplained after) - $(unexplained before)))

tell "Ask the rings.  The module was not there when they were filled."
type_in "modprobe rxpageacct"
type_in "cd $RXPA"
wait_for 5 test -e "$N2" || bail "no file $N2"
type_in "sed -n '1,5p;\$p' $N1"
cat "$N1" >/tmp/table
type_in "cat :netdevs"
cat :netdevs >/tmp/netdevs
type_in "rxpa-top --once"
rxpa-top --once >/tmp/top
record /tmp/recording
held=$(($(col /tmp/netdevs total bytes) / 1024))
tell "meminfo cannot explain $missing kB more than before; the rings hold $held kB." \
	"119 queues x 4095 pages x  4 KiB = $((119 * 4095 * 4)) kB in $N1 alone;" \
	"with the 64 KiB pages of many arm64 kernels, 16 times that:" \
	"119 queues x 4095 pages x 64 KiB = $((119 * 4095 * 64)) kB, $(
	awk 'BEGIN { printf "%.1f", 119 * 4095 * 64 / 1048576 }') GiB for one port."

tell "Give it back:"
type_in "grep MemAvailable /proc/meminfo"
cat /proc/meminfo >/tmp/deep
type_in "ethtool -G $N1 rx 512"
wait_for 60 _carrier "$N1" || bail "$N1 gets no link again"
type_in "grep MemAvailable /proc/meminfo"
cat /proc/meminfo >/tmp/shallow
type_in "cat :netdevs"
risen=$(($(kb /tmp/shallow MemAvailable) - $(kb /tmp/deep MemAvailable)))
given=$((held - $(col :netdevs total bytes) / 1024))
tell "MemAvailable rose by $risen kB; by rxpageacct $given kB were given back." \
	"That is $(apart $risen $given) % apart; more than $BOUND would be a failure." \
	"The points that all this is judged by:"

send_out /tmp/recording

plan 11
is "$(queues "$N1" | wc -l)" 119 "$N1 has 119 queues"
is "$(awk '$1 ~ /^[0-9]+$/ && $3 == 4095 && $6 == 4095 && $NF == "ok"' \
	/tmp/table | wc -l)" 119 "each held 4095 pages, all of them adopted"
is "$(col /tmp/netdevs "$N1" held)" $((119 * 4095)) "$N1 held 119 x 4095 pages"
is "$(col /tmp/netdevs "$N2" held)" $((119 * 511)) "$N2 held 119 x 511 pages"
is "$(col /tmp/netdevs total bytes)" $((119 * (4095 + 511) * 4096)) \
	"they weighed 4096 bytes each"
is "$(awk '$1 == "total" { print $4 }' /tmp/top)" $((119 * (4095 + 511))) \
	"rxpa-top named the same number"
near "$missing" "$held" "what meminfo cannot explain is what the rings held"
is "$(col "$N1" total held)" $((119 * 511)) "then $N1 held 119 x 511 pages"
is "$(col "$N1" total released)" $((119 * 4095)) "all the old ones were released"
is "$(col :netdevs total orphaned)" 0 "nothing is orphaned"
near "$risen" "$given" "MemAvailable rose by what was given back"
