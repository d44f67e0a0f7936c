#!/usr/bin/env python3
"""Writes docs/reliability.md from what runs of the simulation counted.

    callfold_simulation --seeds 1-2000 --json lives.json
    callfold_simulation --points 1 --json points.json
    tests/simulation/reliability_page.py lives.json points.json --commit $(git rev-parse --short HEAD)

The words are in reliability_page.md beside this file, with {names} where the numbers go; what was found
is in findings.md and open_findings.md. Several files of the same kind are summed.
"""

import argparse
import collections
import json
import platform
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "reliability.md"
POINTS = (" Besides, `--points` lived one small life {:,} times: once for each of five faults at each\n"
          "single point at which the database is used.")
UNTOUCHED = ("commit", "begin", "read", "checkpoint", "bound_log", "truncate_log")


def counts_of(paths):
    total = collections.Counter()
    for path in paths:
        total.update(json.loads(Path(path).read_text()))
    return total


def rows(counts, prefix):
    found = [(-count, name.removeprefix(prefix)) for name, count in counts.items() if name.startswith(prefix)]
    return "\n".join(f"| {name} | {-count:,} |" for count, name in sorted(found))


def page(lives, points, commit):
    struck = {name.removeprefix("struck: ") for name in {**lives, **points} if name.startswith("struck: ")}
    numbers = {name.replace(" ", "_"): f"{count:,}" for name, count in lives.items()}
    numbers.update(
        points_told=POINTS.format(points["lives"]) if points else "",
        statements=len(struck.difference(UNTOUCHED)),
        faults=rows(lives, "fault: "),
        answers=rows(lives, "model: "),
        all_faults=f"{sum(lives[name] for name in lives if name.startswith('fault: ')):,}",
        months=f"{lives['days'] // 30:,}",
        commit=commit,
        machine=f"{platform.system()}, {platform.machine()}",
        findings=(HERE / "findings.md").read_text().strip(),
        open_findings=(HERE / "open_findings.md").read_text().strip(),
    )
    words = (HERE / "reliability_page.md").read_text()
    return words.format_map(collections.defaultdict(lambda: "0", numbers))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lives", nargs="+", help="what --seeds counted; *points*: --points")
    parser.add_argument("--commit", required=True, help="the commit that was run")
    arguments = parser.parse_args()
    of_points = [path for path in arguments.lives if "points" in Path(path).name]
    of_lives = [path for path in arguments.lives if path not in of_points]
    PAGE.write_text(page(counts_of(of_lives), counts_of(of_points), arguments.commit))


if __name__ == "__main__":
    main()
