// SPDX-License-Identifier: GPL-2.0
/* x710d: a software X710 that a virtual machine reaches over vfio-user. */
#include "server.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
	"usage: x710d --port SOCKET[,mac=MAC] [--port SOCKET[,mac=MAC]] [OPTIONS]\n"
	"\n"
	"A software Intel X710 (8086:1572) behind vfio-user: each SOCKET is a PCI\n"
	"function for QEMU's device vfio-user-pci.  Two ports are wired to each other.\n"
	"\n"
	"  -p, --port SOCKET[,mac=MAC]  a port; MAC defaults to 52:54:00:00:00:01 and 02\n"
	"  -g, --generate K=V,...       frames into every port that receives:\n"
	"                               rate= frames a second (1000), size= bytes (300),\n"
	"                               flows= (64), burst= frames at a time (16),\n"
	"                               count= frames a port (0: without end)\n"
	"  -r, --replay FILE            the frames of a pcap file instead, over and over,\n"
	"                               at the rate of --generate\n"
	"  -f, --flap SECONDS           the cable is in for so long, then out for so long,\n"
	"                               and so on (1..3600)\n"
	"  -q, --queues N               rx and tx queues a port has, 2..384 (384)\n"
	"  -V, --vectors N              its MSI-X vectors, 2..129 (129)\n"
	"  -1, --once                   leave when the last client has left\n"
	"  -v, --verbose                admin commands and refusals on stderr\n"
	"  -h, --help\n"
	"\n"
	"SIGUSR1 pulls the cable or plugs it in, SIGUSR2 prints counters to stderr,\n"
	"SIGTERM and SIGINT end it.\n";

static const struct option options[] = {
	{ "port", required_argument, NULL, 'p' },
	{ "generate", required_argument, NULL, 'g' },
	{ "replay", required_argument, NULL, 'r' },
	{ "flap", required_argument, NULL, 'f' },
	{ "queues", required_argument, NULL, 'q' },
	{ "vectors", required_argument, NULL, 'V' },
	{ "once", no_argument, NULL, '1' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int fail(const char *what, const char *value)
{
	fprintf(stderr, "x710d: %s: %s (--help tells more)\n", what, value);
	return 2;
}

static bool number(const char *text, unsigned long low, unsigned long high,
		   unsigned int *value)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || n < low || n > high)
		return false;
	*value = (unsigned int)n;
	return true;
}

static bool parse_mac(const char *text, u8 *mac)
{
	for (int i = 0; i < 6; i++) {
		char *end;
		unsigned long byte = strtoul(text, &end, 16);

		if (end == text || end > text + 2 || byte > 255 ||
		    *end != (i < 5 ? ':' : '\0'))
			return false;
		mac[i] = (u8)byte;
		text = end + 1;
	}
	return !(mac[0] & 1);
}

/* "SOCKET[,mac=MAC]"; @text is cut at the comma. */
static bool add_port(struct server *server, char *text)
{
	static const u8 mac[6] = { 0x52, 0x54, 0, 0, 0, 0 };
	char *comma = strchr(text, ',');
	struct port *port;

	if (server->nr == WIRE_PORTS)
		return false;
	port = calloc(1, sizeof(*port));
	if (!port)
		return false;
	server->port[server->nr].port = port;
	server->port[server->nr].path = text;
	server->port[server->nr].listener = -1;
	memcpy(port->config.mac, mac, sizeof(mac));
	port->config.mac[5] = (u8)++server->nr;
	if (!comma)
		return *text;
	*comma++ = '\0';
	return *text && !strncmp(comma, "mac=", 4) &&
	       parse_mac(comma + 4, port->config.mac);
}

static bool add_replay(struct generator *gen, const char *path)
{
	const char *why;

	pcap_free(&gen->replay);
	why = pcap_load(&gen->replay, path, GENERATOR_LONGEST);
	if (why)
		fail(path, why);
	else if (!gen->rate)
		gen->rate = GENERATOR_RATE;
	return !why;
}

static int parse(struct server *server, struct port_config *common, int argc,
		 char **argv)
{
	unsigned int seconds;
	int c;

	while ((c = getopt_long(argc, argv, "p:g:r:f:q:V:1vh", options, NULL)) != -1) {
		switch (c) {
		case 'p':
			if (!add_port(server, optarg))
				return fail("no such port", optarg);
			break;
		case 'g':
			if (!generator_option(&server->wire.generator, optarg))
				return fail("cannot generate", optarg);
			break;
		case 'r':
			if (!add_replay(&server->wire.generator, optarg))
				return 2;
			break;
		case 'f':
			if (!number(optarg, 1, 3600, &seconds))
				return fail("no number of seconds", optarg);
			server->wire.flap = seconds * 1000000000ull;
			break;
		case 'q':
			if (!number(optarg, 2, PORT_MAX_QUEUES, &common->queues))
				return fail("no number of queues", optarg);
			break;
		case 'V':
			if (!number(optarg, 2, 129, &common->vectors))
				return fail("no number of vectors", optarg);
			break;
		case '1':
			server->once = true;
			break;
		case 'v':
			common->verbose = true;
			break;
		case 'h':
			fputs(usage, stdout);
			return 0;
		default:
			return 2;
		}
	}
	if (optind < argc)
		return fail("not understood", argv[optind]);
	if (!server->nr)
		return fail("missing", "--port");
	return -1;
}

int main(int argc, char **argv)
{
	static struct server server;
	struct port_config common = { .queues = PORT_MAX_QUEUES, .vectors = 129 };
	int status;

	generator_defaults(&server.wire.generator);
	status = parse(&server, &common, argc, argv);
	if (status < 0) {
		for (unsigned int i = 0; i < server.nr; i++) {
			struct port_config *config = &server.port[i].port->config;

			memcpy(common.mac, config->mac, 6);
			*config = common;
			port_init(server.port[i].port, &server.wire);
		}
		status = server_listen(&server) ? server_run(&server) : 1;
		server_close(&server);
	}
	for (unsigned int i = 0; i < server.nr; i++)
		free(server.port[i].port); /* NOLINT: nr is at most WIRE_PORTS */
	pcap_free(&server.wire.generator.replay);
	return status;
}
