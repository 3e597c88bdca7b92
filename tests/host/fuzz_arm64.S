/* SPDX-License-Identifier: GPL-2.0 */
/*
 * arm64 code that calls one function in every way that is understood, as
 * fuzz_callsite's first input: the code runs at FUZZ_CODE_ADDR, the function
 * lies 0x200040 bytes behind its start.  Only .text of the object is used.
 */
	.set	far_lo, 0x0040
	.set	far_mid, 0x0028
	.set	far_hi, 0x8000
	.text
start:
	paciasp
	stp	x29, x30, [sp, #-16]!
	bl	start + 0x200040
	bl	veneer
	bl	veneer_bti
	bl	veneer_old
	bl	veneer_old_bti
	bl	no_veneer
	bl	cut_off
	ldp	x29, x30, [sp], #16
	autiasp
	ret
veneer:
	adrp	x16, #0x200000
	add	x16, x16, #far_lo
	br	x16
veneer_bti:
	bti	c
	adrp	x16, #0x200000
	add	x16, x16, #far_lo
	br	x16
veneer_old:
	movn	x16, #(0xffff - far_lo)
	movk	x16, #far_mid, lsl #16
	movk	x16, #far_hi, lsl #32
	br	x16
veneer_old_bti:
	bti	c
	movn	x16, #(0xffff - far_lo)
	movk	x16, #far_mid, lsl #16
	movk	x16, #far_hi, lsl #32
	br	x16
no_veneer:
	adrp	x17, #0x200000
	add	x17, x17, #far_lo
	br	x17
cut_off:
	adrp	x16, #0x200000
