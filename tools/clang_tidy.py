#!/usr/bin/env python3
"""clang-tidy over src/, several files at a time, with progress.

Takes the compiler's options from the build directory's compile_commands.json, so the preset has to
be configured. Names of files or folders limit what is read.
"""

import argparse
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def compiled_files(build, places):
    """The .cpp files of the build under one of these places, by path from the root."""
    commands = json.loads((build / "compile_commands.json").read_text())
    paths = {Path(command["file"]).resolve().relative_to(ROOT).as_posix() for command in commands}
    return sorted(
        path for path in paths
        if any(path == place or path.startswith(place + "/") for place in places)
    )


def read_one(build, path):
    """(path, what clang-tidy says, whether that is nothing)"""
    done = subprocess.run(
        ["clang-tidy", "--quiet", "-p", str(build), path],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    # On stderr it counts the warnings of system headers; errors of its own go there too.
    said = done.stdout if done.returncode == 0 or done.stdout else done.stderr
    return path, said.strip(), done.returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="*", default=["src"], help="files or folders from the root")
    parser.add_argument("--build", type=Path, default=ROOT / "build/debug")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()

    build = options.build.resolve()
    files = compiled_files(build, [place.rstrip("/") for place in options.places])
    wrong = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        readings = [pool.submit(read_one, build, path) for path in files]
        for number, reading in enumerate(as_completed(readings), 1):
            path, said, passed = reading.result()
            print(f"[{number}/{len(files)}] {path}", flush=True)
            if not passed:
                wrong += 1
                print(said, flush=True)
    print(f"clang-tidy: {wrong} of {len(files)} files want work")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
