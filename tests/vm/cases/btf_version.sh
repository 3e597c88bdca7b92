#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# BTF that somebody made for a kernel without any of its own (tools/rxpa-btf): of
# the driver's build, of another one, of nobody knows which.
#
# nic: any
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 18

DIR=/lib/modules/$(uname -r)/rxpageacct
mkdir -p "$DIR"

# with WHAT STATE BTF: two points: the driver's line in :status
with()
{
	run_ok "$1: the module loads" load
	like "$RXPA/:status" "^driver name=igc state=$2 .* btf=$3 " \
		"$1: :status says so"
}

run_ok "the fixture loads" fixture_load
with "no file" off none
like "$RXPA/:status" "^off driver=igc reason=.*cannot be read: it is not there .errno 2.; the command rxpa-btf makes $DIR/igc.btf" \
	"no file: a sentence says what makes it"
run_ok "no file: it goes" unload

cat /modules/igc.btf >"$DIR/igc.btf"
with "no srcversion beside it" armed unverified
run_ok "no srcversion beside it: it goes" unload

cat /sys/module/igc/srcversion >"$DIR/igc.btf.srcversion"
with "the driver's srcversion" armed verified
ip link set fix0 up
full fix0 "the driver's srcversion"
identities "the driver's srcversion"
run_ok "the driver's srcversion: it goes" unload

echo 0123456789ABCDEF01234567 >"$DIR/igc.btf.srcversion"
with "another srcversion" off none
like "$RXPA/:status" "^off driver=igc reason=.*another build of the driver .srcversion 0123456789ABCDEF01234567, the loaded one is $(cat /sys/module/igc/srcversion)" \
	"another srcversion: a sentence says so"
is "$(sum held)" 0 "another srcversion: nothing is claimed to be held"
run_ok "another srcversion: it goes" unload
