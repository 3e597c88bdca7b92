# SPDX-License-Identifier: GPL-2.0
# For the tables of all parts.

function sorted(v, n,   i, j, t)
{
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && v[j - 1] > v[j]; j--) {
			t = v[j]
			v[j] = v[j - 1]
			v[j - 1] = t
		}
}

# The median of this line's fields from FIRST on.
function median(first,   i, n, v)
{
	n = NF - first + 1
	for (i = 1; i <= n; i++)
		v[i] = $(first + i - 1)
	sorted(v, n)
	return v[int((n + 1) / 2)]
}
