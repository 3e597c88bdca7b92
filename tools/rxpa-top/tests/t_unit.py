# SPDX-License-Identifier: GPL-2.0
"""The C programs, and the recorded folders themselves."""
import filecmp
import os
import re
import subprocess

from harness import FOLDERS, HERE

MUTATIONS = {"igb": 2000, "mixed": 2000, "today": 2000, "leak": 500}
UNITS = 90


def run(t):
    unit = os.path.join(t.build, "rxpa-top.tests", "unit")
    done = subprocess.run([unit], capture_output=True, text=True, check=False)
    lines = re.findall(r"^(ok|not ok) \d+ - (.*)$", done.stdout, re.M)
    for verdict, name in lines:
        t.ok(verdict == "ok", f"unit: {name}", done.stdout if verdict != "ok" else "")
    t.ok(done.returncode == 0 and len(lines) >= UNITS and f"1..{len(lines)}" in done.stdout,
         "unit: ran to its end", done.stdout[-500:] + done.stderr)
    mutations(t)
    folders(t)


def mutations(t):
    mutate = os.path.join(t.build, "rxpa-top.tests", "mutate")
    for seed, (name, count) in enumerate(MUTATIONS.items(), 1):
        to = os.path.join(t.scratch, "mutate-" + name)
        os.mkdir(to)
        done = subprocess.run([mutate, os.path.join(FOLDERS, name), to, str(count), str(seed)],
                              capture_output=True, text=True, check=False, timeout=300)
        want = f"{count} of {count} mutations answered well"
        t.ok(done.returncode == 0 and want in done.stdout,
             f"mutate: {count} of {name}: an answer or an error, never a crash",
             done.stdout[-1000:] + done.stderr[-3000:])


def folders(t):
    to = os.path.join(t.scratch, "made")
    for script in ("make_folders.py", "make_machines.py"):
        subprocess.run(["/usr/bin/python3", os.path.join(HERE, script), to], check=True)
    for name in sorted(os.listdir(to)):
        same = filecmp.dircmp(os.path.join(to, name), os.path.join(FOLDERS, name))
        t.ok(not (same.left_only or same.right_only or same.diff_files),
             f"folders: {name} is what its script writes",
             f"{same.left_only} {same.right_only} {same.diff_files}")
