# SPDX-License-Identifier: GPL-2.0
"""--check: the line, its numbers, its exit code."""
import os
import re
import subprocess
import time

from harness import FOLDERS, Live, edit

CODE = {"OK": 0, "WARNING": 1, "CRITICAL": 2, "UNKNOWN": 3}
NUMBER = r"-?\d+(\.\d+)?"
LABEL = re.compile(rf"[a-z_]+=(U|{NUMBER}(B|%)?)(;({NUMBER})?){{0,4}}")
NUMBERS = ["held_bytes", "mem_percent", "orphaned", "netdevs", "queues"]


def judge(t, name, state, said, done, numbers=True):
    """One line of text and numbers as monitoring systems read them."""
    code, out, err = done
    text, bar, data = out.rstrip("\n").partition(" | ")
    words = data.split()
    good = (code == CODE[state] and text.startswith(f"RXPAGEACCT {state} - ") and said in text and
            out.endswith("\n") and out.count("\n") == 1 and out.isascii() and "|" not in text and
            all(LABEL.fullmatch(word) for word in words) and (bool(bar) == numbers) and
            (not numbers or [w.split("=")[0] for w in words] == NUMBERS))
    t.ok(good and (not err or not numbers), f"check: {name}",
         f"exit {code}, want {state}\n{out}{err}\nwant {said!r}")
    return dict(word.split("=") for word in words)


def check(t, name, state, said, *args, numbers=True, **env):
    return judge(t, name, state, said, t.run("--check", *args, **env), numbers)


def box(name):
    return os.path.join(FOLDERS, name)


def limits(t):
    got = check(t, "all is well", "OK", "OK - 7.94 MiB in rx rings of 2 netdevs (0.4% of RAM), "
                "orphaned 0", "-p", box("igb"))
    t.equal(got, {"held_bytes": "8327168B;207932621;519831552;0;2079326208",
                  "mem_percent": "0.4%;10;25;0;100", "orphaned": "0;0;",
                  "netdevs": "2;;;0", "queues": "8;;;0"}, "check: the numbers and their limits")
    check(t, "more than a quarter of RAM", "CRITICAL", "rx rings hold 55.2% of RAM; 2.09 GiB",
          "-p", box("case"))
    for warning, critical, state in (("mem=60", "mem=60", "OK"), ("mem=50", "mem=60", "WARNING"),
                                     ("mem=55.18", "mem=none", "OK"),
                                     ("mem=55.17", "mem=none", "WARNING"),
                                     ("mem=none", "mem=55", "CRITICAL"),
                                     ("mem=none,orphaned=0", "orphaned=0,mem=none", "OK")):
        check(t, f"--warning {warning} --critical {critical}", state, "55.2% of RAM", "--warning",
              warning, "--critical", critical, "-p", box("case"))
    for orphaned, state in ((("115", "none"), "OK"), (("114", "none"), "WARNING"),
                            (("none", "114"), "CRITICAL"), (("none", "115"), "OK")):
        check(t, f"orphaned: {orphaned}", state, "orphaned 115", "-f", "eth2", "-p", box("mixed"),
              "--warning", "orphaned=" + orphaned[0], "--critical", "orphaned=" + orphaned[1])
    folder = t.folder("igb", "check")
    edit(folder, ":netdevs", lambda s: re.sub(r"^(eth1( +\S+){12} +)0 ", r"\1-7 ", s, flags=re.M))
    got = check(t, "fewer than none", "WARNING", "eth1: orphaned is -7, which cannot be; 7.94 MiB "
                "in rx rings of 2 netdevs (0.4% of RAM), orphaned 0, unknown for 1", "-p", folder)
    t.equal(got["orphaned"], "U;0;", "check: fewer than none is no figure")
    edit(folder, ":netdevs", lambda s: re.sub(r"^(eth0( +\S+){12} +)0 ", r"\1 7 ", s, flags=re.M))
    got = check(t, "fewer in one and more in another do not add up to none", "WARNING",
                "orphaned 7, unknown for 1", "-p", folder)
    t.equal(got["orphaned"], "U;0;", "check: nor in the numbers")
    os.remove(os.path.join(folder, "meminfo"))
    check(t, "no MemTotal, no share of it", "UNKNOWN", "MemTotal is not known",
          "--warning", "orphaned=14", "-p", folder)
    check(t, "which nobody asked for", "OK", "(-% of RAM)", "--warning",
          "mem=none,orphaned=14", "--critical", "mem=none", "-p", folder)


