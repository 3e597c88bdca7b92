# SPDX-License-Identifier: GPL-2.0
# The lines of packets.sh as a table: instructions a packet.  A way is held
# against "none" and "none-again" at the same interrupt rate; of these
# differences the median and the quartiles are shown, for a rhythm that a run
# happens to fall into can cost more than what is measured.

function show(traffic, way,   i, sum, base, v)
{
	for (i = 1; i <= n; i++) {
		base = (got[traffic, "none", i] + got[traffic, "none-again", i]) / 2
		sum += base
		v[i] = got[traffic, way, i] - base
	}
	sorted(v, n)
	m = v[int((n + 1) / 2)]
	printf "%-9s %-7s %12.1f %9.1f %8.2f   %.1f .. %.1f\n", traffic, way,
	       sum / n + m, m, 100 * m * n / sum, v[int((n + 3) / 4)],
	       v[int((3 * n + 3) / 4)]
}

function show_none(traffic,   i, sum)
{
	for (i = 1; i <= n; i++)
		sum += got[traffic, "none", i] + got[traffic, "none-again", i]
	printf "%-9s %-7s %12.1f\n", traffic, "none", sum / 2 / n
}

$1 == "result" {
	n = NF - 4
	for (i = 1; i <= n; i++)
		got[$2, $3, i] = $(i + 4) * 1000 / $4
}

$1 == "refills" {
	note[++notes] = sprintf("%s: %.1f packets a refill, %.2f pages released a packet",
		$2, ($4 + $5) / $3, $5 / ($4 + $5))
}

END {
	if (!n)
		exit 1
	printf "%-9s %-7s %12s %9s %8s   %s\n", "traffic", "way",
	       "instr/packet", "more", "more %", "quartiles of more"
	for (t = split("recycle release", traffic); t > 0; t--) {
		name = traffic[3 - t]
		show_none(name)
		show(name, "module")
		show(name, "ftrace")
	}
	for (i = 1; i <= notes; i++)
		print note[i]
}
