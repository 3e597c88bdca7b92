#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Writes the constructed folders in folders/, by the grammar of rxpageacct.h.

They stand in the repository so that anyone can look at them with --path; the
suite checks that this script still writes the same bytes.  The others are
recordings: real-igb-6.1 of the test VM, case of `make case` (tests/case).
"""
import os
import sys

QUEUE = ("queue desc held bytes order adopted allocated released recycled failed "
         "orphaned refills held_max ntu ntc nta state").split()
NETDEVS = ("netdev driver ifindex node queues desc held bytes adopted allocated released "
           "recycled failed orphaned refills state").split()
# Since the module tells how old a row is.
AGED_QUEUE, AGED_NETDEVS = (keys[:-1] + ["age_ms", "state"] for keys in (QUEUE, NETDEVS))
SUMMED = ("desc held bytes adopted allocated released recycled failed orphaned "
          "refills").split()
LEFT = {"netdev", "driver", "state"}

# Notes of the module.
LOCKED = ("somebody else has held the network lock (RTNL) for more than 3 s; what needs it is "
          "unknown, read again")
ANEW = ("i40e: counting began anew 2 times, since hits were missed (5), probes disarmed or the "
        "driver's text was bypassed")
BLIND = ("igb: all events are unknown: probes are disarmed, see <debugfs>/kprobes/enabled and "
         "kernel.ftrace_enabled")


def total(rows, keys, first, state):
    out = dict.fromkeys(keys, "-")
    for key in keys:
        if key in SUMMED or key in ("queues", "walked", "lent", "biased", "offnode") \
                or (key.startswith("node") and key != "node"):
            cells = [row[key] for row in rows]
            out[key] = "-" if "-" in cells else sum(cells)
    out[first] = "total"
    out["state"] = state
    return out


def table(keys, rows):
    width = {k: max([len(k)] + [len(str(r[k])) for r in rows]) for k in keys}
    lines = []
    for row in [dict(zip(keys, keys))] + rows:
        cells = [str(row[k]).ljust(width[k]) if k in LEFT else str(row[k]).rjust(width[k])
                 for k in keys]
        lines.append(" ".join(cells).rstrip() + "\n")
    return "".join(lines)


class Folder:
    def __init__(self, where, page_size, mem_kib, aged=False):
        self.where, self.page_size = where, page_size
        self.queue_keys, self.netdevs_keys = (AGED_QUEUE, AGED_NETDEVS) if aged \
            else (QUEUE, NETDEVS)
        self.rows, self.notes, self.status = [], [], []
        os.makedirs(where, exist_ok=True)
        self.write("meminfo", f"MemTotal:       {mem_kib} kB\n"
                              f"MemFree:        {mem_kib // 3} kB\n")

    def write(self, name, text):
        with open(os.path.join(self.where, name), "w", encoding="ascii") as f:
            f.write(text)

    def queue(self, i, desc, held, released, recycled, refills, adopted=0, **more):
        row = dict(queue=i, desc=desc, held=held, bytes=held * self.page_size, order=0,
                   adopted=adopted, allocated=held - adopted + released,
                   released=released, recycled=recycled, failed=0, orphaned=0,
                   refills=refills, held_max=desc - 1 if held else 0,
                   ntu=(refills * 32 + 17 * i) % desc, ntc=0, nta=0, state="ok")
        row["ntc"] = (row["ntu"] + 1) % desc
        row["nta"] = (row["ntc"] + held) % desc
        row.update(more)
        return row

    def netdev(self, name, driver, node, queues, state="ok", notes=(), walk=None):
        ifname, _, netns = name.partition(":ns")
        head = (f"name={ifname} driver={driver} ifindex={len(self.rows) + 2} "
                f"netns={netns or 4026531840} node={node if node >= 0 else '-'} "
                f"queues={len(queues)} "
                f"page_size={self.page_size}\n")
        rows = queues + [total(queues, self.queue_keys, "queue", state)]
        text = table(self.queue_keys, rows) + "".join(f"# note: {n}\n" for n in notes)
        self.write(name, "# rxpageacct 1 netdev " + head + text)
        line = dict(total(queues, self.queue_keys, "queue", state))
        line.update(netdev=name, driver=driver, ifindex=len(self.rows) + 2,
                    node=node if node >= 0 else "-", queues=len(queues),
                    age_ms=max(q.get("age_ms", 0) for q in queues))
        self.rows.append({k: line[k] for k in self.netdevs_keys})
        if walk:
            self.walk(name, head, node, queues, *walk)

    def locked(self, name):
        """The files of a netdev while somebody else holds the network lock."""
        head = f"name={name} driver=- ifindex=- netns=- node=- queues=- page_size={self.page_size}\n"
        walk = ["queue", "held", "walked", "bytes", "lent", "biased", "offnode", "node0",
                "node1", "node32+", "tries", "state"]
        for suffix, kind, keys in (("", "netdev", self.queue_keys), (":walk", "walk", walk)):
            row = dict.fromkeys(keys, "-")
            row.update(queue="total", state="busy")
            self.write(name + suffix, f"# rxpageacct 1 {kind} {head}" + table(keys, [row]) +
                       f"# note: {LOCKED}\n")

    def off(self, name, driver, node, reason):
        head = (f"# rxpageacct 1 netdev name={name} driver={driver} ifindex=9 "
                f"netns=4026531840 node={node} queues=8 page_size={self.page_size}\n")
        row = dict.fromkeys(QUEUE, "-")
        row.update(queue="total", state="off")
        self.write(name, head + table(QUEUE, [row]) + f"# note: {driver}: {reason}\n")
        row = dict.fromkeys(NETDEVS, "-")
        row.update(netdev=name, driver=driver, ifindex=9, node=node, state="off")
        self.rows.append(row)
        self.notes.append(f"{driver}: {reason}")
        self.status.append(f'off driver={driver} reason="{reason}"')

    def walk(self, name, head, node, queues, nodes, away, lent):
        keys = ["queue", "held", "walked", "bytes", "lent", "biased", "offnode"]
        keys += [f"node{n}" for n in nodes] + ["tries", "state"]
        rows = []
        for q in queues:
            off = min(q["held"], away * (q["queue"] % 3))
            row = dict(queue=q["queue"], held=q["held"], walked=q["held"], bytes=q["bytes"],
                       lent=min(q["held"], lent + q["queue"] % 5), biased=q["held"],
                       offnode=off, tries=1 + q["queue"] % 2, state="ok")
            row.update({f"node{n}": 0 for n in nodes})
            row[f"node{node}"] = q["held"] - off
            row[f"node{[n for n in nodes if n != node][0]}"] += off
            rows.append(row)
        rows.append(total(rows, keys, "queue", "ok"))
        self.write(name + ":walk", "# rxpageacct 1 walk " + head + table(keys, rows))

    def close(self):
        whole = all(r["state"] == "ok" for r in self.rows)
        rows = self.rows + [total(self.rows, self.netdevs_keys, "netdev",
                                  "ok" if whole else "partial")]
        self.write(":netdevs", f"# rxpageacct 1 netdevs page_size={self.page_size}\n" +
                   table(self.netdevs_keys, rows) + "".join(f"# note: {n}\n" for n in self.notes))
        self.write(":status", f"# rxpageacct 1 status version=0.1.0 kernel=6.1.0-18-amd64 "
                   f"page_size={self.page_size}\n" + "".join(s + "\n" for s in self.status))


def driver_lines(driver, netdevs, missed=0):
    sites = [("refill", "alloc_rx_buffers+0x0", "ftrace", 90210),
             ("alloc", "alloc_rx_buffers+0xe4", "int3", 2040),
             ("release", "napi_poll+0x798", "optimized", 1020)]
    yield (f"driver name={driver} state=armed netdevs={netdevs} btf=/sys/kernel/btf/{driver} "
           f"ring={driver}_ring probes=3 missed={missed} restarts=0 lost=0")
    yield f"field driver={driver} name=next_to_alloc offset=98 size=2"
    for kind, at, how, hits in sites:
        yield (f"probe driver={driver} kind={kind} at={driver}_{at} type={how} "
               f"hits={hits} missed={missed if kind == 'release' else 0}")


def igb(where, traffic=0):
    f = Folder(where, 4096, 2_030_592)
    f.status += driver_lines("igb", 2)
    for port in range(2):
        queues = [f.queue(q, 256, 255 - (q + port) % 3 - (16 if traffic and not q else 0),
                          released=40 * q + traffic * (3 if port else 500),
                          recycled=12000 * (q + 1) + traffic * 25000,
                          refills=760 * (q + 1) + traffic * 1563) for q in range(4)]
        f.netdev(f"eth{port}", "igb", 0, queues, walk=([0, 1], 3, 1))
    f.close()


def large(where):
    """A box like that of the case: 64 KiB pages, four i40e ports with 119 queues each."""
    f = Folder(where, 65536, 266_338_304)
    f.status += driver_lines("i40e", 4)
    for n, (name, node, desc) in enumerate([("ens3f0", 2, 4096), ("ens3f1", 2, 512),
                                            ("enP1s6f0", 3, 4096), ("enP1s6f1", 3, 512)]):
        held = [desc - 1 - (q * 7 + n) % 32 for q in range(119)]
        queues = [f.queue(q, desc, held[q], released=q * q * 3, adopted=held[q],
                          recycled=1_900_000 * (119 - q) + n,
                          refills=66_000 * (119 - q) + n) for q in range(119)]
        f.netdev(name, "i40e", node, queues, walk=([0, 1, 2, 3], 11, 2))
    for name, driver in [("eno3", "ngbe"), ("ens1f0np0", "mlx5_core")]:
        f.status.append(f'other netdev={name} netns=4026531840 driver={driver} '
                        f'reason="this driver is not in the table of rxpageacct"')
    f.close()


def mixed(where):
    """Everything that is not quite right, on one machine."""
    f = Folder(where, 4096, 16_318_464)
    f.status += driver_lines("igb", 3, missed=0)
    f.status += driver_lines("i40e", 1, missed=37)
    f.netdev("eth0:ns4026532201", "igb", 0,
             [f.queue(0, 256, 255, 45, 9000, 700), f.queue(1, 256, 240, 15, 0, 11)])
    f.netdev("eth10", "igb", -1,
             [f.queue(0, 512, 0, 511, 4000, 300, state="down", order="-"),
              f.queue(1, 512, 0, 511, 0, 16, state="down", order="-")])
    f.netdev("eth2", "igb", 0,
             [f.queue(0, 1024, 1008, 4000, 77, 5000, orphaned=115, allocated=5123, failed=9),
              f.queue(1, 1024, 1023, 0, 0, 64)])
    unknown = dict(adopted="-", allocated="-", released="-", recycled="-", failed="-",
                   orphaned="-", refills="-", held_max="-", state="partial")
    f.netdev("ens3f0", "i40e", 0,
             [dict(f.queue(q, 512, 500 + q, 0, 0, 0), **unknown) for q in range(3)], "partial",
             ["i40e: all events are unknown: 37 probe hits were missed, reload rxpageacct "
              "to begin anew"])
    f.notes.append("i40e: all events are unknown: 37 probe hits were missed, reload "
                   "rxpageacct to begin anew")
    f.off("enp5s0", "ice", 1, "no BTF for ice: install its debuginfo, or see README")
    f.close()


def today_lines(driver, release_hits, trust, btf, missed=0, restarts=0):
    """Records of a driver while the network lock is held; one release probe for all."""
    sites = [("refill", f"{driver}_alloc_rx_buffers+0x0", "ftrace", 90210, missed),
             ("clean", f"{driver}_clean_rx_ring+0x0", "ftrace", 16, 0),
             ("alloc", f"{driver}_alloc_rx_buffers+0xe4", "breakpoint", 2040, 0),
             ("release", "__page_frag_cache_drain+0x0", "ftrace", release_hits, 2)]
    yield (f"driver name={driver} state={'armed' if trust == 'counting' else 'partial'} netdevs=- "
           f"btf={btf} ring={driver}_ring trust={trust} probes={len(sites)} "
           f"missed={missed + 2} restarts={restarts} lost=0")
    yield f"field driver={driver} name=ring.next_to_alloc offset=216 size=2"
    for kind, at, how, hits, lacks in sites:
        how = "disarmed" if trust == "blind" and kind != "release" else how
        yield f"probe driver={driver} kind={kind} at={at} type={how} hits={hits} missed={lacks}"


def today(where):
    """What the files say since events are checked: one driver counts and has begun anew,
    another one is blind, and somebody takes the network lock while they are read."""
    f = Folder(where, 4096, 16_318_464, aged=True)
    f.status += today_lines("i40e", 3300, "counting", "kernel", missed=3, restarts=2)
    f.status += today_lines("igb", 3301, "blind", "verified")
    f.status.append(f"# note: {LOCKED}")
    f.netdev("ens1f0", "i40e", 1,
             [f.queue(q, 512, 511 - q, 40 * q, 9000 * (q + 1), 700 * (q + 1), adopted=511 - q,
                      age_ms=age) for q, age in enumerate((0, 4, 1730))],
             notes=[ANEW], walk=([0, 1, "32+"], 11, 2))
    f.netdev("ens1f1", "i40e", 1, [f.queue(q, 512, 511, 7, 100, 30, age_ms=0) for q in range(2)])
    f.locked("ens1f1")
    unknown = dict(adopted="-", allocated="-", released="-", recycled="-", failed="-",
                   orphaned="-", refills="-", held_max="-", state="partial")
    f.netdev("eth0", "igb", 0,
             [dict(f.queue(q, 256, 255, 0, 0, 0, age_ms=0), **unknown) for q in range(2)],
             "partial", [BLIND])
    f.notes += [ANEW, BLIND]
    f.close()


def empty(where):
    Folder(where, 4096, 2_030_592).close()


FOLDERS = {"igb": igb, "igb-later": lambda where: igb(where, traffic=1), "large": large,
           "mixed": mixed, "today": today, "empty": empty}


def main():
    top = sys.argv[1] if len(sys.argv) > 1 else \
        os.path.join(os.path.dirname(os.path.abspath(__file__)), "folders")
    for name, make in FOLDERS.items():
        make(os.path.join(top, name))


if __name__ == "__main__":
    main()
