# SPDX-License-Identifier: GPL-2.0
"""explain: golden pages, sums that close, what has no figure, and --save."""
import json
import os
import re
import shutil
import subprocess

import jsonschema

from harness import FOLDERS, HERE, Live, edit
from t_json import schema, strict

MACHINES = ["case", "healthy", "node64k", "balloon", "hugetlb", "leak", "unknown", "absent"]
AWK = os.path.join(HERE, "../../../tests/case-meminfo.awk")


def box(name):
    return os.path.join(FOLDERS, name)


def explain(t, folder, **env):
    """Of a folder, or of a kernel of our own."""
    code, out, err = t.run("explain", "--json", *(["-p", folder] if folder else []), **env)
    assert code == 0 and out.count("\n") == 1, (code, out[:300], err)
    return json.loads(out)


def page(t, folder):
    code, out, err = t.run("explain", "-p", folder)
    assert code == 0 and not err, (code, err)
    return out


def parts(data):
    return {p["key"]: p for p in data["memory"]["parts"]}


def port(data, name):
    return next(p for p in data["ports"] if p["netdev"] == name)


def offers(data, name):
    return {o["command"]: o["frees"] for o in port(data, name)["offers"]}


def golden(t, name, out):
    same, diff = t.golden(f"explain-{name}", out)
    t.ok(same, f"explain: golden {name}", diff)
    t.ok(not re.search(r" $", out, re.M) and out.isascii() and "  %" not in out,
         f"explain: {name}: no blanks at line ends")


def kib(text):
    return int(text.replace(",", ""))


def closes(t, name, out, data):
    """What a person adds up, and what a program does, is zero."""
    rows = re.findall(r"^([-+=]) +(-?[\d,]+) kB", out, re.M)
    left = kib(re.search(r"^ +([\d,]+) kB +100.0  MemTotal", out, re.M).group(1))
    results = []
    for sign, n in rows:
        if sign == "=":
            results.append(left == kib(n))
        else:
            left += kib(n) if sign == "+" else -kib(n)
    t.ok(len(rows) > 8 and results and all(results), f"explain: {name}: the sums on the page close",
         out)
    memory = data["memory"]
    left = memory["mem_total"] - sum(p["bytes"] or 0 for p in memory["parts"] if p["subtracted"])
    t.equal((left, left - memory["rings"] - memory["lost"]),
            (memory["unexplained"], memory["rest"]), f"explain: {name}: and those of the JSON")


def as_awk(t, name, data):
    """The same as the program that needs nothing, but for what that does not read."""
    done = subprocess.run(["awk", "-f", AWK, os.path.join(box(name), "meminfo")],
                          capture_output=True, text=True, check=True)
    left = int(re.search(r"^unexplained +(-?\d+)$", done.stdout, re.M).group(1)) * 1024
    p = parts(data)
    for key in ("cpu_lists", "swap_cache_mapped", "lru_only", "memory_map", "compressed"):
        left -= p[key]["bytes"] or 0
    if "Balloon" not in done.stdout:
        left -= p["balloon"]["bytes"]
    t.equal(data["memory"]["unexplained"], left, f"explain: {name}: as case-meminfo.awk has it")


def machines(t, checker):
    for name in MACHINES:
        out, data = page(t, box(name)), explain(t, box(name))
        golden(t, name, out)
        errors = list(checker.iter_errors(data))
        t.ok(not errors, f"explain: {name} fits the schema",
             "\n".join(e.message for e in errors[:5]))
        closes(t, name, out, data)
        as_awk(t, name, data)
    for name in sorted(os.listdir(FOLDERS)):
        if name not in MACHINES:
            errors = list(checker.iter_errors(explain(t, box(name))))
            t.ok(not errors, f"explain: {name}, a folder without the rest, fits the schema",
                 "\n".join(e.message for e in errors[:5]))


