#!/usr/bin/env python3
"""Fails when clang-format 14 would lay out a C or C++ file differently."""

import re
import shutil
import subprocess
import sys

import sources

ADVICE = "Run: clang-format -i FILE"


def find_clang_format():
    """A clang-format of the version that .clang-format was written for, or None."""
    for name in ("clang-format-14", "clang-format"):
        path = shutil.which(name)
        if not path:
            continue
        version = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
        if re.search(r"version 14\.", version):
            return path
    return None


def main():
    clang_format = find_clang_format()
    if not clang_format:
        print("format: SKIPPED, no clang-format 14 here (apt-get install clang-format-14)")
        sys.exit(sources.SKIPPED)
    names = sources.cpp_sources()
    result = subprocess.run(
        [clang_format, "--dry-run", "-Werror", "--ferror-limit=1", *names],
        cwd=sources.ROOT, capture_output=True, text=True,
    )
    problems = [line for line in result.stderr.splitlines() if ": error:" in line]
    if result.returncode != 0 and not problems:
        problems = [result.stderr]
    sources.finish("format", problems, ADVICE, len(names))


if __name__ == "__main__":
    main()
