# SPDX-License-Identifier: GPL-2.0
"""The manual page: lint, and that it knows every option, column and code."""
import os
import re
import shutil
import subprocess

from harness import HERE

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


def run(t):
    lint(t)
    with open(PAGE, encoding="ascii") as f:
        page = f.read()
    _, out, _ = t.run("--help")
    options = re.findall(r"--([a-z]+)", out.split("See also")[0])
    missing = [o for o in options if not re.search(rf"^\.It Fl \S+ , Fl Fl {o}\b", page, re.M)]
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
