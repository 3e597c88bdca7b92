// SPDX-License-Identifier: GPL-2.0
#include "port.h"

#include <errno.h>
#include <stdlib.h>

enum { MIN_SIZE = 60, MAX_SIZE = 9722, IP_AT = 14, UDP_AT = 34, DATA_AT = 42,
       FIRST_PORT = 5000, RSS_ENTRIES = 512 };

void generator_defaults(struct generator *gen)
{
	gen->rate = 0;
	gen->size = 300;
	gen->flows = 64;
	gen->burst = 16;
	gen->count = 0;
	memset(gen->sent, 0, sizeof(gen->sent));
	gen->next = 0;
}

static bool set(struct generator *gen, const char *key, u64 value)
{
	if (!strcmp(key, "rate") && value && value <= 10000000)
		gen->rate = value;
	else if (!strcmp(key, "size") && value >= MIN_SIZE && value <= MAX_SIZE)
		gen->size = (u32)value;
	else if (!strcmp(key, "flows") && value && value <= 65536)
		gen->flows = (u32)value;
	else if (!strcmp(key, "burst") && value && value <= 4096)
		gen->burst = (u32)value;
	else if (!strcmp(key, "count"))
		gen->count = value;
	else
		return false;
	return true;
}

bool generator_option(struct generator *gen, const char *text)
{
	char *copy = strdup(text), *rest = copy, *pair;
	bool good = copy;

	while (good && (pair = strsep(&rest, ",")) != NULL) {
		char *value = strchr(pair, '='), *end;
		unsigned long long number;

		good = value && value[1] >= '0' && value[1] <= '9';
		if (!good)
			break;
		*value++ = '\0';
		errno = 0;
		number = strtoull(value, &end, 10);
		good = !errno && !*end && set(gen, pair, number);
	}
	free(copy);
	if (good && !gen->rate)
		gen->rate = GENERATOR_RATE;
	return good;
}

static u32 replay_frame(struct generator *gen, u64 number, const u8 *mac)
{
	const struct pcap_frame *from =
		&gen->replay.frame[number % gen->replay.nr];

	memcpy(gen->frame, gen->replay.file + from->at, from->len);
	if (!(gen->frame[0] & 1))
		memcpy(gen->frame, mac, 6);
	return from->len;
}

static u32 made_frame(struct generator *gen, u64 number, const u8 *mac)
{
	u8 *f = gen->frame;
	u32 flow = (u32)(number % gen->flows);
	struct packet p;

	memset(f, 0, gen->size);
	memcpy(f, mac, 6);
	memcpy(f + 6, "\x02\x71\x00\x00\x00\x01", 6);
	put_net16(f + 12, 0x0800);
	f[IP_AT] = 0x45;
	put_net16(f + IP_AT + 2, gen->size - IP_AT);
	put_net16(f + IP_AT + 4, (u32)number & 0xffff);
	f[IP_AT + 8] = 64;
	f[IP_AT + 9] = PROTO_UDP;
	put_net32(f + IP_AT + 12, 0x0a090000 + flow % 0xffff + 1); /* 10.9.0.1 */
	put_net32(f + IP_AT + 16, 0x0a090000);
	put_net16(f + UDP_AT, 1024 + flow % 60000);
	put_net16(f + UDP_AT + 2, FIRST_PORT + flow % 1024);
	put_net16(f + UDP_AT + 4, gen->size - UDP_AT);
	if (gen->size >= DATA_AT + 8)
		put64(f + DATA_AT, number);
	packet_parse(f, gen->size, &p);
	packet_fix_ip(f, &p);
	packet_fix_l4(f, &p);
	return gen->size;
}

u32 generator_frame(struct generator *gen, u64 number, const u8 *mac)
{
	return gen->replay.nr ? replay_frame(gen, number, mac) :
				made_frame(gen, number, mac);
}

/* Are all queues that RSS may choose at work, and the port's address known?  A
 * frame that comes earlier would be counted here and received by nobody.
 */
static bool listens(struct port *port)
{
	const struct vsi *vsi = switch_lookup(&port->sw, port->config.mac);

	if (!port->link.up || !vsi)
		return false;
	for (u32 hash = 0; hash < RSS_ENTRIES; hash++) {
		u32 queue = vsi_queue(vsi, vsi_tc_offset(vsi) +
						   rss_queue(port, hash));

		if (queue >= PORT_MAX_QUEUES || !port->rx.queue[queue].on)
			return false;
	}
	return true;
}

/* With a count every frame is to arrive, so a low ring is waited for without the
 * limit that the wire has.
 */
static bool waits(const struct generator *gen, const struct port *port, u64 now)
{
	return gen->count ? port->rx.nr_low : rx_pausing(port, now);
}

static bool done(const struct generator *gen, unsigned int port)
{
	return gen->count && gen->sent[port] >= gen->count;
}

static void burst(struct generator *gen, struct port *port)
{
	u64 *sent = &gen->sent[port->number];

	for (u32 i = 0; i < gen->burst && !done(gen, port->number); i++) {
		u32 len = generator_frame(gen, (*sent)++, port->config.mac);

		rx_frame(port, gen->frame, len);
	}
}

static bool all_done(const struct generator *gen, const struct wire *wire)
{
	for (unsigned int i = 0; i < wire->nr; i++)
		if (!done(gen, i))
			return false;
	return true;
}

int generator_work(struct generator *gen, struct wire *wire, u64 now)
{
	u64 interval;
	bool anybody = false;

	if (!gen->rate || all_done(gen, wire))
		return -1;
	interval = 1000000000ull * gen->burst / gen->rate;
	if (now >= gen->next) {
		/* Behind by more than 10 ms: what was missed is not made up. */
		if (!gen->next || now - gen->next > 10000000)
			gen->next = now;
		gen->next += interval;
		for (unsigned int i = 0; i < wire->nr; i++) {
			struct port *port = wire->port[i];

			if (done(gen, i) || !listens(port))
				continue;
			anybody = true;
			if (!waits(gen, port, now))
				burst(gen, port);
		}
		if (!anybody)
			return 50;
	}
	return gen->next > now ? (int)((gen->next - now) / 1000000) : 0;
}
