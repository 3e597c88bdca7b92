# SPDX-License-Identifier: GPL-2.0
# The report of one case: counts its points, appends a reason for everything
# that is wrong to the file `reasons`, prints "status taint" of the trailer.
# Set by `judge`: plain, min, token, watchers, known, points, reasons, leaks.

function wrong(text) {
	print text >>reasons
}

# The leaked object of the lines that were collected ends here.
function leaked() {
	if (is_known)
		printf "%s", object >leaks
	else if (object != "" && ++unknown <= 3)
		printf "%s", object >>reasons
	object = is_known = ""
}

BEGIN {
	plan = -1
	status = taint = "-"
}

/^rxpa-vm: begin / {
	if (token != "" && $NF != token)
		wrong("the report is of another run")
	begun++
	next
}
/^rxpa-vm: exit / { status = $3; next }
/^rxpa-vm: taint / { taint = $3; next }
/^rxpa-vm: watcher / { at_work[$3]; next }
/^rxpa-vm: leak / {
	if ($3 == "unreferenced")
		leaked()
	object = object "kmemleak: " substr($0, 15) "\n"
	if (known != "" && $0 ~ "] " known "[.+]")
		is_known = 1
	next
}
/^rxpa-vm: end / { ended = (token == "" || $3 == token); next }
ended { late++ }

/^1\.\.[0-9]+/ {
	if (plan >= 0)
		wrong("more than one plan")
	plan = substr($1, 4) + 0
	if (plan == 0) {
		if (match($0, /# *[Ss][Kk][Ii][Pp] +[^ ]/))
			all_skipped = substr($0, RSTART)
		else
			wrong("an empty plan without a reason")
	}
	next
}

/^Bail out!/ {
	wrong($0)
	failed++
	next
}

/^(not )?ok([ \t]|$)/ {
	bad = $1 == "not"
	number = bad ? $3 : $2
	seen++
	if (number != seen "")
		wrong("point " seen " is numbered '" number "'")
	if (bad) {
		failed++
		wrong($0)
	} else if (match($0, /# *[Ss][Kk][Ii][Pp]/)) {
		skipped++
		reason = substr($0, RSTART + RLENGTH)
		gsub(/[ \t:-]/, "", reason)
		if (reason == "")
			wrong("a skip without a reason: " $0)
	} else if (match($0, /# *[Tt][Oo][Dd][Oo]/)) {
		failed++
		wrong("TODO is not accepted: " $0)
	} else {
		passed++
	}
}

END {
	leaked()
	if (!plain) {
		if (plan < 0)
			wrong("no plan")
		else if (plan != seen + 0)
			wrong("planned " plan " points, saw " seen + 0)
		if (all_skipped != "" && !seen)
			skipped = 1
		else if (seen < min)
			wrong("only " seen + 0 " points, want " min)
	}
	if (begun != 1)
		wrong("the report begins " begun + 0 " times")
	if (status == "-")
		wrong("no exit status in the report")
	if (taint == "-")
		wrong("no taint in the report")
	if (!ended)
		wrong("the report has no end")
	n = split(watchers, watcher, " ")
	for (i = 1; i <= n; i++)
		if (!(watcher[i] in at_work))
			wrong(watcher[i] " was not at work at the end")
	if (late)
		wrong("the report goes on after its end")
	print passed + 0, failed + 0, skipped + 0 >points
	print status, taint
}
