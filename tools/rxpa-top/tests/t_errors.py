# SPDX-License-Identifier: GPL-2.0
"""Every exit code, and what is said with it."""
import os
import shutil
import subprocess
import time

from harness import FOLDERS, Live, edit

(OTHER, USAGE, NO_DEBUGFS, NO_MODULE, PERMISSION, NEWER, MALFORMED, TERMINAL,
 TIMEOUT) = range(1, 10)


def fails(t, name, want, said, *args, **more):
    code, out, err = t.run(*args, **more)
    t.ok(code == want and said in err and err.startswith("rxpa-top: ") and
         err.count("\n") == 1 and not out, f"errors: {name}",
         f"exit {code}, want {want}\nstdout {out[:300]!r}\nstderr {err!r}\nwant {said!r}")


def usage(t):
    box = os.path.join(FOLDERS, "igb")
    for args in (["--once", "--batch"], ["-n", "3"], ["-b", "-n", "0"], ["-b", "-n", "x"],
                 ["-d", "0"], ["-d", "-1"], ["-d", "1e3"], ["-d", "."], ["-d", "1."], ["-d", ""],
                 ["-d", "86401"], ["-d", "99999999999999999999"], ["-w"], ["-1", "-d", "1"],
                 ["stray"], ["-s", "nonsense"], ["-f", "x" * 300], ["-b", "-w"], ["-o", "held,nonsense"], ["-o", "held,held"],
                 ["-o", ""], ["-g", "netdev"], ["-j", "-o", "held"], ["-j", "-g", "node"],
                 ["-1", "-t", "0"], ["-t", "5"]):
        fails(t, "usage: " + " ".join(a[:20] for a in args), USAGE, "rxpa-top: ", *args, "-p", box)
    fails(t, "usage: --sort names the columns", USAGE, "released/s", "-1", "-s", "x", "-p", box)
    for said, *args in (("\"walked\" needs --walk", "-1", "-s", "walked"),
                        ("\"ntu\" needs --queues", "-1", "-s", "ntu"),
                        ("\"lent\" needs --walk", "-s", "lent"),
                        ("\"queues\" has no value for a queue", "-1", "-q", "-s", "queues"),
                        ("\"released/s\" needs two readings", "-1", "-s", "released/s"),
                        ("\"order\" has no value for a group", "-1", "-q", "-g", "node",
                         "-s", "order"),
                        ("--columns: column \"tries\" needs --walk", "-1", "-o", "tries"),
                        ("\"walked\" needs --walk", "-j", "-s", "walked")):
        fails(t, "usage: nothing to sort by: " + " ".join(args), USAGE, said, *args, "-p", box)
    for said, *args in (("no key \"color\"; keys are: netdev driver", "-1", "-f", "color=red"),
                        ("queue=\"x\" is not a number", "-1", "-q", "-f", "queue=x"),
                        ("queue= needs --queues", "-1", "-f", "queue=1"),
                        ("queue= means nothing with --json", "-j", "-f", "queue=1")):
        fails(t, "usage: " + " ".join(args), USAGE, said, *args, "-p", box)
    code, _, err = t.run("--nonsense")
    t.ok(code == USAGE and "--help" in err, "errors: usage: unknown option", err)


def live(t):
    kernel = Live(t)
    env = kernel.env()
    fails(t, "debugfs is not mounted", NO_DEBUGFS, "mount -t debugfs", "-1", **env)
    os.remove(os.path.join(kernel.proc, "mounts"))
    fails(t, "no mounts file", NO_DEBUGFS, "mount -t debugfs", "-1", **env)
    kernel.mount()
    fails(t, "the module is not loaded", NO_MODULE, "modprobe rxpageacct", "-1", **env)
    absent(t, kernel)
    kernel.load("igb")
    code, out, err = t.run("-1", **env)
    t.ok(code == 0 and "eth1" in out and "1.94 GiB RAM" in out,
         "errors: none: found by the mounts file, escapes undone", out + err)
    permission(t, kernel, env)
    os.remove(os.path.join(kernel.debugfs, "rxpageacct", ":netdevs"))
    fails(t, "the module goes away under us", NO_MODULE, "went away", "-1", **env)


