// SPDX-License-Identifier: GPL-2.0
/*
 * xdp-pass IFACE attach [pass|drop|tx]
 * xdp-pass IFACE detach
 *
 * Puts a two-instruction XDP program, which returns one verdict for every
 * frame, on an interface in driver mode, or takes it off.  No compiler for
 * BPF and no libbpf needed: the program is written out below.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static int load(int verdict)
{
	struct bpf_insn insns[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = verdict },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr;

	memset(&attr, 0, sizeof(attr));
	attr.prog_type = BPF_PROG_TYPE_XDP;
	attr.insns = (unsigned long)insns;
	attr.insn_cnt = 2;
	attr.license = (unsigned long)"GPL";
	return syscall(__NR_bpf, BPF_PROG_LOAD, &attr, sizeof(attr));
}

struct request {
	struct nlmsghdr head;
	struct ifinfomsg info;
	struct nlattr nest;
	struct nlattr fd_attr;
	int fd;
	struct nlattr flags_attr;
	unsigned int flags;
};

/* The kernel's answer: 0, or the negative error that it gave. */
static int set_program(unsigned int ifindex, int fd)
{
	struct request req = {
		.head = { .nlmsg_len = sizeof(req), .nlmsg_type = RTM_SETLINK,
			  .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK },
		.info = { .ifi_family = AF_UNSPEC, .ifi_index = ifindex },
		.nest = { .nla_len = sizeof(req) - offsetof(struct request, nest),
			  .nla_type = NLA_F_NESTED | IFLA_XDP },
		.fd_attr = { .nla_len = 8, .nla_type = IFLA_XDP_FD },
		.fd = fd,
		.flags_attr = { .nla_len = 8, .nla_type = IFLA_XDP_FLAGS },
		.flags = XDP_FLAGS_DRV_MODE,
	};
	struct {
		struct nlmsghdr head;
		struct nlmsgerr err;
		char rest[4096];
	} reply;
	int sock = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	int ret = -EIO;

	if (sock < 0)
		return -errno;
	if (send(sock, &req, sizeof(req), 0) != sizeof(req))
		ret = -errno;
	else if (recv(sock, &reply, sizeof(reply), 0) < 0)
		ret = -errno;
	else if (reply.head.nlmsg_type == NLMSG_ERROR)
		ret = reply.err.error;
	close(sock);
	return ret;
}

int main(int argc, char **argv)
{
	const char *name = argc > 3 ? argv[3] : "pass";
	unsigned int ifindex;
	int verdict, ret, fd = -1;

	if (argc < 3 || (strcmp(argv[2], "attach") && strcmp(argv[2], "detach"))) {
		fprintf(stderr, "usage: xdp-pass IFACE attach [pass|drop|tx]\n"
				"       xdp-pass IFACE detach\n");
		return 2;
	}
	ifindex = if_nametoindex(argv[1]);
	if (!ifindex) {
		fprintf(stderr, "xdp-pass: %s: %s\n", argv[1], strerror(errno));
		return 1;
	}
	verdict = !strcmp(name, "drop") ? XDP_DROP :
		  !strcmp(name, "tx") ? XDP_TX : XDP_PASS;
	if (!strcmp(argv[2], "attach")) {
		fd = load(verdict);
		if (fd < 0) {
			perror("xdp-pass: loading the program");
			return 1;
		}
	}
	ret = set_program(ifindex, fd);
	if (ret) {
		fprintf(stderr, "xdp-pass: %s %s: %s\n", argv[1], argv[2],
			strerror(-ret));
		return 1;
	}
	return 0;
}
