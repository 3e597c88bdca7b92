#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Readers of every file at once, under traffic and while a port goes up and
# down.  A queue may be busy; a number that the module calls exact must be one.

# shellcheck source=/dev/null
. /vm/lib.sh
# shellcheck source=/dev/null
. "${0%/*}/rxpa.inc"

plan 15

# A row that cannot be: wrong width, a strange word, a state "ok" that is not.
cat >/tmp/torn.awk <<'END'
FNR == 1 { head = 0; total = 0; if ($1 $2 != "#rxpageacct") bad(); next }
/^# note: / || !NF { next }
/^#/ { bad(); next }
!head { head = NF; split("", at); for (i = 1; i <= NF; i++) at[$i] = i; next }
NF != head || total { bad(); next }
$1 == "total" { total = 1; next }
"netdev" in at {
	if ($at["state"] == "ok" && ($at["orphaned"] != 0 ||
	    $at["held"] < least * $at["queues"] || $at["held"] > $at["desc"]))
		bad()
	next
}
{
	for (i = 1; i < NF; i++)
		if ($i !~ /^(-|-?[0-9]+)$/)
			bad()
	state = $at["state"]
	if (state !~ /^(ok|down|busy|adopting)$/)
		bad()
	if (state != "ok")
		next
	if ("walked" in at) {
		if ($at["walked"] != $at["held"])
			bad()
		next
	}
	if ($at["held"] < least || $at["held"] > $at["desc"] ||
	    $at["orphaned"] != 0 || $at["held"] > $at["held_max"])
		bad()
}
function bad() { print FILENAME ": " $0 }
END

# reader NUMBER LEAST: reads and judges until told to stop
reader()
{
	reads=0
	while [ ! -e /tmp/reads.stop ]; do
		for file in "$NIC1" "$NIC1:walk" "$NIC2" "$NIC2:walk" \
			:netdevs; do
			cat "$RXPA/$file" >"/tmp/read.$1" || continue
			awk -v least="$2" -f /tmp/torn.awk "/tmp/read.$1" |
				sed "s/^/$file /" >>"/tmp/torn.$1"
			reads=$((reads + 1))
		done
		cat "$RXPA/:status" >/dev/null
		echo $reads >"/tmp/reads.$1"
	done
}

# readers LEAST: four of them
readers()
{
	rm -f /tmp/reads.* /tmp/torn.?
	READERS=
	for number in 1 2 3 4; do
		: >/tmp/torn.$number
		reader $number "$1" &
		READERS="$READERS $!"
	done
}

# readers_stop WHAT: two points
readers_stop()
{
	: >/tmp/reads.stop
	# shellcheck disable=SC2086 # numbers
	wait $READERS
	ge "$(cat /tmp/reads.? | awk '{ n += $1 } END { print n }')" 40 \
		"$1: the files were read many times"
	is "$(head -n 5 /tmp/torn.?)" "$(for n in 1 2 3 4; do
		[ $n = 1 ] || echo
		echo "==> /tmp/torn.$n <=="; done)" "$1: no torn row"
}

two_nics
run_ok "the module loads" load
run_ok "$NIC1 has a file" has "$NIC1"

is "$(command stat -c %a "$RXPA")" 700 "the folder is root's alone"
wrong=
for file in "$RXPA"/*; do
	[ "$(command stat -c %a:%u:%g "$file")" = 400:0:0 ] ||
		wrong="$wrong ${file##*/}"
done
is "$wrong" "" "every file is readable by root alone"
chmod 755 / /bin
grep -q '^nobody:' /etc/passwd ||
	echo nobody::65534:65534:nobody:/:/bin/sh >>/etc/passwd
run_ok "nobody can do something" su -s /bin/sh nobody -c true
run_fails "but nobody cannot read" \
	su -s /bin/sh nobody -c "cat $RXPA/:netdevs"

# While pages are recycled a ring is never less than nearly full.
traffic_start
readers 128
sleep 20
readers_stop "traffic"
traffic_stop
ge "$(col "$NIC1" total recycled)" 1000 "traffic was received meanwhile"
identities "traffic"

# Up and down: any fill will do, but not any number.
traffic_start
readers 0
for _ in 1 2 3 4 5 6; do
	sleep 1
	link_down "$NIC1"
	link_up "$NIC1"
done
readers_stop "up and down"
traffic_stop
identities "up and down"

# A file is read in one piece, or not at all.
is "$(dd if="$RXPA/$NIC1" bs=7 2>/dev/null | md5sum)" \
	"$(dd if="$RXPA/$NIC1" bs=64k 2>/dev/null | md5sum)" \
	"read in small pieces it is the same table"
identities "at the end"
