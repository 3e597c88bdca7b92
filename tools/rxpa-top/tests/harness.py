# SPDX-License-Identifier: GPL-2.0
"""What the rooms of the suite share: TAP, the program, scratch folders."""
import difflib
import os
import re
import shutil
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDERS = os.path.join(HERE, "folders")
LARGE = "large"      # the folder with 4 ports of 119 queues
SANITIZER = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error:")


class Tests:
    def __init__(self, build, update=False):
        self.build = os.path.abspath(build)
        self.program = os.path.join(self.build, "rxpa-top.tests", "rxpa-top")
        self.release = os.path.join(self.build, "rxpa-top")
        self.update = update
        self.n = self.failed = 0
        self.scratch = tempfile.mkdtemp(prefix="rxpa-top.")
        os.chmod(self.scratch, 0o755)

    def ok(self, good, name, detail=""):
        self.n += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.n} - {name}", flush=True)
        if not good:
            for line in str(detail).splitlines():
                print(f"# {line}", flush=True)
        return good

    def equal(self, got, want, name):
        return self.ok(got == want, name, f"got:  {got!r}\nwant: {want!r}")

    def golden(self, name, out):
        """(is it what golden/NAME.txt has?, the difference); with --update it is."""
        path = os.path.join(HERE, "golden", name + ".txt")
        if self.update:
            with open(path, "w", encoding="ascii") as f:
                f.write(out)
        with open(path, encoding="ascii") as f:
            want = f.read()
        diff = difflib.unified_diff(want.splitlines(), out.splitlines(), lineterm="")
        return out == want, "\n".join(diff)

    def end(self):
        shutil.rmtree(self.scratch, ignore_errors=True)
        print(f"1..{self.n}")
        return 1 if self.failed or not self.n else 0

    def environ(self, **more):
        env = {k: v for k, v in os.environ.items()
               if k not in ("LINES", "COLUMNS", "LC_ALL", "NCURSES_NO_SETBUF")}
        supp = os.path.join(HERE, "lsan.supp")
        env.update(LANG="C.UTF-8", TZ="UTC",
                   LSAN_OPTIONS=f"suppressions={supp}:print_suppressions=0", **more)
        return env

    def run(self, *args, program=None, before=(), timeout=60, **env):
        """(exit code, stdout, stderr); a sanitizer's report is code -1."""
        done = subprocess.run([*before, program or self.program, *args], text=True,
                              errors="replace", capture_output=True, timeout=timeout,
                              stdin=subprocess.DEVNULL, check=False, env=self.environ(**env))
        code = -1 if SANITIZER.search(done.stderr) else done.returncode
        return code, done.stdout, done.stderr

    def folder(self, name, copy_as=None):
        """A copy that a test may change."""
        to = os.path.join(self.scratch, copy_as or name)
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(os.path.join(FOLDERS, name), to)
        return to


class Live:
    """A /proc, a /sys and a debugfs of our own, to be one's own kernel."""

    def __init__(self, t):
        self.proc, self.sys, self.debugfs = (
            os.path.join(t.scratch, name) for name in ("proc", "sys", "de bug"))
        for path in (self.proc, self.sys, self.debugfs):
            shutil.rmtree(path, ignore_errors=True)
            os.mkdir(path)
        shutil.copy(os.path.join(FOLDERS, "igb", "meminfo"), self.proc)
        self.put("proc/filesystems", "nodev\tproc\nnodev\tdebugfs\n\text4\n")
        self.put("proc/modules", "igb 323584 0 - Live 0x0000000000000000\n")
        self.put("proc/sys/kernel/hostname", "here\n")
        self.put("proc/sys/kernel/osrelease", "9.9.9-here\n")
        self.put("sys/module/rxpageacct/version", "0.1.9\n")
        self.mounts("")

    def put(self, name, text):
        """A file of proc/ or sys/; latin-1, so that it may hold any byte."""
        root, _, rest = name.partition("/")
        path = os.path.join(getattr(self, root), rest)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="latin-1") as f:
            f.write(text)

    def mounts(self, more):
        self.put("proc/mounts",
                 "proc /proc proc rw 0 0\ntmpfs /sys/kernel/debug tmpfs rw 0 0\n" + more)

    def mount(self):
        self.mounts(f"none {self.debugfs} debugfs rw 0 0\n".replace("de bug", "de\\040bug"))

    def load(self, folder):
        """As if the module were loaded; its folder."""
        self.mount()
        to = os.path.join(self.debugfs, "rxpageacct")
        shutil.rmtree(to, ignore_errors=True)
        return shutil.copytree(os.path.join(FOLDERS, folder), to)

    def env(self):
        return {"RXPA_TOP_PROC": self.proc, "RXPA_TOP_SYS": self.sys}


def edit(folder, name, change):
    path = os.path.join(folder, name)
    with open(path, encoding="latin-1") as f:
        text = f.read()
    new = change(text)
    assert new != text, f"{name}: the change does nothing"
    with open(path, "w", encoding="latin-1") as f:
        f.write(new)
