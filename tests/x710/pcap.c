// SPDX-License-Identifier: GPL-2.0
/* The classic format, either byte order, micro- or nanoseconds. */
#include "pcap.h"

#include <stdio.h>
#include <stdlib.h>

enum { FILE_HEADER = 24, RECORD_HEADER = 16, LINK_ETHERNET = 1,
       SHORTEST = 14, LARGEST_FILE = 256 << 20 };

static u32 word(const struct pcap *pcap, size_t at, bool swapped)
{
	u32 value = get32(pcap->file + at);

	return swapped ? __builtin_bswap32(value) : value;
}

/* Counts the frames that can be sent and, with room for them, notes them. */
static size_t walk(struct pcap *pcap, bool swapped, u32 longest)
{
	size_t at = FILE_HEADER, nr = 0;

	while (pcap->size - at >= RECORD_HEADER) {
		u32 kept = word(pcap, at + 8, swapped);
		u32 len = word(pcap, at + 12, swapped);

		at += RECORD_HEADER;
		if (kept > pcap->size - at)
			break; /* the end was cut off */
		if (kept == len && len >= SHORTEST && len <= longest) {
			if (pcap->frame)
				pcap->frame[nr] = (struct pcap_frame){ (u32)at,
								       len };
			nr++;
		}
		at += kept;
	}
	return nr;
}

static const char *index_frames(struct pcap *pcap, u32 longest)
{
	bool swapped;
	u32 magic;

	if (pcap->size < FILE_HEADER)
		return "too short for a pcap file";
	magic = get32(pcap->file);
	swapped = magic == 0xd4c3b2a1 || magic == 0x4d3cb2a1;
	if (!swapped && magic != 0xa1b2c3d4 && magic != 0xa1b23c4d)
		return "no pcap file (pcapng is not understood)";
	if ((word(pcap, 20, swapped) & 0xffff) != LINK_ETHERNET)
		return "not a recording of Ethernet";
	pcap->nr = walk(pcap, swapped, longest);
	if (!pcap->nr)
		return "no whole frame in it that can be sent";
	pcap->frame = calloc(pcap->nr, sizeof(*pcap->frame));
	if (!pcap->frame)
		return "out of memory";
	walk(pcap, swapped, longest);
	return NULL;
}

const char *pcap_parse(struct pcap *pcap, const void *data, size_t size,
		       u32 longest)
{
	const char *why;

	*pcap = (struct pcap){ .file = malloc(size ? size : 1), .size = size };
	if (!pcap->file)
		return "out of memory";
	memcpy(pcap->file, data, size);
	why = index_frames(pcap, longest);
	if (why)
		pcap_free(pcap);
	return why;
}

const char *pcap_load(struct pcap *pcap, const char *path, u32 longest)
{
	FILE *file = fopen(path, "rbe");
	const char *why = "cannot be read";
	u8 *data = NULL;
	long size;

	if (!file)
		return why;
	if (!fseek(file, 0, SEEK_END) && (size = ftell(file)) >= 0 &&
	    size <= LARGEST_FILE && !fseek(file, 0, SEEK_SET)) {
		data = malloc((size_t)size + 1);
		if (data && fread(data, 1, (size_t)size, file) == (size_t)size)
			why = pcap_parse(pcap, data, (size_t)size, longest);
	}
	free(data);
	fclose(file);
	return why;
}

void pcap_free(struct pcap *pcap)
{
	free(pcap->file);
	free(pcap->frame);
	*pcap = (struct pcap){ 0 };
}
