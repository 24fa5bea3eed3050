#!/usr/bin/env python3
"""Proves that each lint finds what it looks for: the samples say in comments what must be found."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import coroutines
import layers
import words

LINT = pathlib.Path(__file__).resolve().parent
SAMPLES = LINT / "samples"
MARK = re.compile(r"//\s*bad(?:-above (\d+))?: (.+?)\s*$")


def expected_in(text):
    """(line, complaint) for every mark in a sample."""
    found = set()
    for number, line in enumerate(text.splitlines(), 1):
        mark = MARK.search(line)
        if mark:
            found.add((number - int(mark[1] or 0), mark[2]))
    return found


class LintTest(unittest.TestCase):
    def assert_finds(self, expected, problems):
        """Each expected (line, complaint) matches a problem, and there is no other problem."""
        lines = [(int(problem.split(":")[1]), problem) for problem in problems]
        for number, complaint in expected:
            matching = [line for line in lines if line[0] == number and complaint in line[1]]
            self.assertTrue(matching, f"line {number}: “{complaint}” was not found in {problems}")
        self.assertEqual(len(expected), len(problems), problems)

    def test_coroutines_finds_every_bad_statement(self):
        text = (SAMPLES / "coroutines/bad.cpp").read_text()
        self.assert_finds(expected_in(text), list(coroutines.problems_in("gateway/net/a.cpp", text)))

    def test_coroutines_accepts_every_good_statement(self):
        text = (SAMPLES / "coroutines/good.cpp").read_text()
        self.assertEqual([], list(coroutines.problems_in("gateway/net/a.cpp", text)))

    def test_coroutines_refuses_await_in_core(self):
        problems = list(coroutines.problems_in("gateway/core/a.cpp", "void f() { co_await g(); }"))
        self.assert_finds({(1, "co_await outside")}, problems)

    def test_layers_finds_every_bad_include(self):
        root = SAMPLES / "layers"
        for path in sorted(root.rglob("*.?pp")):
            with self.subTest(path=path.name):
                name = str(path.relative_to(root))
                self.assert_finds(expected_in(path.read_text()), list(layers.problems_in(root, name)))

    def test_words_finds_notes_and_private_words(self):
        for word in ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "/wor" + "k/main"]:
            self.assert_finds({(2, "in:")}, list(words.problems_in("a.cpp", f"int a;\n// {word} b")))
        self.assertEqual([], list(words.problems_in("a.sh", "mktemp /tmp/a.XXXX" + "XX; hacking")))

    def test_headers_finds_a_header_that_needs_another(self):
        with tempfile.TemporaryDirectory() as folder:
            header = pathlib.Path(folder, "gateway/core/needy.hpp")
            header.parent.mkdir(parents=True)
            header.write_text("#pragma once\nstd::string name();\n")
            result = subprocess.run(
                [sys.executable, LINT / "headers.py", "--root", folder],
                capture_output=True, text=True,
            )
        self.assertEqual(1, result.returncode)
        self.assertIn("gateway/core/needy.hpp:1: does not compile alone", result.stdout)


if __name__ == "__main__":
    unittest.main()
