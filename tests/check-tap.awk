# SPDX-License-Identifier: GPL-2.0
# The output of one suite, TAP or several TAP streams after one another: the
# plans must add up to the points.  Prints the failures and skips, each with
# the suite's name, and writes "passed failed skipped" to the file `points`.
# Set by `check`: suite, status, points.

function wrong(text) {
	print "FAILED " suite ": " text
	failed++
}

/^1\.\.[0-9]+/ {
	plans++
	planned += substr($1, 4) + 0
	if (substr($1, 4) + 0 == 0) {
		if (match($0, /# *[Ss][Kk][Ii][Pp] +[^ ]/)) {
			skipped++
			print "skipped " suite ": all, " \
				substr($0, RSTART + RLENGTH - 1)
		} else {
			wrong("an empty plan without a reason")
		}
	}
	next
}

/^Bail out!/ { wrong($0); next }

/^not ok/ {
	seen++
	if ($0 !~ /# *[Ss][Kk][Ii][Pp]/) {
		wrong($0)
		details = 1
	} else {
		wrong("a failed point marked as a skip: " $0)
	}
	next
}

/^ok([ \t]|$)/ {
	details = 0
	seen++
	if (match($0, /# *[Ss][Kk][Ii][Pp]/)) {
		reason = substr($0, RSTART + RLENGTH)
		gsub(/^[ \t:-]+/, "", reason)
		if (reason == "")
			wrong("a skip without a reason: " $0)
		else {
			skipped++
			print "skipped " suite ": " $0
		}
	} else {
		passed++
	}
	next
}

# what a failed point has to say
details && /^#/ {
	if (shown++ < 200)
		print "  " $0
	next
}

END {
	if (!plans)
		wrong("no plan: the suite died or ran nothing")
	else if (planned != seen + 0)
		wrong("planned " planned " points, saw " seen + 0)
	if (status != 0 && !failed)
		wrong("exit status " status)
	print passed + 0, failed + 0, skipped + 0 >points
}
