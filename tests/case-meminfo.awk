# SPDX-License-Identifier: GPL-2.0
#
# awk -f case-meminfo.awk [EARLIER] /proc/meminfo
#
# The lines of /proc/meminfo that add up, in kB, without those that are zero;
# what is left of MemTotal is memory that no line explains.  With the copy of
# an earlier time before it: both, and what changed.
#
# Subtracted, for no page of them is in two of these lines but for what is said:
#   MemFree Buffers Cached AnonPages Slab PageTables   on every kernel
#   SwapCached       not in Cached; a page of it may be in AnonPages too
#   KReclaimable     what it has beyond SReclaimable, which is in Slab
#   KernelStack      where it is larger than VmallocUsed: with mapped stacks
#                    (CONFIG_VMAP_STACK) it lies in there; VmallocUsed is
#                    always 0 up to 5.2
#   SecPageTables    page tables of KVM and of IOMMUs, not in PageTables
#   VmallocUsed      pages behind vmalloc(), also the shadow stacks of arm64
#   Percpu           all chunks; the first one was taken at boot and may lie
#                    outside MemTotal
#   Hugetlb          pages of all sizes, used or not; up to 4.14, which has no
#                    such line, HugePages_Total x Hugepagesize
#   Zswap            what compressed pages take; Zswapped is what they would
#                    take, and is nowhere
#   Bounce WritebackTmp    copies made for I/O, of devices and of FUSE
#   GPUActive GPUReclaim   pages that graphics drivers use, and keep in pools
#   HardwareCorrupted      pages that nobody gets any more
#   Balloon          if it is in MemTotal, see below
#
# Not subtracted, since it is in a line above, or nowhere:
#   Active Inactive (and their parts) Unevictable Mlocked Shmem Mapped Dirty
#   Writeback NFS_Unstable FileHugePages ShmemHugePages FilePmdMapped
#   ShmemPmdMapped   in Cached (Shmem, as swap, in SwapCached) or AnonPages
#   AnonHugePages    in AnonPages
#   SReclaimable SUnreclaim    in Slab
#   ShadowCallStack  in VmallocUsed
#   CmaTotal CmaFree in whatever line its pages are used by, or in MemFree;
#                    what a device has of it, no line names
#   Unaccepted       in MemFree: memory of a confidential guest, not used yet
#   HighTotal LowTotal (and Free) DirectMap*    the same memory, once more
#   HugePages_*      in Hugetlb
#   EarlyMemtestBad  outside MemTotal
#   MemAvailable Committed_AS CommitLimit SwapTotal SwapFree VmallocTotal
#   VmallocChunk Zswapped Hugepagesize    no memory that is used
#
# Balloon is what the hypervisor took back (6.16 and later).  Some drivers take
# it out of MemTotal as well (virtio without deflate-on-oom, Hyper-V, Xen),
# others do not (VMware).  What the kernel maps (DirectMap*) and does not count in
# MemTotal holds all that is outside: a balloon that is larger than that is
# inside and is subtracted; else its line reads (Balloon) and is not.

BEGIN {
	lines = split("MemFree Buffers Cached SwapCached AnonPages Slab " \
		"KReclaimable KernelStack PageTables SecPageTables " \
		"VmallocUsed Percpu Hugetlb Zswap Bounce WritebackTmp " \
		"GPUActive GPUReclaim HardwareCorrupted Balloon", line)
}

FNR == 1 { files++ }
{
	sub(":", "", $1)
	kb[files, $1] = $2
	if ($1 ~ /^DirectMap/)
		mapped[files] += $2
}

function row(name, first, last) {
	if (files == 1)
		printf "%-" width "s %11d\n", name, last
	else
		printf "%-" width "s %11d %11d %+11d\n", name, first, last, last - first
}

# Leaves in kb what counts.
function count(f,    outside) {
	kb[f, "KReclaimable"] -= kb[f, "SReclaimable"]
	if (kb[f, "KReclaimable"] < 0)
		kb[f, "KReclaimable"] = 0
	if (kb[f, "KernelStack"] <= kb[f, "VmallocUsed"])
		kb[f, "KernelStack"] = 0
	if (!((f, "Hugetlb") in kb))
		kb[f, "Hugetlb"] = kb[f, "HugePages_Total"] * kb[f, "Hugepagesize"]
	outside = mapped[f] - kb[f, "MemTotal"]
	if (!mapped[f] || kb[f, "Balloon"] <= outside) {
		kb[f, "(Balloon)"] = kb[f, "Balloon"]
		kb[f, "Balloon"] = 0
	}
}

function shown(name) {
	return kb[1, name] || kb[files, name]
}

END {
	line[++lines] = "(Balloon)"
	width = 12
	for (f = 1; f <= files; f++) {
		count(f)
		left[f] = kb[f, "MemTotal"]
		for (i = 1; i < lines; i++)
			left[f] -= kb[f, line[i]]
	}
	for (i = 1; i <= lines; i++)
		if (shown(line[i]) && length(line[i]) > width)
			width = length(line[i])
	if (files > 1)
		printf "%-" width "s %11s %11s %11s\n", "kB", "before", "after", "change"
	row("MemTotal", kb[1, "MemTotal"], kb[files, "MemTotal"])
	for (i = 1; i <= lines; i++)
		if (shown(line[i]))
			row(line[i], kb[1, line[i]], kb[files, line[i]])
	row("unexplained", left[1], left[files])
}
