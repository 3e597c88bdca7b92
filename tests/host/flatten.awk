# SPDX-License-Identifier: GPL-2.0
#
# Nested KTAP and plain TAP in, one flat TAP stream out: a line for every test
# that has no tests below it.  Exit status 1 if one failed or none ran.

function emit(line, name)
{
	number++
	status = "ok"
	if (line ~ /^ *not ok/) {
		status = "not ok"
		failed++
	}
	print status " " number " - " name
	fflush()
}

# The name behind "ok 3 - " or "ok 3 "
function name_of(line)
{
	sub(/^ *(not )?ok ([0-9]+ )?(- )?/, "", line)
	return line
}

BEGIN { print "TAP version 13" }

/^ *KTAP version|^TAP version|^ *1\.\.[0-9]+$/ { next }
/^    # Subtest: / { suite = $3; next }
/^        # Subtest: / { test = $3; below = 0; next }
/^        (not )?ok / { below++; emit($0, suite " " test ": " name_of($0)); next }
/^    (not )?ok / {
	name = name_of($0)
	if (!below)
		emit($0, suite " " name)
	below = 0
	next
}
/^(not )?ok / {
	name = name_of($0)
	if (name == suite)
		suite = ""
	else
		emit($0, name)
	next
}
{ sub(/^ *(# )?/, "# "); print }

END {
	print "1.." number
	print "# " number - failed " passed, " failed + 0 " failed"
	exit failed || !number
}
