"""What tests leave for docs/reliability.md: in the folder CALLFOLD_RESULTS, where that is set, a file for
each test that was run. A conftest.py imports these two names."""

import hashlib
import json
import os
from pathlib import Path

import pytest

NAME_MAX = 80


@pytest.fixture
def counted(capsys):
    """What a test counts goes in here; it is printed in the end."""
    counts = {}
    yield counts
    with capsys.disabled():
        print(f"\n{json.dumps(counts)}")


def file_name(result):
    """Of a test with values its name has all of them, which is more than a file's may have."""
    test = result["test"].replace("/", "_")
    if len(test) > NAME_MAX:
        test = f"{test[:NAME_MAX]}-{hashlib.sha256(test.encode()).hexdigest()[:12]}"
    return f"{result['engine']}-{Path(result['file']).stem}-{test}.json"


def engine_of(item):
    """The one of the run, unless the tests of a file are of one engine and say which."""
    return getattr(item.module, "ENGINE", os.environ.get("CALLFOLD_TEST_ENGINE") or "sqlite")


def result_of(item, call, report):
    result = {"kind": "test", "test": item.name, "file": item.path.name,
              "engine": engine_of(item),
              "outcome": report.outcome, "seconds": round(call.duration),
              "counts": item.funcargs.get("counted", {})}
    if report.skipped:
        result["reason"] = str(report.longrepr[2])
    return result


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    folder = os.environ.get("CALLFOLD_RESULTS")
    if folder and (call.when == "call" or report.outcome != "passed"):
        result = result_of(item, call, report)
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / file_name(result)).write_text(json.dumps(result, indent=1) + "\n")
