# SPDX-License-Identifier: GPL-2.0
#
# One reader: all files of the module's folder, over and over, until the file
# `stop` is there:
#
#   awk -v dir=FOLDER -v page=4096 -v stop=FILE -v epoch=FILE -v nap=0.1 \
#	-v rounds=FILE -f reader.awk
#
# Prints what no reader may ever see, traffic or not: a row that contradicts
# itself, a page that is orphaned, a number that goes down while nothing was
# loaded anew (`epoch` changes when something is) and counting did not begin
# anew.  A file that ends early, because its netdev or the module goes, is not
# judged.

function first_line(file,    text)
{
	text = ""
	getline text <file
	close(file)
	return text
}

function wrong(file, text, row)
{
	print file ": " text ": " row
	fflush()
}

function is_number(text)
{
	return text ~ /^-?[0-9]+$/
}

# The value of a row's column, "-" if it has none.
function cell(key)
{
	return key in at ? part[at[key]] : "-"
}

function known(keys,    i, n, key)
{
	n = split(keys, key, " ")
	for (i = 1; i <= n; i++)
		if (!is_number(cell(key[i])))
			return 0
	return 1
}

function weight(order,    n)
{
	for (n = page; order > 0; order--)
		n *= 2
	return n
}

function judge_row(file, row)
{
	if (cell("orphaned") != "-" && cell("orphaned") != 0)
		wrong(file, "orphaned", row)
	if (known("orphaned adopted allocated released held") &&
	    cell("orphaned") != cell("adopted") + cell("allocated") - \
				cell("released") - cell("held"))
		wrong(file, "the sum is wrong", row)
	if (known("adopted") && cell("adopted") < 0)
		wrong(file, "less than nothing was adopted", row)
	if (known("held desc") &&
	    (cell("held") < 0 || cell("held") > cell("desc")))
		wrong(file, "held does not fit the ring", row)
	if (known("held order bytes") &&
	    cell("bytes") != cell("held") * weight(cell("order")))
		wrong(file, "bytes are wrong", row)
	if (known("walked held") && cell("state") == "ok" &&
	    cell("walked") != cell("held"))
		wrong(file, "the walk found another number", row)
	if (cell("state") !~ /^(ok|down|xsk|adopting|busy|partial|gone|off)$/)
		wrong(file, "state", row)
}

# Counts of one queue of one netdev go up.
function judge_growth(file, row, queue,    i, n, key, id)
{
	n = split("allocated released recycled failed refills", key, " ")
	for (i = 1; i <= n; i++) {
		if (!is_number(cell(key[i])))
			continue
		id = queue " " key[i]
		if (id in last && cell(key[i]) < last[id])
			wrong(file, key[i] " was " last[id] " before", row)
		last[id] = cell(key[i]) + 0
	}
}

function judge(file,    i, n, head, id)
{
	id = restarts = ""
	for (i = 1; i <= lines; i++)
		if (line[i] ~ /counting began anew/)
			restarts = line[i]
	sub(/\(.*/, "", restarts)
	if (match(line[1], / ifindex=[0-9]+/))
		id = substr(line[1], RSTART, RLENGTH) " " now " " restarts
	split("", at)
	for (i = 2; i <= lines; i++) {
		if (line[i] ~ /^# /)
			continue
		n = split(line[i], part, " ")
		if (!head) {
			for (head = n; n; n--)
				at[part[n]] = n
			continue
		}
		if (n != head)
			wrong(file, "not " head " fields", line[i])
		else
			judge_row(file, line[i])
		if (id != "" && file !~ /:walk$/ && part[1] != "total")
			judge_growth(file, line[i], id " " part[1])
	}
}

function read_file(file,    text, whole)
{
	lines = 0
	now = first_line(epoch)
	while ((getline text <(dir "/" file)) > 0) {
		line[++lines] = text
		whole = whole || text ~ /^total/
	}
	close(dir "/" file)
	if (whole && now == first_line(epoch)) {
		judge(file)
		read++
	}
}

BEGIN {
	while (first_line(stop) == "") {
		list = "ls " dir " 2>/dev/null"
		while ((list | getline name) > 0)
			read_file(name)
		close(list)
		print read + 0 >rounds
		close(rounds)
		system("sleep " nap)
	}
}
