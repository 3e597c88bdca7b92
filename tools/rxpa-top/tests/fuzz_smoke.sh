#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# fuzz_smoke.sh BUILD SECONDS: runs fuzz_source from the recorded folders on.
set -eu
build=$1
seconds=$2
here=$(dirname "$0")
corpus=$build/corpus
crashes=$build/crashes
rm -rf "$corpus" "$crashes"
mkdir -p "$corpus" "$crashes"
n=0
for file in "$here"/folders/igb/* "$here"/folders/mixed/* "$here"/folders/empty/*; do
	case $file in
	*/:status)	kind='\000' ;;
	*/meminfo)	kind='\001' ;;
	*/:netdevs)	kind='\002' ;;
	*:walk)		kind='\004' ;;
	*)		kind='\003' ;;
	esac
	# shellcheck disable=SC2059 # the format is one of the five above
	{ printf "$kind"; cat "$file"; } >"$corpus/seed$n"
	n=$((n + 1))
done
exec "$build/fuzz_source" -max_total_time="$seconds" -max_len=8192 -seed=1 -timeout=5 \
	-print_final_stats=1 -verbosity=0 -artifact_prefix="$crashes/" "$corpus"