def change(t, files, machine="healthy"):
    """By how much "unexplained" differs when a line of a file has another number of KiB."""
    folder = t.folder(machine, "explain-change")
    before = explain(t, folder)
    for name, line, n in files:
        edit(folder, name, lambda s, line=line, n=n: re.sub(
            rf"(?m)^({re.escape(line)} +)\d+", rf"\g<1>{n}", s))
    after = explain(t, folder)
    return (after["memory"]["unexplained"] - before["memory"]["unexplained"]) // 1024, before, after


def now(machine, name):
    with open(os.path.join(box(machine), "meminfo"), encoding="ascii") as f:
        return int(re.search(rf"(?m)^{re.escape(name)}: +(\d+)", f.read()).group(1))


def traps(t):
    """No page is subtracted twice, and none is forgotten."""
    by, *_ = change(t, [("meminfo", "Shmem:", 4_000_000)])
    t.equal(by, 0, "explain: shmem is in the page cache")
    cached, inactive = now("healthy", "Cached"), now("healthy", "Inactive")
    by, *_ = change(t, [("meminfo", "Cached:", cached + 1000), ("meminfo", "Inactive:", inactive + 1000)])
    t.equal(by, -1000, "explain: a page of the cache is on a list, and counts once")
    lists = sum(now("healthy", n) for n in ("Active", "Inactive", "Unevictable"))
    lack = sum(now("healthy", n) for n in ("Buffers", "Cached", "AnonPages")) - lists
    by, _, after = change(t, [("meminfo", "SwapCached:", 5000)])
    t.equal((by, parts(after)["swap_cache_mapped"]["bytes"]), (0, -5000 * 1024),
            "explain: swap cache that the lists do not have besides is in AnonPages")
    by, *_ = change(t, [("meminfo", "SwapCached:", 5000),
                        ("meminfo", "Inactive:", inactive + 5000 + lack)])
    t.equal(by, -5000, "explain: swap cache that the lists have besides is not")
    by, _, after = change(t, [("meminfo", "Inactive:", inactive + lack + 7000)])
    t.equal((by, parts(after)["lru_only"]["bytes"]), (-7000, 7000 * 1024),
            "explain: what only the lists have is a line of its own")
    vmalloc = now("healthy", "VmallocUsed")
    by, _, after = change(t, [("meminfo", "KernelStack:", vmalloc - 1)])
    t.equal((by, parts(after)["stacks_in_vmalloc"]["bytes"]), (0, (vmalloc - 1) * 1024),
            "explain: kernel stacks lie in vmalloc")
    by, _, after = change(t, [("meminfo", "KernelStack:", vmalloc + 1)])
    t.equal((by, parts(after)["stacks_in_vmalloc"]["bytes"]), (-vmalloc - 1, 0),
            "explain: but where they do not fit")
    by, *_ = change(t, [("meminfo", "Percpu:", now("healthy", "Percpu") + 3000)])
    t.equal(by, -3000, "explain: per-CPU memory is not in vmalloc")


def below_zero(t):
    """What cannot be is shown as it is."""
    folder = t.folder("healthy", "explain-below")
    edit(folder, "meminfo", lambda s: re.sub(
        r"(?m)^(MemFree: +)(\d+)", lambda m: m[1] + str(int(m[2]) + 4_000_000), s))
    out, data = page(t, folder), explain(t, folder)
    closes(t, "below zero", out, data)
    t.ok(data["memory"]["rest"] < 0 and data["memory"]["rest_percent"] < -10 and
         re.search(r"^= +-[\d,]+ kB +-16\.1  the rest$", out, re.M) and
         "The rest is less than nothing, by 16.1 %" in out, "explain: a rest below zero", out)


