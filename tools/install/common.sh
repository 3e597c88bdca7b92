# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Sourced by the scripts of this folder, whose caller has set `here`: how to say
# why something cannot go on, and which kernel is meant.

# shellcheck disable=SC2034,SC2154 # top is theirs, here too
top=$(cd "$here/../.." && pwd)
MODULES=${DKMS_MODULES:-/lib/modules}

# say SENTENCE...
say()
{
	echo "rxpageacct: $*" >&2
}

# die SENTENCE...
die()
{
	say "$*"
	exit 2
}

# kernels: the versions whose headers are installed, oldest first.  A link
# "build" that leads nowhere does not count.
kernels()
{
	for makefile in "$MODULES"/*/build/Makefile; do
		[ -e "$makefile" ] || continue
		version=${makefile%/build/Makefile}
		echo "${version##*/}"
	done | sort -V
}

# choose: sets kver and headers by KVER= and KDIR=; without them to those of
# the running kernel, or else to the newest that are installed.
choose()
{
	kver=${KVER:-}
	headers=${KDIR:-}
	if [ -n "$headers" ]; then
		[ -e "$headers/Makefile" ] &&
			kver=${kver:-$(cat \
				"$headers/include/config/kernel.release")} ||
			die "KDIR=$headers is no folder of kernel headers"
		return
	fi
	if [ -z "$kver" ]; then
		kver=$(uname -r)
		[ -e "$MODULES/$kver/build/Makefile" ] ||
			kver=$(kernels | tail -n 1)
	fi
	headers=$MODULES/$kver/build
	[ -n "$kver" ] && [ -e "$headers/Makefile" ] || no_headers
}

# no_headers: says what there is instead, and ends
no_headers()
{
	have=$(kernels | tr '\n' ' ')
	if [ -z "$have" ]; then
		say "no kernel headers are installed; this installs them:"
		"$here/packages" module >&2
		exit 2
	fi
	die "no headers of kernel $kver are installed; there are those of: $have"
}
