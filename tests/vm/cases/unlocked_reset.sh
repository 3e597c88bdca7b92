#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A reset empties the rings without RTNL and leaves them so, NAPI disabled.  The
# moment that NAPI noted last tells of pages that are gone: no reader may hold
# it against the releases of the reset.
#
# nic: any
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 40

# one_of GOT VALUES NAME
one_of()
{
	case " $2 " in
	*" $1 "*) ok "$3" ;;
	*) not_ok "$3" "got '$1', want one of: $2" ;;
	esac
}

# torn WHAT: nothing is held, and nothing wrong is said of it
torn()
{
	is "$(truth 0 held) $(truth 1 held)" "0 0" "$1: the rings are empty"
	for queue in 0 1; do
		one_of "$(col fix0 $queue held)" "0 -" "$1: queue $queue holds nothing"
		one_of "$(col fix0 $queue orphaned)" "0 -" \
			"$1: nothing of queue $queue is orphaned"
	done
	one_of "$(col fix0:walk total walked)" "0 -" "$1: nor is a page walked"
}

run_ok "the fixture loads" fixture_load
run_ok "the module loads" load_with_fixture
run_ok "the fixture's netdev has a file" has fix0
ip link set fix0 up
for hold in 0 1; do
	what="after traffic, hold $hold"
	knob hold $hold
	knob receive "0 3000"
	knob receive "1 1234"
	identities "$what"
	knob reset 1
	torn "$what, torn"
	knob reset 0
	identities "$what, back"
	full fix0 "$what, back"
	is "$(col fix0 0 released) $(col fix0 1 released)" \
		"$(truth 0 released) $(truth 1 released)" \
		"$what, back: released is true"
	knob receive "0 100"
	identities "$what, back and at work"
done

# The reset begins with a reader, and with the module, already there or not.
knob reset 1
run_ok "the module goes" unload
run_ok "it loads while the rings are torn down" load_with_fixture
run_ok "the fixture's netdev has a file again" has fix0
torn "loaded late"
knob reset 0
knob receive "0 100"
knob receive "1 100"
identities "loaded late, back"
is "$(col fix0 0 held)" "$(truth 0 held)" "loaded late, back: held is true"

# Set down and up in the middle of it.
knob reset 1
ip link set fix0 down
identities "down while torn"
is "$(col fix0 total held)" 0 "down while torn: nothing is held"
ip link set fix0 up
knob receive "0 500"
full fix0 "up again"
identities "up again"
