/* SPDX-License-Identifier: GPL-2.0 */
/* What the device's parser sees in a frame; checksums. */
#ifndef X710_PACKET_H
#define X710_PACKET_H

#include "bytes.h"

enum { ETH_HEADER = 14, VLAN_TAG = 4, PROTO_ICMP = 1, PROTO_TCP = 6,
       PROTO_UDP = 17, PROTO_ICMP6 = 58, PROTO_SCTP = 132 };

struct packet {
	u16 l3, l4;	 /* offsets in the frame; 0: there is none */
	u16 end;	 /* where the IP packet ends */
	u8 version;	 /* 4, 6 or 0 */
	u8 proto;
	bool fragment;
	u8 ptype, pctype;
	u16 sport, dport; /* 0 where there are none */
	u8 addr_len;
	u8 src[16], dst[16];
};

/* Never reads beyond @len; a frame that is cut short has no l4, or no l3. */
void packet_parse(const u8 *frame, size_t len, struct packet *packet);

/* For headers without a valid length, such as a filter's example packet. */
void packet_parse_headers(const u8 *frame, size_t len, struct packet *packet);

enum { BAD_IP = 1, BAD_L4 = 2 };

/* A mask of the checksums that are wrong. */
unsigned int packet_check(const u8 *frame, const struct packet *packet);

/* Computes the IPv4 header's or the TCP, UDP checksum and puts it in. */
void packet_fix_ip(u8 *frame, const struct packet *packet);
void packet_fix_l4(u8 *frame, const struct packet *packet);

#endif
