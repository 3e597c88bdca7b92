#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# fuzz_seeds.sh DIR: the recorded folders as inputs of the two fuzzers, in
# DIR/source (a byte for the kind of file, then the file) and DIR/folder (see
# fuzz_folder.c).
set -eu
dir=$1
cd "$(dirname "$0")/folders"
mkdir -p "$dir/source" "$dir/folder"

# one FOLDER: its files, each behind its name
one()
{
	for file in "$1"/*; do
		echo "=== ${file##*/}"
		cat "$file"
	done
}

n=0
for file in */*; do
	case $file in
	*/:status)	kind='\000' ;;
	*/meminfo)	kind='\001' ;;
	*/ports)	kind='\005' ;;
	*/zoneinfo | */vmstat) kind='\006' ;;
	*/hostname | */osrelease | */time | */absent) continue ;;
	*/:netdevs)	kind='\002' ;;
	*:walk)		kind='\004' ;;
	*)		kind='\003' ;;
	esac
	# shellcheck disable=SC2059 # the format is one of those above
	{ printf "$kind"; cat "$file"; } >"$dir/source/$n"
	n=$((n + 1))
done
# Words that just fit, and do not.
for length in 63 64; do
	{
		printf '\002'
		sed "s/^ens3f0 /$(printf '%0*d' $length 0) /" mixed/:netdevs
	} >"$dir/source/word$length"
done
# 100 KB of queues say no more than the few of the others.
for folder in empty igb mixed today real-* leak balloon absent; do
	{ printf '\010\010'; one "$folder"; } >"$dir/folder/$folder"
	{ printf '\001\002'; one "$folder"; } >"$dir/folder/$folder-queues"
done
{
	printf '\002\010'
	one igb
	echo =====
	one igb-later
} >"$dir/folder/two"
