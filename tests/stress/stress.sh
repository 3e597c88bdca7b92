#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# TIME seconds of what ports, drivers and the module can go through, in the
# order that SEED gives (steps.awk), while frames arrive and readers read all
# files.  At every quiet point all numbers must fit each other, the walk and
# the oracle; a reader may never see a row that is wrong.
#
# igb forgets the vectors beyond those that it uses: igb_free_q_vectors(), after
# ethtool -L has made them fewer.
# known-leak: igb_alloc_q_vector
#
# vm: TIMEOUT=7200
# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"
# shellcheck source=/dev/null
. "${0%/*}/stress.inc"
# shellcheck source=/dev/null
. "${0%/*}/steps.inc"

SEED=${SEED:-1}
TIME=${TIME:-120}
READERS=2
SLOW=${VM_SLOW:-1}

# --- traffic: bursts from either port, wherever it is ---------------------

# burst A|B COUNT SIZE DSTMAC: to where sockets may keep what comes
burst()
{
	where "$1" && linked "$1" &&
		PG_DST=10.0.0.1 PG_PORT=9000 PG_NS=$NS \
		PG_DELAY=$((200000 * SLOW * SLOW)) \
		pktgen_send "$NAME" $(($2 / SLOW / SLOW)) "$3" "$4" 5
}

frames_start()
{
	rm -f /tmp/frames.stop
	while [ ! -e /tmp/frames.stop ]; do
		for size in 300 60 1400 300 3000 300 8000; do
			[ ! -e /tmp/frames.stop ] || break
			burst B 2000 $size "$MAC_A" &&
				burst A 300 $size "$MAC_B" || sleep 0.1
		done
	done >/dev/null 2>&1 &
	FRAMES=$!
}

frames_stop()
{
	: >/tmp/frames.stop
	wait "$FRAMES"
}

