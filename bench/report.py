"""What a run of the benchmarks leaves: tables, verdicts, and docs/performance.md with its chart."""
import datetime
import os
import pathlib
import platform
import re
import subprocess

import chart
import targets
from postgres import PROGRAMS

PAGE = "docs/performance.md"
CHART = "docs/images/ingest.svg"
# The page has prose of people around what is made here.
MEASURED = ("<!-- measured: made by bench/run --write -->", "<!-- end of measured -->")


def table(head, rows):
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    yield from ("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)
    yield ""


def machine(root):
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=root, capture_output=True,
                            text=True)
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory_kb = int(re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text())[1])
    versions = ", ".join(f"{name} {version}" for name, version in
                         (("PostgreSQL", version_of(PROGRAMS / "postgres", "--version")),
                          ("Node.js", version_of("node", "--version"))) if version)
    return (f"Measured on {datetime.date.today()}: {os.cpu_count()} cores "
            f"({model[1].strip() if model else platform.machine()}), {memory_kb / 1048576:.0f} GiB, "
            f"Linux {platform.release()}, {versions}, commit {commit.stdout.strip()}.")


def version_of(program, option):
    """Nothing where it is not installed."""
    try:
        answer = subprocess.run([program, option], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return re.search(r"\d+(\.\d+)+", answer)[0]


def verdicts(facts):
    yield from table(("target", "measured", ""), targets.verdicts(facts))


def write(root, lines, verdict_lines, facts):
    page = root / PAGE
    text = page.read_text()
    begin, end = (text.index(mark) for mark in MEASURED)
    picture = ("![Webhooks a second, and the time of an acknowledgement]"
               f"({pathlib.Path(CHART).relative_to('docs')})")
    measured = "\n".join([MEASURED[0], "", *lines[:2], picture, "", *verdict_lines, *lines[2:]])
    page.write_text(text[:begin] + measured + text[end:])
    (root / CHART).write_text(chart.drawn(facts["rates"], facts["constant"]))
