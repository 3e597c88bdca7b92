// SPDX-License-Identifier: GPL-2.0
#include "btf_build.h"

/**
 * bb_new - begin BTF
 * @test:	owns the memory
 * @base:	finished BTF that this one continues, or NULL
 *
 * Return: the builder.
 */
struct bb *bb_new(struct kunit *test, const struct bb *base)
{
	struct bb *bb = kunit_kzalloc(test, sizeof(*bb), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bb);
	bb->next_id = base ? base->next_id : 1;
	bb->str_base = base ? base->str_base + base->str_len : 0;
	bb->str_len = base ? 0 : 1;
	return bb;
}

/**
 * bb_str - add a string
 * @bb:		builder
 * @str:	the string; NULL and "" are the empty string at offset 0
 *
 * Return: its offset.
 */
u32 bb_str(struct bb *bb, const char *str)
{
	u32 off = bb->str_len;

	if (!str || !*str)
		return 0;
	memcpy(bb->str + off, str, strlen(str) + 1);
	bb->str_len += strlen(str) + 1;
	return bb->str_base + off;
}

/**
 * bb_word - add a bare word to the types
 * @bb:		builder
 * @word:	the word
 */
void bb_word(struct bb *bb, u32 word)
{
	bb->word[bb->nr_words++] = word;
}

/**
 * bb_type - begin a type
 * @bb:		builder
 * @name:	its name, or NULL
 * @kind:	its kind
 * @size:	its size, or the type it refers to
 *
 * Return: its id.
 */
u32 bb_type(struct bb *bb, const char *name, enum bb_kind kind, u32 size)
{
	bb->last = bb->nr_words;
	bb_word(bb, bb_str(bb, name));
	bb_word(bb, (u32)kind << 24);
	bb_word(bb, size);
	return bb->next_id++;
}

/**
 * bb_int_bits - an integer that fills only some of its bits
 * @bb:		builder
 * @name:	its name
 * @size:	bytes
 * @bits:	width
 * @shift:	first bit
 *
 * Return: its id.
 */
u32 bb_int_bits(struct bb *bb, const char *name, u32 size, u32 bits, u32 shift)
{
	u32 id = bb_type(bb, name, BB_INT, size);

	bb_word(bb, shift << 16 | bits);
	return id;
}

/**
 * bb_int - an integer
 * @bb:		builder
 * @name:	its name
 * @size:	bytes
 *
 * Return: its id.
 */
u32 bb_int(struct bb *bb, const char *name, u32 size)
{
	return bb_int_bits(bb, name, size, size * 8, 0);
}

/**
 * bb_array - an array
 * @bb:		builder
 * @type:	of its elements; also taken for the index type
 * @nr:		number of elements
 *
 * Return: its id.
 */
u32 bb_array(struct bb *bb, u32 type, u32 nr)
{
	u32 id = bb_type(bb, NULL, BB_ARRAY, 0);

	bb_word(bb, type);
	bb_word(bb, type);
	bb_word(bb, nr);
	return id;
}

/**
 * bb_struct - begin a struct; its members follow
 * @bb:		builder
 * @name:	its tag, or NULL
 * @size:	bytes
 *
 * Return: its id.
 */
u32 bb_struct(struct bb *bb, const char *name, u32 size)
{
	return bb_type(bb, name, BB_STRUCT, size);
}

/**
 * bb_count - the type that was begun last has one element more
 * @bb:		builder
 */
void bb_count(struct bb *bb)
{
	bb->word[bb->last + 1]++;
}

/**
 * bb_kind_flag - set the kind flag of the type that was begun last
 * @bb:		builder
 */
void bb_kind_flag(struct bb *bb)
{
	bb->word[bb->last + 1] |= 1U << 31;
}

/**
 * bb_member - add a member to the struct or union that was begun last
 * @bb:		builder
 * @name:	of the member, or NULL
 * @type:	of the member
 * @bit_off:	its offset word
 */
void bb_member(struct bb *bb, const char *name, u32 type, u32 bit_off)
{
	bb_word(bb, bb_str(bb, name));
	bb_word(bb, type);
	bb_word(bb, bit_off);
	bb_count(bb);
}

/**
 * bb_data - the finished BTF
 * @test:	owns the memory, which is exactly as long as the BTF
 * @bb:		builder
 * @size:	set to its length
 *
 * Return: the bytes.
 */
void *bb_data(struct kunit *test, const struct bb *bb, size_t *size)
{
	u32 type_len = bb->nr_words * sizeof(u32);
	u32 *data;

	*size = BB_HDR_WORDS * sizeof(u32) + type_len + bb->str_len;
	data = kunit_kmalloc(test, *size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, data);
	*(u16 *)data = 0xeb9f;
	((u8 *)data)[2] = 1;
	((u8 *)data)[3] = 0;
	data[1] = BB_HDR_WORDS * sizeof(u32);
	data[2] = 0;
	data[3] = type_len;
	data[4] = type_len;
	data[5] = bb->str_len;
	memcpy(data + BB_HDR_WORDS, bb->word, type_len);
	memcpy((u8 *)(data + BB_HDR_WORDS) + type_len, bb->str, bb->str_len);
	return data;
}

/**
 * bb_parse - parse the finished BTF, which must succeed
 * @test:	owns the data; the caller frees the result
 * @bb:		builder
 * @base:	what it continues, or NULL
 *
 * Return: parsed BTF.
 */
struct rxpa_btf *bb_parse(struct kunit *test, const struct bb *bb,
			  const struct rxpa_btf *base)
{
	struct rxpa_btf *btf;
	const char *why;
	size_t size;
	void *data = bb_data(test, bb, &size);

	btf = rxpa_btf_parse(data, size, base, &why);
	KUNIT_ASSERT_TRUE_MSG(test, !IS_ERR(btf), "it did not parse: %s", why);
	return btf;
}
