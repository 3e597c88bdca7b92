# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Sourced by the host's scripts of this folder: where the caches are, how to
# say why something cannot go on, and Debian packages of any suite taken from
# the mirror that this machine's own apt is configured to use.

CACHE=${RXPA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/rxpageacct}

# die SENTENCE...: the reason, then exit 2 (a set-up fault, not a failed test)
die()
{
	echo "${0##*/}: $*" >&2
	exit 2
}

# say WORDS...: progress, kept off stdout, which carries results
say()
{
	[ -n "${QUIET:-}" ] || echo "${0##*/}: $*" >&2
}

# need COMMAND PACKAGE
need()
{
	command -v "$1" >/dev/null 2>&1 ||
		die "$1 is missing: run tests/setup (Debian package $2)"
}

# with_lock NAME COMMAND...: one holder of NAME in the cache at a time
with_lock()
{
	wl_name=$1
	shift
	mkdir -p "$CACHE/lock"
	(
		flock 9 || die "cannot lock $CACHE/lock/$wl_name"
		# Not the last command: dash would not fork for it, and the lock
		# would go with descriptor 9.
		"$@" 9>&-
		exit $?
	) 9>"$CACHE/lock/$wl_name"
}

# mirror LABEL: archive address of LABEL (Debian or Debian-Security)
mirror()
{
	# shellcheck disable=SC2016 # apt expands these, not the shell
	apt-get indextargets \
		--format '$(REPO_URI) $(LABEL) $(CREATED_BY)' 2>/dev/null |
		awk -v label="$1" '$3 == "Packages" && $2 == label {
			print $1; exit }'
}

# suite_apt SUITE COMMAND ARGUMENTS...: apt-get or apt-cache as on a machine
# that runs SUITE and has nothing installed, of this architecture or of the one
# that APT_ARCH= names.  Needs no root and leaves this machine's own apt alone.
# The lists are read anew once they are a day old.
suite_apt()
{
	sa_arch=${APT_ARCH:-$(dpkg --print-architecture)}
	sa=$CACHE/apt/$1
	[ "$sa_arch" = "$(dpkg --print-architecture)" ] || sa=$sa-$sa_arch
	if [ -z "$(find "$sa/ready" -mmin -1440 2>/dev/null)" ]; then
		with_lock "apt-$1" suite_apt_init "$1" ||
			die "cannot read the package lists of Debian $1"
	fi
	shift
	APT_CONFIG=$sa/apt.conf "$@"
}

suite_apt_init()
{
	[ -z "$(find "$sa/ready" -mmin -1440 2>/dev/null)" ] || return 0
	sa_mirror=$(mirror Debian)
	[ -n "$sa_mirror" ] ||
		die "apt knows no Debian mirror (try apt-get update)"
	sa_key=/usr/share/keyrings/debian-archive-keyring.gpg
	mkdir -p "$sa/none" "$sa/state/lists/partial" \
		"$sa/cache/archives/partial"
	: >"$sa/status"
	cat >"$sa/apt.conf" <<-END
	APT::Architecture "$sa_arch";
	APT::Architectures { "$sa_arch"; };
	Dir::Etc::sourcelist "$sa/sources.list";
	Dir::Etc::sourceparts "$sa/none";
	Dir::Etc::preferencesparts "$sa/none";
	Dir::State "$sa/state";
	Dir::Cache "$sa/cache";
	Dir::State::status "$sa/status";
	APT::Sandbox::User "";
	APT::Install-Recommends "false";
	Acquire::Check-Valid-Until "false";
	END
	echo "deb [signed-by=$sa_key] $sa_mirror $1 main" >"$sa/sources.list"
	case $1 in
	bullseye | bookworm | trixie)
		sa_mirror=$(mirror Debian-Security)
		[ -z "$sa_mirror" ] ||
			echo "deb [signed-by=$sa_key] $sa_mirror" \
				"$1-security main" >>"$sa/sources.list"
		;;
	esac
	say "reading the package lists of Debian $1"
	APT_CONFIG=$sa/apt.conf apt-get -q update >"$sa/update.log" 2>&1 || {
		cat "$sa/update.log" >&2
		return 1
	}
	: >"$sa/ready"
}

# source_version SERIES: the version of Debian's package of that kernel's source,
# as it is installed or else as apt offers it
source_version()
{
	if [ -e "/usr/src/linux-source-$1.tar.xz" ]; then
		dpkg-query -W -f '${Version}\n' "linux-source-$1"
	else
		apt-cache show --no-all-versions "linux-source-$1" 2>/dev/null |
			sed -n 's/^Version: //p'
	fi
}

# source_tarball SERIES FOLDER: the archive in that package, as it is installed
# or else downloaded into FOLDER; prints its path
source_tarball()
{
	st=/usr/src/linux-source-$1.tar.xz
	if [ ! -e "$st" ]; then
		say "fetching the source package of Linux $1"
		st=$2/linux-source-$1.tar.xz
		(cd "$2" && apt-get -q -o APT::Sandbox::User= \
			download "linux-source-$1" >&2 &&
			dpkg --fsys-tarfile "linux-source-$1"_*.deb |
			tar -xO --wildcards "*/linux-source-$1.tar.xz" >"$st" &&
			rm -f ./*.deb) || return 1
	fi
	echo "$st"
}

# suite_unpack SUITE FOLDER PACKAGE...: these, and all that they depend on
suite_unpack()
{
	su_suite=$1
	su_folder=$2
	shift 2
	mkdir -p "$su_folder"
	su_cache=$CACHE/apt/$su_suite${APT_ARCH:+-$APT_ARCH}/cache/archives
	suite_apt "$su_suite" apt-get -qy --download-only install "$@" ||
		return 1
	for su_deb in "$su_cache"/*.deb; do
		dpkg --fsys-tarfile "$su_deb" |
			tar -x -C "$su_folder" --no-same-owner \
			--exclude=./usr/share/doc \
			--exclude=./usr/share/locale \
			--exclude=./usr/share/man || return 1
	done
	suite_apt "$su_suite" apt-get clean
}
