/* SPDX-License-Identifier: GPL-2.0 */
/* Makes small BTF, good or bad, for the suites. */
#ifndef RXPA_BTF_BUILD_H
#define RXPA_BTF_BUILD_H

#include "btf.h"
#include "unit.h"

#define BB_WORDS	1024
#define BB_STRS		2048
#define BB_HDR_WORDS	6

enum bb_kind {
	BB_INT = 1, BB_PTR, BB_ARRAY, BB_STRUCT, BB_UNION, BB_ENUM, BB_FWD,
	BB_TYPEDEF, BB_VOLATILE, BB_CONST, BB_RESTRICT, BB_FUNC,
	BB_FUNC_PROTO, BB_VAR, BB_DATASEC, BB_FLOAT, BB_DECL_TAG, BB_TYPE_TAG,
	BB_ENUM64,
};

/**
 * struct bb - BTF in the making
 * @word:	the type section so far
 * @nr_words:	its length in words
 * @str:	the string section so far
 * @str_len:	its length
 * @str_base:	string offset of its first byte
 * @next_id:	id of the next type
 * @last:	index in @word of the type that was begun last
 */
struct bb {
	u32 word[BB_WORDS];
	u32 nr_words;
	char str[BB_STRS];
	u32 str_len;
	u32 str_base;
	u32 next_id;
	u32 last;
};

struct bb *bb_new(struct kunit *test, const struct bb *base);
u32 bb_str(struct bb *bb, const char *str);
void bb_word(struct bb *bb, u32 word);
u32 bb_type(struct bb *bb, const char *name, enum bb_kind kind, u32 size);
u32 bb_int(struct bb *bb, const char *name, u32 size);
u32 bb_int_bits(struct bb *bb, const char *name, u32 size, u32 bits, u32 shift);
u32 bb_array(struct bb *bb, u32 type, u32 nr);
u32 bb_struct(struct bb *bb, const char *name, u32 size);
void bb_member(struct bb *bb, const char *name, u32 type, u32 bit_off);
void bb_count(struct bb *bb);
void bb_kind_flag(struct bb *bb);
void *bb_data(struct kunit *test, const struct bb *bb, size_t *size);
struct rxpa_btf *bb_parse(struct kunit *test, const struct bb *bb,
			  const struct rxpa_btf *base);

#endif /* RXPA_BTF_BUILD_H */
