#!/usr/bin/env python3
"""Every vector that compatibility.md calls served is named by at least one test.

Rows of its tables look like `| R-01 R-02 | what | yes | tests |`; tests name a vector as `R-01`, or
`R01` inside an identifier.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "gateway/docs/compatibility.md"
ROW = re.compile(r"^\| ((?:[A-Z]-\d\d ?)+)\|[^|]*\| (\w+)")


def served_vectors():
    for number, line in enumerate(DOCUMENT.read_text().splitlines(), 1):
        match = ROW.match(line)
        if match and match.group(2) in ("yes", "differs"):
            for vector in match.group(1).split():
                yield vector, number


def test_texts():
    for folder in ("unit", "contract", "e2e"):
        for path in sorted((ROOT / "tests" / folder).rglob("*")):
            if "node_modules" in path.parts or path.suffix not in (".cpp", ".mjs", ".py"):
                continue
            yield path.read_text(errors="replace")


def main():
    tests = "\n".join(test_texts())
    vectors = list(served_vectors())
    if not vectors:
        print(f"{DOCUMENT}: no row with vectors found; has the table changed its form?")
        return 1
    missing = 0
    for vector, number in vectors:
        letter, digits = vector.split("-")
        if not re.search(rf"(?<![A-Z0-9-]){letter}-?{digits}(?!\d)", tests):
            print(f"{DOCUMENT}:{number}: no test names {vector}; name it in the test that proves it")
            missing += 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