# arrived: adds to FRAMES_IN what the ports have received since the last time
arrived()
{
	for _port in A B; do
		_now=$(at $_port ip -s link show @ | awk '
			rx { print $2; exit } /RX:/ { rx = 1 }')
		eval "_was=\${WAS_$_port:-0}"
		[ "${_now:-0}" -ge "$_was" ] || _was=0
		FRAMES_IN=$((FRAMES_IN + ${_now:-0} - _was))
		eval "WAS_$_port=${_now:-0}"
	done
}

# --- readers ---------------------------------------------------------------

readers_start()
{
	: >/tmp/seen
	for _reader in $(seq $READERS); do
		awk -v dir="$RXPA" -v page="$PAGE" -v stop=/tmp/readers.stop \
			-v epoch=/tmp/epoch -v nap="$((SLOW - 1)).$((2 * _reader + 1))" \
			-v rounds="/tmp/rounds.$_reader" \
			-f reader.awk >>/tmp/seen 2>/dev/null &
		READER_PIDS="$READER_PIDS $!"
	done
	# one that keeps no order and judges nothing
	while [ ! -e /tmp/readers.stop ]; do
		for _file in "$RXPA"/*; do
			head -c 100 "$_file"
		done
		sleep $((SLOW - 1)).5
	done >/dev/null 2>&1 &
	READER_PIDS="$READER_PIDS $!"
}

readers_stop()
{
	echo stop >/tmp/readers.stop
	# shellcheck disable=SC2086
	wait $READER_PIDS
}

# --- quiet points ------------------------------------------------------------

snapshot()
{
	cat "$RXPA"/* 2>/dev/null | md5sum
}

# settled: nothing has moved for a while
settled()
{
	_still=0
	_tries=100
	while [ $_still -lt 3 ]; do
		_was=$(snapshot)
		sleep 0.3
		if [ "$(snapshot)" = "$_was" ]; then
			_still=$((_still + 1))
		else
			_still=0
		fi
		_tries=$((_tries - 1))
		[ $_tries -gt 0 ] || return 1
	done
}

# names: what the files of the ports must be called
names()
{
	for _port in A B; do
		! where $_port ||
			echo "$NAME${NS:+:ns$(command stat -L -c %i /run/netns/"$NS")}"
	done | sort
}

named()
{
	[ "$(ports | sort)" = "$(names)" ]
}

# whole: both ports are accounted, and everything of them is known
whole()
{
	[ "$(ports | wc -l)" -eq 2 ] && [ "$(col :netdevs total state)" = ok ]
}

# mended: where the module found no memory something may be missing, if it has
# said so; loaded anew, nothing is.
mended()
{
	! wait_for 5 whole || return 0
	{
		cat "$RXPA/:status" "$RXPA/:netdevs"
		dmesg -c
	} | grep -E '^off |^# note: .* unknown|no memory for|no file' \
		>/tmp/said || return 1
	MENDED=$((MENDED + 1))
	do_module reload && wait_for 5 whole
}

do_check()
{
	do_hold off
	do_pressure off
	do_hog off
	inject_off
	[ -e "/sys/module/$VM_DRIVER" ] || do_driver back
	[ -e /sys/module/rxpageacct ] || do_module back
	frames_stop
	if [ "$INJECTED_MODULE" -ne "$JUDGED" ]; then
		JUDGED=$INJECTED_MODULE
		mended || not_ok "step $STEP: what is missing is named" \
			"$(ls "$RXPA"; cat "$RXPA/:status" "$RXPA/:netdevs")"
	fi
	settled || diag "never quiet"
	wait_for 5 named
	is "$(ports | sort)" "$(names)" "step $STEP: files are called like netdevs"
	identities "step $STEP"
	oracle_agrees "step $STEP"
	CHECKS=$((CHECKS + 1))
	[ -n "$FAILED" ] || frames_start
}

# --- the run -------------------------------------------------------------------

# step PAUSE VERB ARGUMENTS...
step()
{
	_pause=$1
	_verb=$2
	shift 2
	diag "step $STEP: $_verb $* ($(seconds) s)"
	case $_verb in
	check) do_check ;;
	*)
		# what is open keeps the module
		[ "$_verb" != module ] || do_hold off
		"do_$_verb" "$@" >/tmp/step.out 2>&1 || {
			REFUSED=$((REFUSED + 1))
			return 0
		}
		;;
	esac
	case $_pause in
	*+) wait_for 3 linked A ;;
	esac
	at A ip addr replace 10.0.0.1/24 dev @ 2>/dev/null
	sleep 0."${_pause%+}"
	arrived
}

watchdog()
{
	[ -s /tmp/seen ] && [ -z "$FAILED" ] || return 0
	not_ok "step $STEP: readers see nothing wrong" "$(head -n 20 /tmp/seen)"
}

N1=$(nic 1)
N2=$(nic 2)
[ -n "$N2" ] || bail "the VM has no two ports"
diag "seed $SEED, $TIME s, $VM_DRIVER on $(uname -r)"
awk -v seed="$SEED" -v count=20000 -v queues="$(nproc)" -f steps.awk >/tmp/steps

ports_are "$N1" "$N2"
oracle_start
test_module rxpa_nopages || bail "rxpa_nopages does not load"
ip netns add away
renew
insmod "$MODULE" || bail "the module does not load"
two_nics
readers_start
frames_start
STEP=0 CHECKS=0 REFUSED=0 FRAMES_IN=0 MENDED=0 JUDGED=0
end=$(($(seconds) + TIME))
while [ "$(seconds)" -lt $end ] && [ -z "$FAILED" ] && read -r line; do
	STEP=$((STEP + 1))
	# shellcheck disable=SC2086
	step $line </dev/null
	watchdog
done </tmp/steps
[ -n "$FAILED" ] || {
	STEP=$((STEP + 1))
	diag "step $STEP: check"
	do_check
	frames_stop
}
readers_stop
watchdog
reads=$(cat /tmp/rounds.* | awk '{ n += $1 } END { print n + 0 }')
diag "$STEP steps ($REFUSED refused), $CHECKS checks, $reads reads, $FRAMES_IN frames"
diag "refused: $INJECTED_REFILL pages and mappings to the driver," \
	"$INJECTED_MODULE allocations to the module ($MENDED times something was missing and named)"
if [ -n "$FAILED" ]; then
	frames_stop
	diag "seed $SEED, step $STEP; the last steps:"
	head -n "$STEP" /tmp/steps | tail -n 20 | sed 's/^/#   /'
	diag "$(cat "$RXPA/:status" "$RXPA"/*)"
fi
ge "$FRAMES_IN" $((TIME * 20 / SLOW / SLOW)) "frames arrived meanwhile"
ge "$reads" $((TIME * 2 / SLOW / SLOW)) "readers read meanwhile"
# What a kernel cannot do is said, and what it can must have been done.
if [ "$TIME" -lt 300 ]; then
	diag "too short a time to demand that something was refused"
else
	ge "$INJECTED_REFILL" 1 "pages were refused to the driver"
	if [ -e /sys/kernel/debug/failslab ]; then
		ge "$INJECTED_MODULE" 1 "memory was refused to the module"
	else
		skip "memory was refused to the module" \
			"this kernel cannot inject faults: KVER=faults"
	fi
fi
done_testing
