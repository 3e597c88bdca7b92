#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# 100,000 frames whose pages all go back into the ring, but for those larger than
# 4 KiB that are used up: hardly an allocation, and every frame is either recycled
# or released.
# shellcheck disable=SC2154 # rx, recycled and released: pages_since sets them
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 11

FRAMES=100000
LEAVE=$((FRAMES / 100))
[ "$PAGE" -lt 8192 ] ||
	LEAVE=$((LEAVE + FRAMES * 11 / 10 / $(frames_a_page 300)))
two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"
identities "before"
quiet "$NIC1"
pages_mark
allocated=$(col "$NIC1" total allocated)
refills=$(col "$NIC1" total refills)

run_ok "$NIC1 receives $FRAMES frames" traffic $FRAMES
pages_since
allocated=$(($(col "$NIC1" total allocated) - allocated))
refills=$(($(col "$NIC1" total refills) - refills))
diag "frames $rx recycled $recycled released $released" \
	"allocated $allocated refills $refills"

ge "$recycled" $((FRAMES - LEAVE)) "the pages were recycled"
le $allocated $LEAVE "hardly a page was allocated"
is $((recycled + released)) "$rx" "a frame is a page recycled or released"
is $allocated "$released" "a page allocated for every page released"
# One never fills more than the ring has descriptors.
ge $refills $((FRAMES / $(col "$NIC1" 0 desc))) "refills were seen"
refilled "$NIC1" "after the traffic"
identities "after $FRAMES frames"
