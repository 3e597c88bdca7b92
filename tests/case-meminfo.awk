# SPDX-License-Identifier: GPL-2.0
#
# awk -f case-meminfo.awk [EARLIER] /proc/meminfo
#
# The lines of /proc/meminfo that add up, in kB, without those that are zero;
# what is left of MemTotal is memory that no line explains.  With the copy of
# an earlier time before it: both, and what changed.
#
# No page is in two of these lines, but for two: KernelStack lies in
# VmallocUsed wherever stacks are mapped (CONFIG_VMAP_STACK), so it counts
# only where it is larger, as on kernels up to 5.2, whose VmallocUsed is
# always 0; and a page of SwapCached may be in AnonPages too, so that what is
# left is at most too small by that.

BEGIN {
	lines = split("MemFree Buffers Cached SwapCached AnonPages Slab " \
		"KernelStack PageTables SecPageTables VmallocUsed Percpu " \
		"Hugetlb Zswap Bounce", line)
}

FNR == 1 { files++ }
{ sub(":", "", $1); kb[files, $1] = $2 }

function row(name, first, last) {
	if (files == 1)
		printf "%-12s %11d\n", name, last
	else
		printf "%-12s %11d %11d %+11d\n", name, first, last, last - first
}

END {
	if (files > 1)
		printf "%-12s %11s %11s %11s\n", "kB", "before", "after", "change"
	row("MemTotal", kb[1, "MemTotal"], kb[files, "MemTotal"])
	for (f = 1; f <= files; f++) {
		if (kb[f, "KernelStack"] <= kb[f, "VmallocUsed"])
			kb[f, "KernelStack"] = 0
		left[f] = kb[f, "MemTotal"]
		for (i = 1; i <= lines; i++)
			left[f] -= kb[f, line[i]]
	}
	for (i = 1; i <= lines; i++)
		if (kb[1, line[i]] || kb[files, line[i]])
			row(line[i], kb[1, line[i]], kb[files, line[i]])
	row("unexplained", left[1], left[files])
}