SECURE_BOOT = "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
LOCKDOWN, SIG_ENFORCE = "sys/kernel/security/lockdown", "sys/module/module/parameters/sig_enforce"
MODULES_DISABLED = "proc/sys/kernel/modules_disabled"


def absent(t, kernel):
    """Why there is no folder: what each kernel shows, and what is said to it."""
    on, off = "\x06\0\0\0\x01", "\x06\0\0\0\0"
    key = "mokutil --import"
    for name, files, says, never in (
            ("nothing is in the way",
             {LOCKDOWN: "[none] integrity confidentiality\n", SECURE_BOOT: off, SIG_ENFORCE: "N\n",
              MODULES_DISABLED: "0\n"}, ": modprobe rxpageacct\n", key),
            ("Secure Boot, locked down",
             {LOCKDOWN: "none [integrity] confidentiality\n", SECURE_BOOT: on},
             "(Secure Boot, lockdown: integrity); if modprobe", "sig_enforce"),
            ("locked down without Secure Boot",
             {LOCKDOWN: "none integrity [confidentiality]\n"}, "(lockdown: confidentiality)",
             "Secure Boot,"),
            ("module.sig_enforce", {LOCKDOWN: "[none] integrity\n", SIG_ENFORCE: "Y\n"},
             "(module.sig_enforce)", "lockdown"),
            ("both", {LOCKDOWN: "none [integrity]\n", SIG_ENFORCE: "Y\n"},
             "(lockdown: integrity, module.sig_enforce)", "Secure Boot,"),
            ("Secure Boot, and no word on lockdown", {SECURE_BOOT: on}, "Secure Boot is on; if", "lockdown"),
            ("Secure Boot, but no lockdown",
             {LOCKDOWN: "[none] integrity\n", SECURE_BOOT: on}, ": modprobe rxpageacct\n", key),
            ("a variable cut short", {SECURE_BOOT: on[:4]}, ": modprobe rxpageacct\n", key),
            ("no module can be loaded", {MODULES_DISABLED: "1\n", SECURE_BOOT: on},
             "kernel.modules_disabled is 1", "modprobe"),
            ("another module of that beginning",
             {"proc/modules": "rxpageacct_kunit 1 0 - Live 0x0\n"}, "is not loaded", "is loaded"),
            ("it is loaded", {"proc/modules": "igb 1 0 - Live 0x0\nrxpageacct 1 0 - Live 0x0\n",
                              LOCKDOWN: "none [integrity]\n"}, "is loaded, but", "modprobe")):
        fresh = Live(t)
        fresh.mount()
        for path, text in files.items():
            fresh.put(path, text)
        code, _, err = t.run("-1", **fresh.env())
        t.ok(code == NO_MODULE and says in err and never not in err and err.count("\n") == 1 and
             (key in err) == ("if modprobe" in err), f"errors: no folder: {name}", err)
    fresh = Live(t)
    fresh.put("proc/filesystems", "nodev\tproc\nnodev\tnot-debugfs\n")
    fails(t, "a kernel without debugfs", NO_DEBUGFS, "has no debugfs", "-1", **fresh.env())
    kernel.__init__(t)
    kernel.mount()


def permission(t, kernel, env):
    """As nobody when this is root: root is let in everywhere."""
    program = os.path.join(t.scratch, "rxpa-top")
    shutil.copy(t.program, program)
    os.chmod(program, 0o755)
    as_user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] \
        if os.geteuid() == 0 else []
    if as_user and not shutil.which("setpriv"):
        t.ok(False, "errors: permission", "setpriv is missing: apt-get install util-linux")
        return
    code, _, err = t.run("-1", program=program, before=as_user, **env)
    t.ok(code == 0, "errors: permission: readable to all is readable", err)
    folder = os.path.join(kernel.debugfs, "rxpageacct")
    for path, mode, what in ((os.path.join(folder, ":netdevs"), 0o000, "a file"),
                             (folder, 0o000, "the folder"), (kernel.debugfs, 0o000, "debugfs")):
        os.chmod(path, mode)
        fails(t, f"permission: {what}", PERMISSION, "Permission denied: run as root", "-1",
              program=program, before=as_user, **env)
        os.chmod(path, 0o755)


