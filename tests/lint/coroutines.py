#!/usr/bin/env python3
"""Fails on await statements that g++ 12.2 compiles wrongly, and on awaits where none belong.

g++ 12.2 destroys some temporaries of a statement with `co_await` twice. So such a statement has
one `co_await` and no `?:`, no braced list (which includes a temporary aggregate) and no lambda
that captures by value; clang does not show the defect.
"""

import pathlib
import sys

import sources
from statements import Statement, await_statements, tokenize

ADVICE = (
    "Give the argument or the awaited result a name in a statement of its own, then await it "
    "(g++ 12.2 destroys such temporaries twice)."
)
MAY_AWAIT = ("gateway/net/", "gateway/client/", "gateway/pipeline/", "tests/")


def complaints(statement: Statement):
    """What is wrong with one await statement."""
    if statement.count("co_await") > 1:
        yield "more than one co_await in a statement"
    if statement.has("?"):
        yield "?: in a statement with co_await"
    if statement.has_braced_list():
        yield "braced list or temporary aggregate in a statement with co_await"
    if statement.has_lambda_capturing_by_value():
        yield "lambda that captures by value in a statement with co_await"


def problems_in(name, text):
    for statement in await_statements(tokenize(text)):
        if not name.startswith(MAY_AWAIT):
            yield f"{name}:{statement.line}: co_await outside {', '.join(MAY_AWAIT[:-1])}"
        for complaint in complaints(statement):
            yield f"{name}:{statement.line}: {complaint}"


def check(root):
    names = sources.cpp_sources(root)
    problems = [
        problem for name in names
        for problem in problems_in(name, (root / name).read_text(errors="replace"))
    ]
    return problems, len(names)


if __name__ == "__main__":
    found, count = check(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else sources.ROOT)
    sources.finish("coroutines", found, ADVICE, count)
