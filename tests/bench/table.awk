# SPDX-License-Identifier: GPL-2.0
# The lines of packets.sh as a table: medians, and what each way adds.

function median(from,   i, j, n, t, v)
{
	n = 0
	for (i = from; i <= NF; i++)
		v[++n] = $i
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && v[j - 1] > v[j]; j--) {
			t = v[j]
			v[j] = v[j - 1]
			v[j - 1] = t
		}
	low = v[1]
	high = v[n]
	return v[int((n + 1) / 2)]
}

$1 == "result" {
	per = 1000 / $4
	m = median(5) * per
	if (!head++)
		printf "%-9s %-11s %12s %9s %8s   %s\n", "traffic", "way",
		       "instr/packet", "more", "more %", "least .. most"
	if ($3 == "none")
		base[$2] = m
	printf "%-9s %-11s %12.1f %9.1f %8.2f   %.1f .. %.1f\n", $2, $3, m,
	       m - base[$2], 100 * (m - base[$2]) / base[$2], low * per,
	       high * per
}

$1 == "refills" {
	note[++notes] = sprintf("%s: %.1f packets a refill, %.2f pages released a packet",
		$2, ($4 + $5) / $3, $5 / ($4 + $5))
}

END {
	for (i = 1; i <= notes; i++)
		print note[i]
	exit !head
}
