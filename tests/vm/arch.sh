# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034 # for those who source this
# Sourced after common.sh: what the architecture of a VM's kernel decides.

# arch_of VERSION: of a kernel
arch_of()
{
	case $1 in
	*-arm64*) echo arm64 ;;
	*) echo amd64 ;;
	esac
}

# cross_prefix ARCH: of the compiler's name, empty for this machine's own
cross_prefix()
{
	case $1 in
	"$(dpkg --print-architecture)") ;;
	arm64) echo aarch64-linux-gnu- ;;
	*) die "no cross compiler for $1 is known" ;;
	esac
}

# for_make ARCH: lets kernels' make files build for it
for_make()
{
	CROSS_COMPILE=$(cross_prefix "$1") || exit 2
	if [ -n "$CROSS_COMPILE" ]; then
		ARCH=$1
		export ARCH CROSS_COMPILE
	else
		unset ARCH CROSS_COMPILE
	fi
}

# for_qemu ARCH: sets QEMU_SYSTEM, machine, model (the CPU's), tty (the first
# serial port; the second one's number is 1) and quirks (for the command line)
for_qemu()
{
	case $1 in
	arm64)
		QEMU_SYSTEM=aarch64
		machine=virt,gic-version=3
		model=max,pauth-impdef=on
		tty=ttyAMA
		quirks="watchdog_thresh=60"
		;;
	*)
		QEMU_SYSTEM=x86_64
		machine=q35
		model=max
		tty=ttyS
		quirks="watchdog_thresh=30 no_timer_check"
		;;
	esac
	export QEMU_SYSTEM
}
