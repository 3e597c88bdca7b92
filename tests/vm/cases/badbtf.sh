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
BTF=$DIR/$VM_DRIVER
case $VM_DRIVER in
igb) RING=igb_ring PRIVATE=igb_adapter SLOTS=rx_buffer_info NR=num_rx_queues ;;
i40e) RING=i40e_ring PRIVATE=i40e_netdev_priv SLOTS=rx_bi NR=num_queue_pairs ;;
*) bail "which names does $VM_DRIVER use?" ;;
esac

# off WHAT: four points: with $DIR as it is, $VM_DRIVER is off and :status says why
off()
{
	run_ok "$1: the module loads" load btf_dir=$DIR
	like "$RXPA/:status" "^off driver=$VM_DRIVER reason=\"[^\"]{10,}\"$" \
		"$1: $VM_DRIVER is off, with a reason"
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

# patch_name NAME: in the driver's BTF, or in the one that it builds on
patch_name()
{
	patched=
	for file in "$BTF" $DIR/vmlinux; do
		if grep -q "$1" "$file"; then
			patch "$file" "$1" "$(echo "$1" | tr a-y b-z)"
			patched=1
		fi
	done
	[ -n "$patched" ] || bail "$1 is in no BTF"
}

# part WHAT: four points: the driver is accounted, but not in full
part()
{
	run_ok "$1: the module loads" load btf_dir=$DIR
	run_ok "$1: $NIC1 has a file" has "$NIC1"
	full "$NIC1" "$1"
	like "$RXPA/:status" "^off driver=$VM_DRIVER reason=\"[^\"]{10,}\"$" \
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

rm "$BTF"
off "no file for $VM_DRIVER"
rm $DIR/*
off "empty folder"
rmdir $DIR
off "no folder"
mkdir $DIR
btf_folder $DIR
rm "$BTF"
mkdir "$BTF"
off "a folder in place of the file"

btf_folder $DIR
patch_name "$RING"
off "unknown ring struct"
btf_folder $DIR
patch_name "$PRIVATE"
off "unknown private struct"
btf_folder $DIR
patch_name "$SLOTS"
off "no array of slots"
for name in next_to_alloc "$NR"; do
	btf_folder $DIR
	patch_name "$name"
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

size=$(wc -c <"/sys/kernel/btf/$VM_DRIVER")
for keep in 0 1 10 23 24 100 $((size / 2)) $((size - 1)); do
	btf_folder $DIR
	head -c "$keep" "/sys/kernel/btf/$VM_DRIVER" >"$BTF"
	off "cut to $keep bytes"
done

btf_folder $DIR
head -c 1000000 /sys/kernel/btf/vmlinux >$DIR/vmlinux
off "base cut short"

# The header: magic, version, lengths and offsets, at 0, 2, 4, 8, 12, 16, 20.
for at in 0 2 4 8 12 16 20; do
	btf_folder $DIR
	damage "$BTF" $at '\377\377\377'
	off "header damaged at $at"
done

load
has "$NIC1"
identities "afterwards, with the kernel's own BTF"
