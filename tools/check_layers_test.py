"""check_layers over small trees with one violation each."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("check_layers.py")


@pytest.fixture
def check(tmp_path):
    """Writes {path: text} into a tree and checks it: (whether it passes, what is said)."""

    def run(files):
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        done = subprocess.run([sys.executable, "-B", PROGRAM, tmp_path],
                              capture_output=True, text=True)
        return done.returncode == 0, done.stdout + done.stderr

    return run


@pytest.mark.parametrize("including, included", [
    ("src/app/main.cpp", "http/server.h"),
    ("src/app/main.cpp", "analysis/analyzer.h"),
    ("src/http/server.cpp", "pipeline/ingest.h"),
    ("src/http/server.cpp", "storage/calls.h"),
    ("src/pipeline/ingest.cpp", "providers/provider.h"),
    ("src/storage/calls.cpp", "domain/call.h"),
    ("src/storage/sqlite/connection.cpp", "storage/connection.h"),
    ("src/domain/call.cpp", "base/clock.h"),
    ("src/base/clock.cpp", "base/clock.h"),
])
def test_arrows_of_the_graph_pass(check, including, included):
    passes, said = check({including: f'#include "{included}"\n'})
    assert passes, said


@pytest.mark.parametrize("including, included, arrow", [
    ("src/base/clock.cpp", "domain/call.h", "base -> domain"),
    ("src/domain/call.cpp", "storage/calls.h", "domain -> storage"),
    ("src/storage/calls.cpp", "providers/provider.h", "storage -> providers"),
    ("src/providers/bolna/payload.cpp", "analysis/analyzer.h", "providers -> analysis"),
    ("src/analysis/analyzer.cpp", "storage/calls.h", "analysis -> storage"),
    ("src/pipeline/ingest.cpp", "http/server.h", "pipeline -> http"),
    ("src/http/server.cpp", "providers/provider.h", "http -> providers"),
    ("src/http/server.cpp", "analysis/analyzer.h", "http -> analysis"),
    ("src/http/routes/calls.cpp", "app/config.h", "http -> app"),
    ("src/storage/sqlite/connection.cpp", "storage/postgres/connection.h",
     "storage/sqlite -> storage/postgres"),
])
def test_other_arrows_are_named_with_file_and_line(check, including, included, arrow):
    passes, said = check({including: f'#include <map>\n\n#include "{included}"\n'})
    assert not passes
    assert f"{including}:3: forbidden-include: {arrow} is no arrow" in said


@pytest.mark.parametrize("including, header, home", [
    ("src/storage/calls.cpp", "SQLiteCpp/Database.h", "src/storage/sqlite"),
    ("src/app/main.cpp", "sqlite3.h", "src/storage/sqlite"),
    ("src/storage/sqlite/connection.cpp", "pqxx/connection", "src/storage/postgres"),
    ("src/app/main.cpp", "restinio/all.hpp", "src/http"),
    ("src/pipeline/deliveries.cpp", "curl/curl.h", "src/transport"),
])
def test_drivers_stay_in_their_folder(check, including, header, home):
    passes, said = check({including: f"#include <{header}>\n"})
    assert not passes
    assert f"{including}:1: forbidden-driver: <{header}> is included in {home}" in said
    passes, said = check({including: "", f"{home}/connection.cpp": f"#include <{header}>\n"})
    assert passes, said


@pytest.mark.parametrize("included", ["clock.h", "../base/clock.h", "gtest/gtest.h"])
def test_own_files_are_included_by_their_path_from_src(check, included):
    passes, said = check({"src/domain/call.cpp": f'#include "{included}"\n'})
    assert not passes
    assert "src/domain/call.cpp:1: include-path:" in said


def test_files_outside_of_the_layers_are_refused(check):
    passes, said = check({"src/common/text.cpp": "", "src/text.cpp": ""})
    assert not passes
    assert "src/common/text.cpp:1: unknown-layer:" in said
    assert "src/text.cpp:1: unknown-layer:" in said


def test_comments_and_raw_strings_include_nothing(check):
    passes, said = check({
        "src/base/clock.cpp": '// #include "app/a.h"\n/*\n#include "app/b.h"\n*/\n'
                              'auto text = R"(\n#include "app/c.h"\n)";\n'
    })
    assert passes, said
