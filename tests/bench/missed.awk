# SPDX-License-Identifier: GPL-2.0
# The lines of missed.sh as a table.

$1 == "result" {
	if (!rows++) {
		print "hits that a handler in a task kept from NAPI on its CPU:"
		printf "%12s %10s %14s %14s %8s\n", "16 frames a", "frames",
		       "pages of tasks", "pages of NAPI", "missed"
	}
	printf "%9s us %10d %14d %14d %8d\n", $2, $3, $4, $5, $6
}

END {
	exit !rows
}
