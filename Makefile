# SPDX-License-Identifier: GPL-2.0
# rxpageacct.  `make help` is the table of contents.  What is built lies in
# build/; Kbuild's own input is the file Kbuild.

VERSION := $(shell sed -n 's/^\#define RXPA_VERSION[^"]*"\(.*\)"/\1/p' \
	include/rxpageacct.h)

# Headers: the running kernel's if they are installed, else the newest ones.
installed := $(shell ls -d /lib/modules/*/build 2>/dev/null | \
	sed 's,/lib/modules/\(.*\)/build,\1,' | sort -V)
running := $(filter $(shell uname -r),$(installed))
HEADERS_VERSION := $(or $(KVER),$(if $(KDIR),$(shell \
	cat $(KDIR)/include/config/kernel.release)),$(running),$(lastword $(installed)))

# The VM's settings, see tests/vm/README.md.
export KDIR CASE KVER CPUS MEM TIMEOUT NIC ACCEL CPU QEMU_ARGS APPEND FILES \
	MIN PLAIN OUT BUILD FOLLOW ONLY KMEMLEAK SLOW TAINT

all: module tools

##help
##help Build
##help   make                  the module and rxpa-top
##help   make module           build/KVER/rxpageacct.ko; KVER=version or KDIR=folder
##help   make tools            build/rxpa-top
##help   make install          rxpa-top and its man page; PREFIX=/usr/local DESTDIR=
##help   make dkms-install     the module through DKMS; KVER=version
##help   make dkms-remove      takes it away again, with everything that was added
##help   make clean            removes build/ (not the download cache)
module:
	@test -n "$(HEADERS_VERSION)" || { echo "no kernel headers are \
	installed (package linux-headers-amd64)"; exit 2; }
	tests/vm/build "$(HEADERS_VERSION)"
	@echo "built build/$$(tests/vm/fetch-kernel --which "$(HEADERS_VERSION)")/rxpageacct.ko"

tools:
	$(MAKE) -C tools/rxpa-top O=$(CURDIR)/build

install:
	$(MAKE) -C tools/rxpa-top O=$(CURDIR)/build install

##help
##help See it
##help   make case             memory that /proc/meminfo cannot explain, found and given back
##help   make demo             boots a VM, loads the module, sends traffic, shows the files
##help   make vm-shell         a prompt in that VM
##help   make vm CASE=script   any script in that VM: its output, its verdict
case:
	@tests/setup demo
	@tests/case

demo:
	@tests/setup demo
	@tests/demo

vm:
	@test -n "$(CASE)" || { echo "make vm CASE=path/to/script.sh"; exit 2; }
	@tests/setup demo
	@tests/vm/run "$(CASE)"

vm-shell:
	@tests/setup demo
	@tests/vm/run --shell

##help
##help Check
##help   make check            every suite; ends with "N passed, N failed"
##help   make check ONLY="host vm:smoke"    some of: host tool x710 fuzz lint judge dkms vm vm:CASE x710-vm
##help   make check-all        everything, the long runs too; some hours; ONLY="kunit debug", WITHIN=minutes
##help   make check KVER=debug ONLY=vm:smoke   on a kernel of our own, built first: kunit debug kcsan faults
##help   make kunit            the module's rooms as KUnit suites; KVER=debug
##help   make lint             W=1, sparse, checkpatch, coccinelle, shellcheck, cppcheck, clang-tidy, -fanalyzer
##help   make fuzz TIME=600    every fuzzer for so many seconds, from where the last such run ended
##help   make bench            instructions that the module costs; PART="packets ports load read"
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

# DKMS gets a folder of its own with the module's sources and nothing else.
# Where there is no kernel, only its headers, there is nothing for depmod.
DKMS ?= dkms
DKMS_SOURCES ?= /usr/src
DKMS_MODULES ?= /lib/modules
DKMS_OPTIONS ?=
dkms_source := $(DKMS_SOURCES)/rxpageacct-$(VERSION)
dkms_module := -m rxpageacct -v $(VERSION)
depmod := $(if $(wildcard $(DKMS_MODULES)/$(HEADERS_VERSION)/kernel),,--no-depmod)

dkms-install:
	@test -n "$(HEADERS_VERSION)" || { echo "no kernel headers are \
	installed (package linux-headers-amd64)"; exit 2; }
	@tests/setup dkms
	@$(MAKE) --no-print-directory dkms-remove >/dev/null
	mkdir -p $(dkms_source)
	cp -R Kbuild dkms.conf LICENSE include module $(dkms_source)
	find $(dkms_source) -type f ! -name '*.[ch]' ! -name Kbuild \
		! -name dkms.conf ! -name LICENSE -delete
	$(DKMS) add $(dkms_module) $(DKMS_OPTIONS)
	$(DKMS) install $(dkms_module) -k $(HEADERS_VERSION) $(depmod) $(DKMS_OPTIONS)
	$(DKMS) status $(dkms_module) $(DKMS_OPTIONS)

dkms-remove:
	if $(DKMS) status $(dkms_module) $(DKMS_OPTIONS) | grep -q .; then \
		$(DKMS) remove $(dkms_module) --all $(depmod) $(DKMS_OPTIONS); fi
	rm -rf $(dkms_source)

clean:
	rm -rf build

.PHONY: all module tools install case demo vm vm-shell check check-all kunit lint \
	fuzz bench stress cycles errors fail-nth help dkms-install dkms-remove clean
