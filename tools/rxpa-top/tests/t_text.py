# SPDX-License-Identifier: GPL-2.0
"""--once: golden texts, order, filter, formats."""
import difflib
import os
import re

from harness import FOLDERS, HERE, edit

GOLDEN = {
    "igb": ["-p", "igb"], "igb-queues": ["-q", "-p", "igb"],
    "igb-walk": ["-qw", "-p", "igb"], "case": ["-p", "case"],
    "case-walk": ["-w", "-p", "case"], "case-exact": ["-e", "-p", "case"],
    "mixed": ["-p", "mixed"], "mixed-queues": ["-q", "-p", "mixed"],
    "mixed-reverse": ["-r", "-s", "orphaned", "-p", "mixed"],
    "mixed-filter": ["-q", "-f", "i40e", "-p", "mixed"], "empty": ["-p", "empty"],
    "real": ["-qw", "-p", "real-igb-6.1"],
}


def undated(text):
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "DATE TIME", text, count=1)


def golden(t, name, args):
    path = os.path.join(HERE, "golden", name + ".txt")
    args = args[:-1] + [os.path.join(FOLDERS, args[-1])]
    code, out, err = t.run("--once", *args)
    out = undated(out)
    if t.update:
        with open(path, "w", encoding="ascii") as f:
            f.write(out)
    with open(path, encoding="ascii") as f:
        want = f.read()
    diff = "\n".join(difflib.unified_diff(want.splitlines(), out.splitlines(), lineterm=""))
    t.ok(code == 0 and not err and out == want, f"text: golden {name}", diff + err)
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
    for key in ("held", "driver", "state", "released/s", "node"):
        code, out, _ = t.run("-1", "-s", key, "-p", box)
        t.ok(code == 0 and len(names(out)) == 5, f"text: --sort {key}", out)


def odd_folders(t):
    box = t.folder("igb")
    edit(box, ":netdevs", lambda s: s.replace("eth1 ", "\x1b[2J ", 1))
    os.rename(os.path.join(box, "eth1"), os.path.join(box, "\x1b[2J"))
    code, out, _ = t.run("-1", "-q", "-p", box)
    t.ok(code == 0 and "\x1b" not in out and "?[2J" in out,
         "text: a netdev's name cannot move the cursor", out)
    edit(box, ":netdevs", lambda s: s + "# note: \x1b]0;title\x07 \xff\n")
    edit(box, ":status", lambda s: s + "off driver=\x1b[A reason=\"\x1b[B\"\n")
    _, out, _ = t.run("-1", "-p", box)
    t.ok(out.isascii() and out.replace("\n", "").isprintable() and "note: ?]0;title? ?" in out and
         "off: ?[A: ?[B" in out, "text: nor can a note", out)
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


def run(t):
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