def beside_meminfo(t):
    by, *_ = change(t, [("vmstat", "nr_zspages", 1000)])
    t.equal(by, -4000, "explain: zsmalloc, in pages")
    by, *_ = change(t, [("vmstat", "nr_zspages", 1000), ("meminfo", "Zswap:", 3000)])
    t.equal(by, -4000, "explain: zswap lies in zsmalloc")
    by, *_ = change(t, [("vmstat", "nr_memmap_pages", 500)])
    t.equal(by, -2000, "explain: map of added memory")
    by, *_ = change(t, [("meminfo", "Balloon:", 9_000_000)])
    t.equal(by, -9_000_000, "explain: a balloon that has no room outside MemTotal")
    by, _, after = change(t, [("meminfo", "Balloon:", 90_000)])
    t.equal((by, parts(after)["balloon_outside"]["bytes"]), (0, 90_000 * 1024),
            "explain: one that has")
    folder = t.folder("healthy", "explain-zones")
    before = explain(t, folder)
    listed = parts(before)["cpu_lists"]["bytes"]
    with open(os.path.join(folder, "zoneinfo"), encoding="ascii") as f:
        want = sum(int(n) for n in re.findall(r"(?m)^ +count: +(\d+)$", f.read())) * 4096
    t.ok(listed == want > 0, "explain: the lists of all CPUs", (listed, want))
    os.remove(os.path.join(folder, "zoneinfo"))
    after = explain(t, folder)
    t.equal(after["memory"]["unexplained"] - before["memory"]["unexplained"], listed,
            "explain: without zoneinfo they are part of the rest")
    t.ok(any("zoneinfo is not there" in n for n in after["memory"]["notes"]) and
         parts(after)["cpu_lists"]["bytes"] is None, "explain: and that is said")


def figures(t):
    """What would give it back: the figures of the case, and why there is none."""
    data = explain(t, box("case"))
    t.equal(offers(data, "eth0")["ethtool -G eth0 rx 512"], 119 * (4095 - 511) * 4096,
            "explain: -G of the case: what it gave back then")
    folder = t.folder("case", "explain-ports")
    with open(os.path.join(folder, "ports"), "w", encoding="ascii") as f:
        f.write("# rxpageacct 1 ports page_size=4096\n"
                "port name=eth0 driver=i40e cpus=0-31 rx=4096 rx_max=4096 combined=119 "
                "combined_max=128 rx_only=0 rx_only_max=0\n"
                "port name=eth1 driver=i40e cpus=0-31 rx=512 combined=64 combined_max=128\n")
    data = explain(t, folder)
    t.equal(offers(data, "eth0"),
            {"ethtool -G eth0 rx 512": 119 * 3584 * 4096,
             "ethtool -L eth0 combined 32": (119 - 32) * 4095 * 4096,
             "ethtool -L eth0 combined 16": (119 - 16) * 4095 * 4096},
            "explain: -L to the CPUs near the device, and to half of them")
    why = {o["command"]: o["why"] for o in port(data, "eth1")["offers"]}
    t.equal(why, {"ethtool -G eth1 rx 512": "its rings are no longer than that",
                  "ethtool -L eth1": "ethtool -l and the rings do not agree on the number of queues"},
            "explain: what does not agree gets no figure")
    edit(folder, "ports", lambda s: s.replace("rx=4096 ", "rx=2048 "))
    t.equal(offers(explain(t, folder), "eth0")["ethtool -G eth0 rx 512"], None,
            "explain: nor does another number of descriptors")
    edit(folder, "ports", lambda s: s.replace("rx=2048 ", "rx=4096 "))
    edit(folder, "eth0", lambda s: s.replace("16773120", "33546240", 1))
    t.equal({o["why"] for o in port(explain(t, folder), "eth0")["offers"]},
            {"its pages are of different sizes"}, "explain: nor do pages of different sizes")
    edit(folder, "eth0", lambda s: s.replace("33546240", "16773120", 1).replace("4096 ", "2048 ", 1))
    t.equal({o["why"] for o in port(explain(t, folder), "eth0")["offers"]},
            {"its queues have rings of different lengths"}, "explain: nor do rings of different lengths")
    data = explain(t, box("node64k"))
    t.equal((port(data, "ens3f0")["page_bytes"], port(data, "ens3f0")["fill_bytes"]), (65536, 2048),
            "explain: use: 2 KiB of 64 KiB")
    t.ok("use: hardware can fill 2.00 KiB at most of each 64.0 KiB = 3.1 %" in page(t, box("node64k")),
         "explain: on the page, too")
    t.equal({p["estimate"] for p in data["ports"]}, {None},
            "explain: no estimate of rings that are known, or of schemes that are not")
    t.equal(port(explain(t, box("absent")), "ens1f0")["estimate"], 96 * 4095 * 4096,
            "explain: without the module, what a page a descriptor would be")
    t.ok(all(not p["offers"] for p in explain(t, box("unknown"))["ports"]),
         "explain: no advice for what is not known")
    data = explain(t, box("mixed"))
    t.equal({o["why"] for o in port(data, "eth0:ns4026532201")["offers"]},
            {"it is in another network namespace: ethtool must run there"},
            "explain: nor for a port in another namespace")


