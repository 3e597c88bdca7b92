# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2046,SC2086,SC2038 # file names without blanks
# shellcheck disable=SC2016 # for the inner shell
# Sourced by check-lint: programs that think about the code instead of
# compiling it.  cppcheck, clang-tidy and gcc -fanalyzer look at the programs,
# coccinelle with the kernel's own rules at the module.  Each function prints
# what it finds.

flags="-std=gnu11 -D_GNU_SOURCE= -Iinclude -Imodule -Itools/rxpa-top -Itests/x710
	-Itests/host -Itests/unit"

# programs: C of the host; tests/unit, tests/kunit and the shim are kernel code
programs()
{
	sources -name '*.c' \( -path './tools/*' -o -path './tests/*' \) \
		! -path './tests/modules/*' ! -path './tests/unit/*' \
		! -path './tests/kunit/*' \
		! -name kunit_shim.c
}

# What cppcheck must not say:
# - variableScope: variables stand at the top of their function
# - unusedStructMember: it does not see initializers and unions
# - clarifyCalculation: a & b ? c : d is the kernel's way
# - knownConditionTrueFalse: wrong about casts and enums in all it found
# - ctuuninitvar: takes what a function is to fill in for what it reads
run_cppcheck()
{
	cppcheck --quiet --std=c11 -j 2 --inline-suppr \
		--enable=warning,style,performance,portability \
		--suppress=missingIncludeSystem --suppress=variableScope \
		--suppress=unusedStructMember --suppress=clarifyCalculation \
		--suppress=knownConditionTrueFalse --suppress=ctuuninitvar \
		--template='{file}:{line}: {id}: {message}' \
		${flags#-std=gnu11} $(programs) 2>&1
}

# The checks and their reasons stand in .clang-tidy.  stderr counts what was
# suppressed, and says why a file could not be read, which is an error.
run_clang_tidy()
{
	programs | FLAGS=$flags xargs -P 2 -n 4 sh -c 'clang-tidy --quiet "$@" \
		-- $FLAGS -DRXPA_TOP_TEST 2>/dev/null' sh ||
		echo "clang-tidy failed"
}

# A test that has no memory may die as it likes.
run_analyzer()
{
	programs | xargs -P 2 -I{} "${CC:-gcc}" $flags -O2 -fanalyzer \
		-Wno-analyzer-possible-null-argument \
		-Wno-analyzer-possible-null-dereference \
		-c -o /dev/null {} 2>&1
}

# one_rule FILE FOLDER: a coccinelle rule over the sources of FOLDER
one_rule()
{
	options=$(sed -n 's,^/*[/#] *Options: *,,p' "$1" | tr '\n' ' ')
	timeout 120 spatch -D report --very-quiet --no-show-diff $options \
		--cocci-file "$1" --dir "$2" 2>&1 |
		grep -E "^$2.*:[0-9]" | sed "s,^$2/,,; s,\$, (${1##*/})," || :
}

# run_coccinelle KERNEL_SCRIPTS FOLDER: rules of the kernel, over a copy of the
# module in FOLDER.  Two rules that need an OCaml compiler are left out: one is
# about another driver, the other wants 0 written as NULL, as sparse does.
run_coccinelle()
{
	mkdir -p "$2"
	cp -R module include tests/modules "$2"
	# This one is found, or the rules were blind.
	printf 'void f(void *p)\n{\n\tif (p)\n\t\tkfree(p);\n}\n' \
		>"$2/planted.c"
	find "$1/coccinelle" -name '*.cocci' | xargs grep -L 'script:ocaml' |
		xargs -P 2 -I{} sh -c '. tests/check-lint-analyze.sh
			one_rule "$1" "$2"' sh {} "$2" >"$2.out"
	grep -q '^planted.c:' "$2.out" ||
		echo "coccinelle does not find what was planted for it"
	grep -v '^planted.c:' "$2.out" || :
}
