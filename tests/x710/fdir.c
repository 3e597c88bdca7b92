// SPDX-License-Identifier: GPL-2.0
#include "port.h"

/* Input sets: which fields of a packet count, per packet class. */
#define SET_SRC4 (3ull << 47)
#define SET_DST4 (3ull << 35)
#define SET_SRC6 (0xffull << 43)
#define SET_DST6 (0xffull << 35)
#define SET_SPORT (1ull << 34)
#define SET_DPORT (1ull << 33)

enum { PCMD_ADD = 1, PCMD_REMOVE = 2, DEST_DROP = 0 };

void fdir_reset(struct fdir *fdir)
{
	fdir->nr = 0;
}

void fdir_write_control(struct port *port, u32 index, u32 value)
{
	(void)index;
	if (value & 1)
		fdir_reset(&port->fdir);
}

static u32 set_reg(u8 pctype, bool high)
{
	return REG_FD_INSET + 64u * pctype + (high ? 32 : 0);
}

static u64 input_set(struct port *port, u8 pctype)
{
	return (u64)regs_get(port, set_reg(pctype, true)) << 32 |
	       regs_get(port, set_reg(pctype, false));
}

void fdir_reset_input_sets(struct port *port)
{
	static const struct {
		u8 pctype;
		u64 set;
	} sets[] = {
		{ 31, SET_SRC4 | SET_DST4 | SET_SPORT | SET_DPORT },
		{ 33, SET_SRC4 | SET_DST4 | SET_SPORT | SET_DPORT },
		{ 34, SET_SRC4 | SET_DST4 | SET_SPORT | SET_DPORT },
		{ 35, SET_SRC4 | SET_DST4 },
		{ 41, SET_SRC6 | SET_DST6 | SET_SPORT | SET_DPORT },
		{ 43, SET_SRC6 | SET_DST6 | SET_SPORT | SET_DPORT },
		{ 44, SET_SRC6 | SET_DST6 | SET_SPORT | SET_DPORT },
		{ 45, SET_SRC6 | SET_DST6 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(sets); i++) {
		regs_set(port, set_reg(sets[i].pctype, true),
			 (u32)(sets[i].set >> 32));
		regs_set(port, set_reg(sets[i].pctype, false),
			 (u32)sets[i].set);
	}
}

void fdir_decode(const u8 *desc, struct fdir_program *program)
{
	u32 first = get32(desc), third = get32(desc + 8);

	*program = (struct fdir_program){
		.valid = true,
		.queue = (u16)bits(first, 0, 11),
		.pctype = (u8)bits(first, 17, 6),
		.vsi = (u16)bits(first, 23, 9),
		.add = bits(third, 4, 3) == PCMD_ADD,
		.drop = bits(third, 7, 2) == DEST_DROP,
		.id = get32(desc + 12),
	};
}

static bool same(u64 set, const struct packet *a, const struct packet *b)
{
	bool v4 = a->version == 4;

	return a->pctype == b->pctype && a->version == b->version &&
	       (!(set & (v4 ? SET_SRC4 : SET_SRC6)) ||
		!memcmp(a->src, b->src, a->addr_len)) &&
	       (!(set & (v4 ? SET_DST4 : SET_DST6)) ||
		!memcmp(a->dst, b->dst, a->addr_len)) &&
	       (!(set & SET_SPORT) || a->sport == b->sport) &&
	       (!(set & SET_DPORT) || a->dport == b->dport);
}

/* The example is a packet to be sent; what it stands for arrives. */
static void mirror(struct packet *p)
{
	struct packet sent = *p;

	memcpy(p->src, sent.dst, sizeof(p->src));
	memcpy(p->dst, sent.src, sizeof(p->dst));
	p->sport = sent.dport;
	p->dport = sent.sport;
}

static void remove_at(struct fdir *fdir, unsigned int i)
{
	fdir->nr--;
	memmove(&fdir->filter[i], &fdir->filter[i + 1],
		(fdir->nr - i) * sizeof(fdir->filter[0]));
}

void fdir_apply(struct port *port, const struct fdir_program *program,
		const u8 *frame, size_t len)
{
	struct fdir *fdir = &port->fdir;
	struct fdir_filter *new;
	struct packet key;
	u64 set;

	packet_parse_headers(frame, len, &key);
	if (!key.version)
		return;
	mirror(&key);
	/* The driver's word on the class counts. */
	key.pctype = program->pctype;
	set = input_set(port, key.pctype);
	for (unsigned int i = 0; i < fdir->nr; i++) {
		if (same(set, &key, &fdir->filter[i].key)) {
			remove_at(fdir, i);
			break;
		}
	}
	if (!program->add)
		return;
	if (fdir->nr == FDIR_FILTERS)
		remove_at(fdir, 0);
	new = &fdir->filter[fdir->nr++];
	*new = (struct fdir_filter){
		.key = key,
		.vsi = program->vsi,
		.queue = program->queue,
		.drop = program->drop,
		.id = program->id,
	};
}

const struct fdir_filter *fdir_match(struct port *port, const struct packet *p)
{
	const struct fdir *fdir = &port->fdir;
	u64 set;

	if (!fdir->nr || !p->version)
		return NULL;
	set = input_set(port, p->pctype);
	for (unsigned int i = 0; i < fdir->nr; i++)
		if (same(set, p, &fdir->filter[i].key))
			return &fdir->filter[i];
	return NULL;
}
