# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# Sourced by fetch-kernel after common.sh: which of Debian's kernels is meant.
#
#   ARCH=amd64|arm64     the kernel's architecture, this machine's by default
#   PAGES=4k|16k         size of its pages; Debian has 16k for arm64 only
#
# A kernel is asked for by its exact VERSION (6.1.0-56-amd64, which says its flavour
# itself), or by X.Y, X.Y-rt, newest or newest-rt: the newest version of that
# series, or of all that Debian offers to a stable machine, and a realtime one
# only where -rt says so.

HOST_ARCH=$(dpkg --print-architecture)
case ${ARCH:-$HOST_ARCH} in
x86_64 | x86 | amd64) KARCH=amd64 ;;
aarch64 | arm64) KARCH=arm64 ;;
*) die "ARCH=$ARCH: known are amd64 and arm64" ;;
esac
# make and kbuild give the name another meaning
unset ARCH

# flavour REQUEST: how the names of such kernels end
flavour()
{
	case $1:${PAGES:-4k} in
	*-rt:4k) echo "rt-$KARCH" ;;
	*:4k) echo "$KARCH" ;;
	*:16k)
		[ "$KARCH" = arm64 ] ||
			die "PAGES=16k: Debian has such kernels for arm64 only"
		echo arm64-16k
		;;
	*) die "PAGES=$PAGES: Debian has no such kernel" ;;
	esac
}

# series_of VERSION_OR_SERIES: X.Y
series_of()
{
	printf '%s\n' "$1" | sed -n 's/^\([0-9]*\.[0-9]*\).*/\1/p'
}

# suites VERSION_OR_REQUEST: Debian's suites that may have it, the likeliest first
suites()
{
	case $1 in
	*+deb14*) echo "forky sid" ;;
	*+deb13* | newest*) echo trixie trixie-backports ;;
	*+deb12* | *~bpo12* | *.bpo12*) echo bookworm bookworm-backports ;;
	*.deb11*) echo bullseye ;;
	*)
		case $(series_of "$1") in
		5.10) echo bullseye ;;
		6.1) echo bookworm ;;
		6.12) echo bookworm trixie ;;
		*) echo trixie-backports forky sid ;;
		esac
		;;
	esac
}

# from SUITE COMMAND...: apt with SUITE's package lists for the kernel's
# architecture, or with this machine's own where SUITE is "own"
from()
{
	[ "$1" != own ] || {
		shift
		"$@"
		return
	}
	APT_ARCH=$KARCH suite_apt "$@"
}

# places REQUEST: its suites; this machine's own lists come first
places()
{
	[ "$KARCH" != "$HOST_ARCH" ] || printf 'own '
	suites "$1"
}

# newest: the last version on stdin
newest()
{
	sort -V | tail -n 1
}

# of_flavour FLAVOUR SERIES: those names on stdin that are versions of it, where
# SERIES may be empty: 6.1.0-56-amd64, 6.12.117+deb12-rt-amd64, no cloud-amd64
of_flavour()
{
	awk -v end="-$1" -v series="$2" '
		substr($0, length($0) - length(end) + 1) == end {
			head = substr($0, 1, length($0) - length(end))
			if (head ~ /^[0-9]+\.[0-9]+\.[0-9]+[0-9.a-z~+-]*$/ &&
			    head !~ /-(rt|cloud)$/ &&
			    (!series || index(head, series ".") == 1))
				print
		}'
}

# installed: versions of that flavour whose headers are
installed()
{
	for i_dir in /lib/modules/*/build; do
		[ -e "$i_dir/Makefile" ] || continue
		i_dir=${i_dir%/build}
		echo "${i_dir##*/}"
	done | of_flavour "$@"
}

# fetched: versions of that flavour that are in the cache
fetched()
{
	for f_dir in "$CACHE"/kernel/*/boot/vmlinuz-*; do
		[ ! -e "$f_dir" ] || echo "${f_dir##*/vmlinuz-}"
	done | of_flavour "$@"
}

# offered SUITE FLAVOUR SERIES
offered()
{
	o_suite=$1
	shift
	from "$o_suite" apt-cache pkgnames linux-image-"$2" |
		sed -n 's/^linux-image-//p' | of_flavour "$@"
}

# first_offered REQUEST FLAVOUR SERIES: versions in the first place that has any
first_offered()
{
	for fo_place in $(places "$1"); do
		# Lists that cannot be read are no reason to give up here.
		fo=$(offered "$fo_place" "$2" "$3") || fo=
		# The newest of all is not to be had from a machine's own lists.
		case $1:$fo_place in
		newest*:own | newest*:trixie) continue ;;
		esac
		[ -z "$fo" ] || {
			echo "$fo"
			return
		}
	done
}

# has SUITE PACKAGE: is it offered there?
has()
{
	# It succeeds for one that others depend on and nobody has.
	from "$1" apt-cache show --no-all-versions "$2" 2>/dev/null | grep -q .
}

# place_of VERSION: the first place that offers it; fails where none does
place_of()
{
	for po_place in $(places "$1"); do
		! has "$po_place" "linux-image-$1" || {
			echo "$po_place"
			return
		}
	done
	return 1
}

# nearest VERSION CANDIDATES: of those on the lines of CANDIDATES the one that
# follows it, else the one before
nearest()
{
	{
		printf '%s\n' "$2"
		echo "$1"
	} | sort -V -u | awk -v me="$1" '
		$0 == me { seen = 1; next }
		!seen { before = $0 }
		seen && !after { after = $0 }
		END { print after ? after : before }'
}

# chosen REQUEST: the version that it means
chosen()
{
	c_flavour=$(flavour "$1") || exit 2
	c_series=$(series_of "$1")
	c_version=
	# newest asks Debian, a series takes what the module is built for here
	[ -z "$c_series" ] || [ "$KARCH" != "$HOST_ARCH" ] ||
		c_version=$(installed "$c_flavour" "$c_series" | newest)
	[ -n "$c_version" ] ||
		c_version=$(first_offered "$1" "$c_flavour" "$c_series" | newest)
	[ -n "$c_version" ] || {
		c_version=$(fetched "$c_flavour" "$c_series" | newest)
		[ -z "$c_version" ] || say "NO PACKAGE LIST OFFERS A KERNEL $1 NOW:" \
			"going on with $c_version, which was fetched before"
	}
	[ -n "$c_version" ] ||
		die "no kernel $1 for $KARCH is installed or offered by apt"
	echo "$c_version"
}

# still_there VERSION: itself if it is in the cache or can be had, else the
# nearest of its series and flavour, said loudly
still_there()
{
	[ ! -e "$CACHE/kernel/$1/boot/vmlinuz-$1" ] || {
		echo "$1"
		return
	}
	! place_of "$1" >/dev/null || {
		echo "$1"
		return
	}
	st_flavour=${1##*-}
	case $1 in
	*-rt-*) st_flavour=rt-$st_flavour ;;
	*-arm64-16k) st_flavour=arm64-16k ;;
	esac
	st_series=$(series_of "$1")
	st=$(nearest "$1" "$(first_offered "$1" "$st_flavour" "$st_series")")
	[ -n "$st" ] || die "apt has no linux-image-$1, and nothing else of" \
		"its series (apt-get update?)"
	say "THE KERNEL $1 IS NOT OFFERED ANY MORE: going on with the nearest, $st"
	echo "$st"
}