def states(t):
    got = check(t, "unknown, off, orphaned", "WARNING",
                "WARNING - orphaned is 115, most in eth2; ens3f0: 3 of 3 queues partial; "
                "enp5s0 is off; at least 15.7 MiB", "-p", box("mixed"))
    t.equal([got[k].split(";")[0] for k in NUMBERS[:3]], ["U"] * 3,
            "check: a sum without a part is U")
    check(t, "down is in order", "OK", "1 netdev ", "-f", "eth10", "-p", box("mixed"))
    check(t, "nothing to account", "OK", "of 0 netdevs", "-p", box("empty"))
    check(t, "a filter that lets nothing pass", "UNKNOWN", 'no netdev is like "eth7"', "-f", "eth7",
          "-p", box("igb"))
    check(t, "a filter and its share", "OK", "3.97 MiB in rx rings of 1 netdev (0.2% of RAM)", "-f",
          "eth0", "-p", box("igb"))
    for state, verdict, said in (("busy", "OK", "OK - at least 3.97 MiB in rx rings of 2"),
                                 ("adopting", "OK", "orphaned 0, unknown for 1"),
                                 ("bad", "WARNING", "eth0: 1 of 4 queues bad"),
                                 ("-", "WARNING", "eth0: 1 of 4 queues of unknown state")):
        folder = t.folder("igb", "check")
        edit(folder, ":netdevs", lambda s: re.sub(r"^(eth0 +igb +2 +0 +4 +\d+).*$",
                                                  r"\1 - - - - - - - - - partial", s, flags=re.M))
        edit(folder, "eth0", lambda s, w=state: re.sub(
            r"^( +1 +\d+) .* ok$", r"\1 - - - - - - - - - - - - - - " + w, s, flags=re.M))
        check(t, f"a queue is {state}", verdict, said, "-p", folder)
    folder = t.folder("igb", "check")
    edit(folder, ":netdevs", lambda s: re.sub(r"^total .*", "total" + " -" * 14 + " partial", s,
                                              flags=re.M))
    check(t, "a netdev without an account", "WARNING", "a netdev has no account", "-p", folder)
    folder = t.folder("mixed", "check")
    for n in range(6):
        edit(folder, ":netdevs", lambda s, n=n: re.sub(
            r"^total", f"lost{n} ice 9 1 - - - - - - - - - - - off\ntotal", s, flags=re.M))
    check(t, "many are named by number", "WARNING", "lost0 is off and 5 more; at least", "-p", folder)
    folder = t.folder("igb", "check")
    for name in (":netdevs", "eth1"):
        edit(folder, name, lambda s: s.replace("eth1", "a|\x1b\xff", 1))
    os.rename(os.path.join(folder, "eth1"), os.path.join(folder, "a|\x1b\udcff"))
    edit(folder, ":netdevs", lambda s: re.sub(r"^(a\|.*) ok$", r"\1 bad", s, flags=re.M))
    os.remove(os.path.join(folder, "a|\x1b\udcff"))
    check(t, "a name cannot end the line or the text", "WARNING", "a??? is bad", "-p", folder)


def trust(t):
    """What the module says of a driver's events; the reason is the note's."""
    reason = "igb: probes are disarmed, see <debugfs>/kprobes/enabled and kernel.ftrace_enabled; "
    folder = t.folder("today", "check")
    for name in ("ens1f1", ":status"):      # nobody holds the lock
        edit(folder, name, lambda s: re.sub(r"# note: somebody .*\n", "", s))
    edit(folder, "ens1f1", lambda s: s.replace("busy", "ok"))
    check(t, "counting that began anew is no fault", "OK", "OK - 9.97 MiB", "-f", "i40e",
          "-p", folder)
    check(t, "a driver's probes are disarmed", "WARNING", "WARNING - " + reason, "-p", folder)
    for word, said in (("bypassed", "ip_igb_poll+0x0/0x10 [kpatch] (a livepatch?)"),
                       ("lost", "3 released pages are in no ring")):
        edit(folder, ":status", lambda s, w=word: re.sub(r"trust=(blind|bypassed)", "trust=" + w, s))
        edit(folder, ":netdevs", lambda s, w=said: re.sub(
            r"# note: igb: .*", "# note: igb: no probe\n# note: igb: allocated, released, failed, "
            "orphaned are unknown: " + w, s))
        check(t, f"trust is {word}", "WARNING", f"WARNING - igb: {said}; eth0: 2 of 2 queues partial",
              "-p", folder)
        edit(folder, ":netdevs", lambda s: re.sub(r"# note: igb: allocated.*\n", "", s))
        edit(folder, ":netdevs", lambda s: s + "# note: igb: x\n")
    check(t, "without a note, too", "WARNING", "igb: released pages are in no ring; ", "-p", folder)
    check(t, "only of drivers whose netdevs pass", "OK", "", "-f", "i40e", "-p", folder)
    edit(folder, ":status", lambda s: s.replace("trust=lost", "trust=warming"))
    check(t, "warming passes", "OK", "", "-p", folder)


