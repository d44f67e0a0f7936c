#!/usr/bin/env python3
"""tools/clang_format.py [--check]: lays all C++ files out as .clang-format says.

With --check it only tells which files are not, and exits with 77 where clang-format is missing.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from source_tree import source_files

# Another version lays some lines out otherwise, so that two people would undo each other's work.
VERSION = 14
SKIPPED = 77


def find_clang_format():
    """The program of the right version, or None."""
    for name in (f"clang-format-{VERSION}", "clang-format"):
        program = shutil.which(name)
        if program:
            told = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
            if re.search(rf"version {VERSION}\.", told):
                return program
    return None


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    root = Path(__file__).resolve().parent.parent
    program = find_clang_format()
    if not program:
        print(f"there is no clang-format {VERSION} here; tools/install.sh test installs it")
        return SKIPPED if arguments else 1
    files = [source.path for source in source_files(root, (".cpp", ".h"))]
    mode = ["--dry-run", "-Werror"] if arguments else ["-i"]
    done = subprocess.run([program, "--style=file", *mode, *files], cwd=root)
    if arguments and done.returncode:
        print("`make format` lays these files out")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
