# SPDX-License-Identifier: GPL-2.0
"""--once: golden texts, order, filter, formats."""
import os
import re
import subprocess

from harness import FOLDERS, LARGE, edit

GOLDEN = {
    "igb": ["-p", "igb"], "igb-queues": ["-q", "-p", "igb"],
    "igb-walk": ["-qw", "-p", "igb"], "case": ["-p", "case"],
    "case-walk": ["-w", "-p", "case"], "case-exact": ["-e", "-p", "case"],
    "mixed": ["-p", "mixed"], "mixed-queues": ["-q", "-p", "mixed"],
    "mixed-reverse": ["-r", "-s", "orphaned", "-p", "mixed"],
    "mixed-filter": ["-q", "-f", "i40e", "-p", "mixed"], "empty": ["-p", "empty"],
    "today": ["-p", "today"], "today-walk": ["-qw", "-p", "today"],
    "real": ["-qw", "-p", "real-igb-6.1"],
}


def undated(text):
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "DATE TIME", text, count=1)


def golden(t, name, args):
    args = args[:-1] + [os.path.join(FOLDERS, args[-1])]
    code, out, err = t.run("--once", *args)
    out = undated(out)
    same, diff = t.golden(name, out)
    t.ok(code == 0 and not err and same, f"text: golden {name}", diff + err)
    t.ok(not re.search(r" $", out, re.M) and out.isascii(), f"text: {name}: no blanks at line ends")


def names(out):
    """First words of the table's rows."""
    lines = out.split("\n\n")[1].splitlines()
    return [line.split()[0] for line in lines[1:-1]]


def order(t):
    box = os.path.join(FOLDERS, "mixed")
    _, out, _ = t.run("-1", "-p", box)
    t.equal(names(out), ["eth2", "ens3f0", "eth0:ns4026532201", "eth10", "enp5s0"],
            "text: the biggest holder first, unknown last")
    _, out, _ = t.run("-1", "-s", "netdev", "-p", box)
    t.equal(names(out), ["enp5s0", "ens3f0", "eth0:ns4026532201", "eth2", "eth10"],
            "text: names in natural order")
    _, out, _ = t.run("-1", "-r", "-s", "orphaned", "-p", box)
    t.equal(names(out)[-2:], ["enp5s0", "ens3f0"], "text: reversed, unknown still last")
    for key in ("held", "driver", "state", "released", "node", "refills"):
        code, out, _ = t.run("-1", "-s", key, "-p", box)
        t.ok(code == 0 and len(names(out)) == 5, f"text: --sort {key}", out)


def odd_folders(t):
    box = t.folder("igb")
    edit(box, ":netdevs", lambda s: s.replace("eth1 ", "\x1b[2J ", 1))
    os.rename(os.path.join(box, "eth1"), os.path.join(box, "\x1b[2J"))
    code, out, _ = t.run("-1", "-q", "-p", box)
    t.ok(code == 0 and "\x1b" not in out and "\\x1b[2J" in out,
         "text: a netdev's name cannot move the cursor", out)
    edit(box, ":netdevs", lambda s: s + "# note: \x1b]0;title\x07 \xff\n")
    edit(box, ":status", lambda s: s + "off driver=\x1b[A reason=\"\x1b[B\"\n")
    _, out, _ = t.run("-1", "-p", box)
    t.ok(out.isascii() and out.replace("\n", "").isprintable() and "note: \\x1b]0;title\\x07 \\xff" in out and
         "off: \\x1b[A: \\x1b[B" in out, "text: nor can a note", out)
    os.remove(os.path.join(box, "eth0"))
    code, out, err = t.run("-1", "-q", "-p", box)
    t.ok(code == 0 and not err and "note: eth0: no queues" in out and "2 netdevs," in out and
         re.search(r"^total +-", out, re.M),
         "text: a netdev whose file is not there is not forgotten", out + err)
    box = t.folder("igb")
    os.remove(os.path.join(box, "meminfo"))
    _, out, _ = t.run("-1", "-p", box)
    t.ok("RAM" not in out and re.search(r"^eth0 .* -  +0 ", out, re.M),
         "text: a recording without meminfo does not take this machine's", out)
    os.remove(os.path.join(box, ":status"))
    code, _, err = t.run("-1", "-p", box)
    t.ok(code == 0, "text: a recording without :status", err)
    box = t.folder("igb")
    edit(box, "eth0", lambda s: s.replace("# rxpageacct 1 netdev ",
                                          "# rxpageacct 1 netdev new=thing ").replace("state", "mood"))
    code, out, err = t.run("-1", "-q", "-p", box)
    t.ok(code == 0 and re.search(r"^eth0 .* -$", out, re.M),
         "text: unknown columns are ignored, missing ones are unknown", out + err)


