#!/usr/bin/env python3
"""Fails when a header under gateway/ does not compile alone; the ABI's .h files also as C11."""

import argparse
import concurrent.futures
import os
import pathlib
import shlex
import subprocess

import sources

ADVICE = "Include what the header itself uses, or forward-declare it."
WARNINGS = "-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fsyntax-only".split()


def jobs_for(root, options):
    """One compiler call for each header and language: (header, language, command)."""
    paths = [f"-I{root}", f"-I{root}/gateway/include", *(f"-isystem{p}" for p in options.system)]
    for name in sources.cpp_sources(root, ("gateway/",)):
        if name.endswith((".hpp", ".h")):
            yield name, "C++20", [*shlex.split(options.cxx), "-std=c++20", "-xc++", *WARNINGS, *paths]
        if name.endswith(".h"):
            yield name, "C11", [*shlex.split(options.cc), "-std=c11", "-xc", *WARNINGS, *paths]


def compile_alone(job):
    """None, or the compiler's complaint."""
    name, language, command = job
    result = subprocess.run(
        [*command, "-"], input=f'#include "{name}"\n', capture_output=True, text=True
    )
    if result.returncode == 0:
        return None
    return f"{name}:1: does not compile alone as {language}:\n{result.stderr.strip()}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--root", type=pathlib.Path, default=sources.ROOT)
    arguments.add_argument("--cxx", default="c++")
    arguments.add_argument("--cc", default="cc")
    arguments.add_argument("--system", action="append", default=[], help="system include folder")
    options = arguments.parse_args()
    jobs = list(jobs_for(options.root, options))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [problem for problem in pool.map(compile_alone, jobs) if problem]
    sources.finish("headers", problems, ADVICE, len(jobs))


if __name__ == "__main__":
    main()
