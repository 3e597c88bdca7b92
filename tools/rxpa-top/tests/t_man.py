# SPDX-License-Identifier: GPL-2.0
"""The manual page: lint, and that it knows every option, column and code."""
import json
import os
import re
import shutil
import subprocess

from harness import FOLDERS, HERE

PAGE = os.path.join(HERE, "..", "..", "man", "rxpa-top.8")


def lint(t):
    for tool, args in (("mandoc", ["-Tlint", "-Wwarning", PAGE]),
                       ("groff", ["-mdoc", "-Tutf8", "-ww", "-z", PAGE])):
        if not shutil.which(tool):
            t.ok(False, f"man: {tool} finds nothing",
                 f"{tool} is missing: apt-get install mandoc groff-base")
            continue
        done = subprocess.run([tool, *args], capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        t.ok(done.returncode == 0 and not said, f"man: {tool} finds nothing", said)


class Shell:
    """A shell in which rxpa-top is ours and reads a folder, unless it is told
    another, and /sys/kernel/debug/rxpageacct is that folder."""

    def __init__(self, t, folder):
        self.t, self.folder = t, folder
        self.box = os.path.join(t.scratch, "man")
        shutil.rmtree(self.box, ignore_errors=True)
        os.makedirs(os.path.join(self.box, "bin"))
        program = os.path.join(self.box, "bin", "rxpa-top")
        with open(program, "w", encoding="ascii") as f:
            f.write("#!/bin/sh\n"
                    f'case "$*" in *--path*) exec {t.program} "$@" ;; esac\n'
                    f'exec {t.program} "$@" --path "{folder}"\n')
        os.chmod(program, 0o755)

    def run(self, script):
        script = script.replace("/sys/kernel/debug/rxpageacct", self.folder)
        path = os.path.join(self.box, "bin") + ":" + os.environ["PATH"]
        done = subprocess.run(["sh", "-euc", script], cwd=self.box, text=True, check=False,
                              capture_output=True, timeout=30, env=self.t.environ(PATH=path))
        return done.returncode, done.stdout, done.stderr


def plain(line):
    """A line of mdoc as it is read."""
    return line.replace("\\e", "\\").replace("\\-", "-").replace("\\(aq", "'")


def examples(t, page):
    lines = [plain(line) for line in re.findall(r"^\.Dl (rxpa-top .*)$",
                                              page.split(".Sh EXAMPLES")[1], re.M)]
    want = {"head -15": ten_queues, "{ifname, bytes}": bytes_by_netdev,
            "--check": checked, ".orphaned > 0": lost}
    t.ok(len(lines) == len(want), "man: every example is run", lines)
    for mark, judge in want.items():
        line = next((line for line in lines if mark in line), "false")
        judge(t, *Shell(t, os.path.join(FOLDERS, "mixed" if mark == ".orphaned > 0" else
                                        "large")).run(line))
    recording(t, page)


def ten_queues(t, code, out, err):
    rows = re.findall(r"^(\S+) +(\d+) .* ok$", out, re.M)
    t.ok(code == 0 and len(rows) == 10 and len(set(rows)) == 10 and "QUEUE" in out and not err,
         "man: the ten queues are ten", out + err)


def bytes_by_netdev(t, code, out, err):
    got = [json.loads(line) for line in out.splitlines()]
    t.ok(code == 0 and len(got) == 4 and all(set(d) == {"ifname", "bytes"} and d["bytes"] > 0
                                             for d in got),
         "man: bytes by netdev", f"{out}{err}apt-get install jq")


def checked(t, code, out, err):
    t.ok(code == 2 and out.startswith("RXPAGEACCT CRITICAL - ") and ";13636521165;" in out,
         "man: the check, with its limit", out + err)


def lost(t, code, out, err):
    t.equal((code, out), (0, '["eth2",0,115]\n'), f"man: what is lost, by queue {err}")


def recording(t, page):
    """The recipe works, and opens no walk: that would hang here."""
    live = t.folder("large", "man-live")
    for name in os.listdir(live):
        if name.endswith(":walk"):
            os.remove(os.path.join(live, name))
            os.mkfifo(os.path.join(live, name))
    os.remove(os.path.join(live, "meminfo"))
    recipe = re.search(r"^\.Sh RECORDING$.*?^\.Bd .*?$(.*?)^\.Ed$", page, re.M | re.S).group(1)
    shell = Shell(t, live)
    try:
        code, out, err = shell.run(re.sub(r"^[#$>] ", "", plain(recipe), flags=re.M))
    except subprocess.TimeoutExpired:
        code, out, err = -1, "", "the recipe hangs: it reads a walk"
    made = os.path.join(shell.box, "rec")
    names = set(os.listdir(made)) if os.path.isdir(made) else set()
    t.ok(code == 0 and "476 queues" in out and re.search(r"% of \S+ \wiB RAM", out) and not err,
         "man: the recording can be read", out + err)
    t.ok({":netdevs", ":status", "ens3f0", "meminfo", "hostname", "osrelease", "time"} <= names and
         not any(name.endswith(":walk") for name in names) and
         all(os.path.getsize(os.path.join(made, name)) for name in names),
         "man: all files are in it but the walks", names)
    code, out, err = shell.run("rm -r rec; tar -xzf rec.tgz; rxpa-top --json --path rec")
    t.ok(code == 0 and json.loads(out)["time"] and json.loads(out)["hostname"] == os.uname().nodename,
         "man: and so after tar, with whose it is and when it was made", out[:500] + err)


def installed(t, page):
    """What make install makes is where FILES says, and make uninstall takes it away."""
    root = os.path.join(t.scratch, "root")
    os.mkdir(root)
    env = {k: v for k, v in t.environ().items() if not k.startswith(("MAKE", "MFLAGS"))}
    args = ["make", "-s", "-C", os.path.join(HERE, ".."), f"O={t.build}", f"DESTDIR={root}"]
    for target, there in (("install", True), ("uninstall", False)):
        done = subprocess.run([*args, target], capture_output=True, text=True, check=False, env=env)
        paths = re.findall(r"^\.It Pa (/usr/local/.*)$", page, re.M) + ["/usr/local/sbin/rxpa-top"]
        wrong = [p for p in paths if os.path.isfile(root + p) != there]
        t.ok(done.returncode == 0 and len(paths) == 3 and not wrong,
             f"man: make {target}: its files", f"{wrong}\n{done.stdout}{done.stderr}")
        t.ok(not there or os.access(root + "/usr/local/sbin/rxpa-btf", os.X_OK),
             f"man: make {target}: rxpa-btf can be run")
    t.equal([f for _, _, files in os.walk(root) for f in files], [], "man: nothing is left")


def run(t):
    lint(t)
    with open(PAGE, encoding="ascii") as f:
        page = f.read()
    examples(t, page)
    installed(t, page)
    _, out, _ = t.run("--help")
    options = re.findall(r"--([a-z]+)", out.split("See also")[0])
    missing = [o for o in options if not re.search(rf"^\.It Fl (\S+ , Fl )?Fl {o}\b", page, re.M)]
    t.ok(len(options) >= 14 and not missing, "man: every option", missing)
    _, _, err = t.run("-1", "-s", "?")
    keys = err.split("columns are:")[1].split()
    words = set(re.findall(r"\S+", page))
    t.ok(len(keys) > 30 and set(keys) <= words, "man: every column", set(keys) - words)
    _, _, err = t.run("-1", "-f", "?=x")
    keys = err.split("keys are:")[1].split()
    filters = page.split(".Sh FILTERS")[1].split(".Sh ")[0]
    t.ok(len(keys) == 6 and all(re.search(rf"^\.It Cm .*\b{k}\b", filters, re.M) for k in keys) and
         all(re.search(rf"\b{k}\b", out.split("Keys:")[1]) for k in keys),
         "man: every key of filters, in --help, too", keys)
    with open(os.path.join(HERE, "..", "keys.c"), encoding="ascii") as f:
        used = re.findall(r"case '(.)':", f.read())
    described = page.split(".Sh KEYS")[1].split(".Sh ")[0]
    names = {" ": "Space", "\\": "\\e", "?": "\\&?", "Q": "q"}
    missing = [k for k in used if not re.search(
        rf"^\.(It )?Ic (.* , )?{re.escape(names.get(k, k))}( |$)", described, re.M)]
    t.ok(len(used) >= 18 and not missing, "man: every key", missing)
    with open(os.path.join(HERE, "..", "util.h"), encoding="ascii") as f:
        codes = re.findall(r"EXIT_\w+\t*\s*= (\d)", f.read())
    t.equal(re.findall(r"^\.It (\d)$", page, re.M), codes, "man: every exit code")
    with open(os.path.join(HERE, "../../../include/rxpageacct.h"), encoding="ascii") as f:
        states = re.findall(r"RXPA_STATE_\w+\s+\"(\w+)\"", f.read())
    missing = [s for s in states if not re.search(rf"^\.It Cm {s}$", page, re.M)]
    t.ok(len(states) >= 10 and not missing, "man: every state", missing)
