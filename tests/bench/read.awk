# SPDX-License-Identifier: GPL-2.0
# The lines of read.sh as a table: the median of the reads of each file.

$1 == "read" && NF > 6 {
	m = median(7)
	queues = $4 ~ /^:/ ? $2 * $3 : $3
	held = $4 ~ /^:/ ? $5 : $5 / $2
	if (!rows++) {
		print "instructions that it takes to read a file, all rings at rest:"
		printf "%5s %6s  %-10s %8s %8s %12s %10s %10s\n", "ports",
		       "queues", "file", "pages", "bytes", "instr", "a queue",
		       "a page"
	}
	printf "%5d %6d  %-10s %8d %8d %12d %10.0f %10.1f\n", $2, $3, $4, held,
	       $6, m, m / queues, m / held
}

END { exit !rows }
