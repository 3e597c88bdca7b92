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

from harness import FOLDERS, LARGE, Live, edit


class Screen(pyte.Screen):
    """What ncurses uses and pyte does not know: REP, SU and SD."""
    last = " "

    def draw(self, data):
        self.last = data[-1:] or self.last
        super().draw(data)

    def repeat(self, count=1, **_):
        super().draw(self.last * (count or 1))

    def scroll(self, count, line, step):
        y, margins = self.cursor.y, self.margins
        self.cursor.y = line(margins) if margins else line((0, self.lines - 1))
        for _ in range(count or 1):
            step()
        self.cursor.y = y

    def scroll_up(self, count=1, **_):
        self.scroll(count, max, self.index)

    def scroll_down(self, count=1, **_):
        self.scroll(count, min, self.reverse_index)


class Stream(pyte.ByteStream):
    csi = {**pyte.ByteStream.csi, "b": "repeat", "S": "scroll_up", "T": "scroll_down"}
    events = pyte.ByteStream.events | {"repeat", "scroll_up", "scroll_down"}


class Terminal:
    def __init__(self, t, folder, *args, cols=80, rows=24, term="xterm-256color", env=None):
        self.t = t
        self.screen = Screen(cols, rows)
        self.stream = Stream(self.screen)
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

    def settle(self):
        while self.read(0.2):
            pass

    def line(self, what):
        """Number of the first line that a regular expression matches."""
        return next(i for i, line in enumerate(self.lines()) if re.search(what, line))

    def click(self, y, x, button=0):
        self.keys(f"\x1b[<{button};{x + 1};{y + 1}M\x1b[<{button};{x + 1};{y + 1}m")

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
    s = Terminal(t, LARGE, "-d", "60")
    s.sees(r"^\+6 columns: Right  q quit  h help", "80x24 comes up")
    lines = s.lines()
    t.ok(lines[1].startswith("66.5 GiB held, 26.2% of 254 GiB RAM, 1,088,846 pages, 4 netdevs"),
         "screen: summary", lines[1])
    t.equal(lines[2], "orphaned 0  4 ok  2 notes", "screen: health")
    t.equal(lines[3].split(), ["NETDEV", "DRIVER", "RXQ", "HELD", "BYTES", "ALLOC/s", "REL/s",
                               "ORPHANED", "STATE"], "screen: columns that fit 80")
    t.ok(re.search(r"^total +476 +1088846 ", lines[8]), "screen: a total as its rows", lines[8])
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
    s.keys("E")
    s.sees(r"71358611456 B held", "exact")
    s.keys("E")
    s.sees(r"66.5 GiB held", "human again")
    s.keys("c")
    s.sees(r"^NETDEV .*ALLOC ", "totals")
    s.keys("c")
    s.sees(r"^NETDEV .*ALLOC/s", "rates")
    s.keys("q")
    s = Terminal(t, LARGE, "-d", "60", "-s", "failed", cols=160)
    s.sees(r" netdevs by failed", "sorted by failed while it shows rates")
    t.ok("FAILED" in s.text(), "screen: what is sorted by is on the screen", s.text())
    s.keys("c")
    s.sees(r" netdevs by failed$", "totals: still by failed")
    s.keys("c")
    s.sees(r" netdevs by failed/s", "rates: by failed a second")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: q leaves with 0")
    t.ok(b"\x1b[?1049l" in s.raw, "screen: the terminal is given back")


def chosen(s):
    """The line of the chosen row: the second one in reverse, after the head."""
    lines = [y for y in range(s.screen.lines) if s.screen.buffer[y][0].reverse]
    return lines[1] if len(lines) == 2 else lines


def rows_of(s):
    return [line.split()[:2] for line in s.lines() if line.endswith("  ok")]


