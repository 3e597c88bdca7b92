#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Two NUMA nodes: the walk tells on which of them pages lie, and so does the
# oracle, which asks every page frame of the machine.
#
# nic: any
# vm: APPEND=numa=fake=2
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 14

# node_base: what others have on each node before a ring is filled
node_base()
{
	BASE0=$(oracle node0)
	BASE1=$(oracle node1)
}

# nodes_agree WHAT: two points
nodes_agree()
{
	is "$(col fix0:walk total node0) $(col fix0:walk total node1)" \
		"$(($(oracle node0) - BASE0)) $(($(oracle node1) - BASE1))" \
		"$1: the pages of each node are what the oracle finds"
	identities "$1"
}

# on_node NODE COMMAND...: with memory of that node only, as far as tasks go
on_node()
{
	mkdir -p /tmp/cgroup
	[ -e /tmp/cgroup/cgroup.procs ] ||
		mount -t cgroup2 none /tmp/cgroup || return 1
	echo +cpuset >/tmp/cgroup/cgroup.subtree_control
	mkdir -p "/tmp/cgroup/node$1"
	echo "$1" >"/tmp/cgroup/node$1/cpuset.mems"
	_group=/tmp/cgroup/node$1/cgroup.procs
	shift
	# shellcheck disable=SC2016 # the inner shell's
	sh -c 'echo $$ >"$1" && shift && exec "$@"' sh "$_group" "$@"
}

oracle_start
node_base
run_ok "there are two nodes" test -e /sys/devices/system/node/node1
run_ok "the fixture loads" fixture_load
run_ok "the module loads" load_with_fixture
run_ok "the fixture's netdev has a file" has fix0
run_ok "it goes up on node 1" on_node 1 /usr/sbin/ip link set fix0 up
nodes_agree "after ifup"
is "$(col fix0:walk total node0)" 0 "after ifup: node 1 has all pages"

# Unread frames make the poll fill the ring anew, where its CPU is: on node 0.
knob hold 1
knob receive "0 3000"
nodes_agree "queue 0 filled anew"
ge "$(col fix0:walk total node0)" 200 "most of queue 0 lies on node 0"
knob hold 0
knob drop_held 1
oracle_agrees "in the end"
is "$(($(col fix0:walk total node0) + $(col fix0:walk total node1)))" \
	"$(col fix0 total held)" "both nodes together hold what is held"
