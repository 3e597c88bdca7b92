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
zeros()
{
	printf "%0$1d" 0 | tr 0 '\000'
}
{
	byte 4 8; zeros 16; byte 65; zeros 48                # a VSI
	byte 4 14 1 0 1 2; zeros 12; byte 65 2 7; zeros 46   # an address of it
	byte 4 14 1 0 1 2; zeros 12; byte 65 2 8; zeros 46
	byte 4 15 1 0 1 2; zeros 12; byte 65 2 7; zeros 46   # and away
	byte 5 48 144 0 190 0 0 0 0 0 1 10 0 0 2 10 0 0 1 5 0 4 0
	zeros 28
	byte 0 0                                             # a rule to it
	frame 3
	byte 4 13 1 2; zeros 14; byte 0                      # the VSI away
	frame 3
} >"$dir/device/switch"
{
	for end in 0 0 16; do # a packet that is too long for any buffer
		byte 6 12
		for descriptor in 0 0 0 $end; do
			byte 0 0 2 0 0 0 0 0 "$descriptor" 0 0 0 252 255 0 0
		done
	done
} >"$dir/device/long"
{
	byte 4 22 3; zeros 15; byte 0                        # link events, please
	byte 8 2 8 8 8 2
	byte 8 11 29 0 8 11 31 0 8 11 35 0                       # registers
} >"$dir/device/link"
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
