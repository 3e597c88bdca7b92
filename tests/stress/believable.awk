# SPDX-License-Identifier: GPL-2.0
#
# Two netdevs at rest with full rings: prints what may not be shown of them.
# What is not known may be missing, with a reason; what is shown must be true.
#
#   awk -v desc=256 -v ports=2 [-v whole=1] -f believable.awk FILE...
#
# FILEs are netdevs', walks or :netdevs; whole=1: everything must be known.

function wrong(text)
{
	print name ": " text ": " $0
}

function cell(key)
{
	return (key in at) ? $at[key] : "-"
}

# Is it known to be anything else?
function isnt(key, number)
{
	return cell(key) != "-" && cell(key) != number
}

function unknowns(    i, n)
{
	for (i = 1; i <= NF; i++)
		n += $i == "-" && head[i] !~ /^(order|node|offnode)$/ &&
			$1 != "total"
	return n
}

function finish()
{
	if (FNR && name && !totals)
		print name ": no total"
	if (name && lame && !notes)
		print name ": no note says why"
}

FNR == 1 {
	finish()
	nfile = split(FILENAME, path, "/")
	name = path[nfile]
	kind = $4
	rows = totals = notes = lame = sum = n = 0
	if ($2 != "rxpageacct")
		wrong("no first line")
	next
}

/^# note:/ { notes++ }
/^# / || !NF { next }

!n {
	split("", at)
	for (n = 1; n <= NF; n++) {
		at[$n] = n
		head[n] = $n
	}
	next
}

{
	state = cell("state")
	if (state != "ok") {
		lame++
		if (whole)
			wrong("not whole")
	} else if (unknowns()) {
		wrong("unknown, and the state does not tell")
	}
	if (isnt("orphaned", 0))
		wrong("orphans")
}

$1 == "total" {
	totals++
	if (isnt("held", sum))
		wrong("not the sum, " sum)
	if (kind == "netdevs" && rows != ports && cell("held") != "-")
		wrong("a total of some")
	next
}

{
	rows++
	sum += cell("held") == "-" ? 0 : cell("held")
	if (kind == "netdevs") {
		if (cell("held") != "-" && cell("held") % (desc - 1))
			wrong("held")
		next
	}
	if (state == "down" || state == "gone" || state == "xsk")
		wrong("state")
	if (isnt("desc", desc) || isnt("held", desc - 1))
		wrong("held or desc")
	if (state == "mismatch") {
		# A walk that did not find them all, and says so.
		if (cell("walked") + 0 >= desc - 1)
			wrong("no mismatch")
		next
	}
	if (isnt("walked", desc - 1))
		wrong("walked")
	if (isnt("bytes", (desc - 1) * 4096) && isnt("bytes", (desc - 1) * 8192))
		wrong("bytes")
	if (cell("adopted") != "-" && cell("allocated") != "-" &&
	    cell("released") != "-" && cell("held") != "-" &&
	    cell("adopted") + cell("allocated") - cell("released") != cell("held"))
		wrong("the identity")
}

END { finish() }