def many(t):
    s = Terminal(t, LARGE, "-q", "-s", "queue", "-d", "60")
    s.sees(r"^1-18 of 476  ", "476 queues: the first page")
    s.keys(PGDN)
    s.sees(r"^19-36 of 476  ", "PgDn")
    first = rows_of(s)
    t.equal(chosen(s), 4, "screen: PgDn: the chosen row moves with the page")
    s.keys(DOWN)
    s.settle()
    t.equal(chosen(s), 5, "screen: Down chooses the next row")
    s.keys(DOWN * 17)
    s.sees(r"^20-37 of 476  ", "Down at the end moves the page")
    t.equal(rows_of(s)[:17], first[1:], "screen: Down moves by one row")
    s.keys(PGUP * 2)
    s.sees(r"^1-18 of 476  ", "PgUp")
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
    s.sees(r"^filter: ens3f1", "a filter is typed")
    t.ok(re.search(r"\(119\s+of\s+476\)", s.text()) and "\nfiltered total" in s.text(),
         "screen: the filter works while it is typed, and the total says so", s.text())
    s.keys("\r")
    s.sees(r"^\d+-\d+ of 119  ", "119 queues pass")
    t.equal({row[0] for row in rows_of(s)}, {"ens3f1"}, "screen: filtered rows")
    s.keys("/zz\x1b")
    s.sees(r"^\d+-\d+ of 119  ", "Esc gives the old filter back")
    s.keys("/zzz\r")
    s.sees(r"^nothing passes the filter; a name must fit as a whole", "nothing passes")
    s.keys("/\x15driver=I40E queue=3-4,7 node=2\r")
    s.sees(r"\(6 of 476\)", "a filter of several words")
    s.keys("/\x15queue=x")
    s.sees(r"^filter: queue=\"x\" is not a number", "a filter that is none: why")
    s.keys("\r")
    s.sees(r"^filter: queue=x", "it stays in the prompt")
    s.keys("\x1b")
    s.sees(r"\(6 of 476\)", "Esc: the filter before")
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
    t.equal(s.lines()[s.line("^NETDEV") + 1].split()[0], "enp5s0", "screen: sorted by name")
    s.keys("s")
    s.until("Sort by which")
    s.keys("\x1b")
    s.sees(r"netdevs by netdev", "another key chooses nothing")
    s.keys("\t\t" + "s")
    s.until("Sort by which")
    s.keys("q")
    s.sees(r"netdevs by netdev", "q in the choice does not leave")
    s.keys("\tc")       # the most columns that there are
    s.sees(r"^ .*queues by netdev|queues by netdev$", "totals of queues")
    s.keys("s")
    s.sees(r"^\* a  netdev ", "the choice for queues shows what it is now")
    letters = re.findall(r"^[* ] (\w)  ", s.text(), re.M)
    t.ok("q" not in letters and len(letters) >= 20, "screen: q is no letter of the choice", letters)
    s.keys("q")
    s.sees(r"queues by netdev", "q in the choice changes nothing")
    s.keys("s" + DOWN + "\r")
    s.sees(r"queues by driver", "Down and Enter choose")
    t.ok("DRIVER" in s.text(), "screen: a column that is sorted by comes to the screen", s.text())
    s.keys("\t")
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
    s.sees(r"^Tab v +netdevs or queues", "help")
    s.keys(END)
    s.sees(r"^ORPHANED +adopted", "help: its end")
    s.keys("?")
    s.sees(r"^NETDEV", "any key leaves the help")
    s.keys("d0.0\r")
    s.sees(r"^\"0.0\" is not a number of seconds from 0.1 to 86400\nseconds: 0\.0",
           "a delay too short stays in the prompt, with a sentence")
    s.keys("\x15" + "0.2\r")
    s.sees(r"every 0.2 s", "a new delay")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: alarms: leaves with 0")


