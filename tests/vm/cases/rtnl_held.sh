#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A server on which somebody holds the network lock for long: every
# file can be read all the same, and says what it could not look at.
#
# nic: any
# vm: CPUS=2 TIMEOUT=300
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"
# shellcheck source=/dev/null
. "${0%/*}/rtnl.inc"

FILES="fix0 fix0:walk :netdevs :status"
SECONDS_HELD=$((45 * ${VM_SLOW:-1}))

# kind FILE: the word in its first line
kind()
{
	case $1 in
	:*) echo "${1#:}" ;;
	*:walk) echo walk ;;
	*) echo netdev ;;
	esac
}

# read_file FILE: in the background, for it may not come back
read_file()
{
	rm -f "/tmp/status.$1"
	{
		cat "$RXPA/$1" >"/tmp/read.$1" 2>"/tmp/error.$1"
		echo $? >"/tmp/status.$1"
	} &
}

# came_back FILE WHAT: four points
came_back()
{
	if ! wait_for 5 test -s "/tmp/status.$1"; then
		for point in "comes back within 5 s" "can be read" \
			"has its first line" "has rows or says why not"; do
			not_ok "$2: $1 $point" "not within 5 s"
		done
		return
	fi
	ok "$2: $1 comes back within 5 s"
	is "$(cat "/tmp/status.$1")$(cat "/tmp/error.$1")" 0 "$2: $1 can be read"
	is "$(head -n 1 "/tmp/read.$1" | cut -d ' ' -f 1-4)" \
		"# rxpageacct 1 $(kind "$1")" "$2: $1 has its first line"
	like "/tmp/read.$1" "^(# note: .*network lock|total |driver name=)" \
		"$2: $1 has rows or says why not"
}

plan $((4 + 4 * 4 + 4 * 4 + 2 + 3))
run_ok "the fixture loads" fixture_load
run_ok "the module loads" load_with_fixture
run_ok "somebody may hold the network lock" test_module rxpa_rtnl
has fix0
ip link set fix0 up
knob receive "0 500"
identities "before"

rtnl_hold $SECONDS_HELD
for file in $FILES; do
	read_file "$file"
	came_back "$file" "held"
done
for file in $FILES; do
	read_file "$file"
done
for file in $FILES; do
	came_back "$file" "held, all at once"
done
is "$(cat "$RTNL")" 1 "it was held all the time"
run_ok "it is let go" rtnl_let_go
wait

is "$(col fix0 0 state) $(col fix0 0 held)" "ok $(truth 0 held)" \
	"afterwards the file is whole"
knob receive "0 500"
like "$RXPA/:netdevs" "^fix0 .* ok$" "and so is :netdevs"
identities "afterwards"
