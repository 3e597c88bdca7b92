# SPDX-License-Identifier: GPL-2.0
# Reads what jump-check puts together: sites, symbols, relocations, code.
BEGIN { FS = "\t"; CALL_LEN = 5 }

function hex(s,    i, n)
{
	sub(/^0x/, "", s)
	for (i = 1; i <= length(s); i++)
		n = n * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1
	return n + 0
}

# "symbol+0x10", "symbol-0x4" or "symbol", and @more: a place of ours?  Its
# site then, else "".  Several symbols may have the same name.
function site_at(value, more,    name, i, n, at, where)
{
	name = value
	sub(/[+-]0x[0-9a-f]+$/, "", name)
	if (name != value) {
		n = hex(substr(value, length(name) + 2))
		more += substr(value, length(name) + 1, 1) == "-" ? -n : n
	}
	n = split(places[name], at, " ")
	for (i = 1; i <= n; i++) {
		split(at[i], where, ":")
		if ((where[1], where[2] + more) in behind)
			return behind[where[1], where[2] + more]
	}
	return ""
}

function found(what, site)
{
	print what " gets behind the call at " site
	bad++
}

/^SITE / {
	site[++sites] = substr($0, 6)
	next
}

# Symbol table: address, flags and section, then size and name.
/^SYMBOL TABLE/ { part = "symbols"; next }
part == "symbols" && NF == 2 {
	n = split($1, word, " ")
	section_of_symbol = word[n]
	address = hex(word[1])
	n = split($2, word, " ")
	places[word[n]] = places[word[n]] " " section_of_symbol ":" address
	next
}

# Relocations.  All symbols are known by now.
/^RELOCATION RECORDS FOR/ {
	if (part == "symbols")
		place_sites()
	part = "relocations"
	section = $0
	sub(/^[^\[]*\[/, "", section)
	sub(/\].*/, "", section)
	next
}

function place_sites(    i, n, at, where, name, off)
{
	for (i = 1; i <= sites; i++) {
		name = off = site[i]
		sub(/\+0x[0-9a-f]+$/, "", name)
		off = hex(substr(off, length(name) + 2))
		n = split(places[name], at, " ")
		if (!n || name == site[i]) {
			print "there is no " site[i]
			unclear = 1
		}
		while (n) {
			split(at[n--], where, ":")
			call[where[1], where[2] + off] = site[i]
			behind[where[1], where[2] + off + CALL_LEN] = site[i]
		}
	}
}

# An entry of a jump table is absolute; the others count from themselves, and
# so does their relocation.
part == "relocations" && /R_X86_64_/ {
	split($0, word, " ")
	if (section ~ /^\.(rodata|data)/ && word[2] !~ /_(64|32S?)$/)
		next
	if (section !~ /^\.(rodata|data)/ &&
	    section !~ /^(__jump_table|__ex_table)$/)
		next
	at = site_at(word[3], 0)
	if (at != "")
		found("an entry of " section, at)
	next
}

$0 == "CODE" {
	if (part == "symbols")
		place_sites()
	part = "code"
	next
}
part == "code" && /^Disassembly of section / {
	section = $0
	sub(/^Disassembly of section /, "", section)
	sub(/:$/, "", section)
	next
}
part == "code" && /^ *[0-9a-f]+:\t/ {
	address = $1
	sub(/^ */, "", address)
	sub(/:.*/, "", address)
	if ($2 ~ /^call/ && (section, hex(address)) in call)
		calls++
	if ((section, hex(address)) in behind)
		begins++
	if ($2 !~ /^(bnd |notrack |data16 |[cd]s |rex[.A-Z]* )*(j[a-z]+|loop[a-z]*|xbegin)(,p[nt])? +[0-9a-f]+/)
		next
	jumps++
	if (NF > 3) {
		at = site_at($4, 4)
	} else {
		to = $2
		sub(/ *<.*/, "", to)
		sub(/.* /, "", to)
		at = ""
		if ((section, hex(to)) in behind)
			at = behind[section, hex(to)]
	}
	if (at != "")
		found("the jump at " address " in " section, at)
}

END {
	if (unclear || calls < sites || begins < sites) {
		print "not every site is a call with an instruction behind it"
		exit 2
	}
	print jumps + 0 " direct jumps, " bad + 0 " to behind " sites " calls"
	exit bad > 0
}
