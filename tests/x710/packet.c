// SPDX-License-Identifier: GPL-2.0
#include "packet.h"

enum { TYPE_IPV4 = 0x0800, TYPE_IPV6 = 0x86dd, TYPE_VLAN = 0x8100,
       TYPE_ARP = 0x0806, NEXT_FRAGMENT = 44 };

/* Packet types (write-back) and classes (RSS, flow director) of the X710. */
enum { PTYPE_L2 = 1, PTYPE_ARP = 11, PTYPE_IPV4 = 22, PTYPE_IPV6 = 88,
       PCTYPE_IPV4 = 31, PCTYPE_IPV6 = 41, PCTYPE_L2 = 63 };

/* In the order of an IP version's block of numbers. */
static void classify(struct packet *p)
{
	bool v4 = p->version == 4;
	u8 ptype = 1, pctype = 4; /* not a fragment, another protocol */

	if (p->fragment) {
		ptype = 0;
		pctype = 5;
	} else if (p->l4) {
		switch (p->proto) {
		case PROTO_UDP:
			ptype = 2;
			pctype = 0;
			break;
		case PROTO_TCP:
			ptype = 4;
			pctype = 2;
			break;
		case PROTO_SCTP:
			ptype = 5;
			pctype = 3;
			break;
		case PROTO_ICMP:
		case PROTO_ICMP6:
			ptype = 6;
			break;
		}
	}
	p->ptype = (u8)((v4 ? PTYPE_IPV4 : PTYPE_IPV6) + ptype);
	p->pctype = (u8)((v4 ? PCTYPE_IPV4 : PCTYPE_IPV6) + pctype);
}

static size_t l4_header(u8 proto)
{
	switch (proto) {
	case PROTO_TCP:
		return 20;
	case PROTO_SCTP:
		return 12;
	default:
		return 8;
	}
}

static void parse_l4(const u8 *frame, struct packet *p, size_t at)
{
	if (!p->fragment && at + l4_header(p->proto) <= p->end) {
		p->l4 = (u16)at;
		if (p->proto == PROTO_TCP || p->proto == PROTO_UDP ||
		    p->proto == PROTO_SCTP) {
			p->sport = net16(frame + at);
			p->dport = net16(frame + at + 2);
		}
	}
	classify(p);
}

static void parse_ipv4(const u8 *frame, size_t len, struct packet *p, size_t at,
		       bool strict)
{
	const u8 *ip = frame + at;
	size_t header, total;

	if (len - at < 20 || ip[0] >> 4 != 4)
		return;
	header = (ip[0] & 15) * 4u;
	total = strict ? net16(ip + 2) : len - at;
	if (header < 20 || total < header || total > len - at)
		return;
	p->version = 4;
	p->l3 = (u16)at;
	p->end = (u16)(at + total);
	p->proto = ip[9];
	p->fragment = net16(ip + 6) & 0x3fff;
	p->addr_len = 4;
	memcpy(p->src, ip + 12, 4);
	memcpy(p->dst, ip + 16, 4);
	parse_l4(frame, p, at + header);
}

static void parse_ipv6(const u8 *frame, size_t len, struct packet *p, size_t at,
		       bool strict)
{
	const u8 *ip = frame + at;
	size_t total;

	if (len - at < 40 || ip[0] >> 4 != 6)
		return;
	total = strict ? 40u + net16(ip + 4) : len - at;
	if (total > len - at)
		return;
	p->version = 6;
	p->l3 = (u16)at;
	p->end = (u16)(at + total);
	p->proto = ip[6];
	p->fragment = p->proto == NEXT_FRAGMENT;
	p->addr_len = 16;
	memcpy(p->src, ip + 8, 16);
	memcpy(p->dst, ip + 24, 16);
	parse_l4(frame, p, at + 40);
}

static void parse(const u8 *frame, size_t len, struct packet *p, bool strict)
{
	size_t at = ETH_HEADER;
	u16 type;

	memset(p, 0, sizeof(*p));
	p->ptype = PTYPE_L2;
	p->pctype = PCTYPE_L2;
	if (!strict && len > UINT16_MAX)
		len = UINT16_MAX; /* to be segmented */
	if (len < ETH_HEADER || len > UINT16_MAX)
		return;
	type = net16(frame + 12);
	if (type == TYPE_VLAN && len >= ETH_HEADER + VLAN_TAG) {
		type = net16(frame + 16);
		at += VLAN_TAG;
	}
	if (type == TYPE_IPV4)
		parse_ipv4(frame, len, p, at, strict);
	else if (type == TYPE_IPV6)
		parse_ipv6(frame, len, p, at, strict);
	else if (type == TYPE_ARP)
		p->ptype = PTYPE_ARP;
}

void packet_parse(const u8 *frame, size_t len, struct packet *p)
{
	parse(frame, len, p, true);
}

void packet_parse_headers(const u8 *frame, size_t len, struct packet *p)
{
	parse(frame, len, p, false);
}

static u32 sum_bytes(u32 sum, const u8 *at, size_t len)
{
	u64 wide = sum;

	for (; len > 1; len -= 2, at += 2)
		wide += net16(at);
	if (len)
		wide += (u32)*at << 8;
	while (wide >> 16)
		wide = (wide & 0xffff) + (wide >> 16);
	return (u32)wide;
}

/* Over the pseudo header and everything behind the IP header. */
static u16 l4_sum(const u8 *frame, const struct packet *p)
{
	u32 len = (u32)(p->end - p->l4);
	u32 sum = sum_bytes(p->proto + len, p->src, p->addr_len);

	sum = sum_bytes(sum, p->dst, p->addr_len);
	return (u16)~sum_bytes(sum, frame + p->l4, len);
}

static u16 ip_sum(const u8 *frame, const struct packet *p)
{
	return (u16)~sum_bytes(0, frame + p->l3, (frame[p->l3] & 15) * 4u);
}

/* Where the checksum field is, 0 for a protocol that has none. */
static size_t sum_field(const struct packet *p)
{
	if (p->l4 && p->proto == PROTO_TCP)
		return p->l4 + 16u;
	if (p->l4 && p->proto == PROTO_UDP)
		return p->l4 + 6u;
	return 0;
}

unsigned int packet_check(const u8 *frame, const struct packet *p)
{
	size_t field = sum_field(p);
	unsigned int bad = 0;

	if (p->version == 4 && ip_sum(frame, p))
		bad |= BAD_IP;
	if (!field || (p->proto == PROTO_UDP && !net16(frame + field)))
		return bad; /* UDP without one, as IPv4 allows */
	if (l4_sum(frame, p))
		bad |= BAD_L4;
	return bad;
}

void packet_fix_ip(u8 *frame, const struct packet *p)
{
	if (p->version != 4)
		return;
	put_net16(frame + p->l3 + 10, 0);
	put_net16(frame + p->l3 + 10, ip_sum(frame, p));
}

void packet_fix_l4(u8 *frame, const struct packet *p)
{
	size_t field = sum_field(p);
	u16 sum;

	if (!field)
		return;
	put_net16(frame + field, 0);
	sum = l4_sum(frame, p);
	put_net16(frame + field, sum || p->proto != PROTO_UDP ? sum : 0xffff);
}
