# SPDX-License-Identifier: GPL-2.0
#
# Holds one netdev's table against its walk and prints what does not fit:
#
#   awk -v page=4096 -v want=0 -f identities.awk TABLE WALK
#
# "wait ..." says that a queue was busy or not in step yet: look again.
# "wrong ..." is a number that no quiet ring may show.  "queues N" is how many
# were held against the walk.  want is the sum of orphaned over the queues.

function wrong(text)
{
	print "wrong " file ": " text
}

# The value of this line's column key, or "" if there is no such column.
function cell(key)
{
	return (key in at) ? $at[key] : ""
}

function number(key,    text)
{
	text = cell(key)
	if (text !~ /^-?[0-9]+$/)
		wrong("queue " $1 ": " key " is '" text "'")
	return text + 0
}

# Bytes of one page of that order.
function weight(order,    n)
{
	for (n = page; order > 0; order--)
		n *= 2
	return n
}

function same(what, got, wanted)
{
	if (got != wanted)
		wrong(what " is " got ", not " wanted)
}

FNR == 1 {
	file++
	nfile = split(FILENAME, path, "/")
	file = path[nfile]
	walk = FILENAME == ARGV[2]
	head = 0
	total = 0
	if ($1 != "#" || $2 != "rxpageacct" || $3 != "1" ||
	    $4 != (walk ? "walk" : "netdev"))
		wrong("first line is '" $0 "'")
	next
}

/^# / || !NF { next }

!head {
	head = NF
	split("", at)
	for (i = 1; i <= NF; i++)
		at[$i] = i
	next
}

total { wrong("a line behind the total: " $0); next }

NF != head { wrong("a line of " NF " fields under " head " keys: " $0); next }

$1 == "total" {
	total = 1
	totals++
}

cell("state") == "busy" || cell("state") == "adopting" {
	print "wait " file ": queue " $1 " is " cell("state")
	next
}

# A queue that ethtool -L took away keeps its account and has no ring.
cell("state") == "gone" { next }

walk && !total {
	if (cell("state") != "ok" && cell("state") != "down")
		wrong("queue " $1 " is " cell("state"))
	same("queue " $1 ": walked", number("walked"), number("held"))
	same("queue " $1 ": held of the walk", number("held"), held[$1])
	same("queue " $1 ": bytes of the walk", number("bytes"), bytes[$1])
	if (number("lent") > number("held"))
		wrong("queue " $1 ": lent " cell("lent") " of " cell("held"))
	if (number("biased") > number("held"))
		wrong("queue " $1 ": biased " cell("biased") " of " cell("held"))
	on_nodes = 0
	for (key in at)
		if (key ~ /^node[0-9]+$/)
			on_nodes += number(key)
	same("queue " $1 ": sum of the nodes", on_nodes, number("held"))
	walked++
	next
}

walk { next }

!total {
	queues++
	if (cell("state") != "ok" && cell("state") != "down")
		wrong("queue " $1 " is " cell("state"))
	held[$1] = number("held")
	bytes[$1] = number("bytes")
	if (cell("order") == "-") {
		same("queue " $1 ": held with no order", held[$1], 0)
		same("queue " $1 ": bytes with no order", bytes[$1], 0)
	} else {
		same("queue " $1 ": bytes", bytes[$1],
		     held[$1] * weight(number("order")))
	}
	same("queue " $1 ": orphaned", number("orphaned"),
	     number("adopted") + number("allocated") - number("released") -
	     held[$1])
	if (!want)
		same("queue " $1 ": orphaned", number("orphaned"), 0)
	if (cell("state") == "ok")
		same("queue " $1 ": held by the indexes", held[$1],
		     (number("nta") - number("ntc") + number("desc")) %
		     number("desc"))
	if (number("held_max") < held[$1])
		wrong("queue " $1 ": held_max " cell("held_max") " under held " \
		      held[$1])
	sum_desc += number("desc")
	sum_held += held[$1]
	sum_bytes += bytes[$1]
	sum_orphaned += number("orphaned")
	sum_allocated += number("allocated")
	sum_released += number("released")
	sum_recycled += number("recycled")
	next
}

{
	same("total held", number("held"), sum_held)
	same("total bytes", number("bytes"), sum_bytes)
	same("total orphaned", number("orphaned"), sum_orphaned)
	same("total allocated", number("allocated"), sum_allocated)
	same("total released", number("released"), sum_released)
	same("total recycled", number("recycled"), sum_recycled)
	same("orphaned in all", sum_orphaned, want)
}

END {
	if (totals != 2)
		wrong("no total")
	if (walked != queues)
		wrong("queues in the walk: " walked + 0 ", in the table: " \
		      queues + 0)
	print "queues " queues + 0
}
