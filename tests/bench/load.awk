# SPDX-License-Identifier: GPL-2.0
# The lines of load.sh as a table: the longest of each call, and how much of that
# is the module's (a handler behind the page allocator shows only as far as it is
# beyond the allocator's own worst).  Ends with 1 if one took longer than MOST.

BEGIN {
	if (!most)
		most = 20000
}

$1 == "worst" {
	row = sprintf("%5d %6d  %-10s", $2, $3, $4)
	ways = $2 " " $3
	if ($4 == "none") {
		if ($6 > none[ways, $5])
			none[ways, $5] = $6
		next
	}
	if (!$6)
		next
	if (!((row, $5) in got))
		line[++lines] = row SUBSEP ways SUBSEP $5
	got[row, $5] = $6
}

END {
	if (!lines)
		exit 1
	print "instructions, the longest call of each kind under traffic:"
	printf "%5s %6s  %-10s %-9s %10s %10s %10s\n", "ports", "queues",
	       "while", "call", "none", "module", "handler"
	for (i = 1; i <= lines; i++) {
		split(line[i], part, SUBSEP)
		base = none[part[2], part[3]]
		worst = got[part[1], part[3]]
		more = worst > base ? worst - base : 0
		if (more > longest)
			longest = more
		printf "%s %-9s %10d %10d %10d%s\n", part[1], part[3], base,
		       worst, more, (more > most ? "  too long" : "")
	}
	printf "longest handler: %d instructions, may be %d: %s\n", longest, most,
	       (longest > most ? "TOO LONG" : "ok")
	exit (longest > most)
}
