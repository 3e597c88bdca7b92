#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# fuzz_smoke.sh O SECONDS: runs the fuzzer of O for so long, prints TAP.
# The corpus is kept in O/corpus, what it finds in O/crash-*.
set -u

out=$1
seconds=$2
mkdir -p "$out/corpus"
# Something to begin with: rings, then packets, commands and frames.
{
	printf '\001'
	for kind in 0 1 2 3 4 6 12 14; do
		printf '\011\000\00%o\021\003\016\005\000\000\000\002' $((kind % 8))
		printf '%040d%s' 7 AB
		printf '\007\002%064d' 5
		printf '\010\00%o%016d\101' $kind 0 2>/dev/null
	done
} >"$out/corpus/seed"
echo "TAP version 13"
echo "1..1"
if timeout $((seconds + 60)) "$out/fuzz_message" -max_total_time="$seconds" \
	-timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
	-artifact_prefix="$out/" "$out/corpus" >"$out/fuzz.log" 2>&1; then
	runs=$(sed -n 's/.*number_of_executed_units: *//p' "$out/fuzz.log")
	echo "ok 1 - messages: ${runs:-no} runs in $seconds s"
else
	tail -n 40 "$out/fuzz.log" | sed 's/^/# /'
	echo "not ok 1 - messages"
	exit 1
fi
