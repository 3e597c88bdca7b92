# SPDX-License-Identifier: GPL-2.0
# `make help` is the table of contents.

export CASE KVER CPUS MEM TIMEOUT NIC ACCEL CPU QEMU_ARGS APPEND FILES MIN \
	PLAIN OUT BUILD

vm:
	@test -n "$(CASE)" || { echo "make vm CASE=path/to/script.sh"; exit 2; }
	@tests/vm/run "$(CASE)"

vm-shell:
	@tests/vm/run --shell

.PHONY: vm vm-shell
