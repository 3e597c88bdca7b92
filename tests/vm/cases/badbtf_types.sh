#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# BTF with damage in its types.  It may or may not show: what the module makes
# of it must not hurt the machine, and it must not fill its tables with
# numbers that the ring contradicts.

# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

# vm: TIMEOUT=400
DIR=/tmp/btf
BTF=$DIR/$VM_DRIVER

damage()
{
	# shellcheck disable=SC2059 # the bytes are escapes
	printf "$2" | dd of="$BTF" bs=1 seek="$1" conv=notrunc 2>/dev/null
}

# sane WHAT: one point: an account is right, or has no numbers
sane()
{
	bad=
	for port in $(ports); do
		bad=$bad$(awk '/^# / || !NF { next }
			!n { for (n = 1; n <= NF; n++) at[$n] = n
				next }
			$1 == "total" { next }
			($at["state"] == "ok" &&
			 $at["held"] != $at["desc"] - 1) ||
			($at["state"] != "ok" && $at["held"] ~ /[1-9]/ &&
			 $at["held"] > 4096)' "$RXPA/$port")
	done
	is "$bad" "" "$1: no wrong number"
}

plan 73
two_nics
btf_folder $DIR
size=$(wc -c <"$BTF")
types=$(od -An -t u4 -j 12 -N 4 "$BTF" | tr -d ' ')
step=$((types / 24))

round=0
while [ $round -lt 24 ]; do
	at=$((24 + round * step / 4 * 4))
	cat "/sys/kernel/btf/$VM_DRIVER" >"$BTF"
	case $((round % 4)) in
	0) damage $at '\377\377\377\377' ;;
	1) damage $((at + 4)) '\000\000\000\004' ;;
	2) damage $((at + 8)) '\001\000\000\000\000\000\000\000' ;;
	3) damage $at "$(head -c 64 /dev/urandom | od -An -v -b |
		tr -d '\n' | sed 's/ /\\/g')" ;;
	esac
	round=$((round + 1))
	run_ok "damage at $at of $size: the module loads" load btf_dir=$DIR
	for file in "$RXPA"/*; do
		cat "$file" >/dev/null || diag "${file##*/} cannot be read"
	done
	sane "damage at $at"
	run_ok "damage at $at: the module goes" unload
done

load
has "$NIC1"
identities "afterwards, with the kernel's own BTF"