def columns(t):
    """What is sorted by is shown, what is chosen is shown, one format in a column."""
    box = os.path.join(FOLDERS, LARGE)

    def heads(*args):
        _, out, err = t.run("-1", "-p", box, *args)
        return out.split("\n\n")[1].splitlines()[0].split() if out else err

    t.equal(heads("-o", "held,state,bytes"), ["NETDEV", "HELD", "STATE", "BYTES"],
            "text: --columns, in this order")
    t.equal(heads("-o", "state", "-s", "failed"), ["NETDEV", "STATE", "FAILED"],
            "text: --columns: what is sorted by is shown as well")
    t.equal(heads("-q", "-o", "bytes"), ["NETDEV", "QUEUE", "BYTES"],
            "text: --columns: a row has its name")
    t.ok("REFILLS" in heads("-s", "refills"), "text: what is sorted by is shown", heads())
    _, out, _ = t.run("-1", "-o", "held,recycled", "-p", box)
    rows = [line.split() for line in out.split("\n\n")[1].splitlines()[1:]]
    t.ok(rows[-1][1] == "1088846" and all(r[1].isdigit() for r in rows) and
         all(re.fullmatch(r"[\d.]+G", r[2]) for r in rows),
         "text: the total is written as the rows are", out)


def groups(t):
    box = os.path.join(FOLDERS, "mixed")
    _, out, _ = t.run("-1", "-g", "driver", "-p", box)
    lines = out.split("\n\n")[1].splitlines()
    t.ok(" netdevs a driver by bytes\n" in out and lines[0].startswith("DRIVER ") and
         [line.split()[0] for line in lines[1:]] == ["igb", "i40e", "ice", "total"],
         "text: --group driver", out)
    igb = dict(zip(lines[0].split(), re.split(r" {2,}", lines[1])))
    t.ok(igb["RXQ"] == "6" and igb["HELD"] == "2526" and igb["ORPHANED"] == "115",
         "text: --group sums", igb)
    t.ok(re.search(r"^i40e .* - +- +- +- +-  partial$", out, re.M),
         "text: --group: unknown parts make it unknown", out)
    _, out, _ = t.run("-1", "-g", "node", "-q", "-p", box)
    t.ok(re.search(r"^NODE .*\n0 .*\n- ", out, re.M), "text: --group node of queues", out)
    _, out, _ = t.run("-1", "-g", "driver", "-f", "eth*", "-p", box)
    t.ok(re.search(r"filter: eth\* \(3 of 5\)$", out, re.M) and "\nfiltered total " in out,
         "text: a filtered total says so", out)


def negative(t):
    """+115 of one port and -20 of another are not 95."""
    box = t.folder("mixed", "negative")
    edit(box, ":netdevs", lambda s: re.sub(r"(?m)^(eth10 .*) 0( +\d+ ok)$", r"\1 -20\2", s))
    code, out, _ = t.run("-1", "-f", "igb", "-p", box)
    total = out.split("\n\n")[1].splitlines()[-1]
    t.ok(code == 0 and re.search(r"^eth10 .* -20  ok$", out, re.M) and total.endswith(" -"),
         "text: an orphaned below zero makes the sum unknown", out)
    t.ok("note: eth10: orphaned is -20, which cannot be" in out and
         "! orphaned 115 pages, ! unknown for 3" in out, "text: and a note says so", out)


def missed(t):
    box = t.folder("igb", "missed")
    edit(box, ":status", lambda s: s.replace("missed=0", "missed=3"))
    _, out, _ = t.run("-1", "-p", box)
    t.ok("\norphaned 0  9 hits missed earlier  2 ok\n" in out,
         "text: missed hits are a fact while the counts are known", out)


def ages(t):
    """AGE comes when a row is old; it is exact with -e; older modules have none."""
    box = t.folder("today", "ages")
    _, out, _ = t.run("-1", "-e", "-o", "age_ms", "-p", box)
    t.ok(re.search(r"^ens1f0 +1730 +6266880$", out, re.M) and re.search(r"^total +1730 ", out, re.M),
         "text: --columns age_ms, exact", out)
    _, out, _ = t.run("-1", "-s", "age_ms", "-p", os.path.join(FOLDERS, "igb"))
    t.ok(re.search(r"^NETDEV .* AGE  STATE\neth0 .* -  ok$", out, re.M),
         "text: a module without ages: unknown, where it is asked for", out)
    for name in (":netdevs", "ens1f0"):
        edit(box, name, lambda s: s.replace(" 1730 ", " 1000 "))
    _, out, _ = t.run("-1", "-p", box)
    t.ok(" AGE" not in out, "text: no column for rows of a second", out)
    code, out, err = t.run("-b", "-n", "1", "-p", os.path.join(FOLDERS, "today"))
    t.ok(code == 0 and re.search(r"^ens1f0 .* 1\.7s  ok$", out, re.M), "text: --batch: AGE", out + err)