def files(t):
    fails(t, "no such folder", OTHER, "nowhere", "-1", "-p", os.path.join(t.scratch, "nowhere"))
    fails(t, "not a recording", OTHER, "no file :netdevs", "-1", "-p", t.scratch)
    box = t.folder("igb")
    os.remove(os.path.join(box, ":netdevs"))
    os.mkfifo(os.path.join(box, ":netdevs"))
    begun = time.monotonic()
    fails(t, "a file that does not answer", TIMEOUT, "no answer within 0.5 s", "-1", "-t", "0.5",
          "-p", box)
    t.ok(0.5 <= time.monotonic() - begun < 5, "errors: it is waited for as long as was said")
    for args in (["-j"], ["-b", "-n", "2"], ["-b", "-j"]):
        fails(t, f"a file that does not answer: {' '.join(args)}", TIMEOUT, "still waits for",
              *args, "-t", "0.3", "-p", box)
    os.remove(os.path.join(box, ":netdevs"))
    os.mkdir(os.path.join(box, ":netdevs"))
    fails(t, "a folder is not a file", OTHER, ":netdevs", "-1", "-p", box)
    code, _, err = t.run("-1", "-p", os.path.join(FOLDERS, "igb"),
                         before=["sh", "-c", 'exec "$@" >/dev/full', "sh"])
    t.ok(code == OTHER and "cannot be written" in err, "errors: a full disk", err)


def malformed(t):
    for name in (":netdevs", "eth0", ":status", "eth0:walk"):
        box = t.folder("igb")
        edit(box, name, lambda s: s.replace("# rxpageacct 1 ", "# rxpageacct 2 ", 1))
        fails(t, f"newer format: {name}", NEWER, f"{name}: format 2 is newer", "-j", "-w", "-p", box)
    box = t.folder("igb")
    edit(box, "eth1", lambda s: s.replace(" 120 ", " 12O ", 1))
    fails(t, "malformed: file and line", MALFORMED, "/eth1:6: released: \"12O\"",
          "-1", "-q", "-p", box)
    with open(os.path.join(FOLDERS, "igb", ":netdevs"), encoding="ascii") as f:
        whole = f.read()
    wrong = []
    for cut in range(len(whole)):
        with open(os.path.join(box, ":netdevs"), "w", encoding="ascii") as f:
            f.write(whole[:cut])
        if cut % 7 and cut < len(whole) - 2:
            continue
        code, _, err = t.run("-1", "-p", box)
        if code != MALFORMED or ":netdevs:" not in err:
            wrong.append((cut, code, err))
    t.ok(not wrong, "errors: truncated anywhere, it is malformed", wrong[:3])


def terminal(t):
    box = os.path.join(FOLDERS, "igb")
    fails(t, "no terminal", TERMINAL, "--once", "-p", box, TERM="xterm")
    for term in ("", "nonsense", "dumb"):
        done = subprocess.run(["script", "-qec", f"{t.program} -p {box}", "/dev/null"],
                              capture_output=True, text=True, check=False, timeout=20,
                              stdin=subprocess.DEVNULL, env=t.environ(TERM=term))
        t.ok(done.returncode == TERMINAL and "TERM=" in done.stdout and "\x1b" not in done.stdout,
             f"errors: TERM={term}", f"{done.returncode} {done.stdout} {done.stderr}")


def run(t):
    usage(t)
    live(t)
    files(t)
    malformed(t)
    terminal(t)
