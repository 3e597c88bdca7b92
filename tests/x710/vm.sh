# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# Sourced by tests/vm/run for NIC=x710: the servers beside the VM, one for each
# two ports, which are on one wire.
#
#   x710_start LOG LIMIT PORTS   builds and starts them; they live LIMIT seconds
#                                at most
#   x710_devices MEM PORTS       prints QEMU's arguments, one a line
#   x710_watch PID LOG           should a server end first, PID is ended too
#   x710_stop                    ends them, whatever has happened
#
# X710_ARGS= are more arguments for x710d, such as --generate rate=1000.

# shellcheck disable=SC2154 # top is the caller's
x710_here=$top/tests/x710
x710_pids=
x710_watcher=
x710_dir=

x710_start()
{
	with_lock x710 make -s -C "$x710_here" O="$top/build/x710" \
		>"$1" 2>&1 || {
		cat "$1" >&2
		die "x710d does not build"
	}
	x710_dir=$(mktemp -d "${TMPDIR:-/tmp}/x710.XXXXXX")
	for x710_port in $(seq 1 2 "$3"); do
		# shellcheck disable=SC2086 # the user's arguments are words
		timeout -k 5 "$2" "$top/build/x710/x710d" \
			--port "$x710_dir/$x710_port" \
			--port "$x710_dir/$((x710_port + 1))" ${X710_ARGS:-} \
			</dev/null >>"$1" 2>&1 &
		x710_pids="$x710_pids $!"
		x710_wait $((x710_port + 1)) "$1" $!
	done
}

# x710_wait PORT LOG PID: until it listens there
x710_wait()
{
	x710_tries=50
	while [ ! -S "$x710_dir/$1" ]; do
		x710_tries=$((x710_tries - 1))
		if [ $x710_tries = 0 ] || ! kill -0 "$3" 2>/dev/null; then
			cat "$2" >&2
			die "x710d does not start"
		fi
		sleep 0.1
	done
}

x710_devices()
{
	printf '%s\n' -object "memory-backend-memfd,id=mem,size=$1,share=on"
	for i in $(seq "$2"); do
		printf '%s\n' -device "pcie-root-port,id=rp$i,chassis=$i,slot=$i" \
			-device "{\"driver\":\"vfio-user-pci\",\"bus\":\"rp$i\",\
\"socket\":{\"type\":\"unix\",\"path\":\"$x710_dir/$i\"},\
\"x-msg-timeout\":60000}"
	done
}

x710_all_live()
{
	for x710_live; do
		kill -0 "$x710_live" 2>/dev/null || return 1
	done
}

x710_watch()
{
	[ -n "$x710_pids" ] || return 0
	(
		trap 'exit 0' TERM
		# shellcheck disable=SC2086 # words
		while x710_all_live $x710_pids; do
			sleep 0.5
		done
		echo "x710d ended before the VM did" >>"$2"
		kill "$1" 2>/dev/null || :
	) &
	x710_watcher=$!
}

x710_stop()
{
	for x710_end in $x710_watcher $x710_pids; do
		kill "$x710_end" 2>/dev/null || :
		wait "$x710_end" 2>/dev/null || :
	done
	x710_watcher=
	x710_pids=
	[ -z "$x710_dir" ] || rm -rf "$x710_dir"
	x710_dir=
}
