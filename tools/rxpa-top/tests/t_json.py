# SPDX-License-Identifier: GPL-2.0
"""--json against the schema and against the files."""
import json
import os
import re

import jsonschema

from harness import FOLDERS, HERE, edit


def schema():
    with open(os.path.join(HERE, "..", "rxpa-top.schema.json"), encoding="utf-8") as f:
        return json.load(f)


def load(t, *args):
    code, out, err = t.run("--json", *args)
    assert code == 0 and out.count("\n") == 1, (code, out[:200], err)
    return json.loads(out)


def box(name):
    return os.path.join(FOLDERS, name)


def against_file(t):
    data = load(t, "-p", box("case"))
    with open(os.path.join(box("case"), "ens3f0"), encoding="ascii") as f:
        lines = [line.split() for line in f if not line.startswith("#")]
    keys, rows = lines[0], lines[1:-1]
    dev = next(d for d in data["netdevs"] if d["netdev"] == "ens3f0")
    queues = {q["queue"]: q for q in dev["queues"]}
    wrong = [(row[0], key) for row in rows for key, cell in zip(keys, row)
             if str(queues[int(row[0])][key]) != cell]
    t.ok(len(queues) == 119 and not wrong, "json: every cell of a 119-queue file", wrong[:5])
    t.equal(sum(q["bytes"] for q in dev["queues"]), dev["bytes"], "json: queues add up")
    t.equal(sum(d["bytes"] for d in data["netdevs"]), data["total"]["bytes"],
            "json: netdevs add up")
    t.equal(data["summary"]["mem_total"], 266338304 * 1024, "json: MemTotal")
    with open(os.path.join(box("case"), ":status"), encoding="ascii") as f:
        kinds = {line.split()[0] for line in f if not line.startswith("#")}
        f.seek(0)
        types = set(re.findall(r"^probe .* type=(\S+)", f.read(), re.M))
    t.ok({r["record"] for r in data["status"]} == kinds and types and
         {r["type"] for r in data["status"] if r["record"] == "probe"} == types,
         "json: the records of :status and the types of probes")


def unknown(t):
    data = load(t, "-p", box("mixed"))
    dev = {d["netdev"]: d for d in data["netdevs"]}
    t.ok(dev["enp5s0"]["bytes"] is None and dev["ens3f0"]["orphaned"] is None and
         data["total"]["bytes"] is None and data["summary"]["orphaned"] is None,
         "json: unknown is null, and so is a sum over it")
    t.equal(data["summary"]["orphaned_known"], 115, "json: what is known of orphaned")
    t.equal((dev["eth0:ns4026532201"]["namespace"], dev["eth2"]["namespace"]),
            (4026532201, None), "json: namespace")
    t.ok(any("37 probe hits" in n for n in data["notes"]) and dev["enp5s0"]["notes"],
         "json: notes")
    t.equal(data["summary"]["probes_missed"], 37, "json: missed probe hits")
    data = load(t, "-f", "ice", "-p", box("mixed"))
    t.equal([d["netdev"] for d in data["netdevs"]], ["enp5s0"], "json: filter")


def odd(t, validate):
    folder = t.folder("igb", "json-odd")
    edit(folder, ":netdevs", lambda s: s.replace("eth1 ", "\xff\x01 ", 1))
    os.remove(os.path.join(folder, "eth1"))
    data = load(t, "-p", folder)
    t.ok(len(data["netdevs"]) == 2 and any("no file of its own" in n for d in data["netdevs"]
                                           for n in d["notes"]),
         "json: a netdev whose file is not there yet is kept, with a note")
    folder = t.folder("igb", "json-odd")
    for name in (":netdevs", "eth1", "eth1:walk"):
        edit(folder, name, lambda s: s.replace("eth1", '"x', 1))
        os.rename(os.path.join(folder, name),
                  os.path.join(folder, name.replace("eth1", '"x')))
    data = load(t, "-w", "-p", folder)
    validate(data)
    t.ok('"x' in [d["header"]["name"] for d in data["netdevs"]],
         "json: a name that begins with a quote")
    folder = t.folder("igb", "json-odd")
    edit(folder, "eth0", lambda s: s + "# note: \xff\x01 \"quoted\"\n")
    data = load(t, "-p", folder)
    validate(data)
    t.ok('"quoted"' in data["netdevs"][0]["notes"][0], "json: bytes that are not UTF-8")
    edit(folder, "eth0", lambda s: s.replace("12000", "18446744073709551615", 1))
    data = load(t, "-p", folder)
    validate(data)
    got = max(q["recycled"] for q in data["netdevs"][0]["queues"])
    t.ok(got > 1.8e19, "json: the largest u64 stays large", got)


def run(t):
    checker = jsonschema.Draft202012Validator(schema())
    jsonschema.Draft202012Validator.check_schema(schema())
    t.ok(True, "json: the schema is one")
    for name in sorted(os.listdir(FOLDERS)):
        for args in ([], ["--walk"], ["-q", "-s", "queue"]):
            errors = list(checker.iter_errors(load(t, *args, "-p", box(name))))
            t.ok(not errors, f"json: {name} {' '.join(args)} fits the schema",
                 "\n".join(e.message for e in errors[:5]))
    data = load(t, "-p", box("igb"))
    for breakage in (lambda d: d.pop("time"), lambda d: d["netdevs"][0].update(held=-1),
                     lambda d: d["netdevs"][0]["queues"][0].update(surprise=1)):
        broken = json.loads(json.dumps(data))
        breakage(broken)
        t.ok(not checker.is_valid(broken), "json: the schema refuses what is broken")
    against_file(t)
    unknown(t)
    odd(t, checker.validate)
    walk = load(t, "--walk", "-p", box("case"))
    t.equal([(d["walk"]["walked"] == d["held"], sum(d["walk"]["nodes"].values()) == d["held"])
             for d in walk["netdevs"]], [(True, True)] * 4, "json: walk and its nodes add up")
    t.ok("walk" not in data["netdevs"][0], "json: no walk unless asked for")