def odd_ports(t):
    folder = t.folder("leak", "explain-odd")
    edit(folder, "ports", lambda s: s.replace("cpus=0-7", "cpus=7-0") + "counter name=nobody stat=x value=1\n"
         "port name=ens1f0 driver=other\nfuture thing=1\nport rx=1\n")
    data = explain(t, folder)
    t.equal((port(data, "ens1f0")["cpus"], port(data, "ens1f0")["driver"], len(data["ports"])),
            (None, "i40e", 2), "explain: lines of ports that make no sense are passed over")
    edit(folder, "ports", lambda s: s.replace("rxpageacct 1", "rxpageacct 2"))
    code, _, err = t.run("explain", "-p", folder)
    t.ok(code == 6 and "ports: format 2 is newer" in err, "explain: a newer file ports", err)
    edit(folder, "ports", lambda s: s.replace("rxpageacct 2", "else"))
    code, _, err = t.run("explain", "-p", folder)
    t.ok(code == 7 and "ports:1: " in err, "explain: a malformed one", err)
    os.remove(os.path.join(folder, "meminfo"))
    os.remove(os.path.join(folder, "ports"))
    code, out, err = t.run("explain", "-p", folder)
    t.ok(code == 0 and "Not known: there is no meminfo" in out and "there is no file ports" in out,
         "explain: without meminfo and ports", out + err)
    edit(folder, ":netdevs", lambda s: s.replace("ens1f0", "\x1b[2J", 1))
    os.rename(os.path.join(folder, "ens1f0"), os.path.join(folder, "\x1b[2J"))
    out = page(t, folder)
    t.ok("\x1b" not in out and "\\x1b[2J" in out, "explain: a name cannot move the cursor")


def live(t, checker):
    kernel = Live(t)
    env = kernel.env()
    for name in ("meminfo", "vmstat", "zoneinfo"):
        shutil.copy(os.path.join(box("healthy"), name), kernel.proc)
    code, out, err = t.run("explain", **env)
    t.ok(code == 0 and not err and "debugfs is not mounted" in out and "the rest" in out,
         "explain: without debugfs it still adds up", out + err)
    kernel.mount()
    data = explain(t, None, **env)
    checker.validate(data)
    t.ok("the module is not loaded" in data["absent"] and not data["recorded"] and
         data["memory"]["rest"] == data["memory"]["unexplained"] and data["hostname"] == "here" and
         data["time"] > 1.7e9, "explain: nor without the module", data)
    t.equal(data["ports_asked"], False, "explain: a /sys without netdevs")
    saved(t, env, "absent")
    kernel.load("healthy")
    os.makedirs(os.path.join(kernel.sys, "class/net/eth9/device"))
    os.makedirs(os.path.join(kernel.sys, "class/net/dummy0"))
    os.symlink("/drivers/acme", os.path.join(kernel.sys, "class/net/eth9/device/driver"))
    for path, text in (("device/numa_node", "-1\n"), ("device/local_cpulist", "0-2,7\n"), ("mtu", "1500\n"),
                       ("statistics/rx_missed_errors", "17\n")):
        kernel.put(f"sys/class/net/eth9/{path}", text)
    data = explain(t, None, **env)
    checker.validate(data)
    nine = port(data, "eth9")
    t.equal([nine[k] for k in ("driver", "node", "cpus", "mtu", "rx", "counters", "accounted")],
            ["acme", None, 4, 1500, None, {"rx_missed_errors": 17}, False],
            "explain: a port as sysfs has it")
    t.ok("dummy0" not in [p["netdev"] for p in data["ports"]],
         "explain: what has no device is no port")
    saved(t, env, "loaded")
    hanging(t, kernel, env)


