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

# vm: TIMEOUT=300
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

plan 96
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
	in_file=$DIR/igb
	grep -q $name $in_file || in_file=$DIR/vmlinux
	patch $in_file $name "$(echo $name | tr a-y b-z)"
	off "no $name"
done

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