def sizes(t):
    s = Terminal(t, "mixed", cols=40, rows=12)
    s.sees(r"  q quit", "40x12 comes up")
    t.equal(s.lines()[3].split(), ["NETDEV", "BYTES", "STATE"], "screen: columns that fit 40")
    s.keys("h")
    s.sees(r"^1-10 of \d+  any", "the help scrolls")
    s.keys("q")
    s.until("^NETDEV")
    for cols, rows in ((120, 40), (80, 24), (20, 5), (3, 2), (1, 1), (200, 60)):
        s.resize(cols, rows)
        if cols >= 80:
            s.sees(r"^NETDEV +DRIVER", f"resized to {cols}x{rows} while running")
            t.ok(re.search(r"^(\+\d+ columns: Right  )?q quit", s.lines()[rows - 1]), "screen: the foot is at the bottom",
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
        s.until("q quit")
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


def no_color(t):
    for value, want in (("1", "default"), ("", "red")):
        s = Terminal(t, "mixed", cols=120, env={"NO_COLOR": value})
        s.until(r"^! orphaned 115 pages")
        t.equal(s.paint("! orphaned")[:2], (want, True), f"screen: NO_COLOR={value!r}")
        s.keys("q")
        s.wait()


def details(t):
    s = Terminal(t, "mixed", "-d", "60", rows=40)
    s.until("q quit")
    s.keys(DOWN + "\r")
    s.sees(r"^All about this row\nNETDEV +ens3f0 +the network device", "Enter: details")
    s.until(r"^NODE +0 .*\n(.*\n)*\nnote: i40e")
    text = s.text()
    t.ok(re.search(r"^BYTES +6156288 +what the held pages weigh$", text, re.M) and
         re.search(r"^ADOPTED +- +pages that were there", text, re.M) and
         re.search(r"^REFIL/s +- ", text, re.M), "screen: details: every column and its meaning",
         text)
    t.ok("note: i40e: all events are unknown" in text and "ice:" not in text,
         "screen: details: the notes that concern the row", text)
    s.keys("q")
    s.sees(r"^NETDEV .*STATE", "details: back")
    t.equal(chosen(s), s.line("^ens3f0"), "screen: details: the row is still chosen")
    s.keys("R")
    s.sees(r"\(reversed\)", "the order turned round")
    t.equal(chosen(s), s.line("^ens3f0"), "screen: the chosen row is followed")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: details: leaves with 0")


def ages(t):
    """A column that comes when a row is old, and stays."""
    kernel = Live(t)
    folder = kernel.load("today")
    s = Terminal(t, None, "-d", "60", cols=160, env=kernel.env())
    s.sees(r"^NETDEV .* AGE  STATE\n(.*\n)*ens1f0 .* 1\.7s  ok\n", "an old row brings AGE")
    edit(folder, ":netdevs", lambda s: s.replace(" 1730 ", "   50 "))
    s.keys(" ")
    s.sees(r"^NETDEV .* AGE  STATE\n(.*\n)*ens1f0 .* 50ms  ok\n", "which stays")
    s.keys("\r")
    s.sees(r"^AGE +50 +how long ago the row's numbers were true", "details: the age")
    s.keys("xq")
    t.equal(s.wait(), 0, "screen: ages: leaves with 0")


def heads(s):
    return s.lines()[s.line("^(NETDEV|DRIVER) ")].split()


def choosing(t):
    """Columns: chosen, and out of sight on either side."""
    s = Terminal(t, LARGE, "-d", "60", "-o", "held,state")
    s.sees(r"^NETDEV +HELD +STATE +BYTES$", "--columns")
    s.keys("o")
    s.sees(r"^\* f  held .*\n\* g  bytes ", "o: the columns, with what is shown")
    s.keys("fe" + "\r")
    s.sees(r"^NETDEV +DESC +STATE +BYTES$", "letters take away and add")
    s.keys("offf\x1b")
    s.sees(r"^NETDEV +DESC +STATE +BYTES$", "Esc: as before")
    s.keys("o\x7f\r")
    s.sees(r"^NETDEV +DRIVER +RXQ +HELD +BYTES", "Backspace: the usual ones")
    left = int(re.search(r"^\+(\d+) columns: Right", s.text(), re.M)[1])
    usual = len(heads(s)) + left
    seen, last = set(), None
    for _ in range(30):
        s.keys(RIGHT)
        s.settle()
        now = heads(s)
        t.ok({"NETDEV", "BYTES"} <= set(now), "screen: sideways: name and sort stay") \
            if "BYTES" not in now or "NETDEV" not in now else None
        seen |= set(now)
        if now == last:
            break
        last = now
    t.ok(len(seen) == usual and "STATE" in now, "screen: sideways: all columns come by",
         f"{seen} {usual}")
    t.ok(re.search(r"^columns: [1-9]\d* left, 0 right", s.text(), re.M),
         "screen: sideways: how many are out of sight", s.text())
    s.keys(LEFT * 30)
    s.sees(r"^\+6 columns: Right", "and back")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: columns: leaves with 0")


def pause(t):
    kernel = Live(t)
    kernel.load("igb")
    s = Terminal(t, None, "-d", "0.2", env=kernel.env())
    s.until("q quit")
    s.keys("p")
    s.sees(r"^paused, rows are 0 s old", "p: pause")
    when = s.lines()[1]
    t.ok(re.match(r"rxpa-top  \d{4}-\d\d-\d\d ", when), "screen: the time of the reading", when)
    s.sees(r"^paused, rows are 2 s old", "paused: the age of the rows goes on")
    t.equal(s.lines()[1], when, "screen: paused: nothing is read")
    s.keys(" ")
    s.sees(r"^paused, rows are 0 s old", "paused: Space reads once")
    s.keys("p")
    s.sees(r"\Arxpa-top ", "p: on again")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: pause: leaves with 0")


def grouping(t):
    s = Terminal(t, "mixed", "-d", "60", cols=120)
    s.until("q quit")
    s.keys("b")
    s.sees(r"^DRIVER .*\nigb +- +6 +2048|^igb ", "b: by driver")
    t.ok("netdevs a driver by bytes" in s.text() and re.search(r"^i40e .* -  partial$", s.text(), re.M),
         "screen: by driver", s.text())
    s.keys("b")
    s.sees(r"^NODE .*\n0 ", "b: by node")
    s.keys("\r")
    s.sees(r"^NODE +0 ", "details of a group")
    t.ok(s.text().count("\nNODE ") == 1, "screen: details of a node say once which", s.text())
    s.keys("xbb\r")
    s.sees(r"^DRIVER +igb ", "details of a driver")
    t.ok(s.text().count("\nDRIVER ") == 1, "screen: and of a driver", s.text())
    s.keys("xb")
    s.until("^NODE .*\n0 ")
    s.keys("\r")
    s.until("^NODE +0 ")
    s.keys("x" + "b")
    s.sees(r"^NETDEV ", "b: each for itself")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: groups: leaves with 0")


def mouse(t):
    s = Terminal(t, LARGE, "-q", "-d", "60")
    s.until(r"^1-18 of 476")
    s.click(s.line("^NETDEV") + 4, 3)
    s.settle()
    t.equal(chosen(s), s.line("^NETDEV") + 4, "screen: mouse: a click chooses a row")
    s.click(5, 5, 65)
    s.settle()
    t.equal(chosen(s), s.line("^NETDEV") + 7, "screen: mouse: the wheel moves on")
    s.click(5, 5, 64)
    s.settle()
    t.equal(chosen(s), s.line("^NETDEV") + 4, "screen: mouse: and back")
    y = s.line("^NETDEV")
    s.click(y, s.lines()[y].index("QUEUE") + 1)
    s.sees(r"queues by queue$", "mouse: a click on a head sorts")
    s.click(y, s.lines()[y].index("QUEUE") + 1)
    s.sees(r"queues by queue \(reversed\)$", "mouse: the next one turns round")
    s.keys("n")
    s.until("^Notes")
    s.click(3, 3, 65)
    s.click(3, 3)
    s.settle()
    t.ok("Notes" in s.text(), "screen: mouse: in the notes", s.text())
    s.keys("xm")
    s.settle()
    t.ok(re.search(rb"\x1b\[\?[\d;]*1000l", s.raw), "screen: m gives the mouse back to the terminal")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: mouse: leaves with 0")


def odd_names(t):
    box = t.folder("igb", "odd-names")
    edit(box, ":netdevs", lambda s: s.replace("eth1 ", "eth\xc3\xa4\xe7\xb6\xb2\xff\x1b ", 1))
    s = Terminal(t, box, "-d", "60", cols=100)
    s.sees("^eth\u00e4\u7db2 ?\\\\xff\\\\x1b  igb ", "UTF-8 as it is, other bytes escaped")
    lines = s.lines()
    y = s.line("^NETDEV")
    at = lines[y].index("DRIVER")
    t.equal([s.screen.buffer[y + i][at + n].data for i in (1, 2) for n in range(3)],
            list("igbigb"), "screen: the column after a wide name is in line")
    s.keys("/eth\u00e4")
    s.sees("^filter: eth\u00e4", "a prompt takes UTF-8")
    s.keys("\x7f*\r")
    s.sees(r"filter: eth\* \(2 of 2\)", "and Backspace takes a whole character")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: odd names: leaves with 0")


class Hanging:
    """A kernel of our own, whose :netdevs answers, or hangs: a FIFO without a writer."""

    def __init__(self, t, name):
        self.proc, debugfs = (os.path.join(t.scratch, name + what) for what in ("-proc", "-debug"))
        os.mkdir(self.proc)
        os.mkdir(debugfs)
        with open(os.path.join(self.proc, "mounts"), "w", encoding="ascii") as f:
            f.write(f"none {debugfs} debugfs rw 0 0\n")
        self.folder = os.path.join(debugfs, "rxpageacct")
        os.rename(t.folder("igb", name), self.folder)
        self.file = os.path.join(self.folder, ":netdevs")

    def hang(self):
        os.rename(self.file, self.file + ".away")
        os.mkfifo(self.file)

    def answer(self):
        """Whoever hangs gets an error, who comes later an answer."""
        fifo = os.open(self.file, os.O_WRONLY)
        os.replace(self.file + ".away", self.file)
        os.close(fifo)

    def answer_nobody(self):
        os.replace(self.file + ".away", self.file)


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
        return [int(child) for child in f.read().split()]


def hanging(t):
    """The network lock is held: the screen lives, and can be left."""
    kernel = Hanging(t, "hang")
    s = Terminal(t, None, "-d", "0.2", env={"RXPA_TOP_PROC": kernel.proc})
    s.sees(r"^eth0 ", "hang: up")
    kernel.hang()
    s.sees(r"^waits for the network lock \(2 s\), rows are [23] s old", "hang: says so, with the age")
    t.ok(re.search(r"^eth0 ", s.text(), re.M), "screen: hang: the old rows stay", s.text())
    s.keys("R")
    s.sees(r"\(reversed\)", "hang: keys work")
    s.keys("n")
    s.sees(r"^Notes", "hang: the notes, too")
    s.keys("x")
    child = children(s.pid)
    t.equal(len(child), 1, "screen: hang: one reading, however long it takes")
    t.equal({os.readlink(f"/proc/{child[0]}/fd/{fd}") for fd in range(3)}, {"/dev/null"},
            "screen: hang: who waits for our output does not wait for the reader")
    os.kill(child[0], signal.SIGTERM)
    s.sees(r"^rxpa-top waits:\n(.*\n)?.*the reading broke\s+off", "hang: a reader can be ended")
    s.sees(r"^rxpa-top waits for the network lock \([12] s\)", "hang: the next one waits, too")
    kernel.answer()
    s.sees(r"\Arxpa-top ", "hang: over; and it reads on")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: hang: leaves with 0")
    for name, how in (("q", "q"), ("Ctrl-C", "\x03"), ("SIGTERM", signal.SIGTERM),
                      ("SIGHUP", signal.SIGHUP)):
        kernel.hang()
        s = Terminal(t, None, env={"RXPA_TOP_PROC": kernel.proc})
        s.sees(r"^rxpa-top waits for the network lock \(1 s\)", f"hang: from the start ({name})")
        child = children(s.pid)
        begun = time.monotonic()
        if isinstance(how, str):
            s.keys(how)
        else:
            os.kill(s.pid, how)
        t.ok(s.wait() == 0 and time.monotonic() - begun < 3, f"screen: hang: {name} leaves", s.code)
        time.sleep(0.1)
        t.ok(child and not os.path.exists(f"/proc/{child[0]}/root/."),
             f"screen: hang: {name}: the reader is gone, too", child)
        kernel.answer_nobody()


def explained(t):
    """The page of explain, which is read when it is asked for."""
    s = Terminal(t, "leak", "-d", "60")
    s.sees(r"^ens1f0 ", "explain: a table first")
    s.keys("e")
    s.sees(r"^Where the memory is", "explain: e")
    s.sees(r"^- +3,617,252 kB +5.5  lost by ens1f0", "explain: with what the table did not need")
    t.ok(s.paint("lost by")[0] == "red" and s.paint("MemTotal")[1], "explain: in colours")
    s.keys(END)
    s.sees(r"^What is not known, and why\?", "explain: it scrolls to its end")
    t.ok(all(len(line) <= 80 for line in s.lines()), "screen: explain: lines fit", s.text())
    s.keys("e")
    s.sees(r"^NETDEV ", "explain: and back")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: explain: ends well")


def words(s):
    """All that stands above the foot, without signs of cutting."""
    text = re.sub(r"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d", "", "\n".join(s.lines()[:-1]))
    return set(text.split()) - {"..."}


def whole(s):
    """The words of a page that may be longer than the screen."""
    seen = words(s)
    for _ in range(40):
        at = re.match(r"\d+-(\d+) of (\d+) ", s.lines()[-1])
        if not at or at[1] == at[2]:
            break
        s.keys(PGDN)
        s.until(f"^(?!{re.escape(at[0])}).+\\Z")
        seen |= words(s)
    return seen


PAGES = {"table": "", "notes": "n", "details": "\r", "help": "h"}


def pages(t):
    """At every size no word is cut, and what scrolls shows all of them."""
    for folder in ("mixed", LARGE):
        wide = Terminal(t, folder, "-d", "60", cols=200, rows=60)
        wide.until("q quit")
        for page, key in PAGES.items():
            wide.keys(key)
            wide.settle()
            want = words(wide)
            wide.keys("x" if key else "")
            for cols, rows in ((40, 10), (80, 24)):
                s = Terminal(t, folder, "-d", "60", cols=cols, rows=rows)
                s.until("q quit|q$")
                s.keys(key)
                s.settle()
                got = whole(s)
                t.ok(got <= want, f"screen: {folder} {page} {cols}x{rows}: no word is cut",
                     f"{got - want}\n{s.text()}")
                if page != "table":
                    t.ok(got == want, f"screen: {folder} {page} {cols}x{rows}: none is missing",
                         f"{want - got}\n{s.text()}")
                s.keys("x" if key else "")
                s.resize(200, 60)
                s.until("q quit.*n notes")
                s.keys("\x1bOH")
                s.settle()
                if page == "table":
                    t.equal(words(s), want, f"screen: {folder}: resized from {cols}x{rows}")
                s.keys("q")
                t.equal(s.wait(), 0, f"screen: {folder} {page} {cols}x{rows}: leaves with 0")
        wide.keys("q")
        wide.wait()


def cut(t):
    """Where one line a text is all there is room for, there is a sign."""
    s = Terminal(t, "mixed", "-d", "60", cols=40, rows=10)
    s.until("q quit")
    t.ok([line for line in s.lines()[:3] if not line.endswith(" ...")] == [] and
         s.lines()[3].startswith("NETDEV"), "screen: 40x10: what is cut ends in ...", s.text())
    t.ok(re.match(r"1-4 of 5  \+\d+ columns: Right", s.lines()[-1]),
         "screen: 40x10: rows and columns out of sight are counted", s.lines()[-1])
    s.resize(20, 10)
    s.sees(r"^eth0:ns4026532201 .>$", "a row that is wider than the screen: a sign")
    s.keys("q")
    t.equal(s.wait(), 0, "screen: cut: leaves with 0")


def run(t):
    plain(t)
    many(t)
    sorting(t)
    alarms(t)
    sizes(t)
    signals(t)
    live(t)
    colourless(t)
    no_color(t)
    details(t)
    ages(t)
    choosing(t)
    pause(t)
    grouping(t)
    mouse(t)
    odd_names(t)
    hanging(t)
    explained(t)
    pages(t)
    cut(t)
