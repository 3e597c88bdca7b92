#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Writes the folders in folders/ that `rxpa-top explain` is shown.

machine/README.md says how each was made, and of what.
"""
import os
import re
import sys

from make_folders import Folder, driver_lines

HERE = os.path.dirname(os.path.abspath(__file__))
GIB = 1 << 20           # in kB
BASE = os.path.join(HERE, "machine")
SUBTRACTED = ("Buffers Cached SwapCached AnonPages Slab PageTables SecPageTables VmallocUsed "
              "Percpu Hugetlb Zswap Bounce WritebackTmp HardwareCorrupted").split()
LATER = {"SecPageTables": "6.1", "Balloon": "6.16", "Zswap": "5.19", "Zswapped": "5.19",
         "Percpu": "4.20", "KReclaimable": "4.20", "Hugetlb": "4.15", "FileHugePages": "5.4",
         "FilePmdMapped": "5.4", "Unaccepted": "6.5"}
GONE = {"NFS_Unstable": "7.0"}


def release(text):
    return tuple(int(n) for n in text.split(".")[:2])


def base(name):
    with open(os.path.join(BASE, name), encoding="ascii") as f:
        return f.read()


class Machine(Folder):
    """Numbers in kB, lists in pages."""

    def __init__(self, where, kernel, total, page=4096, arm=False):
        super().__init__(where, page, total)
        self.kernel, self.page_kib, self.arm, self.total = kernel, page // 1024, arm, total
        self.lines = {}
        for line in base("meminfo").splitlines():
            name, value = line.split(":")
            self.lines[name] = [int(value.split()[0]), value.endswith("kB")]
        for name, since in LATER.items():
            if release(kernel) < release(since):
                self.lines.pop(name, None)
        if arm:
            for name in [n for n in self.lines if n.startswith("DirectMap")]:
                del self.lines[name]
        self.ports = []
        self.vmstat = {}
        self.outside, self.listed = 0, 0

    def set(self, **kib):
        for name, n in kib.items():
            name = re.sub(r"_(anon|file)$", r"(\1)", name)
            assert name in self.lines, name
            self.lines[name][0] = n

    def kib(self, name):
        return self.lines[name][0] if name in self.lines else 0

    def lists(self, missing=64):
        """LRU lists that fit page cache and anonymous memory, but for some KiB."""
        file, anon = self.kib("Buffers") + self.kib("Cached") - self.kib("Shmem"), \
            self.kib("AnonPages") + self.kib("Shmem")
        unevictable = self.kib("Unevictable")
        self.set(Active_anon=anon // 5, Inactive_anon=anon - anon // 5 - unevictable,
                 Active_file=file // 3, Inactive_file=file - file // 3 - missing)
        for word in ("Active", "Inactive"):
            self.set(**{word: self.kib(word + "(anon)") + self.kib(word + "(file)")})

    def cpus(self, listed, cpus, nodes=1):
        self.listed, self.n_cpus, self.nodes = listed, cpus, nodes

    def port(self, name, driver, counters=(), **keys):
        keys = {k: v for k, v in keys.items() if v is not None}
        self.ports.append(f"port name={name} driver={driver} " +
                          " ".join(f"{k}={v}" for k, v in keys.items()) + "\n" +
                          "".join(f"counter name={name} stat={s} value={v}\n"
                                  for s, v in counters))

    def other(self, name, driver):
        self.status.append(f"other netdev={name} netns=4026531840 driver={driver} "
                           f'reason="this driver is not in the table of rxpageacct"')

    def zone(self, node, name, managed, listed):
        """A zone as zoneinfo of this kernel writes it, without its counters."""
        text = (f"Node {node}, zone {name:>8}\n  pages free     {managed // 3}\n"
                f"        min      {managed // 1500}\n        low      {managed // 1200}\n"
                f"        high     {managed // 1000}\n        spanned  {managed + 4096}\n"
                f"        present  {managed + self.outside // self.page_kib // self.nodes}\n"
                f"        managed  {managed}\n"
                f"        protection: (0, 0, 0, 0)\n  pagesets\n")
        each = self.n_cpus // self.nodes
        for cpu in range(each):
            text += (f"    cpu: {node * each + cpu}\n"
                     f"              count: {listed // each + (cpu < listed % each)}\n"
                     f"              high:  378\n              batch: 63\n"
                     f"  vm stats threshold: 125\n")
        return text + "  node_unreclaimable:  0\n  start_pfn:           1048576\n"

    def rings(self):
        return sum(row["bytes"] // 1024 for row in self.rows if row["bytes"] != "-")

    def finish(self, rest, more=0, module=True, at=1795900000):
        """@more: KiB of classes that only vmstat counts; less for what counts twice."""
        used = sum(self.kib(name) for name in SUBTRACTED) + self.rings() + more + rest
        used += self.listed * self.page_kib
        if self.kib("KernelStack") > self.kib("VmallocUsed"):
            used += self.kib("KernelStack")
        self.set(MemTotal=self.total, MemFree=self.total - used)
        self.set(MemAvailable=self.kib("MemFree") + self.kib("Cached") // 2)
        if module:
            self.close()
            status = os.path.join(self.where, ":status")
            with open(status, encoding="ascii") as f:
                text = f.read().replace("kernel=6.1.0-18-amd64", f"kernel={self.kernel}")
            self.write(":status", text)
        self.write("meminfo", "".join(f"{name + ':':<15} {n:8}{' kB' if kb else ''}\n"
                                      for name, (n, kb) in self.lines.items()))
        text = base("vmstat")
        for name, n in self.vmstat.items():
            text, done = re.subn(rf"(?m)^{name} .*$", f"{name} {n}", text)
            assert done == 1, name
        if release(self.kernel) < (6, 16):
            text = re.sub(r"(?m)^(nr_balloon_pages|nr_memmap\w*|nr_kernel_file_pages) .*\n", "", text)
        self.write("vmstat", text)
        self.write("zoneinfo", "".join(
            self.zone(node, "Normal", self.total // self.page_kib // self.nodes,
                      self.listed // self.nodes) for node in range(self.nodes)))
        self.write("ports", f"# rxpageacct 1 ports page_size={self.page_size}\n" +
                   "".join(self.ports))
        for name, line in (("hostname", os.path.basename(self.where)), ("osrelease", self.kernel),
                           ("time", at)):
            self.write(name, f"{line}\n")


def healthy(where):
    """The VM as it was, with two ports of igb in the place of its own."""
    m = Machine(where, "6.18.15-amd64", 24_684_092)
    m.status += driver_lines("igb", 2)
    for port in range(2):
        queues = [m.queue(q, 256, 255, 11 * q, 90_000 * (q + 1), 5_700 * (q + 1), adopted=255)
                  for q in range(2)]
        m.netdev(f"eth{port}", "igb", 0, queues)
        m.port(f"eth{port}", "igb", [("rx_no_buffer_count", 0), ("rx_missed_errors", 0)], node=0,
               cpus="0-1", mtu=1500, rx=256, rx_max=4096, combined=2, combined_max=8, rx_only=0,
               rx_only_max=0)
    m.cpus(0, 2)
    m.finish(0)
    for name in ("meminfo", "vmstat", "zoneinfo"):
        m.write(name, base(name))


def node64k(where):
    """The customer's node of the case: arm64, 4.18, 64 KiB pages, ten ports."""
    m = Machine(where, "4.18.0-147.el8.aarch64", 534_773_760, page=65536, arm=True)
    m.status += driver_lines("i40e", 4)
    m.set(Buffers=4_288, Cached=41_918_464, AnonPages=118_047_744, Shmem=1_884_160, Mapped=1_402_880,
          Slab=15_421_632, SReclaimable=6_291_712, SUnreclaim=9_129_920, KernelStack=900_928,
          PageTables=412_672, VmallocUsed=0, Hugepagesize=524_288, Unevictable=91_136,
          Mlocked=91_136, AnonHugePages=0, Dirty=4_096)
    m.lists(missing=64 * 119)
    for n, (name, node, desc) in enumerate([("ens3f0", 2, 4096), ("ens3f1", 2, 512),
                                            ("enP1s6f0", 3, 4096), ("enP1s6f1", 3, 512)]):
        held = [desc - 1 - (q * 7 + n) % 32 for q in range(119)]
        m.netdev(name, "i40e", node,
                 [m.queue(q, desc, held[q], q * q * 3, 1_900_000 * (119 - q) + n,
                          66_000 * (119 - q) + n, adopted=held[q]) for q in range(119)])
        m.port(name, "i40e", [("rx_dropped", 0), ("port.rx_dropped", 1877 * n)], node=node,
               cpus=f"{32 * node}-{32 * node + 31}", mtu=1500, rx=desc, rx_max=4096,
               combined=119, combined_max=128, rx_only=0, rx_only_max=0)
    for name in ("eno3", "eno4"):
        m.other(name, "ngbe")
        m.port(name, "ngbe", [("rx_missed_errors", 12)], node=0, cpus="0-31", mtu=1500, rx=512,
               rx_max=8192, combined=8, combined_max=8, rx_only=0, rx_only_max=0)
    for n, name in enumerate(("ens1f0np0", "ens1f1np1", "enP1ps4f0np0", "enP1ps4f1np1")):
        m.other(name, "mlx5_core")
        m.port(name, "mlx5_core", [("rx_out_of_buffer", 0), ("rx_discards_phy", 31 * n)],
               node=n // 2, cpus=f"{32 * (n // 2)}-{32 * (n // 2) + 31}", mtu=1500, rx=8192,
               rx_max=8192, combined=63, combined_max=63, rx_only=0, rx_only_max=0)
    m.cpus(9_216, 128, nodes=4)
    # 4 x 63 x 16 MiB of mlx5, 2 x 8 x 512 pages of ngbe, and what is normal
    m.finish(4 * 63 * 16_384 + 2 * 8 * 512 * 64 + 1_150_000)