def hanging(t, kernel, env):
    """Somebody else holds the network lock: the ports do not answer, the rest does."""
    mtu = os.path.join(kernel.sys, "class/net/eth9/mtu")
    os.remove(mtu)
    os.mkfifo(mtu)
    code, out, err = t.run("explain", "-t", "0.5", **env)
    t.ok(code == 0 and not err and "Ports could not be asked in time" in out and
         "rx rings of eth0 (igb)" in out, "explain: ports that hang are left out", out + err)
    code, _, err = t.run("explain", "-t", "0.5", "-p", hung(t))
    t.ok(code == 9 and "no answer within 0.5 s" in err, "explain: a recording that hangs", err)


def hung(t):
    folder = t.folder("healthy", "explain-hangs")
    os.remove(os.path.join(folder, "vmstat"))
    os.mkfifo(os.path.join(folder, "vmstat"))
    return folder


def saved(t, env, name):
    """A recording says the same as the kernel it was made of."""
    to = os.path.join(t.scratch, "saved-" + name)
    code, out, err = t.run("--save", to, **env)
    t.ok(code == 0 and f"explain --path {to}" in out and not err, f"save: {name}", out + err)
    want, got = explain(t, None, **env), explain(t, to)
    for data in (want, got):
        for key in ("time", "recorded", "source", "module_version"):
            del data[key]
    t.equal(got, want, f"save: {name}: explains the same")
    t.equal([oct(os.stat(to).st_mode & 0o777)] +
            sorted({oct(os.stat(os.path.join(to, f)).st_mode & 0o777) for f in os.listdir(to)}),
            ["0o700", "0o600"], f"save: {name}: for root only")
    code, _, err = t.run("--save", to, **env)
    t.ok(code == 1 and "name a new folder" in err, f"save: {name}: nothing is overwritten", err)
    if name == "loaded":
        t.equal(t.run("-1", "-q", "-p", to)[0], 0, "save: tables can be made of it")
    kept = os.path.join(t.scratch, "saved-not")
    code, _, _ = t.run("--save", kept, RXPA_TOP_PROC=env["RXPA_TOP_PROC"],
                       RXPA_TOP_SYS=os.path.join(FOLDERS, "none"))
    t.equal((code, os.path.isdir(kept)), (0, True), f"save: {name}: without netdevs")
    shutil.rmtree(kept)
    code, _, err = t.run("--save", os.path.join(t.scratch, "no", "where"), **env)
    t.ok(code == 1 and "No such file" in err, f"save: {name}: where there is no place", err)


def usage(t):
    for args in (["explain", "-1"], ["explain", "-f", "igb"], ["explain", "-w"],
                 ["explain", "more"], ["explain", "-s", "held"], ["explain", "--save", "x"],
                 ["--save", "x", "-1"], ["--save", "x", "-p", "y"], ["--save", "x", "-j"]):
        code, out, err = t.run(*args)
        t.ok(code == 2 and not out and err.count("\n") == 1, "explain: usage: " + " ".join(args), err)


def run(t):
    definitions = strict(schema())["$defs"]
    checker = jsonschema.Draft202012Validator({**definitions["explanation"], "$defs": definitions})
    machines(t, checker)
    traps(t)
    below_zero(t)
    beside_meminfo(t)
    figures(t)
    odd_ports(t)
    live(t, checker)
    usage(t)