def locked(t):
    """The network lock was held while the files were read."""
    box = t.folder("today", "locked")
    _, out, _ = t.run("-1", "-q", "-p", box)
    t.ok(re.search(r"^total +- +- +- ", out, re.M) and out.count("held the network lock") == 1,
         "text: a total lacks the queues that could not be read; one note", out)
    _, out, _ = t.run("-1", "-p", box)
    t.ok("  5 hits missed earlier" in out and "! 5 hits" not in out,
         "text: that counting began anew is no alarm", out)
    edit(box, ":netdevs", lambda s: re.sub(r"^(ens1f1|eth0) .*\n", "", s, flags=re.M))
    edit(box, ":netdevs", lambda s: re.sub(r"^total .*", "total" + " -" * 15 + " busy", s, flags=re.M))
    code, out, err = t.run("-1", "-p", box)
    t.ok(code == 0 and "at least 5.98 MiB held" in out and re.search(r"^total +- ", out, re.M),
         "text: rows that could not be read make totals unknown", out + err)


def undated_recording(t):
    box = t.folder("case", "undated")
    with open(os.path.join(box, "time"), "w") as f:
        f.write("1795880590\n")
    _, out, _ = t.run("-1", "-p", box)
    t.ok(out.startswith("rxpa-top  2026-11-28 15:43:10  netdevs"), "text: when a recording was made", out)
    os.remove(os.path.join(box, "time"))
    _, out, _ = t.run("-1", "-p", box)
    t.ok(out.startswith("rxpa-top  time not known  netdevs"),
         "text: one that does not say it was not made now", out)


def long_notes(t):
    box = t.folder("igb", "long")
    words = " ".join(f"w{i}" for i in range(3000)) + " " + "y" * 9000
    edit(box, ":netdevs", lambda s: s + f"# note: {words}\n")
    _, out, _ = t.run("-1", "-p", box)
    t.ok(f"\nnote: {words}\n" in out, "text: a note is whole, however long", out[-200:])


def utf8(t):
    box = t.folder("igb", "utf8")
    edit(box, ":netdevs", lambda s: s.replace("eth1 ", "eth\xc3\xa4\xe7\xb6\xb2 ", 1))
    code, out, _ = t.run("-1", "-o", "netdev,driver", "-p", box)
    t.ok(code == 0 and "\neth\u00e4\u7db2    igb  " in out and "\neth0      igb  " in out,
         "text: UTF-8 as it is, the next column in line", out)
    _, out, _ = t.run("-1", "-p", box, LC_ALL="C")
    t.ok("\neth\\xc3\\xa4\\xe7\\xb6\\xb2  igb " in out, "text: escaped where the locale has none", out)


def on_terminal(t, cols):
    """--once on a terminal: wrapped between words, and nothing goes without a sign."""
    done = subprocess.run(["script", "-qec", f"stty cols {cols} rows 24; "
                           f"{t.program} -1 -p {os.path.join(FOLDERS, 'mixed')}", "/dev/null"],
                          capture_output=True, text=True, check=False, timeout=20,
                          stdin=subprocess.DEVNULL, env=t.environ(TERM="xterm"))
    out = done.stdout.replace("\r\n", "\n")
    _, whole, _ = t.run("-1", "-p", os.path.join(FOLDERS, "mixed"))
    parts = out.split("\n\n")
    t.ok(max(len(line) for line in out.splitlines()) <= cols,
         f"text: {cols} columns: no line is wider", out)
    t.equal(undated(" ".join(parts[0].split())), undated(" ".join(whole.split("\n\n")[0].split())),
            f"text: {cols} columns: every word of the summary")
    t.equal(" ".join(parts[2].split()), " ".join(whole.split("\n\n")[2].split()),
            f"text: {cols} columns: every word of the notes")
    left = re.search(r"(\d+) columns left out, too narrow:((?: +\S+|\n  \S+)*)", parts[1])
    heads = parts[1].splitlines()[0].split()
    all_heads = whole.split("\n\n")[1].splitlines()[0].split()
    t.ok(left and set(heads) | set(left[2].split()) == set(all_heads) and
         int(left[1]) == len(left[2].split()), f"text: {cols} columns: what is left out is named",
         parts[1])


def run(t):
    columns(t)
    groups(t)
    negative(t)
    missed(t)
    ages(t)
    locked(t)
    undated_recording(t)
    utf8(t)
    long_notes(t)
    for cols in (40, 80):
        on_terminal(t, cols)
    for name, args in GOLDEN.items():
        golden(t, name, args)
    order(t)
    odd_folders(t)
    code, out, _ = t.run("--version")
    t.ok(code == 0 and re.fullmatch(r"rxpa-top \d+\.\d+\.\d+\n", out), "text: --version", out)
    code, out, _ = t.run("--help")
    t.ok(code == 0 and max(map(len, out.splitlines())) < 80, "text: --help fits 80 columns", out)
    _, first, _ = t.run("-1", "-p", os.path.join(FOLDERS, "case"))
    _, other, _ = t.run("-1", "-p", os.path.join(FOLDERS, "case"), program=t.release)
    t.equal(undated(first), undated(other), "text: the release build says the same")
