# SPDX-License-Identifier: GPL-2.0
# rxpageacct.  `make help` is the table of contents.  What is built lies in
# build/; Kbuild's own input is the file Kbuild.

# The VM's settings, see tests/vm/README.md.
export KDIR CASE KVER ARCH PAGES PORTS CPUS MEM TIMEOUT NIC ACCEL CPU QEMU_ARGS APPEND FILES \
	MIN PLAIN OUT BUILD FOLLOW ONLY KMEMLEAK SLOW TAINT

all: module tools

##help
##help Build
##help   make                  the module and rxpa-top
##help   make module           build/KVER/rxpageacct.ko, nothing else; KVER=version or KDIR=folder
##help   make tools            build/rxpa-top
##help   make clean            removes build/ (not the download cache)
##help
##help Install
##help   make dkms-install     the module through DKMS, over any older one; KVER=version: for that kernel only
##help   make install          rxpa-top, its man page and its schema, rxpa-btf; PREFIX=/usr/local DESTDIR=
##help   make dkms-remove      takes the module away, from every kernel
##help   make uninstall        what make install made; without DESTDIR= the module in DKMS too
module:
	@tools/install/module

tools:
	@$(MAKE) --no-print-directory -C tools/rxpa-top O=$(CURDIR)/build

install:
	$(MAKE) -C tools/rxpa-top O=$(CURDIR)/build install

uninstall:
	$(MAKE) -C tools/rxpa-top O=$(CURDIR)/build uninstall
	@$(if $(DESTDIR),:,tools/install/dkms remove)

# Where DKMS lies, for tests: tools/install/dkms.
export DKMS DKMS_TREE DKMS_SOURCES DKMS_MODULES
dkms-install:
	@tools/install/dkms install

dkms-remove:
	@tools/install/dkms remove

##help
##help See it
##help   make case             memory that /proc/meminfo cannot explain, found and given back
##help   make case-arm64       the customer's node: 64 KiB pages, 119 CPUs, 96 GiB, four ports; first builds a kernel
##help   make demo             boots a VM, loads the module, sends traffic, shows the files
##help   make vm-shell         a prompt in that VM
##help   make vm CASE=script   any script in that VM: its output, its verdict; ARCH=arm64 PAGES=4k|16k|64k
case:
	@tests/setup demo
	@tests/case

case-arm64:
	@tests/setup demo
	@tests/setup cross
	@tests/case arm64

demo:
	@tests/setup demo
	@tests/demo

vm:
	@test -n "$(CASE)" || { echo "make vm CASE=path/to/script.sh"; exit 2; }
	@tests/setup $(if $(KVER),matrix,demo)
	@$(if $(filter arm64,$(ARCH)),tests/setup cross,:)
	@tests/vm/run "$(CASE)"

vm-shell:
	@tests/setup $(if $(KVER),matrix,demo)
	@tests/vm/run --shell

##help
##help Check
##help   make check            every suite; ends with "N passed, N failed"
##help   make check ONLY="host vm:smoke"    some of: host tool x710 fuzz lint judge matrix dkms install vm vm:CASE x710-vm
##help   make check-all        everything, the long runs too; some hours; ONLY="kunit debug", WITHIN=minutes
##help   make check KVER=debug ONLY=vm:smoke   on a kernel of our own, built first: kunit debug kcsan faults
##help   make matrix           kernels from 5.10 to the newest: builds, loads, tables, NICs; ONLY="6.18 newest:igb" WITHIN=minutes
##help   make kunit            the module's rooms as KUnit suites; KVER=debug
##help   make lint             W=1, sparse, checkpatch, coccinelle, shellcheck, cppcheck, clang-tidy, -fanalyzer
##help   make fuzz TIME=600    every fuzzer for so many seconds, from where the last such run ended
##help   make bench            instructions that the module costs; PART="packets ports load missed read" KVER=
##help   make stress           everything at random under traffic; SEED= TIME=120 NIC=igb KVER=
##help   make cycles           the module and the driver come and go; CYCLES=1000 TIME=1500
##help   make errors           whatever the module calls fails, one call after the other; PART=reading
##help   make fail-nth         every allocation fails in turn; KVER=faults SEED= TIME=600 a part
check:
	@tests/setup check
	@tests/check $(if $(KVER),--kernel $(KVER)) $(ONLY)

check-all:
	@tests/setup check
	@tests/check-all $(if $(WITHIN),--within $(WITHIN)) $(ONLY)

matrix:
	@tests/setup matrix
	@tests/setup cross
	@tests/matrix $(if $(WITHIN),--within $(WITHIN)) $(ONLY)

kunit:
	@tests/setup check
	@tests/kernels/kunit

lint:
	@tests/check-lint

fuzz:
	@tests/setup check
	@tests/check-fuzz --long $(or $(TIME),600)

bench:
	@tests/setup check
	@$(MAKE) --no-print-directory -C tests/bench

stress:
	@tests/setup demo
	@tests/stress/run tests/stress/stress.sh \
		SEED=$(or $(SEED),$(shell date +%s)) TIME=$(or $(TIME),120)

cycles:
	@tests/setup demo
	@tests/stress/run tests/stress/cycles.sh \
		CYCLES=$(or $(CYCLES),1000) TIME=$(or $(TIME),1500)

errors:
	@tests/setup demo
	@tests/stress/run tests/stress/errors.sh $(if $(PART),PART=$(PART))

fail-nth:
	@tests/setup demo
	@KVER=$(or $(KVER),faults) KMEMLEAK=1 tests/stress/run \
		tests/stress/fail-nth.sh \
		SEED=$(or $(SEED),$(shell date +%s)) TIME=$(or $(TIME),600)

help:
	@sed -n 's/^##help//p' Makefile

clean:
	rm -rf build

.PHONY: all module tools install uninstall case case-arm64 demo vm vm-shell check check-all matrix kunit lint \
	fuzz bench stress cycles errors fail-nth help dkms-install dkms-remove clean
