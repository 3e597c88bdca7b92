/* SPDX-License-Identifier: GPL-2.0 */
/* A recording of Ethernet frames, to be replayed. */
#ifndef X710_PCAP_H
#define X710_PCAP_H

#include "bytes.h"

struct pcap {
	u8 *file;
	size_t size;
	struct pcap_frame {
		u32 at, len;
	} *frame;
	size_t nr;
};

/* NULL, or the sentence why not; frames longer than @longest are left out. */
const char *pcap_load(struct pcap *pcap, const char *path, u32 longest);
/* The same from memory, which it copies. */
const char *pcap_parse(struct pcap *pcap, const void *data, size_t size,
		       u32 longest);
void pcap_free(struct pcap *pcap);

#endif
