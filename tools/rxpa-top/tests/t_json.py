# SPDX-License-Identifier: GPL-2.0
"""--json against the schema and against the files."""
import json
import os
import re
import time

import jsonschema

from harness import FOLDERS, HERE, Live, edit


def schema():
    with open(os.path.join(HERE, "..", "rxpa-top.schema.json"), encoding="utf-8") as f:
        return json.load(f)


def load(t, *args):
    code, out, err = t.run("--json", *args)
    assert code == 0 and out.count("\n") == 1, (code, out[:200], err)
    return json.loads(out)


def box(name):
    return os.path.join(FOLDERS, name)


def strict(node, name=""):
    """The schema, but with no property that it does not name: programs may meet
    new ones, the suite wants to know each."""
    if isinstance(node, list):
        return [strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    new = {key: strict(value, key) for key, value in node.items()}
    if name != "counts" and isinstance(node.get("type", "object"), str) and (
            isinstance(node.get("properties"), dict) or node.get("$ref") == "#/$defs/counts"):
        new.pop("additionalProperties", None)
        new["unevaluatedProperties"] = False
    return new


def against_file(t):
    data = load(t, "-p", box("case"))
    with open(os.path.join(box("case"), "eth0"), encoding="ascii") as f:
        lines = [line.split() for line in f if not line.startswith("#")]
    keys, rows = lines[0], lines[1:-1]
    dev = next(d for d in data["netdevs"] if d["netdev"] == "eth0")
    queues = {q["queue"]: q for q in dev["queues"]}
    wrong = [(row[0], key) for row in rows for key, cell in zip(keys, row)
             if str(queues[int(row[0])][key]) != cell]
    t.ok(len(queues) == 119 and not wrong, "json: every cell of a 119-queue file", wrong[:5])
    t.equal(sum(q["bytes"] for q in dev["queues"]), dev["bytes"], "json: queues add up")
    t.equal(sum(d["bytes"] for d in data["netdevs"]), data["total"]["bytes"],
            "json: netdevs add up")
    t.equal(data["summary"]["mem_total"], line_of("case", "meminfo", "MemTotal:") * 1024,
            "json: MemTotal")
    with open(os.path.join(box("case"), ":status"), encoding="ascii") as f:
        records = [line.split() for line in f if not line.startswith("#")]
    want = [dict([("record", words[0])] + [
        (key, None if value == "-" else int(value) if value.isdigit() else value)
        for key, value in (word.split("=", 1) for word in words[1:])]) for words in records]
    t.ok(len(want) > 10 and data["status"] == want, "json: :status, record by record",
         f"{data['status']}\n{want}")


def line_of(folder, name, key):
    with open(os.path.join(box(folder), name), encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith(key))


def numbers(t, validate):
    """What looks like a number in a first line or in :status is one, a name never."""
    folder = t.folder("igb", "json-numbers")
    for name in (":netdevs", "eth1", "eth1:walk"):
        edit(folder, name, lambda s: s.replace("eth1", "10", 1))
        os.rename(os.path.join(folder, name), os.path.join(folder, name.replace("eth1", "10")))
    edit(folder, "eth0", lambda s: s.replace(" node=0 ", " node=- shelf=7 rack=- row=a7 ", 1))
    data = load(t, "-w", "-p", folder)
    validate(data)
    dev = {d["ifname"]: d for d in data["netdevs"]}
    t.equal(dev["eth0"]["header"], dict(name="eth0", driver="igb", ifindex=2, netns=4026531840,
                                        node=None, shelf=7, rack=None, row="a7", queues=4,
                                        page_size=4096), "json: a first line, typed")
    t.equal((dev["10"]["header"]["name"], dev["10"]["ifindex"]), ("10", 3),
            "json: a netdev called 10 has a name, not a number")
    edit(folder, ":netdevs", lambda s: s.replace("ifindex", "another", 1))
    t.equal([d["ifindex"] for d in load(t, "-s", "netdev", "-p", folder)["netdevs"]], [3, 2],
            "json: ifindex also of a module that says it in the netdev's file only")
    edit(folder, "eth0", lambda s: s.replace("ifindex=2", "ifindex=two", 1))
    data = load(t, "-p", folder)
    validate(data)


def whose(t, validate):
    """A recording is not this machine, and not of this moment."""
    data = load(t, "-p", box("case"))
    t.equal([data[k] for k in ("hostname", "kernel", "module_version", "time", "recorded")],
            ["rxpa", "6.1.0-56-amd64", "0.1.0", line_of_time("case"), True],
            "json: a recording says whose it is")
    folder = t.folder("case", "json-whose")
    for name in ("hostname", "osrelease", "time", ":status"):
        os.remove(os.path.join(folder, name))
    data = load(t, "-p", folder)
    validate(data)
    t.equal([data[k] for k in ("hostname", "kernel", "module_version", "time")], [None] * 4,
            "json: one that does not gets nothing of this machine's")
    kernel = Live(t)
    folder = kernel.load("case")
    env = kernel.env()
    data = json.loads(t.run("-j", **env)[1])
    validate(data)
    t.ok(data["hostname"] == "here" and data["kernel"] == "6.1.0-56-amd64" and
         data["module_version"] == "0.1.0" and not data["recorded"] and
         abs(data["time"] - time.time()) < 60, "json: live: this machine, now", data)
    os.remove(os.path.join(folder, ":status"))
    data = json.loads(t.run("-j", **env)[1])
    t.equal([data["kernel"], data["module_version"]], ["9.9.9-here", "0.1.9"],
            "json: live: without :status, by /proc and /sys")


def line_of_time(folder):
    with open(os.path.join(box(folder), "time"), encoding="ascii") as f:
        return int(f.read())


def unknown(t):
    data = load(t, "-p", box("mixed"))
    dev = {d["netdev"]: d for d in data["netdevs"]}
    t.ok(dev["enp5s0"]["bytes"] is None and dev["ens3f0"]["orphaned"] is None and
         data["total"]["bytes"] is None and data["summary"]["orphaned"] is None,
         "json: unknown is null, and so is a sum over it")
    t.equal(data["summary"]["orphaned_known"], 115, "json: what is known of orphaned")
    t.equal((dev["eth0:ns4026532201"]["namespace"], dev["eth2"]["namespace"]),
            (4026532201, None), "json: namespace")
    t.equal((dev["eth0:ns4026532201"]["ifname"], dev["eth0:ns4026532201"]["ifindex"]),
            ("eth0", 2), "json: ifname, ifindex")
    t.ok(any("37 probe hits" in n for n in data["notes"]) and dev["enp5s0"]["notes"],
         "json: notes")
    t.equal(data["summary"]["probes_missed"], 37, "json: missed probe hits")
    t.equal((data["filter"], data["total"]["filtered"]), (None, False), "json: no filter")
    data = load(t, "-f", "ice", "-f", "state=off", "-p", box("mixed"))
    t.equal(([d["netdev"] for d in data["netdevs"]], data["filter"], data["total"]["filtered"]),
            (["enp5s0"], "ice state=off", True), "json: filter, and that the total is over it")


def today(t):
    """What newer modules say."""
    data = load(t, "-w", "-p", box("today"))
    dev = {d["netdev"]: d for d in data["netdevs"]}
    t.equal([dev[name]["age_ms"] for name in ("ens1f0", "ens1f1", "eth0")] +
            [data["total"]["age_ms"]] + [q["age_ms"] for q in dev["ens1f0"]["queues"]],
            [1730, 0, 0, 1730, 0, 4, 1730], "json: age_ms")
    t.equal({d["age_ms"] for d in load(t, "-p", box("igb"))["netdevs"]}, {None},
            "json: age_ms of a module without ages is unknown")
    t.equal(dev["ens1f0"]["walk"]["nodes"], {"0": 33, "1": 1497, "32+": 0}, "json: node32+")
    t.equal(dev["ens1f1"]["header"], dict(name="ens1f1", driver=None, ifindex=None, netns=None,
                                          node=None, queues=None, page_size=4096),
            "json: a first line while the network lock is held")
    t.equal((dev["ens1f1"]["ifindex"], dev["ens1f1"]["queues"], dev["ens1f1"]["walk"]["state"]),
            (3, [], "busy"), "json: and what is there in spite of it")
    drivers = {r["name"]: r for r in data["status"] if r["record"] == "driver"}
    t.equal([(d["trust"], d["btf"], d["netdevs"]) for d in drivers.values()],
            [("counting", "kernel", None), ("blind", "verified", None)], "json: trust, btf")
    t.equal([n for n in data["notes"] if "network lock" in n],
            ["somebody else has held the network lock (RTNL) for more than 3 s; what needs it is "
             "unknown, read again"], "json: a note of :status, once")
    t.equal(data["summary"]["probes_missed"], 5, "json: the one release probe counts once")


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


def misspelled(t, plain, checker):
    """What the strict schema must refuse; what is only new, the plain one passes."""
    data = load(t, "-w", "-p", box("igb"))
    for name, breakage in (
            ("a key is missing", lambda d: d.pop("hostname")),
            ("a negative count", lambda d: d["netdevs"][0].update(held=-1)),
            ("a number in a text", lambda d: d["netdevs"][0]["header"].update(ifindex="2")),
            ("a state that is none", lambda d: d["netdevs"][0].update(state="mood")),
            ("a text for a version", lambda d: d.update(schema="1"))):
        broken = json.loads(json.dumps(data))
        breakage(broken)
        t.ok(not plain.is_valid(broken) and not checker.is_valid(broken),
             f"json: the schema refuses: {name}")
    for where, at in (("the top", lambda d: d), ("summary", lambda d: d["summary"]),
                      ("total", lambda d: d["total"]), ("a netdev", lambda d: d["netdevs"][0]),
                      ("a queue", lambda d: d["netdevs"][0]["queues"][0]),
                      ("a walk", lambda d: d["netdevs"][0]["walk"]),
                      ("rates", lambda d: d["netdevs"][0]["rates"]),
                      ("a first line", lambda d: d["netdevs"][0]["header"]),
                      ("a record", lambda d: d["status"][0])):
        more = json.loads(json.dumps(data))
        at(more).update(surprise=1)
        t.ok(plain.is_valid(more) and not checker.is_valid(more),
             f"json: new in {where}: passed to programs, seen by this suite")


def recorded():
    """Folders with files of the module."""
    return sorted(name for name in os.listdir(FOLDERS)
                  if os.path.exists(os.path.join(FOLDERS, name, ":netdevs")))


def states(t):
    with open(os.path.join(HERE, "../../../include/rxpageacct.h"), encoding="ascii") as f:
        words = re.findall(r"RXPA_STATE_\w+\s+\"(\w+)\"", f.read())
    t.equal(sorted(w for w in schema()["$defs"]["state"]["enum"] if w), sorted(words),
            "json: the schema knows every state")


def run(t):
    plain = jsonschema.Draft202012Validator(schema())
    checker = jsonschema.Draft202012Validator(strict(schema()))
    jsonschema.Draft202012Validator.check_schema(schema())
    t.ok(True, "json: the schema is one")
    for name in recorded():
        # the machines of t_explain.py have nothing new to tell here
        machine = os.path.exists(os.path.join(box(name), "ports"))
        for args in ([],) if machine else ([], ["--walk"], ["-q", "-s", "queue"]):
            errors = list(checker.iter_errors(load(t, *args, "-p", box(name))))
            t.ok(not errors, f"json: {name} {' '.join(args)} fits the schema",
                 "\n".join(e.message for e in errors[:5]))
    misspelled(t, plain, checker)
    states(t)
    against_file(t)
    numbers(t, plain.validate)
    whose(t, checker.validate)
    unknown(t)
    today(t)
    odd(t, checker.validate)
    walk = load(t, "--walk", "-p", box("case"))
    t.equal([(d["walk"]["walked"] == d["held"], sum(d["walk"]["nodes"].values()) == d["held"])
             for d in walk["netdevs"]], [(True, True)] * 2, "json: walk and its nodes add up")
    t.ok("walk" not in load(t, "-p", box("igb"))["netdevs"][0], "json: no walk unless asked for")
