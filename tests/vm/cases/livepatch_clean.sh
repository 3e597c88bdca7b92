#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The fixture's teardown runs out of another module, a livepatch: all pages of a
# ring leave it by calls that nobody looked for.
#
# nic: any
# vm: CPUS=2 TAINT=32768 TIMEOUT=600
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"
# shellcheck source=/dev/null
. "${0%/*}/livepatch.inc"

# shellcheck disable=SC2034 # livepatch.inc's
WHAT=clean
livepatch_case
