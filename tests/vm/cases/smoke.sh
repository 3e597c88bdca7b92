#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The VM itself: two ports, link, frames from one to the other, both ways.
# min: 6
. /vm/lib.sh

plan 6
one=$(nic 1)
two=$(nic 2)
isnt "$one" "" "there is a first port"
isnt "$two" "" "there is a second port"
run_ok "the first port gets a link" link_up "$one"
run_ok "the second port gets a link" link_up "$two"
# QEMU's igb drops frames for a full ring as long as another one has room, so
# some are lost when the host is busy.
quiet "$two"
before=$(stat "$two" rx_packets)
pktgen_send "$one" 2000 300 "$(mac "$two")"
quiet "$two"
ge $(($(stat "$two" rx_packets) - before)) 500 "frames arrive one way"
before=$(stat "$one" rx_packets)
pktgen_send "$two" 2000 1500 "$(mac "$one")" 4
quiet "$one"
ge $(($(stat "$one" rx_packets) - before)) 500 "frames arrive the other way"
