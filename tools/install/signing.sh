# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Sourced by `dkms`: does this machine refuse modules without a signature that
# it trusts, and what is to be done about that?

SYS=${RXPA_SYS:-/sys}

# signed_only: Secure Boot is on, or the kernel insists by itself
signed_only()
{
	guid=8be4df61-93ca-11d2-aa0d-00e098032b8c
	# four bytes of attributes, then the value
	secure=$(od -An -tu1 -j4 -N1 "$SYS/firmware/efi/efivars/SecureBoot-$guid" \
		2>/dev/null | tr -d ' ')
	[ "$secure" = 1 ] ||
		grep -qs Y "$SYS/module/module/parameters/sig_enforce" ||
		grep -qsE '\[(integrity|confidentiality)\]' \
			"$SYS/kernel/security/lockdown"
}

# certificate: of the key that DKMS signs with
certificate()
{
	# shellcheck disable=SC2154 # tree
	for file in "${mok_certificate:-$(setting mok_certificate '')}" \
		/var/lib/shim-signed/mok/MOK.der "$tree/mok.pub" \
		/var/lib/dkms/mok.pub; do
		[ ! -f "$file" ] || break
	done
	echo "$file"
}

# enrol FILE: the module that has been installed
enrol()
{
	signed_only || return 0
	if [ -z "$(modinfo -F signer "$1")" ]; then
		say "this machine loads only signed modules (Secure Boot), and" \
			"this one is not signed: install openssl and mokutil," \
			"then make dkms-install again"
		return
	fi
	key=$(certificate)
	case $(mokutil --test-key "$key" 2>/dev/null) in
	*'already enrolled'*) return ;;
	esac
	say "this machine loads only modules that are signed with a key that it" \
		"knows (Secure Boot); make DKMS's known once: mokutil --import" \
		"$key, reboot, choose \"Enroll MOK\""
}
