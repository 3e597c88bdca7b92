# SPDX-License-Identifier: GPL-2.0
#
# Is every number of one netdev's table true, or `-` with a reason?  The fixture
# has lost no page, so that nothing may be orphaned.
#
#   awk -v page=4096 -v still=1 -v same=1 -v note=ERE -f honest.awk \
#	OLD_TABLE OLD_TRUTH TABLE TRUTH
#
# still: the ring was at rest, so TABLE and TRUTH speak of one moment.  same:
# OLD_TABLE and OLD_TRUTH are such a pair as well, and counting has not begun
# anew since.  note: what a note says if allocated, released or, at rest,
# orphaned is unknown.  Prints "wrong ..." for each that is wrong, and
# "unknown N": how many cells of these columns are `-`.

function wrong(text)
{
	print "wrong " text
}

function known(value)
{
	return value ~ /^-?[0-9]+$/
}

# Bytes of one page of that order.
function weight(order,    n)
{
	for (n = page; order > 0; order--)
		n *= 2
	return n
}

FNR == 1 { file++; head = 0 }

file == 3 && /^# note: / && $0 ~ note { noted = 1 }

/^# / || !NF { next }

!head {
	head = NF
	split("", at)
	for (i = 1; i <= NF; i++)
		at[$i] = i
	next
}

{
	for (key in at)
		cell[file, $1, key] = $at[key]
	if (file == 3)
		rows[$1] = NF == head
}

# What changed from file FROM to file FROM + 2.
function change(from, queue, key)
{
	return cell[from + 2, queue, key] - cell[from, queue, key]
}

function against_truth(queue,    key, i, n, keys)
{
	if (cell[3, queue, "held"] != cell[4, queue, "held"])
		wrong("queue " queue ": held " cell[3, queue, "held"] \
		      ", really " cell[4, queue, "held"])
	if (cell[3, queue, "order"] != "-" && cell[3, queue, "bytes"] != \
	    cell[3, queue, "held"] * weight(cell[3, queue, "order"]))
		wrong("queue " queue ": bytes " cell[3, queue, "bytes"])
	if (!same)
		return
	n = split("allocated released recycled failed", keys)
	for (i = 1; i <= n; i++) {
		key = keys[i]
		if (known(cell[1, queue, key]) && known(cell[3, queue, key]) &&
		    change(1, queue, key) != change(2, queue, key))
			wrong("queue " queue ": " change(1, queue, key) " " key \
			      ", really " change(2, queue, key))
	}
}

function row(queue,    key, state, orphaned, allocated, released)
{
	state = cell[3, queue, "state"]
	orphaned = cell[3, queue, "orphaned"]
	allocated = cell[3, queue, "allocated"]
	released = cell[3, queue, "released"]
	if (!rows[queue])
		wrong("row " queue " is torn")
	for (key in at)
		if (cell[3, queue, key] ~ /^-[0-9]/)
			wrong("row " queue ": " key " " cell[3, queue, key])
	if (known(orphaned) && orphaned != 0)
		wrong("row " queue ": orphaned " orphaned)
	if (known(orphaned) && orphaned != cell[3, queue, "adopted"] + \
	    allocated - released - cell[3, queue, "held"])
		wrong("row " queue ": orphaned does not fit its row")
	blanks = !known(allocated) + !known(released)
	if (still)
		blanks += !known(orphaned)
	unknown += blanks
	if (blanks && state == "ok")
		wrong("row " queue ": unknown, and the state is ok")
	if (blanks && !noted)
		wrong("row " queue ": unknown, and no note says why")
}

END {
	for (queue in rows) {
		row(queue)
		if (still && queue != "total")
			against_truth(queue)
	}
	if (!("total" in rows) || !("0" in rows))
		wrong("there is no total or no queue")
	print "unknown " unknown + 0
}
