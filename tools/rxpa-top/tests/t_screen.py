# SPDX-License-Identifier: GPL-2.0
"""The live screen, seen by a terminal emulator behind a pseudo-terminal."""
import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

import pyte

from harness import FOLDERS


class Terminal:
    def __init__(self, t, folder, *args, cols=80, rows=24, term="xterm-256color", env=None):
        self.t = t
        self.screen = pyte.Screen(cols, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.code = None
        self.pid, self.fd = pty.fork()
        if not self.pid:
            path = ["-p", os.path.join(FOLDERS, folder)] if folder else []
            self.size(cols, rows, fd=0)
            os.execve(t.program, [t.program, *path, *args],
                      t.environ(TERM=term, **(env or {})))
        self.size(cols, rows)

    def size(self, cols, rows, fd=None):
        fcntl.ioctl(self.fd if fd is None else fd, termios.TIOCSWINSZ,
                    struct.pack("HHHH", rows, cols, 0, 0))

    def resize(self, cols, rows):
        self.screen.resize(rows, cols)
        self.size(cols, rows)

    def read(self, seconds):
        """True when something came."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError as e:
            if e.errno != errno.EIO:
                raise
            data = b""
        if data:
            self.raw += data
            self.stream.feed(data)
        return bool(data)

    def lines(self):
        return [line.rstrip() for line in self.screen.display]

    def text(self):
        return "\n".join(self.lines())

    def until(self, what, seconds=10):
        """Waits for a regular expression on the screen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if re.search(what, self.text(), re.M):
                while self.read(0.05):
                    pass
                return True
            self.read(0.1)
        return False

    def sees(self, what, name):
        return self.t.ok(self.until(what), f"screen: {name}", f"{what}\n{self.text()}")

    def keys(self, text):
        os.write(self.fd, text.encode())

    def wait(self, seconds=10):
        """Exit code; the rest of the output is in raw."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            while self.read(0.02):
                pass
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
                os.close(self.fd)
                return self.code
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return "hangs"

    def paint(self, word):
        """(foreground, bold, reverse) of the first cell of a word."""
        for y, line in enumerate(self.screen.display):
            if word in line:
                char = self.screen.buffer[y][line.index(word)]
                return char.fg, char.bold, char.reverse
        return None


UP, DOWN, LEFT, RIGHT = "\x1bOA", "\x1bOB", "\x1bOD", "\x1bOC"
PGUP, PGDN, HOME, END = "\x1b[5~", "\x1b[6~", "\x1bOH", "\x1bOF"


def plain(t):
    s = Terminal(t, "large", "-d", "60")
    s.sees(r"^q quit  h help", "80x24 comes up")
    lines = s.lines()
    t.ok(lines[1].startswith("66.5 GiB held, 26.2% of 254 GiB RAM, 1,088,846 pages, 4 netdevs"),
         "screen: summary", lines[1])
    t.equal(lines[2], "orphaned 0  4 ok  2 notes", "screen: health")
    t.equal(lines[3].split(), ["NETDEV", "DRIVER", "RXQ", "HELD", "BYTES", "ALLOC/s", "REL/s",
                               "ORPHANED", "STATE"], "screen: columns that fit 80")
    t.equal([line.split()[0] for line in lines[4:9]],
            ["enP1s6f0", "ens3f0", "ens3f1", "enP1s6f1", "total"], "screen: biggest first")
    t.equal(s.paint("NETDEV")[2], True, "screen: the head is reverse")
    t.ok(len({len(line) for line in s.screen.display}) == 1 and "�" not in s.text(),
         "screen: whole")
    s.sees(r"^enP1s6f0 .* 0 +0 +0  ok$", "rates after the second reading") \
        if s.keys(" ") is None else None
    s.keys("\t")
    s.sees(r"^1-18 of 476  ", "queues are read when they are asked for")
    s.keys("\t")
    s.sees(r"^enP1s6f0  i40e ", "back to netdevs")
    s.keys("e")
    s.sees(r"71358611456 B held", "exact")
    s.keys("e")
    s.sees(r"66.5 GiB held", "human again")
    s.keys("c")
    s.sees(r"^NETDEV .*ALLOC ", "totals")
    s.keys("c")
    s.sees(r"^NETDEV .*ALLOC/s", "rates")
    s.keys("q")
    s = Terminal(t, "large", "-d", "60", "-s", "refills", cols=160)
    s.sees(r" netdevs by refills", "sorted by totals while it shows rates")
    s.keys("c")
    s.sees(r" netdevs by bytes", "totals: refills is a column of queues only")
    s.keys("q")
    s.wait()
    s = Terminal(t, "large", "-d", "60", "-s", "failed", cols=160)
    s.sees(r" netdevs by failed", "sorted by failed while it shows rates")
    s.keys("c")
    s.sees(r" netdevs by failed$", "totals: still by failed")
    s.keys("c")
    s.sees(r" netdevs by failed/s", "rates: by failed a second")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: q leaves with 0")
    t.ok(b"\x1b[?1049l" in s.raw, "screen: the terminal is given back")


def rows_of(s):
    return [line.split()[:2] for line in s.lines() if line.endswith("  ok")]


def many(t):
    s = Terminal(t, "large", "-q", "-s", "queue", "-d", "60")
    s.sees(r"^1-18 of 476  ", "476 queues: the first page")
    s.keys(PGDN)
    s.sees(r"^19-36 of 476  ", "PgDn")
    first = rows_of(s)
    s.keys(DOWN)
    s.sees(r"^20-37 of 476  ", "Down")
    t.equal(rows_of(s)[:17], first[1:], "screen: Down moves by one row")
    s.keys(UP + PGUP)
    s.sees(r"^1-18 of 476  ", "Up, PgUp")
    s.keys(END)
    s.sees(r"^459-476 of 476  ", "End")
    s.keys(PGDN + DOWN)
    s.sees(r"^459-476 of 476  ", "no further than the end")
    s.keys("g")
    s.sees(r"^1-18 of 476  ", "g")
    t.equal(len(rows_of(s)), 18, "screen: 18 rows a page")
    t.ok(re.search(r"^total ", s.text(), re.M), "screen: the total is always there", s.text())
    s.keys(END)
    s.until(r"^459-476")
    s.keys("/ens3f1")
    s.sees(r"^1-18 of 119  filter|^filter: ens3f1", "the filter works while it is typed")
    s.keys("\r")
    s.sees(r"^\d+-\d+ of 119  ", "119 queues pass")
    t.equal({row[0] for row in rows_of(s)}, {"ens3f1"}, "screen: filtered rows")
    s.keys("/zz\x1b")
    s.sees(r"^\d+-\d+ of 119  ", "Esc gives the old filter back")
    s.keys("/zzz\r")
    s.sees(r"^nothing passes the filter", "nothing passes")
    s.keys("\\")
    s.sees(r"^1-18 of 476  ", "no filter")
    s.keys("\t")
    s.sees(r"^enP1s6f0  i40e ", "Tab: netdevs")
    s.keys("\t")
    s.sees(r" of 476  ", "Tab: queues")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: many queues: leaves with 0")


def sorting(t):
    s = Terminal(t, "mixed")
    s.sees(r"netdevs by bytes", "sorted by bytes")
    s.keys("<")
    s.sees(r"netdevs by held", "< sorts by the column before")
    s.keys(">>")
    s.sees(r"netdevs by mem", "> by the one after")
    s.keys("R")
    s.sees(r"by mem \(reversed\)", "R")
    s.keys("s")
    s.sees(r"Sort by which column", "s opens the choice")
    s.keys("a")
    s.sees(r"netdevs by netdev", "a letter chooses")
    t.equal(s.lines()[4].split()[0], "enp5s0", "screen: sorted by name")
    s.keys("s")
    s.until("Sort by which")
    s.keys("\x1b")
    s.sees(r"netdevs by netdev", "another key chooses nothing")
    s.keys("\t\t" + "s")
    s.until("Sort by which")
    s.keys("q")
    s.sees(r"netdevs by netdev", "q in the choice does not leave")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: sorting: leaves with 0")


def alarms(t):
    s = Terminal(t, "mixed", cols=120)
    s.sees(r"^! orphaned 115 pages, ! unknown for 2  ! 37 hits missed  3 ok  ! 1 off",
           "what is wrong stands above the table")
    t.equal(s.paint("! orphaned")[:2], ("red", True), "screen: lost pages are red")
    t.equal(s.paint("! 1 off")[0], "brown", "screen: states are yellow")
    t.equal(s.paint("eth2 ")[0], "red", "screen: the row that lost pages is red")
    t.equal(s.paint("enp5s0")[0], "brown", "screen: a row that is off is yellow")
    t.equal(s.paint("eth10")[0], "default", "screen: a good row is plain")
    s.keys("n")
    s.sees(r"^note: ice: no BTF for ice", "notes")
    s.keys("x")
    s.sees(r"^NETDEV", "and back")
    s.keys("h")
    s.sees(r"^ORPHANED +adopted", "help")
    s.keys("?")
    s.sees(r"^NETDEV", "any key leaves the help")
    s.keys("d0.0\r")
    s.sees(r"^seconds: 0\.0", "a delay too short stays in the prompt")
    s.keys("\x15" + "0.2\r")
    s.sees(r"every 0.2 s", "a new delay")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: alarms: leaves with 0")


def sizes(t):
    s = Terminal(t, "mixed", cols=40, rows=12)
    s.sees(r"^q quit", "40x12 comes up")
    t.equal(s.lines()[3].split(), ["NETDEV", "BYTES", "STATE"], "screen: columns that fit 40")
    s.keys("h")
    s.sees(r"^1-10 of \d+  any", "the help scrolls")
    s.keys("q")
    s.until("^NETDEV")
    for cols, rows in ((120, 40), (80, 24), (20, 5), (3, 2), (1, 1), (200, 60)):
        s.resize(cols, rows)
        if cols >= 80:
            s.sees(r"^NETDEV +DRIVER", f"resized to {cols}x{rows} while running")
            t.ok(re.search(r"^q quit", s.lines()[rows - 1]), "screen: the foot is at the bottom",
                 s.text())
        else:
            time.sleep(0.2)
            while s.read(0.05):
                pass
            t.ok(os.waitpid(s.pid, os.WNOHANG) == (0, 0), f"screen: lives on at {cols}x{rows}")
            s.keys("jkn \t\t")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: sizes: leaves with 0")
    s = Terminal(t, "empty")
    s.sees(r"^no netdev is accounted", "no netdevs")
    s.keys(PGDN + DOWN + END + "\t<>sa/x\r\x1b")
    s.sees(r"filter: x", "keys on an empty table")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: empty: leaves with 0")


def signals(t):
    for sig, how in ((signal.SIGINT, "\x03"), (signal.SIGTERM, None), (signal.SIGHUP, None)):
        s = Terminal(t, "igb", "-d", "60")
        before = termios.tcgetattr(s.fd)
        s.until("^q quit")
        inside = termios.tcgetattr(s.fd)
        s.keys("/et")
        s.until("^filter: et")
        if how:
            s.keys(how)
        else:
            os.kill(s.pid, sig)
        begun = time.monotonic()
        after = None
        while s.code is None and time.monotonic() < begun + 10:
            while s.read(0.02):
                pass
            try:
                after = termios.tcgetattr(s.fd)
            except termios.error:
                pass
            pid, status = os.waitpid(s.pid, os.WNOHANG)
            if pid:
                s.code = os.waitstatus_to_exitcode(status)
        while s.read(0.02):
            pass
        t.ok(s.code == 0 and time.monotonic() - begun < 5, f"screen: {sig.name} leaves with 0", s.code)
        t.ok(s.raw.rstrip().endswith((b"\x1b[?1l\x1b>", b"\x1b[?1049l\x1b[23;0;0t\r\x1b[?1l\x1b>")) and
             b"\x1b[?1049l" in s.raw and b"\x1b[?12l\x1b[?25h" in s.raw,
             f"screen: {sig.name}: screen and cursor are given back", s.raw[-80:])
        t.ok(inside[3] & termios.ECHO == 0 and after and after[3] == before[3],
             f"screen: {sig.name}: echo and lines are given back")
        os.close(s.fd)


def live(t):
    """The module comes and goes while the screen is up."""
    proc, debugfs = os.path.join(t.scratch, "lproc"), os.path.join(t.scratch, "ldebug")
    for path in (proc, debugfs):
        os.mkdir(path)
    with open(os.path.join(proc, "mounts"), "w", encoding="ascii") as f:
        f.write(f"none {debugfs} debugfs rw 0 0\n")
    module = os.path.join(debugfs, "rxpageacct")
    os.symlink(os.path.join(FOLDERS, "igb-later"), module)
    s = Terminal(t, None, "-d", "0.2", env={"RXPA_TOP_PROC": proc})
    s.sees(r"^eth0 +igb .* 0 +0 ", "live: rates")
    os.remove(module)
    s.sees(r"^rxpa-top waits:\n.*not loaded", "live: the module is gone")
    s.keys("\tn jk")
    os.symlink(os.path.join(FOLDERS, "igb"), module)
    s.keys("x")
    s.sees(r"^NETDEV", "live: and back")
    os.remove(module)
    os.symlink(os.path.join(FOLDERS, "igb-later"), module)
    s.until(r"^eth0 .* [1-9]\d+")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: live: leaves with 0")


def colourless(t):
    s = Terminal(t, "mixed", cols=100, term="vt100")
    s.sees(r"^! orphaned 115 pages", "a terminal without colours")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: vt100: leaves with 0")


def run(t):
    plain(t)
    many(t)
    sorting(t)
    alarms(t)
    sizes(t)
    signals(t)
    live(t)
    colourless(t)
