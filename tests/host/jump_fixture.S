/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What jump-check must see: functions that call, and what else gets behind
 * the call.  clean() has jumps as well, past that place and before it.
 */
	.text
	nop

	.macro	caller name
	.type	\name, @function
\name:
	nop
	call	allocate
.Lbehind_\name:
	test	%rax, %rax
	.endm

	caller	clean
	je	1f
	jmp	clean
1:	ret

	caller	by_jump
	jmp	.Lbehind_by_jump

	caller	by_condition
	jne	.Lbehind_by_condition
	ret

	caller	by_loop
	loop	.Lbehind_by_loop
	ret

	caller	by_neighbour
	ret
	.type	neighbour, @function
neighbour:
	.skip	200, 0x90	# so that the jump is a long one
	jg	.Lbehind_by_neighbour
	ret

	caller	by_cold_part
	ret

	caller	by_named_part
	ret
	.globl	named
	.set	named, .Lbehind_by_named_part

	caller	by_table
	ret

	caller	by_static_branch
	ret

	caller	by_fixup
	ret

	.section .text.unlikely, "ax"
	nop
	.type	cold, @function
cold:
	nop
	jmp	.Lbehind_by_cold_part
	je	named

	.section .text.last, "ax"
	.type	last, @function
last:
	call	allocate	# nothing is behind it

	.section .rodata, "a"
	.quad	clean
	.quad	.Lbehind_by_table

	.section __jump_table, "aw"
	.long	clean - .
	.long	.Lbehind_by_static_branch - .
	.quad	0

	.section __ex_table, "a"
	.long	clean - .
	.long	.Lbehind_by_fixup - .

	.section .note.GNU-stack, "", @progbits
