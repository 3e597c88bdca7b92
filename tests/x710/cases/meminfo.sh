#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What /proc/meminfo cannot explain grows by what the module says when a port
# goes up, and shrinks by it when the port goes down.
#
# What it explains is free, or a line of it counts it.  Free are also the
# pages in the CPUs' own lists, which MemFree lacks and /proc/zoneinfo shows;
# stat_refresh makes the CPUs report what they have not summed up yet.  The
# arrays of slots are larger than two pages, and kmalloc() counts such as slab.
# What then remains, besides the pages in the slots, are the descriptors, which
# are DMA memory: of a power of two pages, for every queue 16 bytes for each
# receive descriptor, and 16 bytes for each of 512 transmit descriptors and 4
# for the head.
# vm: NIC=x710 QUEUES=4 TIMEOUT=240
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/x710.inc"

plan 20

# What may come or go meanwhile, in pages: each CPU keeps up to one block of
# 32 KiB, or a page where that is larger, for the heads of packets in interrupts,
# and one for those of NAPI; of large pages some more,
# whose owner was not found.
NOISE=$((4 * 2 * 32768 / PAGE))
[ "$NOISE" -ge 16 ] || NOISE=16

# unexplained: pages
unexplained()
{
	sync
	echo 3 >/proc/sys/vm/drop_caches
	sleep 1
	echo 1 >/proc/sys/vm/stat_refresh
	awk -v page="$PAGE" '
		FILENAME == "/proc/zoneinfo" {
			if ($1 == "count:")
				listed += $2
			next
		}
		$1 == "MemTotal:" { n += $2 }
		$1 ~ /^(MemFree|Buffers|Cached|SwapCached|AnonPages|Slab|KernelStack|PageTables|SecPageTables|Percpu|VmallocUsed):$/ { n -= $2 }
		END { print int(n * 1024 / page) - listed }' \
		/proc/zoneinfo /proc/meminfo
}

# explained PAGES WHAT: two points: what is unexplained has grown by that since
# the last call, and the module says so
explained()
{
	_now=$(unexplained)
	_off=$((_now - was - $1))
	diag "$2: unexplained $was then $_now pages, off by $_off"
	le "${_off#-}" $NOISE "$2: $1 pages of rings are what nothing explains"
	was=$_now
}

# dma BYTES: pages that they take
dma()
{
	_pages=1
	while [ $((_pages * PAGE)) -lt "$1" ]; do
		_pages=$((_pages * 2))
	done
	echo $_pages
}

# ring DESCRIPTORS: pages that one queue's descriptors lie in
ring()
{
	echo $(($(dma $(($1 * 16))) + $(dma $((512 * 16 + 4)))))
}

# held PAGES WHAT: one point
held()
{
	is "$(col "$NIC1" total bytes)" $(($1 * PAGE)) "$2: bytes"
}

NIC1=$(nic 1)
oracle_start
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
ethtool -G "$NIC1" rx 4096 tx 512
# Once, for what is allocated at the first time and kept.
link_up "$NIC1"
link_down "$NIC1"

was=$(unexplained)
run_ok "up with 4 x 4096 descriptors" link_up "$NIC1"
held $((4 * 4095)) "up"
explained $((4 * (4095 + $(ring 4096)))) "up"
all_agree "up"
run_ok "ethtool -G rx 512" ethtool -G "$NIC1" rx 512
carrier "$NIC1"
held $((4 * 511)) "small"
explained $((4 * (511 - 4095 + $(ring 512) - $(ring 4096)))) "small"
run_ok "ethtool -L combined 2" ethtool -L "$NIC1" combined 2
carrier "$NIC1"
held $((2 * 511)) "few"
explained $((-2 * (511 + $(ring 512)))) "few"
run_ok "down" link_down "$NIC1"
held 0 "down"
explained $((-2 * (511 + $(ring 512)))) "down"
all_agree "down"
