# SPDX-License-Identifier: GPL-2.0
# awk -v ours=MODULE -v races=FILE -f races.awk CONSOLE: prints the console
# without KCSAN's reports on others' code, those with no frame in MODULE nor in
# MODULE_kunit; the first lines of these go to FILE.  What an interrupt came
# upon, or what went to sleep, is not what raced.  A report stands between two rules of ='s.

function flush(    i) {
	for (i = 1; i <= held; i++)
		print hold[i]
	held = 0
}

BEGIN {
	printf "" >races
}

{
	rule = /\] ==================+$/
}

!held {
	if (rule) {
		mine = others = 0
		title = ""
		hold[held = 1] = $0
	} else {
		print
	}
	next
}

{
	hold[++held] = $0
	if (held == 2) {
		if (match($0, /BUG: KCSAN: .*/))
			title = substr($0, RSTART)
		else
			flush()
		next
	}
	if (/ by (task|interrupt) /)
		others = 0
	if (/ (asm_common_interrupt|asm_sysvec_[a-z_]*|usleep_range_state)\+/)
		others = 1
	if (!others && (index($0, "[" ours "]") || index($0, "[" ours "_kunit]")))
		mine = 1
	if (!rule)
		next
	if (mine) {
		flush()
	} else {
		print title >races
		held = 0
	}
}

# one that was cut short: who knows whose
END {
	flush()
}
