# SPDX-License-Identifier: GPL-2.0
# awk -f splats.awk RULES CONSOLE: prints the console's lines that a rule of
# the file RULES catches and no exception lets pass; fails on a bad rule.

FNR == NR {
	if (/^#/) {
		commented = 1
	} else if (NF == 0) {
		commented = 0
	} else if ($1 == "splat") {
		splat[++splats] = substr($0, 7)
	} else if ($1 == "except" && commented) {
		except[++excepts] = substr($0, 8)
	} else {
		print "splats:" FNR ": not a rule, or no reason given" \
			>"/dev/stderr"
		bad = 1
		exit 1
	}
	next
}

{
	line = $0
	sub(/^\[ *[0-9]+\.[0-9]+\](\[ *[TC][0-9]+\])? ?/, "", line)
	for (i = 1; i <= splats; i++)
		if (line ~ splat[i])
			break
	if (i > splats)
		next
	for (j = 1; j <= excepts; j++)
		if (line ~ except[j])
			next
	if (++shown <= 20)
		print $0
}

END {
	if (!bad && !splats) {
		print "splats: no rules" >"/dev/stderr"
		exit 1
	}
}