def balloon(where):
    """A guest of 16 GiB whose hypervisor took 6 GiB back, in MemTotal; 6.1 names it nowhere."""
    m = Machine(where, "6.1.0-56-amd64", 16_318_464)
    m.set(Buffers=81_204, Cached=1_204_112, AnonPages=2_402_348, Shmem=9_340, Slab=191_204,
          SReclaimable=102_332, SUnreclaim=88_872, KReclaimable=102_332, KernelStack=4_112,
          PageTables=14_880, VmallocUsed=31_052, Percpu=3_968, Unevictable=0, Mlocked=0,
          DirectMap4k=186_220, DirectMap2M=8_202_240, DirectMap1G=8_388_608)
    m.lists()
    m.other("ens3", "virtio_net")
    m.port("ens3", "virtio_net", [("rx_drops", 0)], cpus="0-3", mtu=1500, rx=256, rx_max=256,
           combined=4, combined_max=4, rx_only=0, rx_only_max=0)
    m.cpus(2_311, 4)
    m.outside = 458_748
    pages = 6 * GIB // 4
    m.vmstat = {"balloon_inflate": pages + 52_224, "balloon_deflate": 52_224}
    m.finish(61_440, more=pages * 4)


def hugetlb(where):
    """A host of guests: 200 GiB of huge pages, KVM's page tables, zram, and a swap cache that
    is mapped: 1.5 GiB of it are in AnonPages, too."""
    m = Machine(where, "6.12.117-amd64", 263_819_264)
    m.set(Buffers=204_112, Cached=9_204_480, SwapCached=2 * GIB, AnonPages=14_812_020, Shmem=212_940,
          Slab=1_931_016, SReclaimable=1_204_700, SUnreclaim=726_316, KReclaimable=1_204_700,
          KernelStack=31_520, PageTables=88_840, SecPageTables=1_104_220, VmallocUsed=402_112,
          Percpu=61_440, Unevictable=24_508, Mlocked=24_508, HugePages_Total=200,
          HugePages_Free=8, Hugepagesize=GIB, Hugetlb=200 * GIB, SwapTotal=16 * GIB,
          SwapFree=9 * GIB)
    m.lists()
    # of 2 GiB swap cache a fourth is on the lists beside AnonPages
    m.set(Inactive=m.kib("Inactive") + GIB // 2, Inactive_anon=m.kib("Inactive(anon)") + GIB // 2)
    twice = GIB + GIB // 2 + 64
    m.status += driver_lines("i40e", 1)
    m.netdev("enp94s0f0", "i40e", 0, [m.queue(q, 512, 511, 0, 7_000, 430, adopted=511)
                                      for q in range(16)])
    m.port("enp94s0f0", "i40e", [("rx_dropped", 0), ("port.rx_dropped", 0)], node=0,
           cpus="0-15,32-47", mtu=1500, rx=512, rx_max=4096, combined=16, combined_max=64,
           rx_only=0, rx_only_max=0)
    m.cpus(41_216, 64, nodes=2)
    m.vmstat = {"nr_zspages": 1_310_720}
    m.finish(702_464, more=1_310_720 * 4 - twice)


def leak(where):
    """i40e of 6.12 with legacy-rx and frames over several buffers: two queues lose pages."""
    m = Machine(where, "6.12.117-amd64", 65_718_272)
    m.set(Buffers=104_112, Cached=31_204_480, AnonPages=9_812_020, Shmem=212_940, Slab=1_431_016,
          SReclaimable=1_004_700, SUnreclaim=426_316, KReclaimable=1_004_700, KernelStack=21_520,
          PageTables=58_840, VmallocUsed=202_112, Percpu=31_440, Unevictable=4_508, Mlocked=4_508)
    m.lists()
    m.status += driver_lines("i40e", 2)
    lost = {3: 904_200, 5: 113}
    m.netdev("ens1f0", "i40e", 0,
             [m.queue(q, 512, 511, 4_000_000 + 17 * q, 9_000 * (q + 1), 260_000, adopted=511,
                      orphaned=lost.get(q, 0), allocated=4_000_000 + 17 * q + lost.get(q, 0))
              for q in range(8)])
    m.netdev("ens1f1", "i40e", 0, [m.queue(q, 512, 511, 40, 90_000 * (q + 1), 5_700, adopted=511)
                                   for q in range(8)])
    for n in range(2):
        m.port(f"ens1f{n}", "i40e", [("rx_dropped", 4), ("port.rx_dropped", 0)], node=0, cpus="0-7",
               mtu=9000 - 7500 * n, rx=512, rx_max=4096, combined=8, combined_max=16, rx_only=0,
               rx_only_max=0)
    m.cpus(11_216, 16)
    m.finish(98_304, more=sum(lost.values()) * 4)


def unknown(where):
    """Only drivers that the module does not know."""
    m = Machine(where, "6.12.117-amd64", 131_826_688)
    m.set(Buffers=204_112, Cached=41_204_480, AnonPages=29_812_020, Shmem=212_940, Slab=2_431_016,
          SReclaimable=1_704_700, SUnreclaim=726_316, KReclaimable=1_704_700, KernelStack=31_520,
          PageTables=98_840, VmallocUsed=302_112, Percpu=51_440, Unevictable=24_508, Mlocked=24_508)
    m.lists()
    for n in range(2):
        m.other(f"ens1f{n}np{n}", "mlx5_core")
        m.port(f"ens1f{n}np{n}", "mlx5_core", [("rx_out_of_buffer", 0)], node=0, cpus="0-31",
               mtu=1500, rx=8192, rx_max=8192, combined=63, combined_max=63, rx_only=0,
               rx_only_max=0)
        m.other(f"eno{n + 3}", "ngbe")
        m.port(f"eno{n + 3}", "ngbe", cpus="0-31", mtu=1500, rx=512, rx_max=8192, rx_only=8,
               rx_only_max=8, combined=0, combined_max=0)
        m.other(f"eth{n}", "acme_net")
        m.port(f"eth{n}", "acme_net", mtu=1500)
    m.cpus(31_216, 64)
    m.finish(2 * 63 * 16_384 + 310_000)


def absent(where):
    """The module is not loaded, and three GiB are missing."""
    m = Machine(where, "6.1.0-56-amd64", 65_718_272)
    m.set(Buffers=104_112, Cached=31_204_480, AnonPages=9_812_020, Shmem=212_940, Slab=1_431_016,
          SReclaimable=1_004_700, SUnreclaim=426_316, KReclaimable=1_004_700, KernelStack=21_520,
          PageTables=58_840, VmallocUsed=202_112, Percpu=31_440, Unevictable=4_508, Mlocked=4_508)
    m.lists()
    for n in range(2):
        m.port(f"ens1f{n}", "i40e", [("rx_dropped", 0), ("port.rx_dropped", 0)], node=0, cpus="0-15",
               mtu=1500, rx=4096, rx_max=4096, combined=96, combined_max=96, rx_only=0,
               rx_only_max=0)
    m.cpus(11_216, 96, nodes=2)
    m.finish(2 * 96 * 4095 * 4 + 170_000, module=False)
    m.write("absent", "the module is not loaded (no /sys/kernel/debug/rxpageacct): "
                      "modprobe rxpageacct\n")


MACHINES = {"healthy": healthy, "node64k": node64k, "balloon": balloon, "hugetlb": hugetlb,
            "leak": leak, "unknown": unknown, "absent": absent}


def main():
    top = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "folders")
    for name, make in MACHINES.items():
        make(os.path.join(top, name))


if __name__ == "__main__":
    main()
