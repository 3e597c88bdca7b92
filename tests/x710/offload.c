// SPDX-License-Identifier: GPL-2.0
/* Checksums, VLAN tag and segmentation of packets to be sent. */
#include "port.h"

enum { TCP_FIN_PSH = 0x09 };

static void insert_tag(u8 *frame, size_t *len, u16 tag)
{
	memmove(frame + 12 + VLAN_TAG, frame + 12, *len - 12);
	put_net16(frame + 12, 0x8100);
	put_net16(frame + 14, tag);
	*len += VLAN_TAG;
}

/* Puts the lengths of an IP packet that ends at @len into its headers. */
static void set_lengths(u8 *frame, const struct packet *p, size_t len)
{
	if (p->version == 4)
		put_net16(frame + p->l3 + 2, (u32)(len - p->l3));
	else
		put_net16(frame + p->l3 + 4, (u32)(len - p->l3 - 40));
	if (p->proto == PROTO_UDP)
		put_net16(frame + p->l4 + 4, (u32)(len - p->l4));
}

static void segment(struct port *port, const struct tx_request *req, size_t len,
		    size_t headers, const struct packet *whole)
{
	u8 *data = port->tx.buf + headers, *end = port->tx.buf + len;
	u8 frame[TX_BUFFER > 16384 ? 16384 + 512 : TX_BUFFER];
	u32 number = 0, sequence = net32(port->tx.buf + whole->l4 + 4);
	struct packet p;

	while (data < end) {
		size_t part = (size_t)(end - data);
		bool last = part <= req->mss;

		if (!last)
			part = req->mss;
		memcpy(frame, port->tx.buf, headers);
		memcpy(frame + headers, data, part);
		set_lengths(frame, whole, headers + part);
		if (whole->version == 4)
			put_net16(frame + whole->l3 + 4,
				  net16(frame + whole->l3 + 4) + number);
		if (whole->proto == PROTO_TCP) {
			put_net32(frame + whole->l4 + 4, sequence);
			if (!last)
				frame[whole->l4 + 13] &= (u8)~TCP_FIN_PSH;
		}
		packet_parse(frame, headers + part, &p);
		packet_fix_ip(frame, &p);
		packet_fix_l4(frame, &p);
		wire_send(port->wire, port, frame, headers + part);
		data += part;
		sequence += (u32)part;
		number++;
	}
}

void tx_offload(struct port *port, const struct tx_request *req)
{
	u8 *frame = port->tx.buf;
	size_t len = req->len, headers;
	struct packet p;

	if (req->insert_tag)
		insert_tag(frame, &len, req->tag);
	if (req->tso) {
		headers = (size_t)req->mac_len + req->ip_len + req->l4_len +
			  (req->insert_tag ? VLAN_TAG : 0);
		packet_parse_headers(frame, len, &p);
		if (p.l4 && p.l4 < headers && headers <= len && headers <= 512 &&
		    req->mss)
			segment(port, req, len, headers, &p);
		return;
	}
	if (req->fix_ip || req->l4) {
		packet_parse(frame, len, &p);
		if (req->fix_ip)
			packet_fix_ip(frame, &p);
		if (req->l4)
			packet_fix_l4(frame, &p);
	}
	wire_send(port->wire, port, frame, len);
}
