#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# BTF that is absent, lacks a name, is cut short or is damaged.  The module
# loads all the same, says in :status what is off and why, gives no number
# that it cannot stand for, and goes away in good order.

# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

# vm: TIMEOUT=400
DIR=/tmp/btf

# off WHAT: four points: with $DIR as it is, igb is off and :status says why
off()
{
	run_ok "$1: the module loads" load btf_dir=$DIR
	like "$RXPA/:status" '^off .*igb.* reason="[^"]{10,}"$' \
		"$1: igb is off, with a reason"
	is "$(sum held)" 0 "$1: nothing is claimed to be held"
	diag "$(grep '^off ' "$RXPA/:status")"
	read_all
	run_ok "$1: the module goes" unload
}

# read_all: every file can be read to its end
read_all()
{
	for file in "$RXPA"/*; do
		cat "$file" >/dev/null || not_ok "${file##*/} can be read"
	done
}

# patch FILE OLD NEW: as long as each other
patch()
{
	sed "s/$2/$3/g" "$1" >/tmp/patched
	cmp -s "$1" /tmp/patched && bail "no $2 in $1"
	[ "$(wc -c <"$1")" = "$(wc -c </tmp/patched)" ] || bail "sed: $2"
	cat /tmp/patched >"$1"
}

# patch_name NAME: it may be in igb's BTF, or in the one that it builds on
patch_name()
{
	for file in $DIR/igb $DIR/vmlinux; do
		! grep -q "$1" "$file" ||
			patch "$file" "$1" "$(echo "$1" | tr a-y b-z)"
	done
}

# part WHAT: four points: igb is accounted, but not in full
part()
{
	run_ok "$1: the module loads" load btf_dir=$DIR
	run_ok "$1: $NIC1 has a file" has "$NIC1"
	full "$NIC1" "$1"
	like "$RXPA/:status" '^off .*igb.* reason="[^"]{10,}"$' \
		"$1: something is off, with a reason"
	diag "$(grep '^off ' "$RXPA/:status")"
	diag "$(cat "$RXPA/$NIC1" "$RXPA/$NIC1:walk")"
	read_all
}

# damage FILE OFFSET BYTES: bytes written as \\NNN
damage()
{
	# shellcheck disable=SC2059 # the bytes are escapes
	printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

# le32 FILE OFFSET
le32()
{
	od -An -t u4 -j "$2" -N 4 "$1" | tr -d ' '
}

plan 122
two_nics

# With good copies the parameter changes nothing.
btf_folder $DIR
run_ok "good copies: the module loads" load btf_dir=$DIR
has "$NIC1"
full "$NIC1" "good copies"
identities "good copies"
run_ok "good copies: the module goes" unload

rm $DIR/igb
off "no file for igb"
rm $DIR/*
off "empty folder"
rmdir $DIR
off "no folder"
mkdir $DIR
btf_folder $DIR
rm $DIR/igb
mkdir $DIR/igb
off "a folder in place of the file"

btf_folder $DIR
patch $DIR/igb igb_ring igb_rinq
off "unknown ring struct"
btf_folder $DIR
patch $DIR/igb igb_adapter igb_adopter
off "unknown adapter struct"
btf_folder $DIR
patch $DIR/igb rx_buffer_info rx_buffer_inf0
off "no array of slots"
for name in next_to_alloc num_rx_queues; do
	btf_folder $DIR
	patch_name $name
	off "no $name"
done

btf_folder $DIR
patch_name pagecnt_bias
part "no pagecnt_bias"
is "$(col "$NIC1" 0 orphaned)" 0 "no pagecnt_bias: orphaned is known"
is "$(col "$NIC1:walk" 0 walked)" "$(col "$NIC1" 0 held)" \
	"no pagecnt_bias: the walk finds what is held"
is "$(col "$NIC1:walk" 0 biased)" - "no pagecnt_bias: biased is unknown"
is "$(col "$NIC1:walk" total lent)" - "no pagecnt_bias: lent is unknown"
like "$RXPA/$NIC1:walk" '^# note: .*(lent|bias)' \
	"no pagecnt_bias: a note at the walk says why"
run_ok "no pagecnt_bias: the module goes" unload

# The member of a slot; like many others in vmlinux it has a common name.
btf_folder $DIR
patch_name page
part "no page"
is "$(col "$NIC1" 0 orphaned)" - "no page: orphaned is unknown"
is "$(col "$NIC1:walk" total walked)" - "no page: there is no walk"
run_ok "no page: the module goes" unload

size=$(wc -c </sys/kernel/btf/igb)
for keep in 0 1 10 23 24 100 $((size / 2)) $((size - 1)); do
	btf_folder $DIR
	head -c "$keep" /sys/kernel/btf/igb >$DIR/igb
	off "cut to $keep bytes"
done

btf_folder $DIR
head -c 1000000 /sys/kernel/btf/vmlinux >$DIR/vmlinux
off "base cut short"

# The header: magic, version, lengths and offsets, at 0, 2, 4, 8, 12, 16, 20.
for at in 0 2 4 8 12 16 20; do
	btf_folder $DIR
	damage $DIR/igb $at '\377\377\377'
	off "header damaged at $at"
done

load
has "$NIC1"
identities "afterwards, with the kernel's own BTF"
