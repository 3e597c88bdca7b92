# SPDX-License-Identifier: GPL-2.0
"""--batch: rates between readings, the folder changing underneath."""
import json
import os
import signal
import subprocess
import time

import jsonschema

from harness import FOLDERS
from t_json import schema


class Flip:
    """A path that can point to one recorded folder after the other."""

    def __init__(self, t, first):
        self.path = os.path.join(t.scratch, "flip")
        self.to(os.path.join(FOLDERS, first))

    def to(self, target):
        os.symlink(target, self.path + ".new")
        os.rename(self.path + ".new", self.path)


def batch(t, steps, *args):
    """One JSON object a step; each step is a folder to flip to first."""
    flip = Flip(t, steps[0])
    child = subprocess.Popen([t.program, "-b", "-j", "-d", "0.4", "-n", str(len(steps)),
                              "-p", flip.path, *args], stdout=subprocess.PIPE, text=True,
                             env=t.environ())
    out = []
    for i in range(len(steps)):
        out.append(json.loads(child.stdout.readline()))
        if i + 1 < len(steps):
            flip.to(os.path.join(FOLDERS, steps[i + 1]))
    t.equal((child.stdout.read(), child.wait(10)), ("", 0), "batch: N objects, then exit 0")
    return out


def near(got, want):
    return got is not None and abs(got - want) <= 0.02 * want


def rates(t):
    first, second, third = batch(t, ["igb", "igb-later", "igb"])
    checker = jsonschema.Draft202012Validator(schema())
    t.ok(all(checker.is_valid(d) for d in (first, second, third)), "batch: fits the schema")
    eth0 = [next(n for n in d["netdevs"] if n["netdev"] == "eth0") for d in (first, second, third)]
    t.ok(first["interval"] is None and eth0[0]["rates"]["recycled"] is None,
         "batch: no rate in the first reading")
    passed = second["interval"]
    t.ok(0.3 < passed < 2, "batch: the interval is the delay", passed)
    t.ok(near(eth0[1]["rates"]["recycled"], 100000 / passed) and
         near(eth0[1]["rates"]["released"], 2000 / passed) and eth0[1]["rates"]["failed"] == 0,
         "batch: rates a second", eth0[1]["rates"])
    queue = next(q for q in eth0[1]["queues"] if q["queue"] == 2)
    t.ok(near(queue["rates"]["refills"], 1563 / passed), "batch: rates of a queue", queue)
    t.equal(set(eth0[2]["rates"].values()), {None},
            "batch: counters went backwards: rates unknown, not negative, not huge")
    t.equal(third["total"]["rates"]["recycled"], None, "batch: and so is their sum")


def text(t):
    flip = Flip(t, "igb")
    code, out, err = t.run("-b", "-n", "3", "-d", "0.1", "-p", flip.path)
    t.ok(code == 0 and out.count("NETDEV") == 3 and out.count("\n\nrxpa-top") == 2 and
         "ALLOC/s" in out, "batch: text", out + err)
    last = out.split("\n\n")[-1].splitlines()[1].split()
    t.ok("-" not in last and last.count("0") >= 5, "batch: nothing moved is 0 a second", last)
    begun = time.monotonic()
    t.run("-b", "-n", "4", "-d", "0.5", "-p", flip.path)
    passed = time.monotonic() - begun
    t.ok(1.5 <= passed < 4, "batch: keeps the delay", passed)


def leaving(t):
    for sig in (signal.SIGINT, signal.SIGTERM):
        with subprocess.Popen([t.program, "-b", "-d", "60", "-p", os.path.join(FOLDERS, "igb")],
                              stdout=subprocess.PIPE, text=True, env=t.environ()) as child:
            while not child.stdout.readline().startswith("total"):
                pass
            begun = time.monotonic()
            child.send_signal(sig)
            code = child.wait(10)
        t.ok(code == 0 and time.monotonic() - begun < 5, f"batch: {sig.name} leaves at once", code)
    with subprocess.Popen([t.program, "-b", "-d", "0.1", "-n", "30", "-p",
                           os.path.join(FOLDERS, "igb")], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=t.environ()) as child:
        child.stdout.readline()
        child.stdout.close()
        code = child.wait(10)
    t.ok(code in (-signal.SIGPIPE, 1), "batch: ends when nobody reads", code)
    flip = Flip(t, "igb")
    with subprocess.Popen([t.program, "-b", "-d", "0.3", "-p", flip.path], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, env=t.environ()) as child:
        child.stdout.readline()
        flip.to(os.path.join(t.scratch, "nowhere"))
        _, err = child.communicate(timeout=10)
    t.ok(child.returncode == 1 and "No such file" in err,
         "batch: a folder that goes away is an error", err)


def hanging(t):
    """A file that does not answer: a signal ends the wait."""
    box = t.folder("igb", "batch-hang")
    os.remove(os.path.join(box, ":netdevs"))
    os.mkfifo(os.path.join(box, ":netdevs"))
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with subprocess.Popen([t.program, "-b", "-t", "60", "-p", box], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, env=t.environ()) as child:
            time.sleep(0.7)
            begun = time.monotonic()
            child.send_signal(sig)
            out, err = child.communicate(timeout=10)
        t.ok(child.returncode == 0 and not out and not err and time.monotonic() - begun < 3,
             f"batch: {sig.name} leaves while a file does not answer", (child.returncode, err))


def run(t):
    rates(t)
    text(t)
    leaving(t)
    hanging(t)
