#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# fuzz_seeds.sh DIR: first inputs of the fuzzers, in DIR/message and
# DIR/device; each fuzzer says how its records look.
set -eu
dir=$1
mkdir -p "$dir/message" "$dir/device"

# byte NUMBER...: those bytes
byte()
{
	for number; do
		# shellcheck disable=SC2059 # one octal escape
		printf "\\$(printf %03o "$number")"
	done
}

# frame TYPE: what the fuzzer turns into an IPv4 frame of the port's
frame()
{
	byte "$1" 7 0 0 0 0 0 0 2 0 0 0 0 1 8 0 69 0 1 26 0 0 0 0 64 17 0 0 10 0 \
		0 1 10 0 0 2 4 0 5 0 1 6 0 0
	printf '%024d' 0
}

{
	byte 1 # with rings
	frame 7
	byte 0 0 1 1 0 0 0 # a register: enable
	byte 0 3 0 40 0 0 0
	byte 4 4 16
	printf '%016d' 0
	byte 4 9 16 0 132 3 0 0 0 0 0 0 0 0 0 4 0 0 0
	byte 6 64 0 0 4 0
	frame 135
} >"$dir/message/rings"
{
	byte 0
	byte 4 1 4 0 0 0 0                           # VERSION
	byte 4 4 0                                   # GET_INFO
	byte 4 5 12 12 0 0 0 0 0 0 0 0 0 0 0         # GET_REGION_INFO
	byte 4 7 12 12 0 0 0 0 0 0 0 2 0 0 0         # GET_IRQ_INFO
	byte 20 8 20 20 0 0 0 4 0 0 0 2 0 0 0 0 0 0 0 1 0 0 0 # SET_IRQS
	byte 4 9 16 0 0 0 0 0 0 0 0 7 0 0 0 0 1 0 0  # REGION_READ
	byte 4 10 20 4 0 0 0 0 0 0 0 7 0 0 0 4 0 0 0 6 0 0 0
	byte 4 13 0                                  # RESET
	byte 5 16 1 0 4 0 16 0 0 0 0 0 0 0 0 0 0 0
} >"$dir/message/commands"

{
	for kind in 0 4 8 12 16 20 24 28 48 52 56 60; do
		byte 5 $kind 16 110 192 80 1 0 80 4 5
		printf '%040d' 7
		byte 65 66
	done
} >"$dir/device/packets"
for first in 0 8 16 24; do
	for op in 0 1 2 3 4 5 6 7; do
		byte 4 $((first + op)) 1 0 0 2 0 0 0 0 0 0 0 0 0 0 0 0 0 65
		printf '%048d' 0
	done >"$dir/device/commands$first"
done
{
	frame 3
	byte 7 0
	frame 131
	byte 8 0
	frame 3
	byte 8 0
	byte 2 1 0 0 32
	printf '%032d' 0
	byte 7 5 9
	frame 3
	byte 6 4 0 0 2 0 0 0 0 0 48 0 0 0 240 0 0 0 \
		0 0 2 0 0 0 0 0 48 0 0 0 240 0 0 0
} >"$dir/device/frames"
