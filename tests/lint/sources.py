"""Which files the lints look at, and how they report."""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = "tests/lint/samples/"
SKIPPED = 77  # exit status that CMakeLists.txt maps to "skipped"


def project_files(root=ROOT):
    """Paths relative to `root` of everything git tracks or would track, sorted.

    Outside a git work tree (an unpacked archive) it is every file but build folders.
    """
    listing = subprocess.run(
        ["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True,
    )
    if listing.returncode == 0:
        names = {name.decode() for name in listing.stdout.split(b"\0") if name}
    else:
        names = {str(path.relative_to(root)) for path in root.rglob("*")}
    return sorted(
        name for name in names
        if (root / name).is_file() and not name.startswith((".git/", "build"))
    )


def cpp_sources(root=ROOT, folders=("gateway/", "handlers/", "tests/")):
    """C and C++ files under `folders`, without the deliberately bad samples of the lints."""
    return [
        name for name in project_files(root)
        if name.startswith(folders) and name.endswith((".c", ".h", ".cpp", ".hpp"))
        and not name.startswith(SAMPLES)
    ]


def finish(lint, problems, advice, checked):
    """Prints every problem, then the advice, and ends the process."""
    for problem in problems:
        print(problem)
    if problems:
        print(f"\n{lint}: {len(problems)} problem(s). {advice}")
        sys.exit(1)
    if not checked:
        sys.exit(f"{lint}: found nothing to check, so it proves nothing; is the path right?")
    print(f"{lint}: {checked} files, no problem")
    sys.exit(0)
