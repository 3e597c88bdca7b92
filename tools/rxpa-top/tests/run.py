#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Runs everything under tests/ and prints one TAP stream.

--update writes the golden texts anew: look at the diff before you commit it.
"""
import argparse
import importlib
import sys
import traceback

import harness

ROOMS = ["t_unit", "t_text", "t_json", "t_explain", "t_check", "t_batch", "t_errors", "t_screen", "t_man"]


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--build", required=True)
    args.add_argument("--update", action="store_true")
    args.add_argument("rooms", nargs="*", default=ROOMS)
    args = args.parse_args()
    t = harness.Tests(args.build, args.update)
    for room in args.rooms or ROOMS:
        try:
            importlib.import_module(room).run(t)
        except ModuleNotFoundError as e:
            package = {"pyte": "python3-pyte", "jsonschema": "python3-jsonschema"}
            t.ok(False, f"{room}: can run", f"{e}: apt-get install {package.get(e.name, e.name)}")
        except Exception:
            t.ok(False, f"{room}: runs to its end", traceback.format_exc())
    sys.exit(t.end())


if __name__ == "__main__":
    main()
