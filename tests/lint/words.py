#!/usr/bin/env python3
"""Fails on notes to oneself and on private words in files that would be published."""

import pathlib
import re
import sys

import sources

ADVICE = "Do it now, or describe it in the tracker; nothing private or unfinished is published."
# Joined from pieces, so that this file does not contain what it looks for.
NOTES = re.compile(r"\b(?:%s)\b" % "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]))
PRIVATE = re.compile("|".join(["/wor" + "k/", "sub" + "agent", "issue" + " #"]), re.IGNORECASE)


def problems_in(name, content):
    for number, line in enumerate(content.splitlines(), 1):
        for pattern in (NOTES, PRIVATE):
            match = pattern.search(line)
            if match:
                yield f"{name}:{number}: “{match[0]}” in: {line.strip()[:100]}"


def check(root):
    problems, checked = [], 0
    for name in sources.project_files(root):
        content = (root / name).read_bytes()
        if b"\0" in content:
            continue  # binary, such as a fuzzer's input
        checked += 1
        problems += problems_in(name, content.decode(errors="replace"))
    return problems, checked


if __name__ == "__main__":
    found, count = check(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else sources.ROOT)
    sources.finish("words", found, ADVICE, count)
