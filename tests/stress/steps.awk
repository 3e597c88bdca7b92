# SPDX-License-Identifier: GPL-2.0
#
# The steps of one seed, a line each, decided by the seed alone:
#
#   awk -v seed=1 -v count=1000 -v queues=2 -f steps.awk
#
# A line is "PAUSE VERB ARGUMENTS": what to do (the functions do_VERB of
# steps.inc), and how many tenths of a second to let it be afterwards; with a
# "+" behind PAUSE the link is waited for first, or hardly a frame would come
# through between steps that take the carrier away.  `check` is a quiet point;
# it brings back the driver, the module and whatever else is off.

# Lehmer's generator of 1951 with the multiplier 16807: exact in doubles, so
# that every awk gives the same numbers.
function below(n)
{
	state = (state * 16807) % 2147483647
	return int(state / 2147483647 * n)
}

function one_of(list,    word, n)
{
	n = split(list, word, " ")
	return word[1 + below(n)]
}

function port()
{
	return one_of("A A A B")
}

# Verbs by weight.
function verb(    at, i)
{
	at = below(weights)
	for (i = 1; at >= weight[i]; i++)
		at -= weight[i]
	return name[i]
}

function arguments(v)
{
	if (v == "ring")
		return port() " " one_of("80 128 256 512 1024 2048 4096")
	if (v == "channels")
		return port() " " 1 + below(queues)
	if (v == "mtu")
		return port() " " one_of("1500 1500 576 2000 4000 9000")
	if (v == "xdp")
		return port() " " one_of("pass drop tx off off")
	if (v == "rename")
		return port() " " one_of("one two rxpa0 a-long-name-15")
	if (v == "move")
		return port() " " one_of("away home home")
	if (v == "reset")
		return port() " " one_of("0 1 2")
	if (v == "flag")
		return port() " " one_of("legacy-rx:on legacy-rx:off")
	if (v == "feature")
		return port() " " one_of("rx-all:on rx-all:off rx:on rx:off")
	if (v == "driver" || v == "module")
		return one_of("reload reload away back")
	if (v == "sockets" || v == "pressure" || v == "hog" || v == "hold")
		return one_of("on off")
	if (v == "inject")
		return one_of("alloc map files work on_netdev on_module") " " \
			one_of("1 3 10 30")
	if (v == "down" || v == "up")
		return port()
	return ""
}

BEGIN {
	n = split("down 5 up 9 ring 8 channels 6 mtu 5 xdp 6 rename 4 " \
		  "swap 2 move 5 scatter 1 reset 5 flag 3 feature 2 " \
		  "driver 5 module 8 sockets 5 kprobes 2 hog 2 hold 4 " \
		  "pressure 1 inject 6 walks 2", word, " ")
	for (i = 1; i < n; i += 2) {
		name[++names] = word[i]
		weight[names] = word[i + 1]
		weights += word[i + 1]
	}
	state = seed % 2147483646 + 1
	for (i = 0; i < 20; i++)
		below(1)
	until = 8 + below(8)
	for (i = 1; i <= count; i++) {
		if (--until == 0) {
			until = 8 + below(8)
			print "0 check"
			continue
		}
		v = verb()
		pause = below(6)
		wait = below(3) ? "" : "+"
		sub(/ *$/, "", v)
		line = pause wait " " v " " arguments(v)
		sub(/ *$/, "", line)
		print line
	}
}
