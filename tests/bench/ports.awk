# SPDX-License-Identifier: GPL-2.0
# The lines of ports.sh as a table.

$1 == "result" {
	row = $2 " " $3
	if (!(row in seen))
		order[++rows] = row
	seen[row] = 1
	took[row, $4] = $7 / $5
	rate[row, $4] = $6 / $5
}

END {
	if (!rows)
		exit 1
	print "instructions a frame that nobody reads, one CPU polls all queues in turn:"
	printf "%5s %6s %12s %8s %12s %10s %8s %12s %12s\n", "ports", "queues",
	       "none", "drift", "module", "more", "more %",
	       "events/frame", "more/event"
	for (i = 1; i <= rows; i++) {
		row = order[i]
		split(row, name, " ")
		base = (took[row, "none"] + took[row, "none-again"]) / 2
		drift = took[row, "none-again"] - took[row, "none"]
		with = took[row, "module"]
		events = rate[row, "module"]
		if (events != rate[row, "none"])
			differs = 1
		printf "%5d %6d %12.1f %8.1f %12.1f %10.1f %8.2f %12.2f %12.1f\n",
		       name[1], name[2], base, drift, with, with - base,
		       100 * (with - base) / base, events, (with - base) / events
	}
	if (differs)
		print "the two ways did not have as many page events: no figures"
	exit differs
}
