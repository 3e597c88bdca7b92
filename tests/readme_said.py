# SPDX-License-Identifier: GPL-2.0
"""For readme-check: is a sentence what the module, rxpa-top or an installer says?"""
import glob
import os
import re

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# What Troubleshooting quotes and others say, and who.
OF_OTHERS = {
    "modprobe: FATAL: Module rxpageacct not found": "kmod, tools/modprobe.c",
    "Invalid module format": "kmod, its word for ENOEXEC",
    "Key was rejected by service": "the C library, EKEYREJECTED",
    "Operation not permitted": "the C library, EPERM",
    "Permission denied": "the C library, EACCES",
    "Lockdown": "the kernel, security/lockdown/lockdown.c",
    "Lockdown: modprobe: unsigned module loading is restricted":
        "the kernel, the same with security/security.c",
    "modules won't be signed": "dkms",
}


def read(name):
    with open(os.path.join(TOP, name), encoding="utf-8") as file:
        return file.read()


def sources(*patterns):
    return [os.path.relpath(path, TOP) for pattern in patterns
            for path in sorted(glob.glob(os.path.join(TOP, pattern)))]


# A sentence of README against one of the sources.  HOLE is what printf or a shell
# fills in; in README a word of FILLED stands for it, and "..." for anything.

HOLE, ANY = "\0", "\1"
FILLED = "DIR FILE FUNCTION KVER LINE N NAME NETDEV PATH STATE SYMBOL VERSION X Y".split()


def c_strings(text):
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)
    for run in re.findall(r'"(?:[^"\\\n]|\\.)*"(?:\s*[A-Z_]\w*)?(?:\s*"(?:[^"\\\n]|'
                          r'\\.)*"(?:\s*[A-Z_]\w*)?)*', text):
        inside = re.sub(r'"\s*[A-Z_]\w*(?:\s*"|$)', HOLE, run)
        inside = re.sub(r'"\s*"', "", inside).strip('"').replace("%" + HOLE, HOLE)
        inside = inside.replace('\\"', '"').replace("\\n", "\n")
        yield re.sub(r"%[-+ 0#]*[\d*]*(?:\.[\d*]+)?(?:hh?|ll?|z)?[a-zA-Z]", HOLE, inside)


def shell_strings(text):
    text = re.sub(r'"\s*(?:\\\n)?\s*"', " ", text)
    for run in re.findall(r'"((?:[^"\\]|\\.)*)"', text):
        yield re.sub(r"\$\([^)]*\)|\$\{[^}]*\}|\$\w+", HOLE, run)
        yield from re.findall(r"\$\{\w+:[-+]([^}]+)\}", run)


class Said:
    """All strings of the sources.  One may stand in a hole of another."""

    def __init__(self):
        self.all = [one for name in sources("module/*.[ch]", "include/*.h",
                                            "tools/rxpa-top/*.[ch]")
                    for one in c_strings(read(name))]
        self.all += [one for name in sources("tools/install/*")
                     for one in shell_strings(read(name))]
        self.fills = {one.strip(HOLE) for one in self.all}
        self.fills = {one for one in self.fills if HOLE not in one and one}

    def has(self, sentence):
        """As a part of one string; whatever has no word in it is there."""
        pattern = re.sub(r"\b(%s)\b(?!=)" % "|".join(FILLED), HOLE, sentence)
        pattern = re.sub(r" ?\.\.\. ?", ANY, pattern)
        if not re.search("[a-z]", pattern):
            return True
        fills = [fill for fill in self.fills if fill in pattern]
        return any(agree(pattern, one, fills) for one in self.all)

    def lacks(self, sentence):
        """What of a sentence nobody says, not even in parts that ": " joins."""
        if sentence in OF_OTHERS or self.has(sentence):
            return []
        for colon in reversed([m.start() for m in re.finditer(": ", sentence)]):
            if sentence[:colon] in OF_OTHERS or self.has(sentence[:colon]):
                return self.lacks(sentence[colon + 2:])
        return [sentence]


def agree(ours, theirs, fills):
    """Does the whole of `ours` stand in `theirs`, from one mark or hole to another?"""
    places = {0: {m.end() for m in re.finditer(r"^|[#:;,(\0] *", theirs)}}
    for at, want in enumerate(ours):
        for place in sorted(places.pop(at, ())):
            after = places.setdefault(at + 1, set())
            if want == ANY:
                after.update(range(place, len(theirs) + 1))
                continue
            # what is in a hole: nothing, another string, a number that README shows
            while want != HOLE and theirs[place:place + 1] == HOLE:
                if want in "-0123456789":
                    after.add(place)
                for fill in fills:
                    if ours.startswith(fill, at):
                        places.setdefault(at + len(fill), set()).add(place)
                place += 1
            if theirs[place:place + 1] == want:
                after.add(place + 1)
    return any(re.match(r" *([):;,\0\n]|$)", theirs[place:])
               for place in places.get(len(ours), ()))