def locked(t):
    """The network lock is held: the module gives up, or we do."""
    held = "the network lock (RTNL) is held by somebody else: not all could be read; "
    check(t, "locked: what is known to be wrong comes first", "WARNING", held, "-p", box("today"))
    got = check(t, "locked: one netdev's own file", "UNKNOWN", held + "9.97 MiB", "-f", "i40e",
                "-p", box("today"))
    t.equal(got["held_bytes"].split(";")[0], "10452992B", "check: locked: :netdevs was read before")
    folder = t.folder("today", "check")
    edit(folder, ":netdevs", lambda s: re.sub(r"^(ens1f1|eth0) .*\n", "", s, flags=re.M))
    edit(folder, ":netdevs", lambda s: re.sub(r"^total .*", "total" + " -" * 15 + " busy", s,
                                              flags=re.M))
    got = check(t, "locked: netdevs without a row", "UNKNOWN", held + "at least 5.98 MiB in rx rings "
                "of 1 netdev ", "-p", folder)
    t.equal([v.split(";")[0] for v in got.values()], ["U"] * 5, "check: locked: no sum is known")
    check(t, "locked: nor which netdev there is", "UNKNOWN", held, "-f", "eth0", "-p", folder)
    kernel = Live(t)
    folder = kernel.load("igb")
    os.remove(os.path.join(folder, ":netdevs"))
    os.mkfifo(os.path.join(folder, ":netdevs"))
    begun = time.monotonic()
    check(t, "--timeout", "UNKNOWN", "no answer within 0.3 s: it still waits for the network lock",
          "-t", "0.3", numbers=False, **kernel.env())
    t.ok(time.monotonic() - begun < 10, "check: --timeout: and not later")
    check(t, "--timeout is not too short", "OK", "of 2 netdevs", "--timeout", "60", "-p", box("igb"))


def unknown(t):
    kernel = Live(t)
    check(t, "no debugfs", "UNKNOWN", "debugfs is not mounted", numbers=False, **kernel.env())
    kernel.mount()
    check(t, "no module", "UNKNOWN", "is not loaded", numbers=False, **kernel.env())
    folder = kernel.load("igb")
    check(t, "live", "OK", "of 2 netdevs", **kernel.env())
    os.rename(os.path.join(folder, "eth1"), os.path.join(folder, "gone"))
    check(t, "a netdev whose file is on its way", "OK", "of 2 netdevs", **kernel.env())
    os.rename(os.path.join(folder, "gone"), os.path.join(folder, "eth1"))
    edit(folder, "eth1", lambda s: s.replace(" 120 ", " 12O ", 1))
    check(t, "malformed", "UNKNOWN", "eth1:6: released", numbers=False, **kernel.env())
    os.remove(os.path.join(folder, ":netdevs"))
    check(t, "the module went away", "UNKNOWN", "went away", numbers=False, **kernel.env())
    for args in (["--json"], ["-1"], ["-s", "held"], ["-d", "1"], ["stray"], ["--nonsense"],
                 ["--warning", "mem=101"], ["--warning", "mem=100.5"], ["--critical", "mem"],
                 ["--critical", "mem=1,"], ["--critical", "men=1"], ["--critical", "mem=1.234"],
                 ["--warning", "orphaned=-1"], ["--warning", ""], ["--warning", "mem=1."],
                 ["--warning", "=1"]):
        judge(t, "usage: " + " ".join(args), "UNKNOWN", "", t.run(*args, "--check", "-p", box("igb")),
              numbers=False)
    code, out, err = t.run("-1", "--warning", "mem=1", "-p", box("igb"))
    t.ok(code == 2 and not out and "need --check" in err, "check: limits need it", err)
    code, _, _ = t.run("--check", "-p", box("igb"),
                       before=["sh", "-c", 'exec "$@" >/dev/full', "sh"])
    t.equal(code, 3, "check: nobody could read the line")


def asleep(child):
    """Until it waits before it looks again."""
    for _ in range(1000):
        with open(f"/proc/{child.pid}/wchan", encoding="ascii") as f:
            if "nanosleep" in f.read() or child.poll() is not None:
                return
        time.sleep(0.01)


def twice(t, name, state, said, change):
    """@change happens between the two readings."""
    kernel = Live(t)
    folder = kernel.load("mixed")
    with subprocess.Popen([t.program, "--check", "-f", "eth2"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True,
                          env=t.environ(**kernel.env())) as child:
        asleep(child)
        if change:
            edit(folder, ":netdevs", change)
        out, err = child.communicate(timeout=20)
    return judge(t, name, state, said, (child.returncode, out, err),
                 numbers=state != "UNKNOWN")


def orphaned(cell):
    return lambda s: re.sub(r"^(eth2( +\S+){12} +)115 ", r"\g<1>" + cell + " ", s, flags=re.M)


def again(t):
    twice(t, "orphaned, and stays so", "WARNING", "orphaned is 115, most in eth2", None)
    twice(t, "orphaned, and grows", "CRITICAL", "eth2 loses pages now: orphaned grew to 116",
          orphaned("116"))
    twice(t, "orphaned for a moment only", "OK", "orphaned 0", orphaned("0"))
    twice(t, "and malformed the second time", "UNKNOWN", "is not a number", orphaned("1x"))
    begun = time.monotonic()
    check(t, "a recording is looked at once", "WARNING", "115", "-p", box("mixed"))
    t.ok(time.monotonic() - begun < 1, "check: without waiting for it")


def run(t):
    limits(t)
    states(t)
    trust(t)
    locked(t)
    unknown(t)
    again(t)
    one, two = (t.run("--check", "-p", box("mixed"), program=p) for p in (t.program, t.release))
    t.equal(one, two, "check: the release build says the same")
