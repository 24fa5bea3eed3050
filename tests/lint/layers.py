#!/usr/bin/env python3
"""Fails when an include, or a call that touches the world, breaks the layers of the design.

All Boost headers share one include directory, so linking alone cannot catch Asio in the core.
"""

import pathlib
import re
import sys

import sources

ADVICE = (
    "Includes point towards gateway/core only: move the code to a layer that may know this, "
    "or put an interface into gateway/ports."
)

# Values and containers only.
BOOST_CORE = r"boost/(system|unordered|container)/"
AWAITABLE = (
    r"boost/asio/(any_io_executor|as_tuple|associated_\w+|async_result|awaitable|bind_\w+|"
    r"cancellation_\w+|co_spawn|compose|deferred|detached|dispatch|error|execution\w*|post|"
    r"redirect_error|steady_timer|this_coro|use_awaitable|experimental/awaitable_operators)\.hpp"
)
OPENSSL_HASHES = r"openssl/(core_names|crypto|evp|hmac|params|sha|types)\.h"
ANY_BOOST = r"boost/"
OPENSSL = r"openssl/"

# folder → (project folders it may include, third-party headers it may include)
LAYERS = {
    "core": (["core"], [BOOST_CORE, OPENSSL_HASHES, r"nlohmann/", r"zlib\.h$"]),
    "ports": (["core", "ports"], [BOOST_CORE]),
    "pipeline": (["core", "ports", "pipeline"], [BOOST_CORE, AWAITABLE]),
    "net": (["core", "ports", "pipeline", "observe", "net"], [ANY_BOOST, OPENSSL]),
    "client": (["core", "client"], [ANY_BOOST, OPENSSL, r"nlohmann/"]),
    "integrations": (["core", "ports", "integrations"], [ANY_BOOST, OPENSSL, r"nlohmann/"]),
    "loaders": (["core", "ports", "loaders"], [BOOST_CORE, r"nlohmann/"]),
    "observe": (["core", "ports", "observe"], [BOOST_CORE, r"spdlog/"]),
    "app": (
        ["core", "ports", "pipeline", "net", "client", "integrations", "loaders", "observe", "app"],
        [ANY_BOOST, OPENSSL, r"nlohmann/", r"spdlog/", r"CLI/"],
    ),
}

# The core decides and is pure; the ports only name things.
WORLDLY_STANDARD = set(
    "barrier condition_variable filesystem fstream future iostream latch mutex random semaphore "
    "shared_mutex stop_token syncstream thread".split()
)
PURE = {"core", "ports"}
WORLDLY_CALL = re.compile(
    r"\b(?:system|steady|high_resolution)_clock::now\b|\b(?:getenv|std::time|localtime|fopen)\s*\("
)
# Slow to compile, or machinery: they stay in .cpp files.
NOT_IN_HEADERS = re.compile(r"nlohmann/json\.hpp|spdlog/|boost/beast/websocket")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
STANDARD = re.compile(r"^(?:[a-z_0-9]+|(?:std\w+|string|time|errno|assert|limits|ctype|math)\.h)$")
SYSTEM = re.compile(r"^(?:[a-z_0-9]+|(?:sys|net|netinet|arpa|linux|systemd)/[\w-]+)\.h$")


def check_include(folder, name, header, is_quoted):
    """What is wrong with `header` in file `name` of gateway/`folder`, or None."""
    projects, third_party = LAYERS[folder]
    if name.endswith(".hpp") and NOT_IN_HEADERS.search(header):
        return f"{header} in a header; include it in the .cpp file only"
    if header.startswith("gateway/"):
        target = header.split("/")[1]
        return None if target in projects else f"{folder} must not know {target} ({header})"
    if header.startswith("postern/"):
        is_allowed = folder in ("integrations", "app")
        return None if is_allowed else f"{folder} must not know the handler ABI ({header})"
    if is_quoted:
        return f'"{header}" is not written from the repository root'
    if any(re.match(pattern, header) for pattern in third_party):
        return None
    if STANDARD.match(header):
        is_worldly = folder in PURE and header in WORLDLY_STANDARD
        return f"{folder} is pure and must not include <{header}>" if is_worldly else None
    if SYSTEM.match(header) and folder not in PURE | {"pipeline"}:
        return None
    return f"{folder} must not include <{header}>"


def check_handler_include(header):
    if header.startswith("gateway/"):
        return f"a handler sees only the ABI headers in gateway/include, not {header}"
    return None


def check_abi_include(header):
    if header.startswith("postern/") or STANDARD.match(header):
        return None
    return f"the ABI headers stand alone and must not include {header}"


def problems_in(root, name):
    parts = pathlib.PurePosixPath(name).parts
    folder = parts[1] if parts[0] == "gateway" and len(parts) > 2 else None
    if folder and folder != "include" and folder not in LAYERS:
        yield f"{name}:1: folder gateway/{folder} has no row in tests/lint/layers.py"
        return
    for number, line in enumerate((root / name).read_text(errors="replace").splitlines(), 1):
        problem = None
        include = INCLUDE.match(line)
        if include:
            header = include[2]
            if parts[0] == "handlers":
                problem = check_handler_include(header)
            elif folder == "include":
                problem = check_abi_include(header)
            elif folder:
                problem = check_include(folder, name, header, include[1] == '"')
        elif folder in PURE and WORLDLY_CALL.search(line.split("//")[0]):
            problem = f"{folder} is pure: take the value as an argument"
        if problem:
            yield f"{name}:{number}: {problem}"


def check(root):
    """Every problem under `root`, and how many files were read."""
    names = sources.cpp_sources(root, ("gateway/", "handlers/"))
    return [problem for name in names for problem in problems_in(root, name)], len(names)


if __name__ == "__main__":
    found, count = check(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else sources.ROOT)
    sources.finish("layers", found, ADVICE, count)
